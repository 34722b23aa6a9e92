import { plainMarkdown } from '../markdown/index.ts';
import { dayInWords } from '../ui/moments.ts';
import type { PackContent, PackOption, PackPoint, PackText } from './pack.ts';
import { texts } from './texts.ts';

export interface PackTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The column that names a row. */
  readonly named: number;
}

/** A part of a pack, for pages and files: a heading, a line of facts, a text, and a table. */
export interface PackPart {
  readonly level: 2 | 3 | 4 | 5;
  readonly title: string;
  /** Plain text. */
  readonly facts?: readonly string[];
  /** Markdown. */
  readonly text?: string;
  readonly table?: PackTable;
}

/** The parts of a pack in order (spec meeting-pack#content). */
export function partsOf(content: PackContent): readonly PackPart[] {
  const { points, papers } = content;
  return [
    { level: 2, title: texts.parts.agenda, table: agendaTable(content) },
    ...(points.length === 0 ? [] : [{ level: 2, title: texts.parts.points } as const]),
    ...points.flatMap(pointParts),
    ...actionParts(content),
    ...(papers.length === 0
      ? []
      : [{ level: 2, title: texts.parts.papers, table: papersTable(content) } as const]),
    ...papers.map(
      ({ title, version, approvedBy, approvedAt, text }): PackPart => ({
        ...{ level: 3, title, text },
        facts: [texts.paper(version, approvedBy, dayInWords(approvedAt.slice(0, 10)))],
      }),
    ),
  ];
}

/** Facts at the beginning of a pack; those without a value are omitted. */
export function factsOf(content: PackContent): readonly (readonly [string, string])[] {
  const { committee, date, begins, ends, place, number, chair, secretary } = content;
  const { facts } = texts;
  const all: readonly (readonly [string, string])[] = [
    ...[[facts.committee, committee] as const, [facts.date, dayInWords(date)] as const],
    ...[[facts.time, `${begins}–${ends}`] as const, [facts.place, place] as const],
    ...[[facts.number, number] as const, [facts.chair, chair] as const],
    [facts.secretary, secretary],
  ];
  return all.filter(([, value]) => value !== '');
}

function agendaTable({ agenda, meeting }: PackContent): PackTable {
  const { columns } = texts;
  return {
    ...{ caption: texts.parts.agendaOf(meeting), named: 2 },
    head: [columns.number, columns.begins, columns.item, columns.presenter, columns.minutes],
    rows: agenda.map((entry) => [
      entry.number === null ? '' : String(entry.number),
      entry.begins,
      entry.isDecision ? texts.toDecide(entry.title) : entry.title,
      entry.presenter,
      entry.minutes === null ? '' : texts.minutes(entry.minutes),
    ]),
  };
}

function pointParts(point: PackPoint): readonly PackPart[] {
  const { number, title, text, presenter, minutes, isDecision, preRead, options } = point;
  return [
    {
      ...{ level: 3, title: `${number}. ${title}`, text: withPreRead(text, preRead) },
      facts: [
        isDecision ? texts.decision : texts.information,
        ...[presenter, minutes === null ? '' : texts.minutes(minutes)].filter(
          (fact) => fact !== '',
        ),
      ],
    },
    ...options.flatMap(optionParts),
  ];
}

const withPreRead = (text: string, address: string): string =>
  address === '' ? text : `${text}\n\n${texts.preRead} ${plainMarkdown(address)}`;

const optionParts = ({ key, title, text, sections }: PackOption): readonly PackPart[] => [
  { level: 4, title: texts.option(key, title), text },
  ...sections.flatMap((section): readonly PackPart[] => [
    { level: 5, title: section.title, text: sectionText(section) },
  ]),
];

/** Parts of a section follow its text, each after its title. */
const sectionText = ({ text, parts }: PackOption['sections'][number]): string =>
  [text, ...parts.map((part: PackText) => `**${plainMarkdown(part.title)}**\n\n${part.text}`)].join(
    '\n\n',
  );

function actionParts({ actions, committee }: PackContent): readonly PackPart[] {
  const { columns } = texts;
  if (actions.length === 0) return [];
  return [
    {
      ...{ level: 2, title: texts.parts.actions },
      table: {
        ...{ caption: texts.parts.actionsOf(committee), named: 0 },
        head: [columns.description, columns.owner, columns.due],
        rows: actions.map(({ description, owner, due }) => [description, owner, dayInWords(due)]),
      },
    },
  ];
}

/** Every paper and file by name, with the hash that tells whether a reader has the same. */
function papersTable({ papers, meeting }: PackContent): PackTable {
  const { columns } = texts;
  return {
    ...{ caption: texts.parts.papersOf(meeting), named: 0 },
    head: [columns.paper, columns.version, columns.hash],
    rows: papers.flatMap((paper) => [
      [paper.title, texts.version(paper.version), paper.sha256],
      ...paper.attachments.map(({ name, bytes, sha256 }) => [
        texts.attachment(name, paper.title),
        texts.bytes(bytes),
        sha256,
      ]),
    ]),
  };
}

import type { Committee } from '../authority/index.ts';
import { locale } from '../language.ts';
import { parseMarkdown, plainMarkdown } from '../markdown/index.ts';
import type { PdfContent } from '../pdf/index.ts';
import type { Minutes } from './minutes.ts';
import { bodyOf, titleOf } from './present.ts';
import { texts } from './texts.ts';

/** Approved minutes and the committee that they belong to. */
export interface Exported {
  readonly committee: Pick<Committee, 'label' | 'properties'>;
  readonly minutes: Minutes;
}

const words = texts.export;

const day = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? '';

/** Names and values at the beginning of an export; without those that are empty. */
export function factsOf({ committee, minutes }: Exported): readonly (readonly [string, string])[] {
  const { meeting, status, generatedAt, submitted, approved, record } = minutes;
  const who = (done: Minutes['approved']) =>
    done === null ? '' : [done.by, day(done.at)].filter((part) => part !== '').join(', ');
  const facts: readonly (readonly [string, string])[] = [
    [words.committee, committee.label],
    [texts.facts.meeting, meeting.label],
    [texts.facts.date, meeting.date],
    [texts.facts.number, meeting.number],
    [texts.facts.location, meeting.location],
    [texts.facts.generated, day(generatedAt)],
    [texts.facts.status, texts.status[status]],
    [texts.facts.submitted, who(submitted)],
    [texts.facts.approved, who(approved)],
    ...(record?.signatures ?? []).map(
      (signature) => [words.signed[signature.capacity], who(signature)] as const,
    ),
    [texts.record.hash, record?.sha256 ?? ''],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** The classification of the meeting; that of the committee if it has none. */
export const classificationOf = ({ committee, minutes }: Exported): string =>
  minutes.meeting.classification || (committee.properties['classification'] ?? '');

export interface Part {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** The parts of an export: sections, attendance, action items and recipients. */
export const partsOf = ({ minutes }: Exported): readonly Part[] => [
  ...minutes.sections.map((section) => ({
    title: titleOf(section),
    body: bodyOf(section) || `_${texts.section.empty}_`,
  })),
  ...attendanceOf(minutes),
  ...actionsOf(minutes),
  ...(minutes.distribution.length === 0
    ? []
    : [
        {
          title: texts.distribution.title,
          body: minutes.distribution.map((entry) => `- ${plainMarkdown(entry)}`).join('\n'),
        },
      ]),
];

function attendanceOf({ attendance }: Minutes): readonly Part[] {
  const { title, name, status, delegation, words: states } = texts.attendance;
  if (attendance.length === 0) return [];
  const rows = attendance.map((row) => [row.name, states[row.status], row.delegation_to]);
  return [{ title, body: tableOf([name, status, delegation], rows) }];
}

function actionsOf({ actions }: Minutes): readonly Part[] {
  const { title, description, responsible, due, status, words: states } = texts.items;
  if (actions.length === 0) return [];
  const rows = actions.map((row) => [
    ...[row.description, row.responsible, row.due_date, states[row.status]],
  ]);
  return [{ title, body: tableOf([description, responsible, due, status], rows) }];
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(plainMarkdown))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Approved minutes as one Markdown text (spec minutes#export). */
export function markdownOf(exported: Exported): string {
  const { minutes } = exported;
  return `# ${plainMarkdown(minutes.label)}\n\n${bodyText(exported)}\n`;
}

function bodyText(exported: Exported): string {
  const facts = factsOf(exported).map(([name, value]) => [name, value]);
  const parts = partsOf(exported).map(({ title, body }) => `## ${title}\n\n${body}`);
  return [tableOf([words.fact, words.value], facts), ...parts].join('\n\n');
}

/** The same as the content of a PDF file. */
export const pdfOf = (exported: Exported): PdfContent => ({
  title: exported.minutes.label,
  language: locale,
  classification: classificationOf(exported),
  foot: `${exported.committee.label}, ${exported.minutes.meeting.date}`,
  createdAt: exported.minutes.approved?.at ?? exported.minutes.generatedAt ?? new Date(0),
  blocks: parseMarkdown(bodyText(exported)),
});

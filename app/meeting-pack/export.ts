import { locale } from '../language.ts';
import { type Block, parseMarkdown, type Run } from '../markdown/index.ts';
import type { PdfContent } from '../pdf/index.ts';
import type { Pack } from './pack.ts';
import { factsOf, type PackPart, type PackTable, partsOf } from './parts.ts';
import { texts } from './texts.ts';

/** The title page of a file, in addition to the pack: its version, time and hash. */
export const recordOf = ({
  number,
  issuedAt,
  issuedBy,
  sha256,
}: Pick<Pack, 'number' | 'issuedAt' | 'issuedBy' | 'sha256'>): readonly (readonly [
  string,
  string,
])[] => [
  [texts.facts.version, String(number)],
  [texts.facts.issued, texts.issuedOn(issuedBy, new Date(issuedAt).toISOString().slice(0, 10))],
  [texts.facts.hash, sha256],
];

/** Headings of a text are below the one of its part. */
export const below = (level: PackPart['level']): 3 | 4 | 5 =>
  level === 2 ? 3 : level === 3 ? 4 : 5;

/** A pack as the content of a PDF file (spec meeting-pack#export). */
export const pdfOf = (pack: Pack): PdfContent => ({
  title: texts.fileTitle(pack.content.meeting),
  language: locale,
  classification: pack.content.classification,
  foot: texts.foot(pack.content.meeting, pack.number, pack.sha256),
  createdAt: new Date(pack.issuedAt),
  blocks: [
    tableOf({
      ...{ caption: '', named: 0, head: [texts.columns.fact, texts.columns.value] },
      rows: [...factsOf(pack.content), ...recordOf(pack)],
    }),
    ...partsOf(pack.content).flatMap(blocksOf),
  ],
});

const blocksOf = ({ level, title, facts = [], text = '', table }: PackPart): readonly Block[] => [
  { kind: 'heading', level, runs: [{ text: title }] },
  ...(facts.length === 0
    ? []
    : [{ kind: 'paragraph', runs: [{ text: facts.join(', '), italic: true }] } as const]),
  ...parseMarkdown(text, { headings: below(level) }),
  ...(table === undefined ? [] : [tableOf(table)]),
];

const tableOf = ({ head, rows }: PackTable): Block => ({
  kind: 'table',
  head: head.map(cellOf),
  rows: rows.map((cells) => cells.map(cellOf)),
});

const cellOf = (text: string): readonly Run[] => [{ text }];

/** `meeting-pack-7-2.pdf` */
export const fileNameOf = (meeting: string, number: number, format: string): string =>
  `meeting-pack-${meeting}-${number}.${format}`;

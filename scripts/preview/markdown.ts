import type { Block, Note, Section } from './note.ts';

/** Identifies our note among those of a merge request. */
export const marker = '<!-- ahlt preview -->';

/** The note as GitLab shows it. */
export function markdown(note: Note): string {
  const { headline, columns, rows, warnings, remarks, sections } = note;
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    marker,
    `### ${cell(headline)}`,
    '',
    line(['', ...columns]),
    `|${'---|'.repeat(columns.length + 1)}`,
    ...rows.map(({ name, cells }) => line([name, ...cells])),
    '',
    ...warnings.flatMap((warning) => [`> ⚠ ${cell(warning)}`, '']),
    ...sections.flatMap(details),
    ...remarks.flatMap((remark) => [`<sub>${cell(remark)}</sub>`, '']),
  ].join('\n');
}

/** Replaces the note if the files of the change are invalid. */
export const refusalNote = (problems: string): string =>
  [marker, '### This change cannot be synthesized', '', ...fenced('text', problems.trimEnd())].join(
    '\n',
  );

const details = ({ title, lines, blocks }: Section): string[] => [
  `<details><summary>${cell(title)}</summary>`,
  '',
  ...fenced('text', lines.join('\n')),
  ...blocks.flatMap(block),
  '</details>',
  '',
];

const block = ({ title, language, text }: Block): string[] => [
  `**${cell(title)}**`,
  '',
  ...fenced(language, text),
];

/** A fence longer than any in the text. */
function fenced(language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, text, fence, ''];
}

/** Names come from files: they must not end a table cell or start an element. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

import type { Note } from './note.ts';

/** The note for a terminal, or without colours for a log. */
export function terminal({ columns, rows, warnings, remarks, sections }: Note, { colour }: { colour: boolean }): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const bold = (text: string) => text.replace(/\*\*(.+?)\*\*/g, (_, word: string) => paint(1, word));
  const table = [['', ...columns], ...rows.map(({ name, cells }) => [name, ...cells])];
  const widths = table[0]?.map((_, index) => Math.max(...table.map((cells) => width(cells[index] ?? '')))) ?? [];
  const line = (cells: readonly string[]) =>
    ` ${cells.map((text, index) => bold(text) + ' '.repeat((widths[index] ?? 0) - width(text))).join('   ')}`.trimEnd();
  const painted = (text: string) => {
    if (text.startsWith('+')) return paint(32, text);
    if (text.startsWith('-')) return paint(31, text);
    return text.startsWith('@@') ? paint(36, text) : text;
  };
  return [
    `preview · ${columns.filter((name) => name !== 'shared').join(' · ')}`,
    '',
    ...table.map(line),
    '',
    ...warnings.flatMap((warning) => [paint(33, ` ! ${warning}`), '']),
    ...sections.flatMap(({ title, lines, blocks }) => [
      paint(1, title),
      ...lines.map((text) => `   ${text}`),
      '',
      ...blocks.flatMap((block) => [`   ${paint(4, block.title)}`, ...block.text.split('\n').map((text) => `   ${painted(text)}`), '']),
    ]),
    ...remarks.map((remark) => ` – ${remark}`),
    '',
  ].join('\n');
}

const width = (text: string): number => [...text.replaceAll('**', '')].length;

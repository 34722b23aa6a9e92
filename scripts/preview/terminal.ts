import type { Note } from './note.ts';

/** The note for a terminal, or without colors for a log. */
export function terminal(
  { headline, columns, rows, warnings, remarks, sections }: Note,
  { colour }: { colour: boolean },
): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const bold = (text: string) =>
    text.replace(/\*\*(.+?)\*\*/g, (_, word: string) => paint(1, word));
  const table = [['', ...columns], ...rows.map(({ name, cells }) => [name, ...cells])];
  const widths =
    table[0]?.map((_, index) => Math.max(...table.map((cells) => width(cells[index] ?? '')))) ?? [];
  const line = (cells: readonly string[]) =>
    ` ${cells.map((text, index) => bold(text) + ' '.repeat((widths[index] ?? 0) - width(text))).join('   ')}`.trimEnd();
  const painted = (text: string) => {
    if (text.startsWith('+')) return paint(32, text);
    if (text.startsWith('-')) return paint(31, text);
    return text.startsWith('@@') ? paint(36, text) : text;
  };
  return [
    paint(1, headline),
    '',
    ...table.map(line),
    '',
    ...warnings.flatMap((warning) => [
      ...wrapped(` ! ${warning}`).map((text) => paint(33, text)),
      '',
    ]),
    ...sections.flatMap(({ title, lines, blocks }) => [
      paint(1, title),
      ...lines.map((text) => `   ${text}`),
      '',
      ...blocks.flatMap((block) => [
        `   ${paint(4, block.title)}`,
        ...block.text.split('\n').map((text) => `   ${painted(text)}`.trimEnd()),
        '',
      ]),
    ]),
    ...remarks.flatMap((remark) => wrapped(` – ${remark}`)),
    '',
  ].join('\n');
}

/** Wraps lines at 120 characters where possible; the first three columns are for the mark. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = text.slice(0, 3);
  for (const word of text.slice(3).split(' ')) {
    if (line.length + word.length > 120 && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = '   ';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

const width = (text: string): number => [...text.replaceAll('**', '')].length;

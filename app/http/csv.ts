import { isoIn, standardTimeZone } from '../time-zone.ts';

/** One value of a table for spreadsheets. */
export type CsvCell = string | number | boolean | Date | null | undefined;

/** Spreadsheets show accents only when the file begins like this. */
export const csvStart = '\uFEFF';

/**
 * One line by RFC 4180, with its line end. A cell that a spreadsheet might run as a formula gets an
 * apostrophe in front (spec requests#csv); moments are ISO 8601 as the reader's clock shows them,
 * with the distance from UTC, so they are exact.
 */
export const csvLine = (cells: readonly CsvCell[], timeZone = standardTimeZone): string =>
  `${cells.map((cell) => csvCell(cell, timeZone)).join(',')}\r\n`;

/**
 * Signs that begin a formula, also in full width and behind blanks, which programs drop; and
 * breaks, behind which a new cell may begin.
 */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

function csvCell(cell: CsvCell, timeZone: string): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return isoIn(cell, timeZone);
  const text = typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

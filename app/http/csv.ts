import { isoIn, standardTimeZone } from '../time-zone.ts';

/** A table value for spreadsheets. */
export type CsvCell = string | number | boolean | Date | null | undefined;

/** Spreadsheets decode UTF-8 only after a byte order mark. */
export const csvStart = '\uFEFF';

/**
 * One line by RFC 4180, with its line end. Cells that a spreadsheet might run as a formula get a
 * leading apostrophe (spec requests#csv). Moments are ISO 8601 in the reader's time zone, with the
 * UTC offset.
 */
export const csvLine = (cells: readonly CsvCell[], timeZone = standardTimeZone): string =>
  `${cells.map((cell) => csvCell(cell, timeZone)).join(',')}\r\n`;

/**
 * Characters that start a formula, also full-width or after white space, which programs drop; and
 * line breaks, after which a new cell may start.
 */
const formula = /^(?:[\t\r\n]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

function csvCell(cell: CsvCell, timeZone: string): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return isoIn(cell, timeZone);
  const text = typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

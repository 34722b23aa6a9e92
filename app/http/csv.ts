/** One value of a table for spreadsheets. */
export type CsvCell = string | number | boolean | Date | null | undefined;

/** Spreadsheets show accents only when the file begins like this. */
export const csvStart = '\uFEFF';

/**
 * One line by RFC 4180, with its line end. A cell that a spreadsheet would run as a formula gets an apostrophe in front (admin.md 15.16);
 * moments are ISO 8601 in UTC.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString();
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

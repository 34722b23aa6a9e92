import type { FileProblem } from './file-problem.ts';

// Short fields are aligned; a long one moves only its own line, so that the messages of the others
// stay near their fields.
const fieldWidth = 14;

/**
 * Formats problems by file, line and column. `consequence` says which action was skipped.
 */
export function formatProblems(
  problems: readonly FileProblem[],
  consequence = 'nothing was written',
): string {
  const files = [...new Set(problems.map(({ file }) => file))].sort();
  return files
    .map((file) =>
      formatFile(
        file,
        problems.filter((problem) => problem.file === file).sort(inReadingOrder),
        consequence,
      ),
    )
    .join('\n');
}

function formatFile(file: string, problems: readonly FileProblem[], consequence: string): string {
  const lineWidth = Math.max(...problems.map(({ line }) => String(line).length));
  const columnWidth = Math.max(...problems.map(({ column }) => String(column).length));
  const rows = problems.map(({ line, column, field, message }) => {
    const place = `${String(line).padStart(lineWidth)}:${String(column).padEnd(columnWidth)}`;
    return field === ''
      ? `${place}  ${message}`
      : `${place}  ${field.padEnd(fieldWidth)}   ${message}`;
  });
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`${file}: ${count}, ${consequence}`, '', ...rows, ''].join('\n');
}

const inReadingOrder = (one: FileProblem, other: FileProblem): number =>
  one.line - other.line || one.column - other.column;

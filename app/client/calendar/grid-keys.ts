import { on, reachable } from '../elements.ts';

/**
 * Arrow keys move within a calendar grid: up and down through the links of a day and on to the day
 * above or below, left and right to the day beside it; Home and End to the first and last day of
 * the week, Page Up and Page Down to the period before and after.
 */
export function improveGrids(): void {
  on('keydown', '[data-outlook-grid]', (grid, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { PageUp: 'outlook-prev', PageDown: 'outlook-next' }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      document.getElementById(step)?.click();
      return;
    }
    const cell = (event.target as Element).closest<HTMLTableCellElement>('td, th');
    const next = cell === null ? undefined : targetOf(grid as HTMLTableElement, cell, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
}

function targetOf(
  grid: HTMLTableElement,
  cell: HTMLTableCellElement,
  key: string,
): HTMLElement | undefined {
  const own = reachable(cell);
  const place = own.indexOf(document.activeElement as HTMLElement);
  if (key === 'ArrowDown') return own[place + 1] ?? nextIn(below(grid, cell, 1))?.[0];
  if (key === 'ArrowUp') return own[place - 1] ?? nextIn(below(grid, cell, -1))?.at(-1);
  const cells = [...(cell.parentElement?.children ?? [])] as HTMLTableCellElement[];
  const at = cells.indexOf(cell);
  const beside = {
    ArrowRight: cells.slice(at + 1),
    ArrowLeft: cells.slice(0, at).toReversed(),
    Home: cells,
    End: cells.toReversed(),
  }[key];
  const links = beside === undefined ? undefined : nextIn(beside);
  return links?.[Math.min(Math.max(place, 0), links.length - 1)];
}

/** The cells of a column below or above a cell, nearest first. */
function below(grid: HTMLTableElement, cell: HTMLTableCellElement, by: 1 | -1) {
  const rows = [...grid.rows];
  const row = rows.findIndex((each) => each.contains(cell));
  const others = by === 1 ? rows.slice(row + 1) : rows.slice(0, row).toReversed();
  return others.flatMap((each) => each.cells[cell.cellIndex] ?? []);
}

/** The links of the first cell that has any. */
const nextIn = (cells: readonly HTMLTableCellElement[]): HTMLElement[] | undefined =>
  cells.map((each) => reachable(each)).find((links) => links.length > 0);

/** A column as the address knows it; the table decides how its cells look. */
export interface TableColumn {
  readonly key: string;
  readonly label: string;
  /** Name for `?sort=`, if the list can be sorted by it. */
  readonly sort?: string;
  /** Never hidden or moved, because it names the row. */
  readonly always?: boolean;
  /** Hidden by default. */
  readonly hidden?: boolean;
}

/** A column and whether it is shown. Hidden ones keep their place (spec lists#columns). */
export interface ColumnChoice {
  readonly key: string;
  readonly shown: boolean;
}

/**
 * Parses the order of columns: keys joined by commas, with a minus before hidden ones. Columns that
 * are always shown come first, unknown keys are ignored, and missing columns follow hidden.
 */
export function columnsFrom(
  columns: readonly TableColumn[],
  text?: string | null,
): readonly ColumnChoice[] {
  const standard = columns.map(({ key, always = false, hidden = false }) => ({
    key,
    shown: always || !hidden,
  }));
  if (text === undefined || text === null || text === '') return standard;
  const isFixed = (key: string) =>
    columns.some((column) => column.key === key && column.always === true);
  const wanted = new Map<string, boolean>();
  for (const part of text.split(',').slice(0, 100)) {
    const shown = !part.startsWith('-');
    const key = shown ? part : part.slice(1);
    if (columns.some((column) => column.key === key) && !isFixed(key) && !wanted.has(key))
      wanted.set(key, shown);
  }
  return [
    ...standard.filter(({ key }) => isFixed(key)),
    ...[...wanted].map(([key, shown]) => ({ key, shown })),
    ...standard
      .filter(({ key }) => !isFixed(key) && !wanted.has(key))
      .map(({ key }) => ({ key, shown: false })),
  ];
}

/** Formats the order of columns for `columnsFrom`. */
export const columnsText = (columns: readonly ColumnChoice[]): string =>
  columns.map(({ key, shown }) => (shown ? key : `-${key}`)).join(',');

/**
 * The columns after the column chooser was submitted: its check boxes are `col`, its move buttons
 * `up` and `down`.
 */
export function columnsAfter(
  columns: readonly ColumnChoice[],
  params: URLSearchParams,
): readonly ColumnChoice[] {
  const chosen = params.has('chosen')
    ? columns.map(({ key }) => ({ key, shown: params.getAll('col').includes(key) }))
    : columns;
  return moved(moved(chosen, params.get('up'), -1), params.get('down'), 1);
}

function moved(
  columns: readonly ColumnChoice[],
  key: string | null,
  by: 1 | -1,
): readonly ColumnChoice[] {
  const from = columns.findIndex((column) => column.key === key);
  const column = columns[from];
  const to = from + by;
  if (column === undefined || to < 0 || to >= columns.length) return columns;
  return columns.toSpliced(from, 1).toSpliced(to, 0, column);
}

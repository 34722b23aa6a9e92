/** A column as the address knows it; how its cells look is the table's business. */
export interface TableColumn {
  readonly key: string;
  readonly label: string;
  /** Name for `?sort=`, when the list can be sorted by it. */
  readonly sort?: string;
  /** Never hidden and never moved: it names the row. */
  readonly always?: boolean;
  /** Hidden until somebody asks for it. */
  readonly hidden?: boolean;
}

/** A column and whether it is shown. Hidden ones keep their place (spec lists#columns). */
export interface ColumnChoice {
  readonly key: string;
  readonly shown: boolean;
}

/**
 * The columns of a list in the order of `text`: keys joined by commas, with a minus in front of
 * hidden ones. Columns that always show come first, unknown keys are ignored, columns that the text
 * doesn't name follow hidden.
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

/** The text that `columnsFrom` reads. */
export const columnsText = (columns: readonly ColumnChoice[]): string =>
  columns.map(({ key, shown }) => (shown ? key : `-${key}`)).join(',');

/**
 * Columns after the column chooser was sent: its check boxes are `col`, its move buttons `up` and
 * `down`.
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

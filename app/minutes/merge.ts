/** A list as an editor began with it, as it came back, and as it is stored now. */
export interface Edited<Row> {
  readonly base: readonly Row[];
  readonly mine: readonly Row[];
  readonly theirs: readonly Row[];
}

interface Merged<Row> {
  readonly rows: readonly Row[];
  /** Keys of the rows that both changed, in different ways. */
  readonly conflicts: readonly string[];
}

/**
 * Merges a list that several people edit at once, row by row (spec minutes#editing). Pure. A change
 * that only one of them made counts; what one changed and the other removed stays. Equal keys are
 * distinguished by their order.
 * @param key what names a row
 * @param columns what a row says; other members do not count
 */
export function mergeRows<Row extends object>(
  key: keyof Row,
  columns: readonly (keyof Row)[],
  { base, mine, theirs }: Edited<Row>,
): Merged<Row> {
  const [before, own, current] = [base, mine, theirs].map((rows) => byKey(rows, key)) as [
    ReadonlyMap<string, Row>,
    ReadonlyMap<string, Row>,
    ReadonlyMap<string, Row>,
  ];
  const same = (one: Row | undefined, other: Row | undefined): boolean =>
    one === undefined || other === undefined
      ? one === other
      : columns.every((column) => one[column] === other[column]);
  const rows: Row[] = [];
  const conflicts: string[] = [];
  for (const place of new Set([...own.keys(), ...current.keys()])) {
    const [b, m, t] = [before.get(place), own.get(place), current.get(place)];
    const isConflict =
      m !== undefined && t !== undefined && !same(m, t) && !same(b, m) && !same(b, t);
    if (isConflict) conflicts.push(String(m[key]));
    const kept = same(b, m) ? t : isConflict || same(b, t) ? m : (m ?? t);
    if (kept !== undefined) rows.push(kept);
  }
  return { rows, conflicts };
}

function byKey<Row extends object>(rows: readonly Row[], key: keyof Row): ReadonlyMap<string, Row> {
  const counts = new Map<unknown, number>();
  return new Map(
    rows.map((row) => {
      const count = (counts.get(row[key]) ?? 0) + 1;
      counts.set(row[key], count);
      return [`${count} ${String(row[key])}`, row];
    }),
  );
}

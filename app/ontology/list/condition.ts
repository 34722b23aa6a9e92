import { type RawBuilder, sql } from 'kysely';

/** A condition on the entity `e`. */
export type Condition = RawBuilder<boolean> & {
  /** The conditions that it combines with `and`. */
  readonly parts?: readonly Condition[];
  /** No index finds its matches: a page scans a limited number of rows for them (`listPage`). */
  readonly isScanned?: boolean;
};

export const everything: Condition = sql<boolean>`true`;
export const nothing: Condition = sql<boolean>`false`;

/** Marks a condition whose matches no index finds. */
export const scanned = (condition: Condition): Condition =>
  Object.assign(sql<boolean>`${condition}`, { isScanned: true });

export const and = (...conditions: readonly Condition[]): Condition => {
  const parts = conditions.flatMap(partsOf).filter((condition) => condition !== everything);
  if (parts.length < 2) return parts[0] ?? everything;
  return Object.assign(sql<boolean>`(${sql.join(parts, sql` and `)})`, { parts });
};

export const or = (...conditions: readonly Condition[]): Condition => {
  if (conditions.length < 2) return conditions[0] ?? nothing;
  const either = sql<boolean>`(${sql.join([...conditions], sql` or `)})`;
  return conditions.flatMap(partsOf).some(({ isScanned }) => isScanned) ? scanned(either) : either;
};

/**
 * Negates a condition. Unknown counts as false: an entity without a value does not match a
 * condition on it.
 */
export const not = (condition: Condition): Condition =>
  scanned(sql<boolean>`(${condition}) is not true`);

/** The conditions that must all hold. */
export const partsOf = (condition: Condition): readonly Condition[] =>
  condition.parts ?? [condition];

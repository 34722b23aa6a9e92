import type { Node, RangeVar } from 'libpg-query';

/**
 * What a statement can do to a running app. `safe`: no effect. `locking`: no data is lost, but
 * requests may wait or something they rely on changes. `destructive`: data can be lost, or the
 * running version no longer finds what it uses.
 */
export type Grade = 'safe' | 'locking' | 'destructive';

/** A grade and its reason, as a phrase that follows a subject: "drops column relations.weight". */
export interface Verdict {
  readonly grade: Grade;
  readonly effect: string;
}

export const safe = (effect: string): Verdict => ({ grade: 'safe', effect });
export const locking = (effect: string): Verdict => ({ grade: 'locking', effect });
export const destructive = (effect: string): Verdict => ({ grade: 'destructive', effect });

const order: readonly Grade[] = ['safe', 'locking', 'destructive'];

/** The highest of several grades; `safe` for none. */
export function gravest(grades: readonly Grade[]): Grade {
  return grades.reduce(
    (worst, grade) => (order.indexOf(grade) > order.indexOf(worst) ? grade : worst),
    'safe',
  );
}

/**
 * Combines several verdicts on one statement: its grade is the highest one, with the effects of
 * that grade.
 */
export function together(verdicts: readonly Verdict[]): Verdict {
  const grade = gravest(verdicts.map((verdict) => verdict.grade));
  return {
    grade,
    effect: listed(
      verdicts.filter((verdict) => verdict.grade === grade).map(({ effect }) => effect),
    ),
  };
}

/** Lists at most three phrases and the number of the others. */
export function listed(effects: readonly string[]): string {
  const distinct = [...new Set(effects)];
  const shown = distinct.slice(0, 3).join(', ');
  return distinct.length > 3
    ? `${shown} and ${distinct.length - 3} more`
    : shown || 'changes nothing';
}

/** Tables and materialized views share a namespace, and both can have indexes. */
const isRelation = (kind: string): boolean => kind === 'table' || kind === 'materialized view';

/**
 * What a plan has created so far. A new table is not in use yet, so changes to it have no impact.
 */
export class NewObjects {
  readonly #tables = new Set<string>();
  readonly #columns = new Set<string>();
  readonly #others = new Set<string>();

  addTable(table: string): void {
    this.#tables.add(table);
  }

  addColumn(table: string, column: string): void {
    this.#columns.add(`${table}.${column}`);
  }

  /** Any other named object, by kind: a function and a table may have the same name. */
  add(kind: string, name: string): void {
    this.#others.add(`${kind} ${name}`);
  }

  hasTable(table: string): boolean {
    return this.#tables.has(table);
  }

  hasColumn(table: string, column: string): boolean {
    return this.hasTable(table) || this.#columns.has(`${table}.${column}`);
  }

  has(kind: string, name: string): boolean {
    return isRelation(kind) ? this.hasTable(name) : this.#others.has(`${kind} ${name}`);
  }

  renameTable(from: string, to: string): void {
    this.#tables.delete(from);
    this.#tables.add(to);
  }

  /** A dropped object is no longer new: a later table of that name may be a renamed old one. */
  forget(kind: string, name: string): void {
    if (isRelation(kind)) this.#tables.delete(name);
    this.#others.delete(`${kind} ${name}`);
  }
}

/** A table's name without the default schema. */
export function tableName(relation: RangeVar | undefined): string {
  const { schemaname, relname = '?' } = relation ?? {};
  return schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`;
}

/** Joins the parser's list of strings to a dotted name. */
export function dotted(names: readonly Node[] | undefined): string {
  const parts = (names ?? []).map((node) => ('String' in node ? (node.String.sval ?? '') : '?'));
  return parts
    .filter(
      (part, index) =>
        !(index === 0 && parts.length > 1 && (part === 'public' || part === 'pg_catalog')),
    )
    .join('.');
}

/** Finds all nodes of a kind at any depth, such as deletions nested in a `with`. */
export function findAll(root: unknown, kind: string): unknown[] {
  if (Array.isArray(root)) return root.flatMap((item) => findAll(item, kind));
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) =>
    key === kind ? [value, ...findAll(value, kind)] : findAll(value, kind),
  );
}

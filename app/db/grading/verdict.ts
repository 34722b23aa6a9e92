import type { Node, RangeVar } from 'libpg-query';

/**
 * What a statement can do to an app that is running. `safe`: it goes on undisturbed. `locking`:
 * nothing is lost, but requests may wait or what they rely on changes. `destructive`: data can be
 * lost, or the running version no longer finds what it uses.
 */
export type Grade = 'safe' | 'locking' | 'destructive';

/**
 * A grade with the reason for it, as a phrase that follows a subject: "drops column
 * relations.weight".
 */
export interface Verdict {
  readonly grade: Grade;
  readonly effect: string;
}

export const safe = (effect: string): Verdict => ({ grade: 'safe', effect });
export const locking = (effect: string): Verdict => ({ grade: 'locking', effect });
export const destructive = (effect: string): Verdict => ({ grade: 'destructive', effect });

const order: readonly Grade[] = ['safe', 'locking', 'destructive'];

/** The gravest of several grades; nothing at all is safe. */
export function gravest(grades: readonly Grade[]): Grade {
  return grades.reduce(
    (worst, grade) => (order.indexOf(grade) > order.indexOf(worst) ? grade : worst),
    'safe',
  );
}

/**
 * Several verdicts on one statement as one: its grade is the gravest, and the effects of that grade
 * are what people need to know.
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

/** At most three phrases; the rest as a number. */
export function listed(effects: readonly string[]): string {
  const distinct = [...new Set(effects)];
  const shown = distinct.slice(0, 3).join(', ');
  return distinct.length > 3
    ? `${shown} and ${distinct.length - 3} more`
    : shown || 'changes nothing';
}

/** Both share their names, and indexes are built on both. */
const isRelation = (kind: string): boolean => kind === 'table' || kind === 'materialized view';

/**
 * What a plan has made so far. Nobody uses a new table yet, so whatever happens to it disturbs
 * nobody.
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

  /** Anything else that has a name, by its kind: a function and a table may have the same. */
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

  /** What is dropped is no longer new: a later table of that name may be an old one renamed. */
  forget(kind: string, name: string): void {
    if (isRelation(kind)) this.#tables.delete(name);
    this.#others.delete(`${kind} ${name}`);
  }
}

/** A table's name as people write it: without the schema everybody uses. */
export function tableName(relation: RangeVar | undefined): string {
  const { schemaname, relname = '?' } = relation ?? {};
  return schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`;
}

/** A dotted name out of the parser's list of strings. */
export function dotted(names: readonly Node[] | undefined): string {
  const parts = (names ?? []).map((node) => ('String' in node ? (node.String.sval ?? '') : '?'));
  return parts
    .filter(
      (part, index) =>
        !(index === 0 && parts.length > 1 && (part === 'public' || part === 'pg_catalog')),
    )
    .join('.');
}

/** Every node of a kind anywhere below, for example the deletions hidden in a `with`. */
export function findAll(root: unknown, kind: string): unknown[] {
  if (Array.isArray(root)) return root.flatMap((item) => findAll(item, kind));
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) =>
    key === kind ? [value, ...findAll(value, kind)] : findAll(value, kind),
  );
}

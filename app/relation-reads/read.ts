import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { type Cypher, type GraphRow, isGraphCurrent, type ReadGraph } from '../graph/index.ts';
import type { Services } from '../services.ts';

/**
 * A question about relations, written for both stores (spec graph#reads). Both give the same rows
 * in the same order.
 */
export interface RelationRead<Row> {
  /** SQL of a JSON array of rows. */
  readonly sql: RawBuilder<unknown>;
  readonly cypher: Cypher;
  /** Rows from those of the graph, if they differ: what only a program can tell. */
  readonly rowsOf?: (found: readonly GraphRow[]) => readonly Row[];
  /** Sorts before another row if negative. */
  readonly order: (one: Row, other: Row) => number;
}

/** Which store answered. */
export type Source = 'graph' | 'database';

/** The header of an answer that names its source. */
export const sourceHeader = 'ahlt-source';

// biome-ignore lint/suspicious/noExplicitAny: the rows of each read are in `RowsOf`
type Reads = Readonly<Record<string, RelationRead<any>>>;
type RowsOf<R extends Reads> = {
  readonly [Name in keyof R]: R[Name] extends RelationRead<infer Row> ? readonly Row[] : never;
};

export interface Answers<R extends Reads> {
  readonly source: Source;
  readonly rows: RowsOf<R>;
}

/** The stores that can answer: PostgreSQL always, the graph if there is one. */
export type Stores = Pick<Services, 'db' | 'readGraph' | 'config'>;

/** Whether the graph may answer, for a statement that comes before the reads. */
export const mayAskGraph = ({
  readGraph,
  config,
}: Pick<Stores, 'readGraph' | 'config'>): RawBuilder<boolean> =>
  readGraph === undefined ? sql<boolean>`false` : isGraphCurrent(config.graphEnv);

/**
 * Answers by the graph if it is current, otherwise by PostgreSQL in one statement.
 * @param isCurrent what `mayAskGraph` said in an earlier statement of the same request
 */
export async function answersTo<const R extends Reads>(
  { db, readGraph }: Pick<Stores, 'db' | 'readGraph'>,
  isCurrent: boolean,
  reads: R,
): Promise<Answers<R>> {
  const found = isCurrent ? await fromGraph(readGraph, reads) : undefined;
  return found === undefined
    ? { source: 'database', rows: await fromDatabase(db, reads) }
    : { source: 'graph', rows: found };
}

/** The same, asking first whether the graph is current: two statements if it is configured. */
export async function answersNow<const R extends Reads>(
  stores: Stores,
  reads: R,
): Promise<Answers<R>> {
  const { db, readGraph } = stores;
  if (readGraph === undefined) return answersTo(stores, false, reads);
  const { rows } = await sql<{ isCurrent: boolean }>`
    select ${mayAskGraph(stores)} as "isCurrent"`.execute(db);
  return answersTo(stores, rows[0]?.isCurrent === true, reads);
}

/** Answers by the graph; `undefined` if it does not answer. */
export async function fromGraph<const R extends Reads>(
  readGraph: ReadGraph | undefined,
  reads: R,
): Promise<RowsOf<R> | undefined> {
  const all = Object.values(reads);
  const found = await readGraph?.(all.map(({ cypher }) => cypher));
  if (found === undefined) return undefined;
  return named(
    reads,
    all.map(({ rowsOf = (rows) => rows }, at) => rowsOf(found[at] ?? [])),
  );
}

/** Answers by PostgreSQL, in one statement. */
export async function fromDatabase<const R extends Reads>(db: Db, reads: R): Promise<RowsOf<R>> {
  const columns = Object.values(reads).map((read, at) => sql`${read.sql} as ${sql.ref(`r${at}`)}`);
  const { rows } = await sql<Record<string, readonly unknown[]>>`
    select ${sql.join(columns)}`.execute(db);
  return named(
    reads,
    columns.map((_, at) => rows[0]?.[`r${at}`] ?? []),
  );
}

const named = <R extends Reads>(reads: R, found: readonly (readonly unknown[])[]): RowsOf<R> =>
  Object.fromEntries(
    Object.entries(reads).map(([name, { order }], at) => [name, (found[at] ?? []).toSorted(order)]),
  ) as unknown as RowsOf<R>;

/** Orders rows by some of their values, texts by code points without regard to case. */
export const by =
  <Row>(...keys: readonly ((row: Row) => string | number)[]) =>
  (one: Row, other: Row): number => {
    for (const key of keys) {
      const [left, right] = [key(one), key(other)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };

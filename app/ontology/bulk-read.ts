import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Texts } from './schema.ts';
import { storedId } from './stored-id.ts';

/** An entity as exported. */
export interface StoredEntity {
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  readonly isActive: boolean;
  readonly properties: Texts;
}

/** A relation as exported, by names. */
export interface StoredRelation {
  readonly type: string;
  readonly sourceType: string;
  readonly sourceName: string;
  readonly targetType: string;
  readonly targetName: string;
  readonly properties: Texts;
}

/** A property of a type that holds the id of an entity of another one. */
export interface PropertyReference {
  readonly type: string;
  readonly key: string;
  /** Type of the entity that it refers to. */
  readonly to: string;
}

/** Entities to export: of some types, or of all types except some. */
export interface Selection {
  readonly types?: readonly string[] | undefined;
  readonly except: readonly string[];
  /** Properties that are left out where they refer to an entity: records carry them by name. */
  readonly without?: readonly PropertyReference[] | undefined;
}

/** Rows per round trip. */
const portion = 500;

/**
 * Reads the store in one snapshot, unaffected by concurrent changes, ordered by names only: equal
 * content reads the same in every database. `read` yields the items to pass on; when it ends or the
 * consumer stops, the snapshot is closed.
 */
export async function* inSnapshot<T>(
  db: Db,
  read: (tx: Tx) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const tx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  let complete = false;
  try {
    await sql`set local idle_in_transaction_session_timeout = '10min'`.execute(tx);
    // Sorting a million names takes longer than a page may. Everything is read, so a fast first row
    // does not matter.
    await sql`set local statement_timeout = '5min'`.execute(tx);
    await sql`set local cursor_tuple_fraction = 1`.execute(tx);
    await sql`set local work_mem = '32MB'`.execute(tx);
    await sql`set local jit = off`.execute(tx);
    yield* read(tx);
    await tx.commit().execute();
    complete = true;
  } finally {
    if (!complete) await tx.rollback().execute();
  }
}

/**
 * Yields the rows of a statement in portions and fetches the next portion while one is used.
 * @param name unique in the transaction
 * @param rowsEach rows per portion
 */
export async function* cursor<Row>(
  tx: Tx,
  name: string,
  statement: RawBuilder<Row>,
  rowsEach = portion,
): AsyncGenerator<readonly Row[]> {
  await sql`declare ${sql.raw(name)} no scroll cursor for ${statement}`.execute(tx);
  const fetch = () =>
    sql<Row>`fetch ${sql.raw(String(rowsEach))} from ${sql.raw(name)}`.execute(tx);
  let next = fetch();
  try {
    for (;;) {
      const { rows } = await next;
      if (rows.length === 0) break;
      next = fetch();
      // The error surfaces where the portion is awaited.
      next.catch(() => undefined);
      yield rows;
    }
  } finally {
    // A consumer that stops leaves a fetch in progress; the transaction must wait for it.
    await next.catch(() => undefined);
  }
  await sql`close ${sql.raw(name)}`.execute(tx);
}

/** Literals, because the plan of a cursor with parameters ignores their values. */
const literals = (words: readonly string[]) =>
  sql`array[${sql.join(words.map((word) => sql.lit(word)))}]::text[]`;

const selected = (alias: string, { types, except }: Selection) => {
  const type = sql.ref(`${alias}.entity_type`);
  const kept = except.length === 0 ? sql`true` : sql`${type} <> all(${literals(except)})`;
  return types === undefined ? kept : sql`${type} = any(${literals(types)}) and ${kept}`;
};

/** The properties of an entity `e`, without the references that records carry. */
const kept = (without: readonly PropertyReference[] = []) => {
  if (without.length === 0) return sql`e.properties`;
  const known = without.map(
    ({ type, key, to }) => sql`(${sql.lit(type)}, ${sql.lit(key)}, ${sql.lit(to)})`,
  );
  return sql`case when e.entity_type = any(${literals(without.map(({ type }) => type))}) then e.properties - array(
    select k.key from (values ${sql.join(known)}) k(type, key, target)
    where k.type = e.entity_type and exists (
      select from entities t where t.id = ${storedId(sql`e.properties ->> k.key`)} and t.entity_type = k.target)) else e.properties end`;
};

/** Reads the selected entities. */
export const readEntities = (tx: Tx, selection: Selection) =>
  // Removes references from the properties once they are sorted, which may take a lookup.
  cursor(
    tx,
    'entities_out',
    sql<StoredEntity>`
  select e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive",
    ${kept(selection.without)} as properties
  from (
    select * from entities e where ${selected('e', selection)}
    order by e.entity_type collate "C", e.name collate "C") e`,
  );

/** Reads relations with both ends in the selection, in the order of their source entities. */
export const readRelations = (tx: Tx, selection: Selection) =>
  cursor(
    tx,
    'relations_out',
    sql<StoredRelation>`
  select r.properties, k.name as type, s.entity_type as "sourceType", s.name as "sourceName",
    t.entity_type as "targetType", t.name as "targetName"
  from relations r join entities k on k.id = r.relation_type_id
    join entities s on s.id = r.source_id join entities t on t.id = r.target_id
  where ${selected('s', selection)} and ${selected('t', selection)}
  order by s.entity_type collate "C", s.name collate "C", k.name collate "C",
    t.entity_type collate "C", t.name collate "C"`,
  );

/** Returns the names of all property keys and relation types. */
export async function readVocabulary(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
  select key collate "C" as name from entities, jsonb_object_keys(properties) key
  union select key collate "C" from relations, jsonb_object_keys(properties) key
  union select name collate "C" from entities where entity_type = 'relation_type' order by 1`.execute(
    tx,
  );
  return rows.map(({ name }) => name);
}

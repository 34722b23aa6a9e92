import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { inPortions } from './portions.ts';
import { type Texts, withheldKeys } from './schema.ts';

/** An entity to write together with many others. Type and name are unique within one call. */
export interface BulkEntity {
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  /** Omitted: new entities are active, existing ones keep their state. */
  readonly isActive?: boolean | undefined;
  readonly properties: Texts;
}

/**
 * Inserts the entities that do not exist yet, with their properties. Returns their ids by their
 * index in `entities`. Existing entities are not changed. Ids follow the order of `entities`.
 * @param importId for the history of the entities
 */
export async function insertMissing(
  tx: Tx,
  entities: readonly BulkEntity[],
  importId: string,
): Promise<ReadonlyMap<number, string>> {
  const rows = await inPortions(
    tx,
    entities,
    (some) => sql<{ n: number; id: string }>`
    with w as materialized (select * from ${rowsOf(some)}),
    e as (
      insert into entities (entity_type, name, label, sort_order, is_active, properties)
      select type, name, label, "sortOrder", coalesce("isActive", true), properties from w order by n
      on conflict (entity_type, name) do nothing returning id, entity_type, name),
    made as materialized (select e.id, w.n from e join w on w.type = e.entity_type and w.name = e.name),
    noted as (${noteChanges('made', importId, 'created')})
    select n, id from made`,
  );
  return new Map(rows.map(({ n, id }) => [n, id]));
}

/**
 * Properties of a relation type that the store depends on. A file that omits them does not remove
 * them.
 */
const structure = ['source_types', 'target_types', 'owner'] as const;

/**
 * Overwrites existing entities with the given label, order and properties; updates `updated_at` and
 * the version. Keeps properties that files never contain (`withheldKeys`) and what a relation type
 * declares about its ends. Returns the number of entities that exist.
 */
export async function replaceMany(
  tx: Tx,
  entities: readonly BulkEntity[],
  importId: string,
): Promise<number> {
  const rows = await inPortions(
    tx,
    entities,
    (some) => sql<{ n: number }>`
    with w as materialized (select * from ${rowsOf(some)}),
    found as materialized (select e.id, w.* from w join entities e on e.entity_type = w.type and e.name = w.name order by e.id for no key update of e),
    changed as (
      update entities e set label = f.label, sort_order = f."sortOrder", is_active = coalesce(f."isActive", e.is_active), updated_at = now(),
        properties = ${staying} || f.properties
      from found f where e.id = f.id),
    noted as (${noteChanges('found', importId, 'updated')})
    select n from found`,
  );
  return rows.length;
}

/** Properties of `e` that are kept when a file omits them. */
const staying = sql`coalesce((
  select jsonb_object_agg(there.key, there.value) from jsonb_each(e.properties) there
  where there.key ~* ${withheldKeys.source} or (e.entity_type = 'relation_type' and there.key = any(${[...structure]}::text[]))), '{}')`;

/**
 * Maximum number of ids that a row of `import_changes` covers. Lookups of one id search back no
 * further than this.
 */
export const widestSpan = 1000;

/**
 * Records the ids of a table expression as contiguous spans. Ids that other transactions assigned
 * in between split a span.
 */
const noteChanges = (
  rows: 'made' | 'found',
  importId: string,
  change: 'created' | 'updated',
) => sql`
  insert into import_changes (entity_id, last_id, import, change)
  select min(id), max(id), ${importId}::uuid, ${change}
  from (select id, id - row_number() over (order by id) as run from ${sql.table(rows)}) ids group by run, id / ${sql.lit(widestSpan)}`;

/** `json_to_recordset(…) w`: entities as rows, with their index as `n`. */
const rowsOf = (entities: readonly BulkEntity[]) =>
  sql`json_to_recordset(${JSON.stringify(entities.map((entity, n) => ({ ...entity, n })))}::json)
    w(n integer, type text, name text, label text, "sortOrder" integer, "isActive" boolean, properties jsonb)`;

import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { relationTypeId } from './permissions.ts';

/** Sets one property of several entities, by their ids, in one statement. */
export async function setPropertyOfEach(tx: Tx, key: string, values: ReadonlyMap<string, string>): Promise<void> {
  if (values.size === 0) return;
  await sql`
    insert into entity_properties (entity_id, key, value)
    select id, ${key}, value from unnest(${[...values.keys()]}::bigint[], ${[...values.values()]}::text[]) as given(id, value)
    on conflict (entity_id, key) do update set value = excluded.value`.execute(tx);
}

/** Two ends of a relation. */
export interface Ends {
  readonly source: string;
  readonly target: string;
}

/** Begins relations of a type, in one statement. Those that are there already stay as they are. */
export async function createRelations(tx: Tx, type: string, ends: readonly Ends[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    insert into relations (relation_type_id, source_id, target_id)
    select ${relationTypeId(type)}, source, target from ${asRows(ends)}
    on conflict (relation_type_id, source_id, target_id) do nothing`.execute(tx);
}

/** Ends relations of a type, in one statement. Those that are gone already don't matter. */
export async function deleteRelations(tx: Tx, type: string, ends: readonly Ends[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    delete from relations r using ${asRows(ends)}
    where r.relation_type_id = ${relationTypeId(type)} and r.source_id = given.source and r.target_id = given.target`.execute(tx);
}

const asRows = (ends: readonly Ends[]) =>
  sql`unnest(${ends.map(({ source }) => source)}::bigint[], ${ends.map(({ target }) => target)}::bigint[]) as given(source, target)`;

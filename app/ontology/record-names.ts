import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';

// Ids inside stored JSON, such as the seats of a ballot: records name the entities instead, so that
// they fit another database (spec data-exchange#records).

/** Names of entities of a type by id; `undefined` for one that was deleted. */
export type NameOf = (type: string, id: string) => string | undefined;

/** Ids of entities by type and name; `undefined` for one that is not there. */
export type IdOf = (type: string, name: string) => string | undefined;

/** Looks up names of many entities, in one statement. Ids in another form have no name. */
export async function namesOf(tx: Tx, ids: Iterable<string>): Promise<NameOf> {
  const known = [...new Set(ids)].filter((id) => /^[1-9][0-9]{0,17}$/.test(id));
  const { rows } = await sql<{ id: string; type: string; name: string }>`
    select id, entity_type as type, name from entities where id = any(${known}::bigint[])`.execute(
    tx,
  );
  const names = new Map(rows.map(({ id, type, name }) => [`${type}:${id}`, name]));
  return (type, id) => names.get(`${type}:${id}`);
}

/** Looks up ids of many entities, in one statement. */
export async function idsOf(
  tx: Tx,
  wanted: Iterable<{ readonly type: string; readonly name: string }>,
): Promise<IdOf> {
  const list = [...wanted];
  const { rows } = await sql<{ id: string; type: string; name: string }>`
    select e.id, e.entity_type as type, e.name from entities e
    where (e.entity_type, e.name) in (
      select * from unnest(${list.map(({ type }) => type)}::text[], ${list.map(({ name }) => name)}::text[]))`.execute(
    tx,
  );
  const ids = new Map(rows.map(({ id, type, name }) => [`${type}:${name}`, id]));
  return (type, name) => ids.get(`${type}:${name}`);
}

import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { escaped } from '../ontology/list/index.ts';
import { isActiveCommittee } from '../relation-reads/index.ts';
import type { Named } from './named.ts';

const mostOffered = sql.lit(50);

/** SQL of active committees by label, the first fifty and one more, for a field. */
export const offeredCommittees = (chosen: RawBuilder<unknown>): RawBuilder<readonly Named[]> => sql<
  readonly Named[]
>`(
  select coalesce(json_agg(json_build_object('id', offered.id::text, 'label', offered.label)
    order by lower(offered.label), offered.id), '[]')
  from ((select t.id, t.label from entities t where ${isActiveCommittee('t')} order by lower(t.label), t.id limit ${mostOffered})
    union select t.id, t.label from entities t where t.id = ${chosen} and t.entity_type = 'tor') offered)`;

/** Returns active committees whose label contains the words; at most fifty. */
export async function listCommittees(db: Db, words: string): Promise<readonly Named[]> {
  const { rows } = await sql<Named>`
    select t.id::text as id, t.label from entities t
    where ${isActiveCommittee('t')} and lower(t.label) like ${`%${escaped(words)}%`}
    order by lower(t.label), t.id limit ${mostOffered}`.execute(db);
  return rows;
}

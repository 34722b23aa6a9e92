import { type RawBuilder, sql } from 'kysely';
import { dayAt, heldPositions } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import { escaped } from '../ontology/list/index.ts';
import { isActiveCommittee } from '../relation-reads/index.ts';
import type { Named } from './named.ts';
import type { Asker } from './question.ts';

const mostOffered = sql.lit(50);

/** SQL of active committees by label, the first fifty and one more, for a field. */
export const offeredCommittees = (chosen: RawBuilder<unknown>): RawBuilder<readonly Named[]> => sql<
  readonly Named[]
>`(
  select coalesce(json_agg(json_build_object('id', offered.id::text, 'label', offered.label)
    order by lower(offered.label), offered.id), '[]')
  from ((select t.id, t.label from entities t where ${isActiveCommittee('t')} order by lower(t.label), t.id limit ${mostOffered})
    union select t.id, t.label from entities t where t.id = ${chosen} and t.entity_type = 'tor') offered)`;

/**
 * SQL of the only active committee in which an asker holds a position today; for those without a
 * position of the only one that there is. Null if there are several.
 */
export const onlyCommittee = ({
  id,
  now,
}: Pick<Asker, 'id' | 'now'>): RawBuilder<string | null> => {
  const held = heldPositions(sql`${id}::bigint`, sql`belongs.target_id`, dayAt(now));
  return sql<string | null>`(
    with own as (select t.id from entities t where t.id in (select belongs.target_id ${held})
        and ${isActiveCommittee('t')} limit 2),
      any_two as (select t.id from entities t where ${isActiveCommittee('t')} limit 2)
    select case (select count(*) from own)
      when 1 then (select id from own)
      when 0 then (select min(id) from any_two having count(*) = 1) end)`;
};

/** Returns active committees whose label contains the words; at most fifty. */
export async function listCommittees(db: Db, words: string): Promise<readonly Named[]> {
  const { rows } = await sql<Named>`
    select t.id::text as id, t.label from entities t
    where ${isActiveCommittee('t')} and lower(t.label) like ${`%${escaped(words)}%`}
    order by lower(t.label), t.id limit ${mostOffered}`.execute(db);
  return rows;
}

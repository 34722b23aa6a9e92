import { type RawBuilder, sql } from 'kysely';
import { recentEntries } from '../audit/index.ts';
import { type Day, dayAt, isInForce } from '../authority/index.ts';
import { aheadOf } from '../calendar/index.ts';
import type { Db } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { vacancyCountOf } from '../positions/index.ts';
import { type Dashboard, type DashboardParts, mostWithoutRole, type TileKey } from './rules.ts';

/**
 * Reads all parts of the page but the user's work in one statement (spec dashboard#parts). Parts
 * that are not shown cost nothing.
 */
export async function readDashboard(
  db: Db,
  user: string,
  parts: DashboardParts,
  now: Date,
): Promise<Dashboard> {
  const day = dayAt(now);
  const { rows } = await sql<Dashboard>`
    select ${day} as today, ${committeesOf(user, day)} as committees, ${countsOf(parts.tiles)} as counts,
      ${parts.accounts ? accounts : sql`null::json`} as accounts,
      ${parts.activity ? recentEntries(5) : sql`null::json`} as activity`.execute(db);
  const row = onlyRow(rows);
  return {
    ...row,
    activity: row.activity?.map((entry) => ({ ...entry, at: new Date(entry.at) })) ?? null,
  };
}

/**
 * The committees in which a user holds a position on a day or is going to, at most 50 (spec
 * positions#terms).
 */
const committeesOf = (userId: string, day: Day): RawBuilder<unknown> => sql`(
  select coalesce(json_agg(json_build_object('id', e.id::text, 'label', e.label, 'positions', e.held,
    'vacancies', ${vacancyCountOf(sql`e.id`, day)}, 'ahead', ${aheadOf('e', day)}) order by lower(e.label), e.id), '[]')
  from (
    select tor.*, own.held from (
      select belongs.target_id, json_agg(json_build_object('label', position.label,
          'from', case when fills.properties ->> 'since' > ${day} then fills.properties ->> 'since' end)
        order by position.sort_order, position.id) as held
      from relations fills
        join entities position on position.id = fills.target_id and position.entity_type = 'tor_function'
        join relations belongs on belongs.source_id = position.id and ${relatedBy('belongs', 'belongs_to_tor')}
      where fills.source_id = ${userId} and ${relatedBy('fills', 'fills_position')}
        and (${isInForce('fills', day)} or fills.properties ->> 'since' > ${day})
      group by belongs.target_id) own
      join entities tor on tor.id = own.target_id and tor.entity_type = 'tor'
    order by lower(tor.label), tor.id limit 50) e)`;

const tallied = (which: RawBuilder<unknown>) =>
  sql`(select coalesce(sum(t.amount), 0)::integer from entity_tallies t where ${which})`;

const counted: Readonly<Record<TileKey, RawBuilder<unknown>>> = {
  users: tallied(sql`t.entity_type = 'user' and t.is_active`),
  roles: tallied(sql`t.entity_type = 'role' and t.is_active`),
  bodies: tallied(sql`t.entity_type = 'tor'`),
  positions: tallied(sql`t.entity_type = 'tor_function'`),
};

const countsOf = (tiles: readonly TileKey[]): RawBuilder<unknown> =>
  tiles.length === 0
    ? sql`'{}'::json`
    : sql`json_build_object(${sql.join(tiles.flatMap((tile) => [sql.lit(tile), counted[tile]]))})`;

/** Stops counting early, because more users without a role make no difference. */
const accounts = sql`(
  select json_build_object('withoutRole', count(*)::integer) from (
    select from user_roles k join entities u on u.id = k.user_id and u.is_active
    where k.first_role is null limit ${sql.lit(mostWithoutRole)}) few)`;

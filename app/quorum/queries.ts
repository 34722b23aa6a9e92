import { type RawBuilder, sql } from 'kysely';
import {
  type Day,
  includesDay,
  isVotingPosition,
  termsOf,
  voteWeightOf,
} from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { listedIn } from '../ontology/relations.ts';
import type { StoredAttendance } from './stored-rule.ts';

/**
 * The positions of a committee with their holders on a day, and the roll call of a meeting, as JSON
 * for any statement. The day is that of the meeting; without a meeting it is `today`.
 * @param committee SQL of its id
 * @param meeting SQL of its id, or of null
 */
export const attendanceOf = (
  committee: RawBuilder<unknown>,
  meeting: RawBuilder<unknown>,
  today: Day,
): RawBuilder<StoredAttendance> => {
  const day = sql<string>`coalesce(nullif(m.properties ->> 'meeting_date', ''), ${today})`;
  return sql<StoredAttendance>`(
  select json_build_object('rollCall', ${listedIn('m', 'roll_call_data')}, 'positions', (
    select coalesce(json_agg(json_build_object('id', p.id::text, 'label', p.label,
        'isMandatory', coalesce(p.properties ->> 'membership_type' = 'mandatory', false),
        'isVoting', ${isVotingPosition('p')}, 'weight', ${voteWeightOf('p')}, 'holders', ${holdersOn(day)})
      order by coalesce(p.properties ->> 'membership_type' = 'mandatory', false) desc, p.sort_order, p.label, p.id), '[]')
    from relations belongs
      join entities p on p.id = belongs.source_id and p.entity_type = 'tor_function' and p.is_active
    where belongs.target_id = ${committee} and ${relatedBy('belongs', 'belongs_to_tor')}))
  from (select 1) one left join entities m on m.id = ${meeting} and m.entity_type = 'meeting')`;
};

const holdersOn = (day: Day) => sql`(
  select coalesce(json_agg(json_build_object('userId', u.id::text, 'username', u.name, 'user', u.label,
    'capacity', term.capacity) order by term.since nulls first, u.label, u.id), '[]')
  from relations fills
    join entities u on u.id = fills.source_id and u.entity_type = 'user'
    cross join lateral ${termsOf('fills')} term
  where fills.target_id = p.id and ${relatedBy('fills', 'fills_position')}
    and ${includesDay('term', day)})`;

/** Returns the stored attendance, in one statement. */
export async function readAttendance(
  db: Db | Tx,
  committee: string,
  meeting: string | null,
  today: Day,
): Promise<StoredAttendance> {
  const { rows } = await sql<{ attendance: StoredAttendance }>`
    select ${attendanceOf(sql`${committee}::bigint`, sql`${meeting}::bigint`, today)} as attendance`.execute(
    db,
  );
  return rows[0]?.attendance ?? { positions: [], rollCall: null };
}

import { type RawBuilder, sql } from 'kysely';
import { avatarOf } from '../../auth/index.ts';
import { type Day, includesDay, termsOf } from '../../authority/index.ts';
import { relationTypeId } from '../../ontology/permissions.ts';
import type { SeatedPosition } from '../attendance.ts';

/** How many positions, and holders of one, a page shows. */
const [mostPositions, mostHolders] = [200, 20];

/**
 * The positions of a committee with those who fill them on a day, as one JSON value for any
 * statement: the seats of a roll call (spec meetings#roll-call).
 * @param body SQL of the committee's id
 */
export const seatsOf = (
  body: RawBuilder<unknown>,
  day: Day,
): RawBuilder<readonly SeatedPosition[]> => sql<readonly SeatedPosition[]>`(
  select coalesce(json_agg(json_build_object('id', seat.id::text, 'label', seat.label,
      'isMandatory', seat.mandatory, 'holders', ${holders(day)})
    order by seat.mandatory desc, seat.sort_order, seat.label, seat.id), '[]'::json)
  from (
    select p.id, p.label, p.sort_order, coalesce(p.properties ->> 'membership_type' = 'mandatory', false) as mandatory
    from relations belongs join entities p on p.id = belongs.source_id and p.entity_type = 'tor_function'
    where belongs.target_id = ${body} and belongs.relation_type_id = ${relationTypeId('belongs_to_tor')}
    order by 4 desc, 3, 2, 1 limit ${sql.lit(mostPositions)}) seat)`;

const holders = (day: Day): RawBuilder<unknown> => sql`(
  select coalesce(json_agg(json_build_object('userId', h.id::text, 'username', h.name, 'user', h.label,
      'avatar', ${avatarOf(sql`h.id`)}, 'capacity', h.capacity)
    order by h.capacity = 'substitute_for', h.label, h.id), '[]'::json)
  from (
    select u.id, u.name, u.label, min(term.capacity) as capacity
    from relations fills join entities u on u.id = fills.source_id and u.entity_type = 'user'
      cross join lateral ${termsOf('fills')} term
    where fills.target_id = seat.id and fills.relation_type_id = ${relationTypeId('fills_position')}
      and ${includesDay('term', day)}
    group by u.id, u.name, u.label limit ${sql.lit(mostHolders)}) h)`;

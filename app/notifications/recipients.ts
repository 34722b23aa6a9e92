import { type RawBuilder, sql } from 'kysely';
import { type Day, holdersIn, isInForce } from '../authority/index.ts';
import { grantsOf, relatedBy } from '../ontology/permissions.ts';
import type { Audience } from './notification.ts';

/** The committee of an item; that of minutes is their meeting's. */
export const committeeOf = (item: RawBuilder<unknown>): RawBuilder<string> => sql<string>`(
  select owning.target_id from relations owning join entities tor on tor.id = owning.target_id and tor.entity_type = 'tor'
  where owning.source_id in (select ${item} union all
    select minuted.source_id from relations minuted
    where minuted.target_id = ${item} and ${relatedBy('minuted', 'minutes_of')})
  order by owning.id limit 1)`;

/** `(select user_id, item, mark)`: who is notified of what; `mark` is a key of its own, or empty. */
export function peopleOf(audience: Audience, item: string, day: Day): RawBuilder<unknown> {
  switch (audience.kind) {
    case 'members':
      return sql`(select who.user_id, ${item}::bigint as item, '' as mark
        from ${membersWho(audience, committeeOf(sql`${item}::bigint`), day)} who)`;
    case 'author':
      return sql`(select author.id as user_id, it.id as item, '' as mark from entities it join entities author
        on author.id::text = it.properties ->> 'submitted_by_id' where it.id = ${item}::bigint)`;
    case 'mentioned':
      // Once for each comment, also if it is edited.
      return sql`(select named.target_id as user_id, ${item}::bigint as item, 'comment:' || named.source_id as mark from relations named
        where named.source_id = ${audience.comment}::bigint and ${relatedBy('named', 'mentions')})`;
    case 'owners':
      return owners(
        sql`(select ${item}::bigint as id union all select listed.source_id from relations listed
          where listed.target_id = ${item}::bigint and ${relatedBy('listed', 'action_item_of')})`,
        day,
      );
  }
}

/** The right that makes members of a committee responsible: a permission, or a capability there. */
export type Responsible = Pick<Extract<Audience, { kind: 'members' }>, 'codes' | 'capability'>;

/**
 * `(select user_id)`: users who hold a position in a committee on a day, and one of the permissions
 * or the capability.
 */
export const membersWho = (
  { codes, capability }: Responsible,
  body: RawBuilder<unknown>,
  day: Day,
): RawBuilder<unknown> => sql`(
  select distinct fills.source_id as user_id ${holdersIn(body, day)}
    and (${capability === undefined ? sql`false` : sql`position.properties ->> ${capability} = 'true'`}
      or exists (select from ${grantsOf(sql.ref('fills.source_id'))} where code = any(${[...codes]}::text[]))))`;

/**
 * The users to whom action items are assigned, themselves or by a position that they hold; once for
 * each assignment.
 */
export const owners = (items: RawBuilder<unknown>, day: Day): RawBuilder<unknown> => sql`(
  select coalesce(fills.source_id, given.target_id) as user_id, given.source_id as item, 'assignment:' || given.id as mark
  from ${items} each join relations given on given.source_id = each.id and ${relatedBy('given', 'assigned_to')}
    left join relations fills on fills.target_id = given.target_id
      and ${relatedBy('fills', 'fills_position')} and ${isInForce('fills', day)})`;

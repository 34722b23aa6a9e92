import { type RawBuilder, sql } from 'kysely';
import type { Capability } from '../authority/index.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import { storedId } from '../ontology/stored-id.ts';
import type { SigningCapacity } from './minutes.ts';

type Sql = RawBuilder<unknown>;

/** SQL of the id of the meeting that minutes belong to. */
export const meetingOf = (minutes: Sql): RawBuilder<string> => sql<string>`(
  select source_id from relations where target_id = ${minutes}
    and relation_type_id = ${relationTypeId('minutes_of')} order by id limit 1)`;

/** SQL of the id of the committee that a meeting belongs to. */
export const committeeOf = (meeting: Sql): RawBuilder<string> => sql<string>`(
  select target_id from relations where source_id = ${meeting}
    and relation_type_id = ${relationTypeId('belongs_to_tor')} order by id limit 1)`;

/**
 * SQL of the id of the user whom a meeting names under a key; `null` if there is no such user.
 * @param meeting alias of its row
 */
export const personIn = (meeting: string, key: 'chair_user_id' | 'secretary_user_id') =>
  sql<string | null>`(select person.id from entities person where person.entity_type = 'user'
    and person.id = ${storedId(sql`${sql.ref(`${meeting}.properties`)} ->> ${sql.lit(key)}`)})`;

/**
 * Whether approved minutes still wait for a user's signature, as `signsAs` says it (spec
 * minutes#signatures).
 * @param minutes SQL of their id
 * @param meeting alias of the row of their meeting
 * @param standing SQL of what the user holds in the committee
 */
export const waitsForSignature = (
  minutes: Sql,
  meeting: string,
  { user, standing }: { readonly user: Sql; readonly standing: Sql },
): RawBuilder<boolean> => {
  const waits = (
    capacity: SigningCapacity,
    key: 'chair_user_id' | 'secretary_user_id',
    capability: Capability,
  ) => sql`(case when ${personIn(meeting, key)} is null then ${standing} -> 'capabilities' ? ${sql.lit(capability)}
      else ${personIn(meeting, key)} = ${user} end
    and not exists (select from minutes_signatures s where s.minutes_id = ${minutes} and s.capacity = ${sql.lit(capacity)}))`;
  return sql<boolean>`(exists (select from approved_minutes a where a.minutes_id = ${minutes})
    and not exists (select from minutes_signatures s where s.minutes_id = ${minutes} and s.signed_by_id = ${user})
    and (${waits('chair', 'chair_user_id', 'can_call_meetings')} or ${waits('secretary', 'secretary_user_id', 'can_record_decisions')}))`;
};

/** SQL of the id of minutes: given by their own id, or by the id of their meeting. */
export const minutesBy = (id: string): RawBuilder<string> => sql<string>`(
  select x.id from (
    select id, 0 as place from entities where id = ${id} and entity_type = 'minutes'
    union all
    select r.target_id, 1 from relations r
    where r.source_id = ${id} and ${relatedBy('r', 'minutes_of')}) x
  order by x.place, x.id limit 1)`;

/**
 * A moment stored in a property, in UTC; `null` if there is none or it is unreadable.
 * @param entity alias of its row
 */
export const momentIn = (entity: string, key: string): RawBuilder<Date | null> => {
  const value = sql`${sql.ref(entity)}.properties ->> ${key}`;
  return sql<Date | null>`case when pg_input_is_valid(${value}, 'timestamp')
    then (${value})::timestamp at time zone 'UTC' end`;
};

/** The display name of a user whose id is stored in a property; the stored text if there is none. */
export const nameIn = (entity: string, key: string): RawBuilder<string | null> => {
  const value = sql`${sql.ref(entity)}.properties ->> ${key}`;
  return sql<string | null>`coalesce((select person.label from entities person
    where person.entity_type = 'user' and person.id = ${storedId(value)}), nullif(${value}, ''))`;
};

import { type RawBuilder, sql } from 'kysely';
import { capabilities, type Day, includesDay, isInForce, termsOf } from '../authority/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { HeldTerm, SoleCapability } from './position.ts';

// What one user fills, as parts of statements. `user` is SQL of the user's id, such as `e.id`.

type User = RawBuilder<unknown>;

/** `from …`: the relations of a user with positions, as `fills`, with `position` and committee `tor`. */
const filledBy = sql`from relations fills
    join entities position on position.id = fills.target_id and position.entity_type = 'tor_function'
    join relations belongs on belongs.source_id = position.id and ${relatedBy('belongs', 'belongs_to_tor')}
    join entities tor on tor.id = belongs.target_id and tor.entity_type = 'tor'`;

const ofUser = (user: User) =>
  sql`where fills.source_id = ${user} and ${relatedBy('fills', 'fills_position')}`;

const mostTerms = sql.lit(100);

/**
 * The terms of a user in all committees as JSON: those of a day first, then planned ones, then
 * former ones, at most 100 (spec positions#users).
 */
export const heldTermsOf = (user: User, day: Day): RawBuilder<readonly HeldTerm[]> => {
  const stage = sql`case when ${includesDay('term', day)} then 'now' when term.since collate "C" > ${day} then 'planned' else 'former' end`;
  const order = sql`array_position(array['now', 'planned', 'former'], h.stage), lower(h.committee), h.since desc nulls last, h.position_id`;
  return sql<readonly HeldTerm[]>`(
    select coalesce(json_agg(json_build_object('committeeId', h.committee_id::text, 'committee', h.committee,
        'positionId', h.position_id::text, 'position', h.position, 'since', h.since, 'until', h.until,
        'capacity', h.capacity, 'stage', h.stage) order by ${order}), '[]')
    from (select h.* from (
        select tor.id as committee_id, tor.label as committee, position.id as position_id, position.label as position,
          term.since, term.until, term.capacity, ${stage} as stage
        ${filledBy} cross join lateral ${termsOf('fills')} term ${ofUser(user)}) h
      order by ${order} limit ${mostTerms}) h)`;
};

/**
 * The capabilities that no other active user has in a committee on a day, as JSON: what stops if the
 * user leaves (spec positions#users).
 */
export const soleCapabilitiesOf = (user: User, day: Day): RawBuilder<readonly SoleCapability[]> =>
  sql<readonly SoleCapability[]>`(
    select coalesce(json_agg(json_build_object('committee', mine.committee, 'capability', mine.capability)
      order by lower(mine.committee), mine.place), '[]')
    from (select distinct tor.id, tor.label as committee, c.capability, c.place
        ${filledBy} cross join unnest(${[...capabilities]}::text[]) with ordinality c(capability, place)
        ${ofUser(user)} and ${isInForce('fills', day)} and position.properties ->> c.capability = 'true') mine
    where not exists (
      select from relations belongs
        join entities position on position.id = belongs.source_id and position.entity_type = 'tor_function'
          and position.properties ->> mine.capability = 'true'
        join relations other on other.target_id = position.id and ${relatedBy('other', 'fills_position')}
        join entities u on u.id = other.source_id and u.is_active
      where belongs.target_id = mine.id and ${relatedBy('belongs', 'belongs_to_tor')}
        and other.source_id <> ${user} and ${isInForce('other', day)}))`;

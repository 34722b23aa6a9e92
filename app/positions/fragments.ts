import { type RawBuilder, sql } from 'kysely';
import { avatarOf } from '../auth/index.ts';
import {
  capabilities,
  type Day,
  includesDay,
  isInForce,
  isVotingPosition,
  termsOf,
  voteWeightOf,
} from '../authority/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Position, Positions } from './position.ts';

// Parts of statements about positions, so that a page reads all of them at once. `body` is SQL of a
// committee's id, such as `e.id`.

type Body = RawBuilder<unknown>;

/** `from …`: the positions of a committee as `p`. */
export const positionsIn = (body: Body): RawBuilder<unknown> => sql`from committee_positions seat
    join entities p on p.id = seat.position_id
  where seat.tor_id = ${body}`;

/** `from …`: who fills the position `p`, as `u`, with each term as `term`. */
export const termsAt = sql`from relations fills
    join entities u on u.id = fills.source_id and u.entity_type = 'user'
    cross join lateral ${termsOf('fills')} term
  where fills.target_id = p.id and ${relatedBy('fills', 'fills_position')}`;

const isMandatory = sql`coalesce(p.properties ->> 'membership_type' = 'mandatory', false)`;

/** The order of positions (spec positions#order). */
export const positionOrder = sql`${isMandatory} desc, p.sort_order, p.label, p.id`;

const takesSeat = sql`term.capacity <> 'substitute_for'`;

/** The short form of a stored name; names from other systems have no prefix (spec positions#names). */
export const shortName = sql`regexp_replace(p.name, '^\\d+:', '')`;

/** Whether no one fills a seat of `p` on a day. */
const isVacant = (day: Day) =>
  sql`not exists (select ${termsAt} and ${takesSeat} and ${includesDay('term', day)})`;

const holdersWhere = (condition: RawBuilder<unknown>, limit: RawBuilder<unknown>) => sql`(
  select coalesce(json_agg(json_build_object(
      'userId', h.id::text, 'user', h.label, 'isActive', h.is_active, 'avatar', ${avatarOf(sql`h.id`)},
      'since', h.since, 'until', h.until, 'capacity', h.capacity)
    order by h.capacity = 'substitute_for', h.since nulls first, h.label), '[]')
  from (select u.id, u.label, u.is_active, term.since, term.until, term.capacity
    ${termsAt} and ${condition} order by term.since nulls first, u.label limit ${limit}) h)`;

/** All terms at the position `p`, as JSON. */
export const allTerms = holdersWhere(sql`true`, sql`null`);

const shownPerPosition = sql.lit(20);

/** A position `p` on a day, as JSON: see `Position`. */
export const positionOn = (day: Day): RawBuilder<Position> => sql<Position>`json_build_object(
  'id', p.id::text, 'name', ${shortName}, 'label', p.label, 'isMandatory', ${isMandatory},
  'category', coalesce(p.properties ->> 'category', ''),
  'description', coalesce(p.properties ->> 'description', ''), 'seats', ${seats},
  'isVoting', ${isVotingPosition('p')}, 'voteWeight', ${voteWeightOf('p')},
  'capabilities', array(select c from unnest(${[...capabilities]}::text[]) c where p.properties ->> c = 'true'),
  'holders', ${holdersWhere(includesDay('term', day), shownPerPosition)},
  'planned', ${holdersWhere(sql`term.since collate "C" > ${day}`, shownPerPosition)},
  'isVacant', ${isVacant(day)},
  'lastDay', (select max(term.until collate "C") ${termsAt} and term.until collate "C" < ${day}))`;

/** How many users the position `p` takes. */
export const seats = sql<number>`case when p.properties ->> 'seats' ~ '^[1-9]\\d{0,2}$' then (p.properties ->> 'seats')::integer else 1 end`;

/** Which rows of a list. */
export interface Part {
  readonly limit: number;
  /** @default 0 */
  readonly offset?: number;
}

/**
 * The positions of a committee on a day as one JSON value, for any statement (spec positions#list).
 * Rows beyond the part are counted, but not read.
 */
export const positionsOf = (
  body: Body,
  day: Day,
  { limit, offset = 0 }: Part,
): RawBuilder<Positions> => sql<Positions>`(
  with p as (
    select p.id, p.name, p.label, p.properties, p.sort_order, ${isMandatory} as mandatory, ${isVacant(day)} as vacant,
      row_number() over (order by ${positionOrder}) as place
    ${positionsIn(body)})
  select json_build_object(
    'total', count(*)::integer,
    'filled', count(*) filter (where not p.vacant)::integer,
    'vacancies', count(*) filter (where p.vacant and p.mandatory)::integer,
    'rows', coalesce(json_agg(${positionOn(day)} order by p.place)
      filter (where p.place > ${offset}::integer and p.place <= ${offset + limit}::integer), '[]'),
    'functions', ${functionsOf})
  from p)`;

const functionsOf = sql`(
  select coalesce(json_agg(json_build_object('capability', c.capability, 'positions', (
      select json_agg(x.label order by x.place) from (
        select q.label, q.place from p q where q.properties ->> c.capability = 'true' order by q.place limit ${shownPerPosition}) x))
    order by c.place), '[]')
  from unnest(${[...capabilities]}::text[]) with ordinality c(capability, place)
  where exists (select from p q where q.properties ->> c.capability = 'true'))`;

/** The parts of a statement that lists the positions of a committee on a day by numbers (spec api#lists). */
export const listedPositions = (body: Body, day: Day) => ({
  select: sql`${positionOn(day)} as position`,
  from: sql`committee_positions seat join entities p on p.id = seat.position_id`,
  where: sql`seat.tor_id = ${body}`,
  order: [sql`case when ${isMandatory} then 0 else 4294967296 end + p.sort_order`, sql`p.id`],
});

/** Positions and members of a committee on a day. */
export interface SeatCounts {
  /** Distinct users who hold a position. */
  readonly members: number;
  readonly positions: number;
  /** Mandatory positions that no one fills. */
  readonly vacancies: number;
}

/** All counts of a committee on a day, as one JSON value; cheaper than one by one. */
export const seatCountsOf = (body: Body, day: Day): RawBuilder<SeatCounts> => sql<SeatCounts>`(
  select json_build_object('positions', count(distinct seat.position_id), 'members', count(distinct fills.source_id),
    'vacancies', count(distinct seat.position_id) filter (where seat.is_mandatory and ${isVacantSeat(day)}))
  from committee_positions seat
    left join relations fills on fills.target_id = seat.position_id
      and ${relatedBy('fills', 'fills_position')} and ${isInForce('fills', day)}
  where seat.tor_id = ${body})`;

/** How many positions a committee has. */
export const positionCountOf = (body: Body): RawBuilder<number> =>
  sql<number>`(select count(*)::integer from committee_positions seat where seat.tor_id = ${body})`;

/** How many users fill a position of a committee on a day; each counts once. */
export const memberCountOf = (body: Body, day: Day): RawBuilder<number> =>
  sql<number>`(select count(distinct fills.source_id)::integer from committee_positions seat
      join relations fills on fills.target_id = seat.position_id and ${relatedBy('fills', 'fills_position')}
    where seat.tor_id = ${body} and ${isInForce('fills', day)})`;

/** How many mandatory positions of a committee no one fills on a day (spec positions#vacancies). */
export const vacancyCountOf = (body: Body, day: Day): RawBuilder<number> =>
  sql<number>`(select count(*)::integer ${vacantIn(body, day)})`;

/** Whether there is such a position. */
export const hasVacancy = (body: Body, day: Day): RawBuilder<boolean> =>
  sql<boolean>`(exists (select ${vacantIn(body, day)}))`;

/** The same as `isVacant`, as triggers keep it for the position `seat`. */
const isVacantSeat = (day: Day) => sql`seat.vacant @> (${day})::text`;

const vacantIn = (body: Body, day: Day) => sql`from committee_positions seat
  where seat.tor_id = ${body} and seat.is_mandatory and ${isVacantSeat(day)}`;

/** Those positions, as JSON: id and label, in the order of positions. */
export const vacantPositionsOf = (body: Body, day: Day): RawBuilder<unknown> => sql`(
  select coalesce(json_agg(json_build_object('id', p.id, 'label', p.label) order by ${positionOrder}), '[]')
  ${positionsIn(body)} and seat.is_mandatory and ${isVacantSeat(day)})`;

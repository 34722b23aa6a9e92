import { type KyselyPlugin, sql } from 'kysely';
import type { Db } from '#app/db/database.ts';

/** A source of numbers that is the same for the same seed (mulberry32). */
export interface Dice {
  /** A whole number below `sides`. */
  readonly below: (sides: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (sides: number): number => Math.floor(next() * sides);
  return {
    below,
    pick: (from) => {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new RangeError('Nothing to pick from.');
      return chosen;
    },
  };
}

/**
 * Decides which of the waiting commands goes on: each waits for its turn at the start and after each
 * of its statements, and the dice choose among those that wait.
 */
export function schedulerOf(dice: Dice): {
  readonly turn: () => Promise<void>;
  readonly db: (db: Db) => Db;
} {
  const waiting: (() => void)[] = [];
  const release = () => {
    const [go] = waiting.splice(dice.below(waiting.length), 1);
    go?.();
    if (waiting.length > 0) setImmediate(release);
  };
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(release);
    });
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await turn();
      return result;
    },
  };
  return { turn, db: (db) => db.withPlugin(plugin) };
}

const related = (name: string) =>
  sql`(select id from entities where entity_type = 'relation_type' and name = ${name})`;

/** Inserts entities of a type that belong to a committee. Returns their ids. */
async function items(
  db: Db,
  of: { readonly type: string; readonly relation: string; readonly tor: string },
  properties: object,
  count: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into entities (entity_type, name, label, properties)
      select ${of.type}, gen_random_uuid()::text, 'Race', ${JSON.stringify(properties)}::jsonb
      from generate_series(1, ${count}::integer) returning id),
    joined as (
      insert into relations (relation_type_id, source_id, target_id)
      select ${related(of.relation)}, id, ${of.tor}::bigint from made)
    select id::text as id from made`.execute(db);
  return rows.map(({ id }) => id);
}

/** Makes what commands race for, in bulk. */
export const trackOf = (db: Db) => ({
  committee: async (holders: readonly string[]): Promise<string> => {
    const { rows } = await sql<{ id: string }>`
      with tor as (
        insert into entities (entity_type, name, label, properties)
        values ('tor', gen_random_uuid()::text, 'Board', '{"status": "active"}') returning id),
      seats as (
        insert into entities (entity_type, name, label)
        select 'tor_function', gen_random_uuid()::text, 'Seat' from unnest(${[...holders]}::text[]) returning id),
      joined as (
        insert into relations (relation_type_id, source_id, target_id)
        select ${related('belongs_to_tor')}, seats.id, tor.id from seats, tor
        union all
        select ${related('fills_position')}, holder.id::bigint, seat.id
        from (select id, row_number() over () as n from seats) seat
          join unnest(${[...holders]}::text[]) with ordinality holder(id, n) using (n))
      select id::text as id from tor`.execute(db);
    return rows[0]?.id ?? '';
  },
  suggestions: (tor: string, count: number) =>
    items(db, { type: 'suggestion', relation: 'suggested_to', tor }, { status: 'open' }, count),
  /** Decision items, each with two courses of action. */
  points: async (tor: string, count: number): Promise<{ id: string; options: string[] }[]> => {
    const of = { type: 'agenda_point', relation: 'belongs_to_tor', tor };
    const ids = await items(
      db,
      of,
      { item_type: 'decision', status: 'scheduled', title: 'Race' },
      count,
    );
    const { rows } = await sql<{ id: string; options: string[] }>`
      with wanted as (select point::bigint as point, gen_random_uuid()::text as name from unnest(${ids}::text[]) point, generate_series(1, 2)),
      made as (
        insert into entities (entity_type, name, label) select 'coa', name, 'Option' from wanted returning id, name),
      joined as (
        insert into relations (relation_type_id, source_id, target_id)
        select ${related('considers_coa')}, wanted.point, made.id from wanted join made using (name) returning source_id, target_id)
      select source_id::text as id, array_agg(target_id::text) as options from joined group by source_id`.execute(
      db,
    );
    return rows;
  },
  /** Minutes of completed meetings, each with one section. */
  minutes: async (
    tor: string,
    status: string,
    count: number,
  ): Promise<{ id: string; section: string; version: string }[]> => {
    const meetings = await items(
      db,
      { type: 'meeting', relation: 'belongs_to_tor', tor },
      { status: 'completed' },
      count,
    );
    const { rows } = await sql<{ id: string; section: string; version: string }>`
      with wanted as (select meeting::bigint as meeting, gen_random_uuid()::text as name from unnest(${meetings}::text[]) meeting),
      made as (
        insert into entities (entity_type, name, label, properties)
        select 'minutes', name, 'Minutes', jsonb_build_object('status', ${status}::text) from wanted returning id, name),
      sections as (
        insert into entities (entity_type, name, label, properties)
        select 'minutes_section', name, 'Attendance', '{"section_type": "attendance", "content": "", "sequence_order": "1"}' from wanted
        returning id, name, version),
      joined as (
        insert into relations (relation_type_id, source_id, target_id)
        select ${related('minutes_of')}, wanted.meeting, made.id from wanted join made using (name)
        union all
        select ${related('section_of')}, sections.id, made.id from sections join made using (name))
      select made.id::text as id, sections.id::text as section, sections.version::text as version
      from made join sections using (name)`.execute(db);
    return rows;
  },
});

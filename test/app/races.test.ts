import { type RawBuilder, sql } from 'kysely';
import { expect, test } from 'vitest';
import { castVote, closeBallot, openBallot } from '#app/ballots/commands.ts';
import { correctDecision, decide } from '#app/decisions/commands.ts';
import { AppError } from '#app/errors.ts';
import { changeStatus, editSection } from '#app/minutes/commands.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import { acceptSuggestion } from '#app/suggestions/commands.ts';
import { openStore } from './kernel-fixture.ts';
import { type Dice, diceOf, schedulerOf, trackOf } from './races-fixture.ts';

const races = 1000;
/** Races that run beside each other. */
const abreast = 10;
const seed = Number(process.env['RACES_SEED'] ?? Date.now() % 2 ** 31);

/** Runs commands at once, and knows what they did. */
interface Field {
  readonly dice: Dice;
  readonly people: readonly Actor[];
  readonly track: ReturnType<typeof trackOf>;
  /** Starts a command when its turn comes. Resolves with whether it was saved. */
  readonly run: <Input, Value>(
    command: Command<Input, Value>,
    input: Input,
    actor?: Actor,
  ) => Promise<boolean>;
  readonly one: <T>(query: RawBuilder<T>) => Promise<T | undefined>;
}

const several = <T>({ below }: Dice, make: (at: number) => T): T[] =>
  Array.from({ length: 2 + below(3) }, (_, at) => make(at));
const count = async (attempts: readonly Promise<boolean>[]): Promise<number> =>
  (await Promise.all(attempts)).filter(Boolean).length;

const decisionsOn = (point: string) => sql<{ n: number; corrected: number }>`
  select count(*)::integer as n, count(distinct c.target_id)::integer as corrected
  from entities d left join relations c on c.source_id = d.id
    and c.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'corrects')
  where d.entity_type = 'decision' and d.properties ->> 'agenda_point_id' = ${point}`;

const choose = (
  { pick }: Dice,
  tor: string,
  { id, options }: { readonly id: string; readonly options: readonly string[] },
) => ({ ...{ tor, id }, selected_coa_id: pick(options), decision_rationale: '' });

const kinds: Readonly<Record<string, (field: Field, tor: string) => Promise<void>>> = {
  accept: async ({ dice, track, run, one }, tor) => {
    const [id = ''] = await track.suggestions(tor, 1);
    expect(await count(several(dice, () => run(acceptSuggestion, { tor, id })))).toBe(1);
    const made = await one(sql<{ proposals: number; moves: number }>`
      select (select count(*)::integer from relations r join entities p on p.id = r.target_id and p.entity_type = 'proposal'
        where r.source_id = ${id}) as proposals,
        (select count(*)::integer from workflow_moves where item_id = ${id}) as moves`);
    expect(made).toEqual({ proposals: 1, moves: 1 });
  },

  decide: async ({ dice, track, run, one }, tor) => {
    const [point = { id: '', options: [] }] = await track.points(tor, 1);
    expect(await count(several(dice, () => run(decide, choose(dice, tor, point))))).toBe(1);
    expect(await one(decisionsOn(point.id))).toEqual({ n: 1, corrected: 0 });
  },

  correct: async ({ dice, track, run, one }, tor) => {
    const [point = { id: '', options: [] }] = await track.points(tor, 1);
    await run(decide, choose(dice, tor, point));
    const corrections = await count(
      several(dice, () => run(correctDecision, choose(dice, tor, point))),
    );
    expect(corrections).toBeGreaterThan(1);
    // A chain: each corrects the one before it.
    expect(await one(decisionsOn(point.id))).toEqual({
      n: 1 + corrections,
      corrected: corrections,
    });
  },

  number: async ({ dice, track, run }, tor) => {
    const points = await track.points(tor, 2 + dice.below(3));
    const saved = await count(points.map((point) => run(decide, choose(dice, tor, point))));
    expect(saved).toBe(points.length);
  },

  vote: async ({ dice, track, run, one, people }, tor) => {
    const [point = { id: '', options: [] }] = await track.points(tor, 1);
    const rules = { method: 'approval' as const, majority: 'simple' as const, coa_ids: [] };
    await run(openBallot, {
      ...{ tor, id: point.id, ...rules, is_secret: dice.below(2) === 0 },
      ...{ is_weighted: false, has_casting_vote: false },
    });
    const opened = await one(sql<{ id: string; seats: { seat: string; holderId: string }[] }>`
      select id::text as id, electorate as seats from ballots where agenda_point_id = ${point.id}`);
    const path = { tor, id: point.id, ballot: opened?.id ?? '' };
    const isClosed = dice.below(2) === 0;
    const votes = people.flatMap((actor) =>
      several(dice, () => {
        const seat = opened?.seats.find(({ holderId }) => holderId === actor.id)?.seat ?? '';
        const choice = { kind: 'approve' as const, options: [dice.pick(point.options)] };
        return run(castVote, { ...path, seat, choice }, actor);
      }),
    );
    const closing = isClosed ? [run(closeBallot, path), run(closeBallot, path)] : [];
    const [cast, closed] = await Promise.all([count(votes), count(closing)]);
    expect(closed).toBe(isClosed ? 1 : 0);
    if (!isClosed) expect(cast).toBe(people.length);
    const stored = await one(sql<{ voters: number; votes: number; counted: number | null }>`
      select (select count(*)::integer from ballot_voters v where v.ballot_id = b.id) as voters,
        (select count(*)::integer from ballot_votes v where v.ballot_id = b.id)
          + coalesce((select jsonb_array_length(choices) from ballot_boxes x where x.ballot_id = b.id), 0) as votes,
        (b.result ->> 'cast')::integer as counted
      from ballots b where b.id = ${path.ballot}`);
    expect(stored).toEqual({ voters: cast, votes: cast, counted: isClosed ? cast : null });
  },

  approve: async ({ dice, track, run, one }, tor) => {
    const [made] = await track.minutes(tor, 'pending_approval', 1);
    const { id = '', section = '' } = made ?? {};
    const content = `Written ${dice.below(1000)}`;
    const edit = run(editSection, { id, section, content });
    const moves = several(dice, () =>
      run(changeStatus, { id, to: dice.pick(['approved', 'approved', 'draft']) }),
    );
    const [moved, isSaved] = await Promise.all([count(moves), edit]);
    expect(moved).toBe(1);
    const stored = await one(sql<{ status: string; content: string; kept: boolean | null }>`
      select m.properties ->> 'status' as status, s.properties ->> 'content' as content,
        (select a.sha256 = sha256(convert_to(minutes_record(m.id), 'UTF8')) from approved_minutes a where a.minutes_id = m.id) as kept
      from entities m, entities s where m.id = ${id} and s.id = ${section}`);
    expect(['approved', 'draft']).toContain(stored?.status);
    expect(stored?.kept).toBe(stored?.status === 'approved' ? true : null);
    expect(stored?.content).toBe(isSaved ? content : '');
  },

  section: async ({ dice, track, run, one }, tor) => {
    const [made] = await track.minutes(tor, 'draft', 1);
    const { id = '', section = '', version = '' } = made ?? {};
    const edits = several(dice, (at) => `Text ${at}`);
    const saved = await Promise.all(
      edits.map((content) => run(editSection, { id, section, version, content })),
    );
    const [won, ...more] = edits.filter((_, at) => saved[at]);
    expect(more).toEqual([]);
    const stored = await one(sql<{ content: string }>`
      select properties ->> 'content' as content from entities where id = ${section}`);
    expect(stored?.content).toBe(won);
  },
};

test(`a thousand races: each move is made once, and nothing is lost (RACES_SEED=${seed})`, async () => {
  await using store = await openStore('base');
  const { db } = store;
  const dice = diceOf(seed);
  const scheduler = schedulerOf(dice);
  const services = { ...store, db: scheduler.db(db) };
  const one: Field['one'] = async (query) => (await query.execute(db)).rows[0];
  const ann = await store.actor('admin');
  const other = await one(sql<{ id: string }>`
    with made as (insert into entities (entity_type, name, label) values ('user', 'ben', 'Ben') returning id)
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, made.id, r.id from made, entities t, entities r
    where t.entity_type = 'relation_type' and t.name = 'has_role' and r.entity_type = 'role' and r.name = 'admin'
    returning source_id::text as id`);
  const ben: Actor = { ...ann, id: other?.id ?? '', name: 'ben', label: 'Ben' };
  const people = [ann, ben];
  const track = trackOf(db);
  const saved: Record<string, number> = {};
  let begun = 0;
  const run: Field['run'] = async (command, input, actor = dice.pick(people)) => {
    begun += 1;
    await scheduler.turn();
    const outcome = await command(services, actor, input).catch((error: unknown) => {
      if (error instanceof AppError) return { ok: false };
      throw error;
    });
    if (outcome.ok) saved[command.action] = (saved[command.action] ?? 0) + 1;
    return outcome.ok;
  };

  const seats = people.map(({ id }) => id ?? '');
  const committees = await Promise.all([1, 2, 3, 4].map(() => track.committee(seats)));
  const field = { dice, people, track, run, one };
  const names = Object.keys(kinds);
  for (let round = 0; round < races; round += abreast)
    await Promise.all(
      Array.from({ length: abreast }, (_, at) => {
        const name = names[(round + at) % names.length] ?? '';
        return kinds[name]?.(field, dice.pick(committees));
      }),
    );

  const { rows } = await sql<{ numbers: number[] }>`
    select array_agg((properties ->> 'decision_number')::integer order by (properties ->> 'decision_number')::integer) as numbers
    from entities where entity_type = 'decision' group by properties ->> 'tor_id', properties ->> 'decision_year'`.execute(
    db,
  );
  for (const { numbers } of rows) expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  const logged = await sql<{ action: string; n: number; broken: number }>`
    select action, count(*)::integer as n, (count(*) filter (where hash <> audit_digest(a)))::integer as broken
    from audit_log a where outcome = 'success' and action = any(${Object.keys(saved)}) group by action`.execute(
    db,
  );
  expect(Object.fromEntries(logged.rows.map(({ action, n }) => [action, n]))).toEqual(saved);
  expect(logged.rows.every(({ broken }) => broken === 0)).toBe(true);
  expect(begun).toBeGreaterThan(2 * races);
});

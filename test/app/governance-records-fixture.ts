import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import type { Ballot, Choice, VotingSeat } from '#app/ballots/ballot.ts';
import { resultOf } from '#app/ballots/rules.ts';
import { entity, relation } from './data-transfer-fixture.ts';
import type { Store } from './kernel-fixture.ts';
import { moment, text } from './record-values-fixture.ts';

// Ballots and moves of agenda points, as random worlds for round trips of exports.

/** Ids of users, courses of action and positions that were deleted. */
const gone = ['900001', '900002', '900003', '900004'];
/** People of a ballot: users with an account, and two who were deleted. */
const person = fc.constantFrom('ada', 'ben', '900001', '900002');
const positions = ['chair', 'seat', '900003'];
const combinations = positions.flatMap((position) =>
  ['ada', 'ben', '900001', '900002'].map((holder) => ({ position, holder })),
);

const vote = fc.record({
  way: fc.constantFrom('none', 'own', 'own', 'proxy', 'recused'),
  by: person,
  picks: fc.array(fc.nat(3), { maxLength: 3 }),
});

const ballot = fc.record({
  method: fc.constantFrom('yes_no', 'approval', 'ranked'),
  majority: fc.constantFrom('simple', 'absolute', 'two_thirds'),
  ...{ isSecret: fc.boolean(), isWeighted: fc.boolean(), hasCastingVote: fc.boolean() },
  options: fc.integer({ min: 2, max: 4 }),
  seats: fc.subarray(combinations, { minLength: 1, maxLength: 6 }),
  votes: fc.array(vote, { minLength: 6, maxLength: 6 }),
  weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 6 }),
  substitutes: fc.array(person, { maxLength: 2 }),
  ...{ openedBy: fc.option(person), closedBy: fc.option(person), at: moment },
});

const step = fc.record({
  ...{ from: text(10), to: text(10), at: moment, by: fc.option(person), name: text(10) },
  ...{ ground: fc.option(text(10)), outcome: fc.option(text(20)), version: fc.nat(1) },
});

const signature = (...by: string[]) =>
  fc.option(fc.record({ by: fc.constantFrom(...by), name: text(10), at: moment }));

const meeting = fc.record({
  packs: fc.array(
    fc.record({
      ...{ content: text(50), by: person, name: text(10), at: moment },
      readers: fc.uniqueArray(
        fc.record({ ...{ by: person, name: text(10), at: moment }, read: fc.option(moment) }),
        { maxLength: 3, selector: ({ by }) => by },
      ),
    }),
    { maxLength: 2 },
  ),
  minutes: fc.option(
    fc.record({
      ...{ sections: fc.array(text(30), { maxLength: 3 }), at: moment },
      ...{ chair: signature('ada', '900001'), secretary: signature('ben', '900002') },
      actions: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 2 }),
    }),
  ),
});

/**
 * Agenda points with their ballots and moves, the versions of their workflow, and meetings with
 * packs and approved minutes.
 */
export const governance = fc.record({
  meetings: fc.array(meeting, { maxLength: 2 }),
  points: fc.array(
    fc.record({
      author: person,
      ballots: fc.uniqueArray(ballot, { maxLength: 3, selector: ({ at }) => at }),
      moves: fc.array(step, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  workflows: fc.tuple(fc.tuple(text(10), moment), fc.tuple(text(10), moment)),
});
export type Governance = typeof governance extends fc.Arbitrary<infer T> ? T : never;
type BallotWorld = Governance['points'][number]['ballots'][number];

export const governanceTables = [
  ...['ballot_proxies', 'ballot_boxes', 'ballot_votes', 'ballot_voters', 'ballots'],
  ...['workflow_moves', 'workflow_versions'],
  ...['meeting_pack_readers', 'meeting_packs', 'minutes_signatures', 'approved_minutes'],
];

/** The entities of a world, for an import. */
export const governanceEntities = ({ points, meetings }: Governance) => [
  ...['minutes_of', 'section_of', 'action_item_of', 'assigned_to'].map((name) =>
    entity('relation_type', name),
  ),
  ...meetings.flatMap(({ minutes }, n) => [
    entity('meeting', `m${n}`),
    ...(minutes === null ? [] : [minutesEntity(n, minutes.actions)]),
    ...(minutes?.sections ?? []).map((content, k) =>
      entity('minutes_section', `m${n}s${k}`, {
        properties: { content, sequence_order: String(k) },
      }),
    ),
  ]),
  ...[entity('tor_function', 'seat'), entity('workflow_status', 'open')],
  entity('workflow_transition', 'go'),
  ...points.flatMap((_, n) => [
    entity('agenda_point', `p${n}`),
    ...[0, 1, 2].map((k) => entity('coa', `p${n}c${k}`)),
  ]),
];

const minutesEntity = (n: number, actions: readonly string[]) =>
  entity('minutes', `mi${n}`, {
    properties: {
      status: 'approved',
      structured_action_items: JSON.stringify(
        actions.map((description) => ({ description, status: 'open' })),
      ),
    },
  });

/** The relations of a world, for an import. */
export const governanceRelations = ({ meetings }: Governance) =>
  meetings.flatMap(({ minutes }, n) =>
    minutes === null
      ? []
      : [
          relation('minutes_of', `meeting:m${n}`, `minutes:mi${n}`),
          ...minutes.sections.map((_, k) =>
            relation('section_of', `minutes_section:m${n}s${k}`, `minutes:mi${n}`),
          ),
        ],
  );

/** Statements that add the rows of a world to a store that has its entities. */
export async function governanceRows(
  { db }: Store,
  { points, workflows, meetings }: Governance,
): Promise<readonly RawBuilder<unknown>[]> {
  const { rows } = await sql<{ id: string; key: string }>`
    select id, entity_type || ':' || name as key from entities`.execute(db);
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const idOf = (type: string, name: string) =>
    gone.includes(name) ? name : (ids.get(`${type}:${name}`) ?? '');
  return [
    ...meetings.flatMap(({ packs, minutes }, n) => [
      ...packs.map(({ content, by, name, at, readers }, k) =>
        packRow(
          sql`${idOf('meeting', `m${n}`)}, ${k + 1}, ${content}, sha256(convert_to(${content}, 'UTF8')),
          ${at}::timestamptz, ${idOf('user', by)}, ${name}`,
          readers.map((one) => ({ ...one, by: idOf('user', one.by) })),
        ),
      ),
      ...(minutes === null
        ? []
        : [
            // The import above made the record.
            sql`update approved_minutes set recorded_at = ${minutes.at}::timestamptz where minutes_id = ${idOf('minutes', `mi${n}`)}`,
          ]),
      ...(['chair', 'secretary'] as const).flatMap((capacity) => {
        const signed = minutes?.[capacity] ?? null;
        if (signed === null) return [];
        return [
          sql`insert into minutes_signatures (minutes_id, capacity, sha256, signed_at, signed_by_id, signed_by)
            select minutes_id, ${capacity}, sha256, ${signed.at}::timestamptz, ${idOf('user', signed.by)}, ${signed.name}
            from approved_minutes where minutes_id = ${idOf('minutes', `mi${n}`)}`,
        ];
      }),
    ]),
    ...workflows.map(([label, since], n) => {
      const definition = {
        scope: 'agenda_point',
        statuses: [
          {
            ...{ id: idOf('workflow_status', 'open'), code: 'open', label, order: n },
            ...{ isInitial: true, isTerminal: false },
          },
        ],
        transitions: [
          {
            ...{
              id: n === 0 ? '900009' : idOf('workflow_transition', 'go'),
              from: 'open',
              to: 'open',
            },
            ...{ label, permission: null, capability: 'x', condition: null, needsOutcome: true },
          },
        ],
      };
      return sql`insert into workflow_versions values ('agenda_point', ${n + 1}, ${JSON.stringify(definition)}::jsonb, ${since}::timestamptz)`;
    }),
    ...points.flatMap(({ author, ballots, moves }, n) => [
      sql`update entities set properties = properties || jsonb_build_object('created_by', ${idOf('user', author)}::text)
        where id = ${idOf('agenda_point', `p${n}`)}`,
      ...moves.map(
        ({ from, to, at, by, name, ground, outcome, version }) => sql`
          insert into workflow_moves (item_id, scope, version, from_status, to_status, moved_at, moved_by_id, moved_by, ground, outcome)
          values (${idOf('agenda_point', `p${n}`)}, 'agenda_point', ${version + 1}, ${from}, ${to}, ${at}::timestamptz,
            ${by === null ? null : idOf('user', by)}, ${name}, ${ground}, ${outcome})`,
      ),
      ...ballots
        .toSorted((one, other) => (one.at < other.at ? -1 : 1))
        .map((each) => ballotRow(`p${n}`, each, idOf)),
    ]),
  ];
}

const packRow = (values: RawBuilder<unknown>, readers: readonly object[]) => sql`
  with p as (insert into meeting_packs (meeting_id, number, content, sha256, issued_at, issued_by_id, issued_by)
    values (${values}) returning id)
  insert into meeting_pack_readers (pack_id, user_id, reader, opened_at, read_at)
  select p.id, r.by, r.name, r.at, r.read
  from p, jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) r(by bigint, name text, at timestamptz, read timestamptz)`;

function ballotRow(
  point: string,
  world: BallotWorld,
  idOf: (type: string, name: string) => string,
): RawBuilder<unknown> {
  const { method, majority, isSecret, openedBy, closedBy, at } = world;
  const [isWeighted, hasCastingVote] = [
    !isSecret && world.isWeighted,
    !isSecret && world.hasCastingVote,
  ];
  const options = Array.from({ length: method === 'yes_no' ? 1 : world.options }, (_, k) => ({
    // The last one was deleted.
    id: k === 3 ? '900004' : idOf('coa', `${point}c${k}`),
    title: `Option ${k}`,
  }));
  const electorate: readonly VotingSeat[] = world.seats.map(({ position, holder }, k) => {
    const holderId = idOf('user', holder);
    return {
      ...{
        seat: `${idOf('tor_function', position)}:${holderId}`,
        position: `Position ${position}`,
      },
      ...{ holderId, holder: `Holder ${k}`, weight: world.weights[k] ?? 1 },
      substitutes: world.substitutes.map((name) => idOf('user', name)),
    };
  });
  const cast = electorate.flatMap(({ seat, holderId }, k) => {
    const { way, by, picks } = world.votes[k] ?? { way: 'none', by: 'ada', picks: [] };
    if (way === 'none') return [];
    const voterId = way === 'own' ? holderId : idOf('user', by);
    return [{ seat, way, voterId, voter: `Voter ${by}`, choice: choiceOf(method, picks, options) }];
  });
  const voted = cast.filter(({ way }) => way !== 'recused');
  const proxies = cast.filter(({ way }) => way === 'proxy');
  const closed: Ballot = {
    ...{ id: '', method, majority, isSecret, isWeighted, hasCastingVote, options, electorate },
    ...{ openedById: openedBy && idOf('user', openedBy), openedBy: '', closedBy: '', closedAt: at },
    ...{ result: null, proxies: [], voters: cast as Ballot['voters'] },
    votes: isSecret ? [] : voted,
  };
  const result = resultOf(closed, isSecret ? voted.map(({ choice }) => choice) : []);
  return sql`
    with b as (
      insert into ballots (agenda_point_id, method, majority, is_secret, is_weighted, has_casting_vote, options, electorate,
        opened_at, opened_by_id, opened_by, closed_at, closed_by_id, closed_by, result)
      values (${idOf('agenda_point', point)}, ${method}, ${majority}, ${isSecret}, ${isWeighted}, ${hasCastingVote},
        ${JSON.stringify(options)}::jsonb, ${JSON.stringify(electorate)}::jsonb, ${at}::timestamptz, ${closed.openedById}, 'Opener',
        ${at}::timestamptz + interval '1 hour', ${closedBy && idOf('user', closedBy)}, 'Closer', ${JSON.stringify(result)}::jsonb) returning id),
    who as (insert into ballot_voters (ballot_id, seat, voter_id, voter, way)
      select b.id, v.seat, v."voterId", v.voter, v.way from b, jsonb_to_recordset(${JSON.stringify(cast.toReversed())}::jsonb)
        v(seat text, "voterId" bigint, voter text, way text)),
    what as (insert into ballot_votes (ballot_id, seat, choice)
      select b.id, v.seat, v.choice from b, jsonb_to_recordset(${JSON.stringify(isSecret ? [] : voted.toReversed())}::jsonb) v(seat text, choice jsonb)),
    box as (insert into ballot_boxes (ballot_id, choices)
      select b.id, (select coalesce(jsonb_agg(c.v -> 'choice' order by (c.v -> 'choice')::text), '[]')
        from jsonb_array_elements(${JSON.stringify(voted)}::jsonb) c(v)) from b where ${isSecret})
    insert into ballot_proxies (ballot_id, seat, proxy_id, proxy)
    select b.id, v.seat, v."voterId", v.voter from b, jsonb_to_recordset(${JSON.stringify(proxies)}::jsonb) v(seat text, "voterId" bigint, voter text)`;
}

function choiceOf(
  method: string,
  picks: readonly number[],
  options: readonly { readonly id: string }[],
): Choice {
  const chosen = [...new Set(picks.map((pick) => options[pick % options.length]?.id ?? ''))];
  if (method === 'yes_no')
    return { kind: (['yes', 'no', 'abstain'] as const)[picks.length % 3] ?? 'abstain' };
  if (chosen.length === 0) return { kind: 'abstain' };
  return { kind: method === 'approval' ? 'approve' : 'rank', options: chosen };
}

/** Everything of a store that these records hold, with ids as names and numbers for deleted ones. */
export async function heldGovernance({ db }: Store): Promise<unknown> {
  const { rows: entities } = await sql<{ id: string; key: string }>`
    select id, entity_type || ':' || name as key from entities`.execute(db);
  const names = new Map(entities.map(({ id, key }) => [id, key]));
  const { rows: ballots } = await sql<Record<string, unknown>>`
    select e.name as point, to_jsonb(b) - '{id,agenda_point_id}'::text[] || jsonb_build_object('opened_by_id', b.opened_by_id::text, 'closed_by_id', b.closed_by_id::text) as said,
      (select jsonb_agg(jsonb_build_array(v.seat, v.voter_id::text, v.voter, v.way, t.choice, p.proxy_id::text, p.proxy) order by x.place)
        from jsonb_array_elements(b.electorate) with ordinality x(seat, place)
          left join ballot_voters v on v.ballot_id = b.id and v.seat = x.seat ->> 'seat'
          left join ballot_votes t on t.ballot_id = b.id and t.seat = x.seat ->> 'seat'
          left join ballot_proxies p on p.ballot_id = b.id and p.seat = x.seat ->> 'seat') as seats,
      (select choices from ballot_boxes x where x.ballot_id = b.id) as box
    from ballots b join entities e on e.id = b.agenda_point_id order by e.name, b.id`.execute(db);
  const { rows: moves } = await sql`
    select e.name, to_jsonb(m) - '{id,item_id,moved_by_id}'::text[] as said, u.name as mover
    from workflow_moves m join entities e on e.id = m.item_id left join entities u on u.id = m.moved_by_id order by e.name, m.id`.execute(
    db,
  );
  const { rows: versions } = await sql<Record<string, unknown>>`
    select to_jsonb(v) as said from workflow_versions v order by number`.execute(db);
  const { rows: authors } = await sql`
    select e.name, coalesce(u.name, e.properties ->> 'created_by') as author from entities e
      left join entities u on u.entity_type = 'user' and u.id::text = e.properties ->> 'created_by'
    where e.entity_type = 'agenda_point' order by e.name`.execute(db);
  const { rows: papers } = await sql`
    select e.name, to_jsonb(p) - '{id,meeting_id,issued_by_id}'::text[] as said, u.name as issuer,
      (select jsonb_agg(to_jsonb(r) - '{pack_id,user_id}'::text[] || jsonb_build_object('user', o.name) order by r.opened_at, r.reader, o.name, r.read_at)
        from meeting_pack_readers r left join entities o on o.id = r.user_id where r.pack_id = p.id) as readers
    from meeting_packs p join entities e on e.id = p.meeting_id left join entities u on u.id = p.issued_by_id order by e.name, p.number`.execute(
    db,
  );
  const { rows: minutes } = await sql`
    select e.name, to_jsonb(a) - 'minutes_id' as said, minutes_words(a.content::jsonb -> 'content') = minutes_words(minutes_content(e.id)) as same,
      (select jsonb_agg(to_jsonb(s) - '{minutes_id,signed_by_id}'::text[] || jsonb_build_object('user', u.name) order by s.capacity)
        from minutes_signatures s left join entities u on u.id = s.signed_by_id where s.minutes_id = a.minutes_id) as signatures
    from approved_minutes a join entities e on e.id = a.minutes_id order by e.name`.execute(db);
  return {
    ...{ authors, moves, papers, minutes },
    versions: versions.map((version) => withNames(version, names)),
    ballots: ballots.map(({ box, ...rest }) => ({
      ...(withNames(rest, names) as object),
      // Sorted by ids, which differ.
      box: (box as unknown[] | null)
        ?.map((choice) => JSON.stringify(withNames(choice, names)))
        .sort(),
    })),
  };
}

/** A value with each id in its texts as a name, and those without as numbers in order. */
function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  const numbers = new Map<string, string>();
  const named = (id: string): string => {
    const number = numbers.get(id) ?? `gone ${numbers.size}`;
    const name = names.get(id);
    if (name === undefined) numbers.set(id, number);
    return name ?? number;
  };
  const replaced = (inner: unknown): unknown => {
    if (typeof inner === 'string')
      return /^-?\d+(:-?\d+)?$/.test(inner) ? inner.split(':').map(named).join(':') : inner;
    if (Array.isArray(inner)) return inner.map(replaced);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, replaced(one)]));
  };
  return replaced(value);
}

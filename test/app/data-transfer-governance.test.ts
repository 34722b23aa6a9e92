import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Choice, VotingSeat } from '#app/ballots/ballot.ts';
import {
  insertBallot,
  putIntoBox,
  writeProxy,
  writeResult,
  writeVote,
  writeVoter,
} from '#app/ballots/ballot-store.ts';
import { readBallots, readBox } from '#app/ballots/queries.ts';
import { resultOf } from '#app/ballots/rules.ts';
import { findMinutes } from '#app/minutes/queries.ts';
import { insertSignature } from '#app/minutes/signature-store.ts';
import { insertMoves, insertVersion } from '#app/workflow/move-store.ts';
import { countQueries } from '#test/support/query-count.ts';
import {
  entity,
  exportedWhole,
  imported,
  type KeptRecords,
  recordSource,
  relation,
  store,
} from './data-transfer-fixture.ts';
import type { Store } from './kernel-fixture.ts';

const people = ['ada', 'ben', 'cleo', 'dan'];
const file = (points: number) => ({
  entities: [
    ...people.flatMap((name) => [entity('user', name), entity('tor_function', `seat of ${name}`)]),
    ...Array.from({ length: points }, (_, n) => [
      entity('agenda_point', `p${n}`),
      ...[entity('coa', `p${n}a`), entity('coa', `p${n}b`)],
    ]).flat(),
  ],
});

/** A store with agenda points, and ids of its entities by name. */
async function committee(points = 1) {
  const from = await store('migrated');
  expect(await imported(from, file(points), { mode: 'fail' })).toMatchObject({ committed: true });
  const { rows } = await sql<{ id: string; name: string }>`select id, name from entities`.execute(
    from.db,
  );
  const ids = new Map(rows.map(({ id, name }) => [name, id]));
  return { from, id: (name: string) => ids.get(name) ?? '' };
}
type Committee = Awaited<ReturnType<typeof committee>>;

interface Held {
  readonly point: string;
  readonly isSecret: boolean;
  /** Who votes, one after another; without a choice: is recused. */
  readonly votes: readonly (readonly [name: string, choice?: Choice])[];
  readonly proxy?: readonly [of: string, by: string];
  readonly isOpen?: boolean;
  readonly at?: Date;
}

/** Holds a ballot as the commands do, each vote in a transaction of its own. */
async function hold({ from, id }: Committee, held: Held): Promise<void> {
  const { point, isSecret, votes, proxy, isOpen = false, at = new Date('2026-03-01') } = held;
  const seat = (name: string) => `${id(`seat of ${name}`)}:${id(name)}`;
  const electorate: readonly VotingSeat[] = people.map((name) => ({
    ...{ seat: seat(name), position: `Seat of ${name}`, holderId: id(name), holder: name },
    ...{ substitutes: [], weight: 1 },
  }));
  const run = <T>(work: (tx: Parameters<typeof readBox>[0]) => Promise<T>) =>
    from.db.transaction().execute(work);
  const by = { id: id('ada'), label: 'ada' };
  const ballot = await run((tx) =>
    insertBallot(
      tx,
      {
        ...{ point: id(point), method: 'ranked', majority: 'simple', electorate },
        ...{ is_secret: isSecret, is_weighted: false, has_casting_vote: !isSecret },
        options: ['a', 'b'].map((key) => ({ id: id(point + key), title: `Option ${key}` })),
      },
      by,
      at,
    ),
  );
  if (proxy !== undefined)
    await run((tx) =>
      writeProxy(tx, ballot, seat(proxy[0]), { id: id(proxy[1]), label: proxy[1] }),
    );
  for (const [name, choice] of votes)
    await run(async (tx) => {
      const voter = proxy?.[0] === name ? proxy[1] : name;
      const way = choice === undefined ? 'recused' : voter === name ? 'own' : 'proxy';
      await writeVoter(tx, ballot, seat(name), { id: id(voter), label: voter }, way);
      if (choice === undefined) return;
      if (isSecret) await putIntoBox(tx, ballot, choice);
      else await writeVote(tx, ballot, seat(name), choice);
    });
  if (isOpen) return;
  await run(async (tx) => {
    const stored = (await readBallots(tx, id(point))).find((one) => one.id === ballot);
    if (stored === undefined) throw new Error('the ballot is not there');
    await writeResult(tx, ballot, resultOf(stored, await readBox(tx, ballot)), by, at);
  });
}

const rank = ({ id }: Committee, ...options: string[]): Choice => ({
  kind: 'rank',
  options: options.map(id),
});

const linesOf = ({ lines }: KeptRecords, kind: string) =>
  lines.map((line) => JSON.parse(line)).filter((line) => line.kind === kind);

const take = (to: Store, lines: readonly object[], document: object = { entities: [] }) =>
  imported(to, document, {
    mode: 'upsert',
    records: recordSource({
      lines: [...lines, { records: lines.length }].map((line) => JSON.stringify(line)),
      files: new Map(),
    }),
  });

test('spec ballots#exchange: a ballot arrives with its votes, and a recount gives the same', async () => {
  const board = await committee(2);
  const [ab, ba] = [rank(board, 'p0a', 'p0b'), rank(board, 'p0b', 'p0a')];
  const votes = [['ben', ab], ['ada', ba], ['dan'], ['cleo', { kind: 'abstain' }]] as const;
  await hold(board, { point: 'p0', isSecret: false, votes, proxy: ['cleo', 'ben'] });
  await hold(board, { point: 'p1', isSecret: true, votes: [['ben', rank(board, 'p1b')]] });
  const whole = await exportedWhole(board.from);
  const to = await store('migrated');
  // Other ids, and nobody with the name of the chair.
  await imported(to, { entities: [entity('tor', 'first'), entity('tor', 'second')] });
  const text = whole.text.replaceAll('"name":"ada"', '"name":"eva"');
  const result = await imported(to, text, { mode: 'fail', records: recordSource(whole) });
  expect(result).toMatchObject({ committed: true, records: { created: 2, error_count: 0 } });
  const read = (at: Store, point: string) =>
    at.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select id from entities where entity_type = 'agenda_point' and name = ${point}`.execute(tx);
      const [ballot] = await readBallots(tx, rows[0]?.id ?? '');
      if (ballot?.result == null) throw new Error('no closed ballot');
      const again = resultOf(ballot, await readBox(tx, ballot.id));
      expect(again).toEqual(ballot.result);
      return {
        titles: ballot.options.map(({ title }) => title),
        chosen: ballot.options.find(({ id }) => id === again.winner)?.title,
        facts: [again.reason, again.cast, again.electorate],
        voters: ballot.voters.map(({ voter, way }) => [voter, way]).sort(),
        proxies: ballot.proxies.map(({ proxy }) => proxy),
      };
    });
  for (const point of ['p0', 'p1'])
    expect(await read(to, point)).toEqual(await read(board.from, point));
  // One vote each: the one of the chair, who has no account here, decided.
  expect(await read(to, 'p0')).toMatchObject({
    ...{ chosen: 'Option b', facts: ['casting_vote', 3, 3], proxies: ['ben'] },
    voters: [
      ...[
        ['ada', 'own'],
        ['ben', 'own'],
        ['ben', 'proxy'],
        ['dan', 'recused'],
      ],
    ],
  });
});

test('spec ballots#exchange: the record of a secret ballot does not depend on who voted what, or when', async () => {
  const board = await committee(3);
  const hands = (point: string, order: readonly string[]) =>
    order.map((name) => {
      const choice = name === 'ben' ? rank(board, `${point}b`) : rank(board, `${point}a`);
      return [name, choice] as const;
    });
  await hold(board, { point: 'p0', isSecret: true, votes: hands('p0', people) });
  await hold(board, { point: 'p1', isSecret: true, votes: hands('p1', people.toReversed()) });
  // Another one votes as Ben did.
  const swapped = people.map((name) => {
    const choice = rank(board, name === 'dan' ? 'p2b' : 'p2a');
    return [name, choice] as const;
  });
  await hold(board, { point: 'p2', isSecret: true, votes: swapped });
  const whole = await exportedWhole(board.from);
  const said = linesOf(whole, 'ballot').map(({ of, ...ballot }) =>
    JSON.stringify(ballot).replaceAll(`"${of}`, '"'),
  );
  expect(said).toHaveLength(3);
  expect(new Set(said).size).toBe(1);
  expect(linesOf(whole, 'ballot')[0]).toMatchObject({
    votes: [],
    box: [
      ...[
        { kind: 'rank', options: [0] },
        { kind: 'rank', options: [0] },
        { kind: 'rank', options: [0] },
      ],
      { kind: 'rank', options: [1] },
    ],
  });
  // While it is open, two exports would tell who voted between them.
  const open = { point: 'p0', isSecret: true, votes: hands('p0', ['ben']), isOpen: true };
  await hold(board, { ...open, at: new Date('2026-03-02') });
  expect(linesOf(await exportedWhole(board.from), 'ballot')).toHaveLength(3);
});

test('spec ballots#exchange: a stored ballot never changes, and one that does not fit is refused by its name', async () => {
  const board = await committee();
  const at = { point: 'p0', isSecret: false, at: new Date('2026-03-02') };
  await hold(board, {
    ...at,
    votes: [
      ['ben', rank(board, 'p0a')],
      ['ada', rank(board, 'p0b', 'p0a')],
    ],
  });
  const whole = await exportedWhole(board.from);
  const [ballot] = linesOf(whole, 'ballot');
  const to = await store('migrated');
  await imported(to, whole.text, { mode: 'fail' });
  const other = { ...ballot, opened_at: '2026-03-01T00:00:00.000000Z' };
  const secret = { ...other, is_secret: true, box: [], votes: [] };
  const unfit = 'Its votes do not fit its seats and courses of action.';
  const reasons = async (lines: readonly object[]) =>
    (await take(to, lines)).records?.errors.map(({ reason }) => reason);
  expect(
    await reasons([
      { ...other, votes: ballot.votes.slice(1) },
      { ...other, votes: [...ballot.votes, { seat: 9, choice: { kind: 'abstain' } }] },
      { ...other, votes: ballot.votes.map((one: object) => ({ ...one, choice: { kind: 'yes' } })) },
      { ...other, result: { ...ballot.result, winner: null } },
      ...[secret, { ...other, box: [{ kind: 'abstain' }] }],
    ]),
  ).toEqual([unfit, unfit, unfit, 'Its votes give another result than it says.', unfit, unfit]);
  expect((await take(to, [ballot])).records).toMatchObject({ created: 1, error_count: 0 });
  expect((await take(to, [ballot])).records).toMatchObject({ skipped: 1, error_count: 0 });
  const stored = await exportedWhole(to);
  const changed = { ...ballot, opened_by: 'Someone else' };
  const { records } = await take(to, [changed, other]);
  expect(records?.errors.map(({ item, reason }) => [item, reason])).toEqual([
    [
      `ballot p0 ${ballot.opened_at}`,
      `The stored agenda point has another ballot that was opened at ${ballot.opened_at}.`,
    ],
    [
      `ballot p0 ${other.opened_at}`,
      `The stored agenda point has a ballot that was opened after ${other.opened_at}.`,
    ],
  ]);
  expect((await exportedWhole(to)).lines).toEqual(stored.lines);
  await hold(board, { ...at, votes: [], isOpen: true, at: new Date('2026-03-03') });
  const later = { ...ballot, opened_at: '2026-03-04T00:00:00Z' };
  expect((await take(board.from, [later])).records?.errors).toMatchObject([
    { reason: 'A ballot on this agenda point is open already.' },
  ]);
});

test('spec workflow#exchange: moves continue those that are stored, under the same definitions', async () => {
  const board = await committee();
  const transition = { id: '1', from: 'open', to: 'done', label: 'Finish', permission: null };
  const definition = (label: string) => ({
    scope: 'agenda_point',
    statuses: [
      { id: '1', code: 'open', label, order: 0, isInitial: true, isTerminal: false },
      { id: '2', code: 'done', label: 'Done', order: 1, isInitial: false, isTerminal: true },
    ],
    transitions: [{ ...transition, capability: null, condition: null, needsOutcome: false }],
  });
  const since = '2026-03-01T00:00:00Z';
  const move = (by: string, version = 1) => ({
    ...{ from: 'open', to: 'done', at: since, by, by_user: 'ada', ground: 'x', outcome: null },
    version,
  });
  const add = (to: Store, point: string, versions: readonly string[], moves: readonly object[]) =>
    to.db.transaction().execute(async (tx) => {
      for (const [n, label] of versions.entries())
        await insertVersion(tx, definition(label), { number: n + 1, since });
      await insertMoves(
        tx,
        { id: point, scope: 'agenda_point' },
        moves as ReturnType<typeof move>[],
      );
    });
  await add(board.from, board.id('p0'), ['Open', 'New'], [move('Ada'), move('Ben', 2)]);
  const whole = await exportedWhole(board.from);
  const [versions, histories] = [
    linesOf(whole, 'workflow_version'),
    linesOf(whole, 'workflow_history'),
  ];
  const empty = await store('migrated');
  const whenMissing = await take(empty, histories, file(1));
  expect(whenMissing.records?.errors).toMatchObject([
    { reason: 'Version 1 of the workflow agenda_point is missing or another one.' },
  ]);
  expect((await take(empty, [...versions, ...histories])).records).toMatchObject({ created: 3 });
  expect((await take(empty, [...versions, ...histories])).records).toMatchObject({
    ...{ created: 0, skipped: 3, error_count: 0 },
  });
  // It moved on, and the file has what came before.
  const [history] = histories;
  const first = { ...history, moves: history.moves.slice(0, 1) };
  expect((await take(empty, [first])).records).toMatchObject({ skipped: 1 });
  const otherMove = { ...history, moves: [history.moves[0], { ...history.moves[1], by: 'Eva' }] };
  expect((await take(empty, [otherMove])).records?.errors).toMatchObject([
    { item: 'workflow_history p0', reason: 'The stored item has another move 2.' },
  ]);
  const elsewhere = await store('migrated');
  await imported(elsewhere, file(1));
  await add(elsewhere, '0', ['Open', 'Other'], []);
  const refused = await take(elsewhere, [...versions, ...histories]);
  expect(refused.records).toMatchObject({
    ...{ created: 0, skipped: 1 },
    errors: [
      {
        item: 'workflow_version agenda_point 2',
        reason: 'The stored workflow agenda_point has another version 2.',
      },
      { reason: 'Version 2 of the workflow agenda_point is missing or another one.' },
    ],
  });
});

test('spec data-exchange#records: an export takes as many statements for many ballots as for few', async () => {
  const statements = async (points: number) => {
    const board = await committee(points);
    for (let n = 0; n < points; n += 1)
      await hold(board, { point: `p${n}`, isSecret: true, votes: [['ben', { kind: 'abstain' }]] });
    const { db, count } = countQueries(board.from.db);
    await exportedWhole({ ...board.from, db });
    return count.statements;
  };
  expect(await statements(30)).toBe(await statements(1));
});

test('spec data-exchange#dry-run: a dry run counts the records and keeps none', async () => {
  const board = await committee();
  await hold(board, { point: 'p0', isSecret: true, votes: [['ben', rank(board, 'p0a')]] });
  const whole = await exportedWhole(board.from);
  const to = await store('migrated');
  const dry = await imported(to, whole.text, { dryRun: true, records: recordSource(whole) });
  expect(dry).toMatchObject({ committed: false, records: { created: 1, error_count: 0 } });
  expect((await exportedWhole(to)).lines).toEqual(['{"records":0}']);
});

const signedMinutes = {
  entities: [
    ...['minutes_of', 'section_of', 'action_item_of', 'assigned_to'].map((name) =>
      entity('relation_type', name),
    ),
    ...[entity('user', 'ada'), entity('meeting', 'march')],
    entity('minutes', 'march', {
      properties: {
        status: 'approved',
        structured_action_items: JSON.stringify([{ description: 'Report', status: 'open' }]),
      },
    }),
    entity('minutes_section', 'decisions', { properties: { content: 'Agreed.' } }),
  ],
  relations: [
    relation('minutes_of', 'meeting:march', 'minutes:march'),
    relation('section_of', 'minutes_section:decisions', 'minutes:march'),
  ],
};

test('spec minutes#exchange: approved minutes keep the hash that was signed, and their signatures', async () => {
  const from = await store('migrated');
  await imported(from, signedMinutes, { mode: 'fail' });
  const minutes = (at: Store) =>
    sql<{ id: string }>`select id from entities where entity_type = 'minutes'`
      .execute(at.db)
      .then(({ rows }) => rows[0]?.id ?? '');
  const id = await minutes(from);
  const by = { id: '1', label: 'Ada' };
  await from.db.transaction().execute(async (tx) => {
    await insertSignature(tx, { minutes: id, capacity: 'chair', by, at: new Date('2026-03-02') });
  });
  const whole = await exportedWhole(from);
  const [record] = linesOf(whole, 'approved_minutes');
  expect(record).toMatchObject({ of: 'march', signatures: [{ signed_by: 'Ada' }] });
  const to = await store('migrated');
  await imported(to, { entities: [entity('tor', 'first')] });
  const damaged = { ...record, sha256: '0' };
  const content = record.content.replace('Agreed', 'Refused');
  const sha256 = createHash('sha256').update(content).digest('hex');
  // Without the action item, which the import makes of the list before the record is kept.
  const refused = await take(to, [damaged, { ...record, content, sha256 }], signedMinutes);
  expect(refused.records?.errors).toMatchObject([
    { item: 'approved_minutes march', reason: 'The record is damaged: its text has another hash.' },
    { reason: 'the record says something else than the minutes' },
  ]);
  const other = await store('migrated');
  await imported(other, { entities: [entity('tor', 'first')] });
  expect((await take(other, [record], signedMinutes)).records).toMatchObject({ created: 1 });
  const verified = await findMinutes(other.db, await minutes(other), { verify: true });
  expect(verified).toMatchObject({
    record: { sha256: record.sha256, signatures: [{ by: 'Ada', capacity: 'chair' }] },
    verification: { computed: record.sha256, isSame: true },
  });
  const { rows: items } = await sql`
    select label from entities where entity_type = 'action_item'`.execute(other.db);
  expect(items).toEqual([{ label: 'Report' }]);
  expect((await take(other, [record])).records).toMatchObject({ skipped: 1, error_count: 0 });
  const forged = { ...record, signatures: [{ ...record.signatures[0], signed_by: 'Eva' }] };
  expect((await take(other, [forged])).records?.errors).toMatchObject([
    { reason: expect.stringContaining('The stored minutes have another signature') },
  ]);
  // Those that an import recorded by itself have another record, which stays.
  expect((await take(to, [record])).records?.errors).toMatchObject([
    { reason: 'The stored minutes have another record.' },
  ]);
});

test('spec data-exchange#records: packs arrive in their order, with their readers and their hash', async () => {
  const to = await store('migrated');
  const pack = (number: number, more: object = {}) => ({
    ...{ kind: 'meeting_pack', of: 'march', number, content: 'x' },
    sha256: createHash('sha256').update('x').digest('hex'),
    ...{ issued_at: '2026-03-01T00:00:00Z', issued_by: 'Ada', issued_by_user: null },
    readers: [
      { reader: 'Ben', reader_user: null, opened_at: '2026-03-02T00:00:00Z', read_at: null },
    ],
    ...more,
  });
  const document = { entities: [entity('meeting', 'march')] };
  const given = [
    pack(2),
    pack(1),
    pack(1, { sha256: '0' }),
    pack(1, { issued_by: 'Eva' }),
    pack(2),
  ];
  const { records } = await take(to, given, document);
  expect(records).toMatchObject({ created: 2 });
  expect(records?.errors.map(({ line, reason }) => [line, reason])).toEqual([
    [1, 'The version before 2 is missing.'],
    [3, 'Version 1 is damaged: its text has another hash.'],
    [4, 'The stored meeting has another version 1.'],
  ]);
  expect((await take(to, [pack(1), pack(2)])).records).toMatchObject({ skipped: 2 });
  const { rows } = await sql`select user_id::text as id, reader from meeting_pack_readers`.execute(
    to.db,
  );
  expect(rows).toEqual([
    { id: '-1', reader: 'Ben' },
    { id: '-1', reader: 'Ben' },
  ]);
});

test('spec data-exchange#references: authors are those with the name, whatever their ids', async () => {
  const board = await committee(2);
  const author = (name: string) => ({ created_by: board.id(name), title: 'x' });
  await sql`
    update entities set properties = case name when 'p0' then ${JSON.stringify(author('ben'))}::jsonb else '{"created_by": "900001"}' end
    where entity_type = 'agenda_point'`.execute(board.from.db);
  const whole = await exportedWhole(board.from);
  expect(linesOf(whole, 'references')).toEqual([
    ...[
      {
        kind: 'references',
        of: 'agenda_point',
        of_type: 'agenda_point',
        items: [['p0', { created_by: 'ben' }]],
      },
    ],
  ]);
  expect(whole.text).not.toContain(`"${board.id('ben')}"`);
  const authors = async (at: Store) => {
    const { rows } = await sql<{ point: string; author: string | null; id: string }>`
      select e.name as point, u.name as author, e.properties ->> 'created_by' as id from entities e
        left join entities u on u.entity_type = 'user' and u.id::text = e.properties ->> 'created_by'
      where e.entity_type = 'agenda_point' order by e.name`.execute(at.db);
    return rows.map(({ point, author: name, id }) => [point, name ?? id]);
  };
  const to = await store('migrated');
  await imported(to, { entities: [entity('tor', 'first'), entity('tor', 'second')] });
  await imported(to, whole.text, { mode: 'fail', records: recordSource(whole) });
  const same = [
    ['p0', 'ben'],
    ['p1', '900001'],
  ];
  expect(await authors(to)).toEqual(same);
  // Existing items stay, unless the import replaces it.
  const said = whole.lines.map((line) => line.replace('"ben"', '"dan"'));
  const given = { ...whole, lines: said };
  await imported(to, { entities: [] }, { mode: 'skip', records: recordSource(given) });
  expect(await authors(to)).toEqual(same);
  await imported(to, { entities: [] }, { mode: 'upsert', records: recordSource(given) });
  expect(await authors(to)).toEqual([['p0', 'dan'], same[1]]);
  const other = [{ of_type: 'agenda_point', items: [['p0', { title: 'dan', created_by: 'eva' }]] }];
  await take(
    to,
    other.map((line) => ({ kind: 'references', of: 'agenda_point', ...line })),
  );
  expect(await authors(to)).toEqual([['p0', 'dan'], same[1]]);
});

test('spec decisions#numbers: the count continues after the numbers of an import, whatever the ids', async () => {
  const from = await store('migrated');
  await imported(from, { entities: [entity('tor', 'other'), entity('tor', 'board')] });
  const idOf = async (at: Store, name: string) => {
    const { rows } = await sql<{ id: string }>`
      select id from entities where entity_type = 'tor' and name = ${name}`.execute(at.db);
    return rows[0]?.id ?? '';
  };
  const decision = (tor: string, number?: number) => ({
    ...{ tor_id: tor, decision_year: '2026' },
    ...(number !== undefined && { decision_number: String(number) }),
  });
  const [other, board] = [await idOf(from, 'other'), await idOf(from, 'board')];
  await imported(from, {
    entities: [
      entity('decision', 'd1', { properties: decision(board, 7) }),
      entity('decision', 'd2', { properties: decision(other, 3) }),
    ],
  });
  const whole = await exportedWhole(from);
  const to = await store('migrated');
  // The ids of one committee are those of the other one here.
  await imported(to, { entities: [entity('tor', 'board'), entity('tor', 'other')] });
  const result = await imported(to, whole.text, { records: recordSource(whole) });
  expect(result.records).toMatchObject({ created: 1, error_count: 0 });
  const next = async (tor: string) => {
    await sql`
      insert into entities (entity_type, name, label, properties)
      values ('decision', ${`next of ${tor}`}, 'Next', ${JSON.stringify(decision(tor))}::jsonb)`.execute(
      to.db,
    );
    const { rows } = await sql<{ number: string }>`
      select properties ->> 'decision_number' as number from entities where name = ${`next of ${tor}`}`.execute(
      to.db,
    );
    return rows[0]?.number;
  };
  expect(await next(await idOf(to, 'board'))).toBe('8');
  expect(await next(await idOf(to, 'other'))).toBe('4');
  expect((await exportedWhole(to)).text).toContain('"d1"');
});

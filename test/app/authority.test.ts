import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BodyRequirement,
  capable,
  dayAt,
  decidedBy,
  findCommittee,
  holdsIn,
  inBody,
  inItsBody,
  isMetBy,
  meets,
} from '#app/authority/index.ts';
import { createDb, type Db } from '#app/db/database.ts';
import { createPool } from '#app/db/pool.ts';
import type { Actor, PermissionCode } from '#app/ontology/actor.ts';
import { createDatabase, type TestDatabase } from '#test/support/postgres.ts';

// A route, a command and a list share one requirement: they agree for every user, committee, set of
// permissions and day.

let database: TestDatabase;
let db: Db;
let pool: ReturnType<typeof createPool>;
const bodies: string[] = [];
const users: { readonly name: string; readonly id: string }[] = [];

/** A term of office for each of the first relations; the others are open at both ends. */
const terms = [
  {},
  { since: '2026-03-01' },
  { until: '2026-03-31' },
  { since: '2026-03-01', until: '2026-03-31', capacity: 'acting' },
  { since: '', until: '' },
  // A second term of the same user in the same position.
  { since: '2026-04-01', terms: '[{"until":"2026-02-28"}]' },
  { since: '2026-03-02', until: '2026-03-30', terms: '[{"since":"2026-04-01"}, null, 7, "x"]' },
  { until: '2026-02-01', terms: 'not a list' },
];
const days = ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'];

beforeAll(async () => {
  database = await createDatabase({ from: 'demo' });
  pool = createPool({ url: database.url, applicationName: 'test', poolMax: 4 });
  db = createDb(pool);
  bodies.push(...(await idsOf('tor')).map(({ id }) => id));
  users.push(...(await idsOf('user')));
  const { rows } = await pool.query(
    "select r.id from relations r join entities t on t.id = r.relation_type_id where t.name = 'fills_position' order by r.id",
  );
  for (const [index, { id }] of rows.entries())
    await pool.query('update relations set properties = $2 where id = $1', [
      id,
      JSON.stringify(terms[index % terms.length]),
    ]);
  // Every second position may call meetings.
  await pool.query(
    `update entities set properties = properties || '{"can_call_meetings": "true", "can_create_proposals": "true"}'
     where entity_type = 'tor_function' and id % 2 = 0`,
  );
});
afterAll(async () => {
  await pool?.end();
  await database?.[Symbol.asyncDispose]();
});

async function idsOf(type: string) {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from entities where entity_type = ${type} order by id`.execute(db);
  return rows;
}

const requirements: readonly BodyRequirement[] = [
  capable('can_call_meetings'),
  inBody('suggestion.create'),
  inBody('proposal.create'),
];
const powers: readonly PermissionCode[][] = [[], ['suggestion.create'], ['tor.edit']];

test('a route and the rows of a list give the same answer on every day', async () => {
  const seen = new Map<string, Set<boolean>>(days.map((day) => [day, new Set()]));
  for (const day of days)
    for (const { id } of users) {
      const found = await Promise.all(
        bodies.map((body) => findCommittee(db, id, body, sql.val(day))),
      );
      for (const requirement of requirements)
        for (const permissions of powers) {
          const asker = { id, permissions: new Set(permissions) };
          const { rows } = await sql<{ id: string }>`
            select e.id from entities e
            where e.entity_type = 'tor' and ${holdsIn(requirement, asker, sql`e.id`, sql.val(day))}
            order by e.id`.execute(db);
          const byRoute = found.flatMap((committee) =>
            committee !== undefined && isMetBy(requirement, asker.permissions, committee)
              ? [committee.id]
              : [],
          );
          expect(rows.map((row) => row.id)).toEqual(byRoute);
          if (permissions.length === 0) seen.get(day)?.add(byRoute.length > 0);
        }
    }
  expect([...seen.values()]).toEqual(days.map(() => new Set([true, false])));
});

test('a command gives the same answer as a route', async () => {
  const now = new Date('2026-03-15T12:00:00Z');
  const seen = new Set<boolean>();
  for (const { id } of users)
    for (const requirement of requirements)
      for (const body of bodies) {
        const asker = { id, permissions: new Set<PermissionCode>(['suggestion.create']) };
        const committee = await findCommittee(db, id, body, dayAt(now));
        const rule = inItsBody(requirement, (input: string) => input);
        const verdict = await db.transaction().execute(async (tx) =>
          rule(tx as never, {
            ...{ actor: asker as unknown as Actor, input: body, now, code: undefined },
          }),
        );
        const byRoute =
          committee !== undefined && isMetBy(requirement, asker.permissions, committee);
        expect(verdict === true).toBe(byRoute);
        seen.add(byRoute);
      }
  expect(seen).toEqual(new Set([true, false]));
});

test('spec permissions#capabilities: a term of office counts from its first to its last day', async () => {
  const { rows } = await pool.query<{ user: string; body: string }>(
    `select f.source_id::text as user, b.target_id::text as body from relations f
       join entities t on t.id = f.relation_type_id and t.name = 'fills_position'
       join relations b on b.source_id = f.target_id
       join entities bt on bt.id = b.relation_type_id and bt.name = 'belongs_to_tor'
     where f.properties ->> 'capacity' = 'acting' and not exists (
       select from relations o join relations ob on ob.source_id = o.target_id and ob.target_id = b.target_id
       where o.source_id = f.source_id and o.id <> f.id) limit 1`,
  );
  const { user = '', body = '' } = rows[0] ?? {};
  const isMember = async (day: string) =>
    (await findCommittee(db, user, body, sql.val(day)))?.isMember;
  expect(await Promise.all(days.map(isMember))).toEqual([false, true, true, false]);
});

test('spec positions#terms: a second term answers for its own days only, and the first one keeps answering', async () => {
  const { rows } = await pool.query<{ user: string; body: string; properties: object }>(
    `select f.id::text, f.source_id::text as user, b.target_id::text as body, f.properties from relations f
       join entities t on t.id = f.relation_type_id and t.name = 'fills_position'
       join relations b on b.source_id = f.target_id
       join entities bt on bt.id = b.relation_type_id and bt.name = 'belongs_to_tor' order by f.id limit 1`,
  );
  const [{ user, body } = { user: '', body: '' }] = rows;
  const own = `update relations set properties = $2 where source_id = $1
    and relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'fills_position')`;
  const { rows: before } = await pool.query<{ id: string; properties: object }>(
    'select id, properties from relations where source_id = $1',
    [user],
  );
  const isMember = async (day: string) =>
    (await findCommittee(db, user, body, sql.val(day)))?.isMember;
  const asked = [
    '2025-12-31',
    '2026-01-01',
    '2026-01-31',
    '2026-02-01',
    '2026-04-30',
    '2026-05-01',
  ];
  const answers = async (properties: object) => {
    await pool.query(own, [user, JSON.stringify(properties)]);
    return Promise.all(asked.map(isMember));
  };
  const [first, second] = [
    { since: '2026-01-01', until: '2026-01-31' },
    { since: '2026-05-01', capacity: 'acting' },
  ];
  expect(await answers(first)).toEqual([false, true, true, false, false, false]);
  expect(await answers({ ...second, terms: JSON.stringify([first]) })).toEqual([
    ...[false, true, true, false, false, true],
  ]);
  // An invalid list of terms gives no authority.
  for (const terms of ['[null]', '["x"]', '{}', 'x', ''])
    expect(await answers({ ...second, terms })).toEqual([false, false, false, false, false, true]);
  for (const { id, properties } of before)
    await pool.query('update relations set properties = $2 where id = $1', [id, properties]);
});

test('a day begins at midnight of the installation', async () => {
  await pool.query(
    `update entities set properties = properties || '{"value": "Pacific/Auckland"}' where entity_type = 'setting' and name = 'app.time_zone'`,
  );
  const { rows } = await sql<{
    day: string;
  }>`select ${dayAt(new Date('2026-03-01T20:00:00Z'))} as day`.execute(db);
  expect(rows).toEqual([{ day: '2026-03-02' }]);
});

test('permissions that decide cost no statement', async () => {
  const asker = { id: users[0]?.id ?? '', permissions: new Set<PermissionCode>(['tor.edit']) };
  const nobody = undefined as unknown as Db;
  const calls = capable('can_call_meetings');
  expect(decidedBy(calls, asker.permissions)).toBe(true);
  expect(await meets(nobody, calls, asker, bodies[0] ?? '', sql.val('2026-03-01'))).toBe(true);
});

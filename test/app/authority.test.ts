import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BodyRequirement,
  capable,
  decidedBy,
  holdsIn,
  inBody,
  inItsBody,
  meets,
} from '#app/authority/index.ts';
import { createDb, type Db } from '#app/db/database.ts';
import { createPool } from '#app/db/pool.ts';
import type { Actor, PermissionCode } from '#app/ontology/actor.ts';
import { createDatabase, type TestDatabase } from '#test/support/postgres.ts';

// A route, a command and a list share one requirement: they agree for every user, committee and set
// of permissions.

let database: TestDatabase;
let db: Db;
let pool: ReturnType<typeof createPool>;
const bodies: string[] = [];
const users: { readonly name: string; readonly id: string }[] = [];

beforeAll(async () => {
  database = await createDatabase({ from: 'demo' });
  pool = createPool({ url: database.url, applicationName: 'test', poolMax: 4 });
  db = createDb(pool);
  bodies.push(...(await idsOf('tor')).map(({ id }) => id));
  users.push(...(await idsOf('user')));
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
  capable('can_record_decisions'),
  inBody('suggestion.create'),
];
const powers: readonly PermissionCode[][] = [[], ['suggestion.create'], ['tor.edit']];

test('a route, a command and the rows of a list give the same answer', async () => {
  const seen = new Set<boolean>();
  for (const requirement of requirements)
    for (const permissions of powers)
      for (const { id } of users) {
        const asker = { id, permissions: new Set(permissions) };
        const { rows } = await sql<{ id: string }>`
          select e.id from entities e where e.entity_type = 'tor' and ${holdsIn(requirement, asker, sql`e.id`)}`.execute(
          db,
        );
        const listed = new Set(rows.map((row) => row.id));
        for (const body of bodies) {
          const byRoute = await meets(db, requirement, asker, body);
          const rule = inItsBody(requirement, (input: string) => input);
          const byCommand = await db.transaction().execute(async (tx) =>
            rule(tx as never, {
              actor: asker as unknown as Actor,
              input: body,
              now: new Date(),
              code: undefined,
            }),
          );
          expect([byCommand === true, listed.has(body)]).toEqual([byRoute, byRoute]);
          seen.add(byRoute);
        }
      }
  expect(seen).toEqual(new Set([true, false]));
}, 120_000);

test('permissions that decide cost no statement', async () => {
  const asker = { id: users[0]?.id ?? '', permissions: new Set<PermissionCode>(['tor.edit']) };
  const nobody = undefined as unknown as Db;
  expect(decidedBy(capable('can_call_meetings'), asker.permissions)).toBe(true);
  expect(await meets(nobody, capable('can_call_meetings'), asker, bodies[0] ?? '')).toBe(true);
});

import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '#app/ontology/actor.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { runApp } from './app-process.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore('base');
  for (const label of ['one', 'two', 'three'])
    await inTransaction(store, async (_tx, record) =>
      record([
        { action: 'auth.login', actor: systemActor(), target: { type: 'user', id: null, label } },
      ]),
    );
});
afterAll(() => store[Symbol.asyncDispose]());

/** The last entry of the log. */
async function lastEntry() {
  const { rows } = await sql<{ action: string; outcome: string }>`
    select action, outcome from audit_log order by seq desc limit 1`.execute(store.db);
  return rows[0] ?? { action: undefined, outcome: undefined };
}

const audit = (...words: string[]) => runApp(['audit', ...words], { DATABASE_URL: store.url });

test('audit --verify says that the log is whole, and a later run takes what it said as a witness', async () => {
  const first = await audit('--verify', '--json');
  expect([first.code, JSON.parse(first.stdout)]).toMatchObject([
    0,
    { ok: true, rows: 3, head: { seq: '3' }, faults: [] },
  ]);
  expect((await lastEntry()).action).toBe('audit.verified');
  const people = await audit('--verify');
  const [, witness = ''] = /witness (\S+)/.exec(people.stdout) ?? [];
  expect(people.stdout).toMatch(/✓ audit {4}4 rows, intact/);
  expect(await audit('--verify', '--witness', witness)).toMatchObject({ code: 0 });
  expect(
    await audit('--verify', '--witness', witness.replace(/.$/, witness.endsWith('0') ? '1' : '0')),
  ).toMatchObject({ code: 1 });
});

test('audit --verify names the row that was changed', async () => {
  const client = new Client({ connectionString: store.url });
  await client.connect();
  await client.query('set session_replication_role = replica');
  await client.query("update audit_log set target_label = 'zwei' where seq = 2");
  await client.end();
  const { code, stdout, stderr } = await audit('--verify', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'audit_broken', details: { faults: [{ seq: '2', kind: 'edited' }] } },
  });
  expect(stderr).toContain('Row 2 was changed');
  expect(await lastEntry()).toEqual({ action: 'audit.verified', outcome: 'failure' });
});

test('audit --prune removes by age, and without a task it says what it needs', async () => {
  expect(JSON.parse((await audit('--prune', '--json')).stdout)).toEqual({ removed: 0 });
  expect(await audit()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--verify or --prune'),
  });
  expect(await audit('--verify', '--witness', 'x')).toMatchObject({ code: 2 });
});

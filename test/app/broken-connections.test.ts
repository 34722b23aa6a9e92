import type { KyselyPlugin } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';

/** Statements until PostgreSQL ends a connection, as it does when it restarts. */
const fault = { in: 0 };
const plugin: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    fault.in -= 1;
    if (fault.in === 0)
      throw Object.assign(new Error('terminating connection due to administrator command'), {
        code: '57P01',
      });
    return result;
  },
};
const server = await startAppServer({ plugin });
afterAll(() => server[Symbol.asyncDispose]());
const admin = await server.signIn('admin');

/** Statements of a request. */
async function statementsOf(request: () => Promise<unknown>): Promise<number> {
  const before = fault.in;
  await request();
  return before - fault.in;
}

test('spec requests#broken-connections: a page is read again, whichever statement was lost', async () => {
  const read = () => admin.get('/roles');
  const statements = await statementsOf(read);
  expect(statements).toBeGreaterThan(1);
  for (let at = 1; at <= statements; at += 1) {
    fault.in = at;
    expect([at, (await read()).status]).toEqual([at, 200]);
  }
});

test('spec requests#broken-connections: a change is made once, whichever statement was lost', async () => {
  const add = (n: number) => admin.post('/tor', { label: `Board ${n}`, name: `board_${n}` });
  const statements = await statementsOf(() => add(0));
  const replies: number[] = [];
  for (let at = 1; at <= statements; at += 1) {
    fault.in = at;
    replies.push((await add(at)).status);
  }
  // Only those that record what was done fail: the app cannot know whether they were committed.
  const made = replies.indexOf(503);
  expect(replies).toEqual([...Array(made).fill(303), ...Array(statements - made).fill(503)]);
  expect(made).toBeGreaterThan(statements / 2);
  expect((await auditRows(server, 'tor.created')).length).toBe(1 + made);
});

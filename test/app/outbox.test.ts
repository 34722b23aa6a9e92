import pg from 'pg';
import { expect, test } from 'vitest';
import { withGraphLock } from '#app/graph/lock.ts';
import { forgetUnneededChanges, namedInRow } from '#app/graph/outbox.ts';
import { createDatabase } from '#test/support/postgres.ts';

/** A migrated database with two changes in its outbox. */
async function changed() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await createDatabase({ from: 'migrated' }));
  const pool = stack.adopt(new pg.Pool({ connectionString: database.url, max: 3 }), (open) => open.end());
  pool.on('error', () => undefined);
  await pool.query("insert into entities (entity_type, name, label) values ('tor', 'a', 'A'), ('tor', 'b', 'B')");
  return {
    pool,
    waiting: async () =>
      Number((await pool.query<{ named: string }>(`select sum(${namedInRow}) as named from graph_outbox`)).rows[0]?.named),
    resynced: (env: string, verified: boolean) =>
      pool.query(
        `insert into ledger.resyncs (graph_env, generation, nodes, relationships, digest, verified, started_at, finished_at, watermark)
         values ($1, 'g', 0, 0, '', $2, now(), now(), 0)`,
        [env, verified],
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('changes are forgotten where no graph was ever filled', async () => {
  await using database = await changed();
  expect(await forgetUnneededChanges(database.pool)).toBe(2);
  expect(await database.waiting()).toBe(0);
});

test('they are kept for a graph that was verified, until a later resync failed', async () => {
  await using database = await changed();
  await database.resynced('dev', true);
  expect(await forgetUnneededChanges(database.pool)).toBe(0);
  await database.resynced('dev', false);
  expect(await forgetUnneededChanges(database.pool)).toBe(2);
});

test('they are kept while one of two graphs still waits for them', async () => {
  await using database = await changed();
  await database.resynced('dev', true);
  await database.resynced('test', false);
  expect(await forgetUnneededChanges(database.pool)).toBe(0);
});

test('and while a resync runs, whose snapshot may be older than they are', async () => {
  await using database = await changed();
  expect(await withGraphLock(database.pool, () => forgetUnneededChanges(database.pool))).toBe(0);
  expect(await database.waiting()).toBe(2);
});

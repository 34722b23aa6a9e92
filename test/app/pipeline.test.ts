import { type RawBuilder, sql } from 'kysely';
import { expect, test } from 'vitest';
import { createDb } from '#app/db/database.ts';
import { inPipeline } from '#app/db/pipeline.ts';
import { createPool } from '#app/db/pool.ts';
import { inSavepoint } from '#app/ontology/savepoint.ts';
import { createDatabase } from '#test/support/postgres.ts';

async function opened() {
  const stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase({ from: 'empty' }));
  const pool = stack.use(createPool({ url, applicationName: 'test', poolMax: 2 }));
  return { pool, db: createDb(pool), [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const numbers = (...of: readonly number[]) =>
  of.map((n) => sql<{ n: number }>`select ${n}::integer as n`);

test('statements in a pipeline give their rows in order, on a connection that sends without waiting', async () => {
  await using database = await opened();
  const client = await database.pool.connect();
  expect(client.pipeline).toBe(true);
  client.release();
  const rows = await database.db
    .transaction()
    .execute((tx) => inPipeline(tx, numbers(1, 2, 3, 4, 5, 6)));
  expect(rows).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }], [{ n: 4 }], [{ n: 5 }], [{ n: 6 }]]);
});

test('two wait behind the one that is under way, and the next is not even asked for', async () => {
  await using database = await opened();
  const { pool, db } = database;
  const holder = await pool.connect();
  await holder.query('select pg_advisory_lock(1)');
  let asked = 0;
  function* statements() {
    for (const statement of [
      sql<{ n: number }>`select 0 as n from pg_advisory_xact_lock(${1}::bigint)`,
      ...numbers(1, 2, 3, 4),
    ]) {
      asked += 1;
      yield statement;
    }
  }
  const all = db.transaction().execute((tx) => inPipeline(tx, statements()));
  await expect.poll(() => asked).toBe(3);
  await expect
    .poll(
      async () =>
        (
          await holder.query(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
          )
        ).rowCount,
    )
    .toBe(1);
  expect(asked).toBe(3);
  await holder.query('select pg_advisory_unlock(1)');
  holder.release();
  expect((await all).flat()).toHaveLength(5);
});

test('after a failure the first reason is reported, nothing is under way, and the transaction goes on from its savepoint', async () => {
  await using database = await opened();
  const { pool, db } = database;
  await pool.query('create table kept (n integer primary key)');
  const add = (n: number): RawBuilder<unknown> => sql`insert into kept (n) values (${n})`;
  await db.transaction().execute(async (tx) => {
    await add(1).execute(tx);
    const some = inSavepoint(tx, () => inPipeline(tx, [add(2), add(1), add(3), add(4), add(5)]));
    await expect(some).rejects.toMatchObject({ code: '23505' });
    await inPipeline(tx, [add(6), add(7)]);
  });
  expect((await pool.query('select n from kept order by n')).rows).toEqual([
    { n: 1 },
    { n: 6 },
    { n: 7 },
  ]);
});

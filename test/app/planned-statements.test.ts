import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createDb } from '#app/db/database.ts';
import { plannedForItsValues } from '#app/db/named-statements.ts';
import { createPool } from '#app/db/pool.ts';
import { createDatabase } from '#test/support/postgres.ts';

test('statements are planned once per connection, and marked ones each time, also after a failure', async () => {
  await using database = await createDatabase({ from: 'migrated' });
  await using pool = createPool({
    url: database.url,
    applicationName: 'test',
    poolMax: 1,
    plansOnce: true,
  });
  const db = createDb(pool);
  for (const word of ['a', 'b', 'c'])
    await sql`select id from entities where lower(name) like ${word}`.execute(db);
  const { rows: plans } =
    await sql`select generic_plans::integer as once, custom_plans::integer as anew from pg_prepared_statements
    where statement like '%lower(name)%'`.execute(db);
  expect(plans).toEqual([{ once: 3, anew: 0 }]);

  const mode = sql`select current_setting('plan_cache_mode') as mode, ${1}::integer as value`;
  const marked = sql`${sql.raw(plannedForItsValues)} ${mode}`;
  const broken = sql`${sql.raw(plannedForItsValues)} select 1 / ${0}::integer`;
  expect((await marked.execute(db)).rows).toMatchObject([{ mode: 'force_custom_plan' }]);
  await expect(broken.execute(db)).rejects.toThrow('division by zero');
  await expect(db.transaction().execute((tx) => broken.execute(tx))).rejects.toThrow(
    'division by zero',
  );
  expect((await mode.execute(db)).rows).toMatchObject([{ mode: 'force_generic_plan' }]);
});

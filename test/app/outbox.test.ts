import pg from 'pg';
import { expect, test } from 'vitest';
import { withGraphLock } from '#app/graph/lock.ts';
import { forgetUnneededChanges, namedInRow } from '#app/graph/outbox.ts';
import { createDatabase } from '#test/support/postgres.ts';

/** A migrated database with two changes in its outbox. */
async function changed() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await createDatabase({ from: 'migrated' }));
  const pool = stack.adopt(new pg.Pool({ connectionString: database.url, max: 3 }), (open) =>
    open.end(),
  );
  pool.on('error', () => undefined);
  await pool.query(
    "insert into entities (entity_type, name, label) values ('tor', 'a', 'A'), ('tor', 'b', 'B')",
  );
  return {
    pool,
    waiting: async () =>
      Number(
        (
          await pool.query<{ named: string }>(
            `select sum(${namedInRow}) as named from graph_outbox`,
          )
        ).rows[0]?.named,
      ),
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

test('a relation is recorded unless the graph hides one of its ends, whatever its type declares', async () => {
  await using database = await changed();
  const { pool } = database;
  const { rows } = await pool.query<{
    id: string;
  }>(`insert into entities (entity_type, name, label) values
    ('relation_type', 'open', ''), ('relation_type', 'shown', ''), ('relation_type', 'hidden', ''), ('relation_type', 'broken', ''),
    ('user', 'u', 'U'), ('tor', 't', 'T'), ('warning', 'w', 'W') returning id`);
  const [open, shown, hidden, broken, user, tor, warning] = rows.map(({ id }) => id);
  const says = (type: string | undefined, sources: string, targets: string) =>
    pool.query(
      `insert into entity_properties values ($1, 'source_types', $2), ($1, 'target_types', $3)`,
      [type, sources, targets],
    );
  await says(shown, '["user"]', '["tor", "user"]');
  await says(hidden, '["user"]', '["tor", "warning"]');
  await says(broken, '["user"]', 'everything');
  await pool.query('delete from graph_outbox');
  const made = await pool.query<{ id: string; target_id: string }>(
    `insert into relations (relation_type_id, source_id, target_id)
     select type, $1, target from unnest($2::bigint[]) with ordinality t(type, n), unnest($3::bigint[]) target
     where target <> $4 or n > 1 order by n, target returning id, target_id`,
    [user, [shown, open, hidden, broken], [tor, warning], warning],
  );
  expect(made.rows).toHaveLength(7);
  const noted = await pool.query<{ id: string }>(
    'select id::text from graph_outbox, generate_series(relation_id, coalesce(last_id, relation_id)) id where relation_id is not null order by id',
  );
  expect(noted.rows.map(({ id }) => id)).toEqual(
    made.rows.flatMap(({ id, target_id: target }) => (target === tor ? [id] : [])),
  );
});

test('many relations created together are one record, whatever they join', async () => {
  await using database = await changed();
  const { pool } = database;
  await pool.query(
    `insert into entities (entity_type, name, label) select 'tor', 't' || n, '' from generate_series(1, 150) n`,
  );
  await pool.query(
    `insert into entities (entity_type, name, label) values ('relation_type', 'open', ''), ('warning', 'w', 'W')`,
  );
  await pool.query('delete from graph_outbox');
  const relate = (amount: number, end: string) =>
    pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select k.id, t.id, e.id from entities k, entities e, entities t
       where k.name = 'open' and e.name = $1 and t.name like 't%' order by t.id limit $2`,
      [end, amount],
    );
  const notes = async () =>
    (
      await pool.query(
        `select op, coalesce(last_id - relation_id, 0)::integer + 1 as named from graph_outbox order by seq`,
      )
    ).rows;
  await relate(150, 'w');
  expect(await notes()).toEqual([{ op: 'upsert', named: 150 }]);
  await pool.query('delete from graph_outbox');
  await relate(20, 'a');
  expect(await notes()).toEqual([{ op: 'upsert', named: 20 }]);
});

test('many properties move on the entities that were there before, and note them, and leave alone those that came with them', async () => {
  await using database = await changed();
  const { pool } = database;
  await pool.query(
    `insert into entities (entity_type, name, label) select 'tor', 'old' || n, '' from generate_series(1, 40) n`,
  );
  await pool.query('delete from graph_outbox');
  const client = await pool.connect();
  await client.query('begin');
  await client.query(
    `insert into entities (entity_type, name, label) select 'tor', 'new' || n, '' from generate_series(1, 40) n`,
  );
  const describe = (which: string, key: string) =>
    client.query(
      `insert into entity_properties (entity_id, key, value)
       select id, $2 || n, '' from entities, generate_series(1, 4) n where name ~ $1 order by id, n`,
      [which, key],
    );
  await describe('^new', 'first');
  await describe('^(old|new)', 'second');
  await describe('^old', 'third');
  await client.query('commit');
  client.release();
  const { rows } = await pool.query(
    `select left(e.name, 3) as which, e.version::integer, count(*)::integer as entities,
       sum((select count(*) from graph_outbox o where e.id between o.entity_id and coalesce(o.last_id, o.entity_id)))::integer > 0 as noted,
       bool_and(e.updated_at > e.created_at) as moved
     from entities e where e.name ~ '^(old|new)' group by 1, 2 order by 1`,
  );
  expect(rows).toEqual([
    { which: 'new', version: 1, entities: 40, noted: true, moved: false },
    { which: 'old', version: 2, entities: 40, noted: true, moved: true },
  ]);
});

test('a property of a relation that comes, changes or goes notes its relation; one that stays as it is does not', async () => {
  await using database = await changed();
  const { pool } = database;
  await pool.query(
    `insert into entities (entity_type, name, label) values ('relation_type', 'open', '')`,
  );
  const made = await pool.query<{ id: string }>(
    `insert into relations (relation_type_id, source_id, target_id)
     select k.id, s.id, t.id from entities k, entities s, entities t where k.name = 'open' and s.name = 'a' and t.name = 'b' returning id`,
  );
  const id = made.rows[0]?.id;
  const noted = async (change: string) => {
    await pool.query('delete from graph_outbox');
    await pool.query(change, [id]);
    return (
      await pool.query<{ op: string; relation_id: string }>(
        'select op, relation_id from graph_outbox',
      )
    ).rows;
  };
  const note = [{ op: 'upsert', relation_id: id }];
  expect(
    await noted(
      "insert into relation_properties (relation_id, key, value) values ($1, 'since', '2024')",
    ),
  ).toEqual(note);
  expect(
    await noted("update relation_properties set value = '2025' where relation_id = $1"),
  ).toEqual(note);
  expect(await noted('delete from relation_properties where relation_id = $1')).toEqual(note);
  expect(
    await noted("update relation_properties set value = 'none' where relation_id = $1"),
  ).toEqual([]);
});

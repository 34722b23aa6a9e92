import { readFile } from 'node:fs/promises';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { Client, type QueryResultRow } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSchema } from '#app/db/generate.ts';
import { declaredIndices } from '#app/declared-indices.ts';
import { createDatabase, type TestDatabase } from '#test/support/postgres.ts';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createDatabase({ from: 'migrated' });
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

const noDatabase = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const query = async <Row extends QueryResultRow>(sql: string, values: unknown[] = []) =>
  (await client.query<Row>(sql, values)).rows;

async function insertEntity(type: string, name: string): Promise<string> {
  const [row] = await query<{ id: string }>(
    'insert into entities (entity_type, name, label) values ($1, $2, $2) returning id',
    [type, name],
  );
  return row?.id ?? '';
}

/** A relation of a new type between two new entities. */
async function insertRelation(name: string, ends = 'tor') {
  const [type, source, target] = [
    await insertEntity('relation_type', `type_${name}`),
    await insertEntity(ends, `${name}_a`),
    await insertEntity(ends, `${name}_b`),
  ];
  const [row] = await query<{ id: string }>(
    'insert into relations (relation_type_id, source_id, target_id) values ($1, $2, $3) returning id',
    [type, source, target],
  );
  return { id: row?.id ?? '', type, source, target };
}

describe('the store keeps its own rules', () => {
  test('a name is used once a type', async () => {
    await insertEntity('role', 'clerk');
    await insertEntity('permission', 'clerk');
    await expect(insertEntity('role', 'clerk')).rejects.toMatchObject({
      code: '23505',
      constraint: 'entities_type_name_key',
    });
  });

  test.each(['', 'x'.repeat(256), 'ä'.repeat(256)])('a name of %# is refused', async (name) => {
    await expect(insertEntity('role', name)).rejects.toMatchObject({ code: '23514' });
  });

  test('characters count, and not their bytes', async () => {
    const id = await insertEntity('role', 'ä'.repeat(255));
    const describe = (key: string) =>
      query(`insert into entity_properties (entity_id, key, value) values ($1, $2, '')`, [id, key]);
    await describe('ä'.repeat(128));
    await expect(describe('ä'.repeat(129))).rejects.toMatchObject({ code: '23514' });
    await expect(insertEntity('é'.repeat(64), 'long')).rejects.toMatchObject({ code: '23514' });
  });

  test('a relation exists once', async () => {
    const { type, source, target } = await insertRelation('once');
    await expect(
      query('insert into relations (relation_type_id, source_id, target_id) values ($1, $2, $3)', [
        type,
        source,
        target,
      ]),
    ).rejects.toMatchObject({
      code: '23505',
      constraint: 'relations_type_source_target_key',
    });
  });

  test('a relation type in use cannot be deleted', async () => {
    const { type } = await insertRelation('used');
    await expect(query('delete from entities where id = $1', [type])).rejects.toMatchObject({
      code: '23503',
      constraint: 'relations_relation_type_id_fkey',
    });
  });

  test('an entity is deleted with its properties and relations', async () => {
    const { id, source } = await insertRelation('gone');
    await query("insert into entity_properties values ($1, 'k', 'v')", [source]);
    await query("insert into relation_properties values ($1, 'k', 'v')", [id]);
    await query('delete from entities where id = $1', [source]);
    const left = await query(
      'select 1 from relations where id = $1 union all select 1 from entity_properties where entity_id = $2 union all select 1 from relation_properties where relation_id = $1',
      [id, source],
    );
    expect(left).toEqual([]);
  });

  test('a property value may be longer than any index entry', async () => {
    const entity = await insertEntity('document', 'long');
    await query("insert into entity_properties values ($1, 'body', $2)", [
      entity,
      'ä'.repeat(100_000),
    ]);
  });

  test('a password is stored as a hash or not at all', async () => {
    const user = await insertEntity('user', 'admin');
    await expect(
      query("insert into credentials (user_id, password_hash) values ($1, 'admin123')", [user]),
    ).rejects.toMatchObject({
      code: '23514',
    });
  });
});

describe('spec ontology#indexes: the indices', () => {
  test('none begins like another', async () => {
    const indices = await query<{
      table: string;
      name: string;
      columns: string;
      predicate: string | null;
    }>(
      `select indrelid::regclass::text as table, indexrelid::regclass::text as name, array_to_string(array(select pg_get_indexdef(indexrelid, k, true) from generate_series(1, indnkeyatts) k), ' ; ') as columns, pg_get_expr(indpred, indrelid) as predicate
       from pg_index join pg_class c on c.oid = indrelid where c.relnamespace = 'public'::regnamespace`,
    );
    const doubled = indices.filter((one) =>
      indices.some(
        (other) =>
          other !== one &&
          other.table === one.table &&
          other.predicate === one.predicate &&
          `${other.columns} ; `.startsWith(`${one.columns} ; `),
      ),
    );
    expect(doubled).toEqual([]);
  });

  test('every reference can be followed backwards by one', async () => {
    const bare = await query(
      `select conrelid::regclass::text as table, conname from pg_constraint
       where contype = 'f' and not exists (
         select from pg_index where indrelid = conrelid and indpred is null and indkey[0] = conkey[1])`,
    );
    expect(bare).toEqual([]);
  });

  test.each([
    [
      'entities of a type in their order',
      "select * from entities where entity_type = 'tor' order by sort_order, id limit 20",
      'entities_list',
    ],
    [
      'the newest audit rows',
      "select id from entities where entity_type = 'audit_entry' order by created_at desc, id desc limit 50",
      'entities_audit_time',
    ],
    [
      'targets of a relation type',
      'select source_id from relations where relation_type_id = 1 and target_id = 2',
      'relations_by_target',
    ],
    [
      'relations of a source',
      'select target_id from relations where source_id = 2',
      'relations_by_source',
    ],
  ])('%s are found by one', async (_, sql, index) => {
    await client.query(
      'set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off',
    );
    const plan = await query<{ 'QUERY PLAN': string }>(`explain ${sql}`);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(new RegExp(index));
  });
});

test('entities with a property are found by an index over all of them', async () => {
  await client.query('set enable_seqscan = off; set enable_bitmapscan = on');
  const plan = await query<{ 'QUERY PLAN': string }>(
    `explain select id from entities where properties @> '{"status": "active"}'`,
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/entities_properties/);
});

test.each(declaredIndices.map((index) => [index.name, index] as const))(
  'a declared index of lists is there as it is declared: %s',
  async (name, { type, using }) => {
    const { sql: columns } = using.compile(noDatabase);
    const condition = `where e.entity_type = '${type}'`;
    const declared = `create index declared on entities ${columns} ${condition}`;
    await query(declared.replaceAll('"e".', '').replaceAll('e.', ''));
    const [made, own] = await query<{ definition: string }>(
      `select replace(pg_get_indexdef(i), name, 'x') as definition
       from unnest(array['declared', $1]) name, to_regclass(name) i`,
      [name],
    );
    await query('drop index declared');
    expect(own).toEqual(made);
  },
);

describe('properties are rows for SQL users', () => {
  const propertiesOf = async (id: string) =>
    (await query<{ properties: object }>('select properties from entities where id = $1', [id]))[0]
      ?.properties;
  const insert = (id: string, key: string, value: string | null) =>
    client.query('insert into entity_properties (entity_id, key, value) values ($1, $2, $3)', [
      id,
      key,
      value,
    ]);

  test('they are inserted, updated, moved and deleted, and read with their entity', async () => {
    const id = await insertEntity('tor', 'rows');
    expect((await insert(id, 'status', 'active')).rowCount).toBe(1);
    await query(
      "insert into entity_properties values ($1, 'version', '1'), ($1, 'scope', 'all') on conflict do nothing",
      [id],
    );
    await query(
      "update entity_properties set value = '2' where entity_id = $1 and key = 'version'",
      [id],
    );
    await query(
      "update entity_properties set key = 'focus' where entity_id = $1 and key = 'scope'",
      [id],
    );
    expect(await propertiesOf(id)).toEqual({ status: 'active', version: '2', focus: 'all' });
    expect(
      await query('select * from entity_properties where entity_id = $1 order by key', [id]),
    ).toEqual([
      { entity_id: id, key: 'focus', value: 'all' },
      { entity_id: id, key: 'status', value: 'active' },
      { entity_id: id, key: 'version', value: '2' },
    ]);
    expect(
      (await client.query('delete from entity_properties where entity_id = $1', [id])).rowCount,
    ).toBe(3);
    expect(await propertiesOf(id)).toEqual({});
  });

  test('existing rows are kept by another insert', async () => {
    const id = await insertEntity('tor', 'again');
    await insert(id, 'status', 'active');
    expect((await insert(id, 'status', 'archived')).rowCount).toBe(0);
    expect(await propertiesOf(id)).toEqual({ status: 'active' });
  });

  test('a change moves the entity on, one that changes nothing does not', async () => {
    const id = await insertEntity('tor', 'moves');
    const state = async () =>
      (await query('select version, updated_at from entities where id = $1', [id]))[0];
    await insert(id, 'status', 'active');
    const before = await state();
    expect(before).toMatchObject({ version: '2' });
    await query("update entity_properties set value = 'active' where entity_id = $1", [id]);
    expect(await state()).toEqual(before);
  });

  test.each([
    ['of nothing', '999999999', 'k', 'v', '23503'],
    ['without a value', undefined, 'k', null, '23502'],
    ['without a key', undefined, '', 'v', '23514'],
  ])('one %s is refused', async (_, id, key, value, code) => {
    const own = id ?? (await insertEntity('tor', `refused ${key}${value}`));
    await expect(insert(own, key, value)).rejects.toMatchObject({ code });
  });

  test('one does not move to where there is another', async () => {
    const id = await insertEntity('tor', 'taken');
    await insert(id, 'a', '1');
    await insert(id, 'b', '2');
    await expect(
      query("update entity_properties set key = 'b' where entity_id = $1 and key = 'a'", [id]),
    ).rejects.toMatchObject({
      code: '23505',
    });
    expect(await propertiesOf(id)).toEqual({ a: '1', b: '2' });
  });

  test('those of relations likewise, and a relation keeps its ends', async () => {
    const { id, source } = await insertRelation('described');
    await query("insert into relation_properties values ($1, 'since', '2024'), ($1, 'note', 'x')", [
      id,
    ]);
    await query(
      "update relation_properties set value = '2025' where relation_id = $1 and key = 'since'",
      [id],
    );
    await query("delete from relation_properties where relation_id = $1 and key = 'note'", [id]);
    expect(await query('select properties from relations where id = $1', [id])).toEqual([
      { properties: { since: '2025' } },
    ]);
    await expect(
      query('update relations set target_id = $2 where id = $1', [id, source]),
    ).rejects.toMatchObject({ code: '23000' });
  });

  test.each(['[]', '{"a": 1}', '{"": "x"}', `{"${'ä'.repeat(129)}": "x"}`, '{"a": {"b": "c"}}'])(
    'properties are texts by keys: not %s',
    async (properties) => {
      const id = await insertEntity('tor', `texts ${properties.slice(0, 40)}`);
      await expect(
        query('update entities set properties = $2 where id = $1', [id, properties]),
      ).rejects.toMatchObject({ code: '23514' });
    },
  );
});

describe('the outbox hears of', () => {
  beforeEach(() => query('delete from graph_outbox'));

  const outbox = () =>
    query<{ kind: string; op: string; id: string }>(
      `select kind, op, id from graph_outbox cross join lateral (select coalesce(entity_id, relation_id) as first) f
         cross join generate_series(first, coalesce(last_id, first)) id order by seq, id`,
    ).then((rows) => rows.map(({ kind, op, id }) => `${op} ${kind} ${id}`));

  test('a new entity, its change and its end', async () => {
    const id = await insertEntity('tor', 'budget');
    await query("update entities set label = 'Budget' where id = $1", [id]);
    await query('delete from entities where id = $1', [id]);
    expect(await outbox()).toEqual([
      `upsert entity ${id}`,
      `upsert entity ${id}`,
      `delete entity ${id}`,
    ]);
  });

  test('a property that is set, changed and removed', async () => {
    const id = await insertEntity('tor', 'safety');
    await query('delete from graph_outbox');
    await query("insert into entity_properties values ($1, 'status', 'active')", [id]);
    await query("update entity_properties set value = 'archived' where entity_id = $1", [id]);
    await query('delete from entity_properties where entity_id = $1', [id]);
    expect(await outbox()).toEqual(Array(3).fill(`upsert entity ${id}`));
  });

  test('a relation, its property, and its end with an entity', async () => {
    const { id, source } = await insertRelation('heard');
    await query('delete from graph_outbox');
    await query("insert into relation_properties values ($1, 'is_blocking', 'true')", [id]);
    await query('delete from entities where id = $1', [source]);
    expect(await outbox()).toEqual([
      `upsert relation ${id}`,
      `delete entity ${source}`,
      `delete relation ${id}`,
    ]);
  });

  test('a type that changes into one the graph has no place for', async () => {
    const id = await insertEntity('tor', 'changing');
    await query('delete from graph_outbox');
    await query("update entities set entity_type = 'setting' where id = $1", [id]);
    expect(await outbox()).toEqual([`delete entity ${id}`]);
  });

  test('a thousand entities as one statement', async () => {
    await query(
      "insert into entities (entity_type, name, label) select 'tor', 'many_' || n, '' from generate_series(1, 1000) n",
    );
    expect(await outbox()).toHaveLength(1000);
    expect(await query('select from graph_outbox')).toHaveLength(1);
  });

  test('relations of one statement, without those whose ends it leaves out', async () => {
    const [shown, hidden] = [
      await insertEntity('tor', 'shown'),
      await insertEntity('setting', 'hidden'),
    ];
    const type = await insertEntity('relation_type', 'points_at');
    await query('delete from graph_outbox');
    const made = await query<{ id: string; target_id: string }>(
      `insert into relations (relation_type_id, source_id, target_id)
       select $1, $2, t from unnest(array[$2, $3, $1]::bigint[]) with ordinality u(t, n) order by n returning id, target_id`,
      [type, shown, hidden],
    );
    expect(await outbox()).toEqual(
      made.filter(({ target_id }) => target_id !== hidden).map(({ id }) => `upsert relation ${id}`),
    );
  });

  test.each(['audit_entry', 'setting', 'warning', 'warning_receipt', 'warning_event'])(
    'nothing of %s',
    async (type) => {
      const id = await insertEntity(type, 'quiet');
      await query("insert into entity_properties values ($1, 'k', 'v')", [id]);
      await query('delete from entities where id = $1', [id]);
      expect(await outbox()).toEqual([]);
    },
  );

  test('nothing that was rolled back', async () => {
    await query('begin');
    await insertEntity('tor', 'undone');
    await query('rollback');
    expect(await outbox()).toEqual([]);
  });

  test('and notifies listeners, once a transaction', async () => {
    const listener = new Client({ connectionString: database.url });
    await listener.connect();
    const heard: string[] = [];
    listener.on('notification', ({ channel }) => heard.push(channel));
    await listener.query('listen graph_outbox');
    await query('begin');
    await insertEntity('tor', 'waking_1');
    await insertEntity('tor', 'waking_2');
    await query('commit');
    await expect.poll(() => heard).toEqual(['graph_outbox']);
    await listener.end();
  });
});

test('the generated schema is that of the migrated database', async () => {
  await using empty = await createDatabase({ from: 'empty' });
  const file = new URL('../../app/db/generated/schema.sql', import.meta.url);
  expect(await generateSchema(empty.url)).toBe(await readFile(file, 'utf8'));
});

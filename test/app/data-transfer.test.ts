import { type RawBuilder, sql } from 'kysely';
import { expect, test } from 'vitest';
import { readHistory } from '#app/audit/index.ts';
import { importData } from '#app/data-manager/import/commands.ts';
import { forgetImports } from '#app/data-manager/import/retention.ts';
import { isConnectionLoss } from '#app/db/connection.ts';
import type { Command } from '#app/ontology/command.ts';
import { findEntityByName } from '#app/ontology/lookup.ts';
import { savedAll } from '#app/ontology/outcome.ts';
import { lockSnapshot } from '#app/ontology/snapshot.ts';
import {
  databaseDigest,
  differences,
  failEachStatement,
} from '#test/support/fail-each-statement.ts';
import {
  bytes,
  cli,
  counts,
  entity,
  exported,
  imported,
  reasons,
  relation,
  relationCounts,
  store,
} from './data-transfer-fixture.ts';
import type { Store } from './kernel-fixture.ts';

const board = entity('tor', 'board', { properties: { description: 'Decides.' } });

async function snapshot({ db }: Store, type: string, name: string) {
  const found = await findEntityByName(db, type, name);
  return found && (await db.transaction().execute((tx) => lockSnapshot(tx, type, found.id)));
}

test('skip adds missing items and keeps existing ones', async () => {
  const to = await store();
  const file = {
    entities: [board, entity('meeting', 'first', { properties: { location: 'Room 1' } })],
  };
  expect(counts(await imported(to, file))).toEqual({
    created: 2,
    updated: 0,
    skipped: 0,
    error_count: 0,
  });
  expect(counts(await imported(to, { entities: [{ ...board, label: 'Another' }] }))).toMatchObject({
    created: 0,
    skipped: 1,
  });
  expect(await snapshot(to, 'tor', 'board')).toMatchObject({
    label: 'Label of board',
    version: '1',
    properties: { description: 'Decides.' },
  });
});

test('spec data-exchange#modes: upsert replaces label, order and properties, and moves the moment and the version on', async () => {
  const to = await store();
  await imported(to, {
    entities: [
      entity('tor', 'board', { properties: { description: 'Decides.', organization: 'IT' } }),
    ],
  });
  const before = await snapshot(to, 'tor', 'board');
  const result = await imported(
    to,
    {
      entities: [
        entity('tor', 'board', {
          label: 'Board',
          sort_order: 3,
          properties: { description: 'Advises.' },
        }),
      ],
    },
    { mode: 'upsert' },
  );
  expect(counts(result)).toMatchObject({ created: 0, updated: 1 });
  const after = await snapshot(to, 'tor', 'board');
  expect(after).toMatchObject({
    label: 'Board',
    sortOrder: 3,
    version: '2',
    isActive: true,
    properties: { description: 'Advises.' },
  });
  expect(after?.properties).not.toHaveProperty('organization');
  expect(Number(after?.updatedAt)).toBeGreaterThan(Number(before?.updatedAt));
});

test('spec ontology#secrets: an upsert keeps secrets that are stored, and brings none in', async () => {
  const to = await store('demo');
  const alice = await snapshot(to, 'user', 'alice');
  await sql`insert into entity_properties (entity_id, key, value) values (${alice?.id}, 'password', '$argon2id$kept')`.execute(
    to.db,
  );
  const properties = {
    email: 'alice@example.org',
    password: '$argon2id$new',
    'reset.token': 'x',
    avatar_data_uri: 'data:image/png;base64,',
  };
  expect(
    (
      await imported(
        to,
        { entities: [entity('user', 'alice', { properties })] },
        { mode: 'upsert' },
      )
    ).updated,
  ).toBe(1);
  expect((await snapshot(to, 'user', 'alice'))?.properties).toEqual({
    email: 'alice@example.org',
    password: '$argon2id$kept',
  });
  for (const format of ['json', 'jsonld', 'sql'] as const)
    expect(await exported(to, format)).not.toMatch(/argon2|password_hash/);
});

test('spec data-exchange#modes: fail is all or nothing over entities and relations', async () => {
  const to = await store('demo');
  const before = await databaseDigest(to.db);
  const existing = await imported(
    to,
    { entities: [board, entity('user', 'alice')] },
    { mode: 'fail' },
  );
  expect(existing).toMatchObject({ committed: false, created: 0, error_count: 1 });
  expect(reasons(existing)).toEqual(['entity already exists: user:alice']);
  const dangling = await imported(
    to,
    { entities: [board], relations: [relation('feeds_into', 'tor:board', 'tor:nowhere')] },
    { mode: 'fail' },
  );
  expect(dangling).toMatchObject({
    committed: false,
    created: 0,
    relations_created: 0,
    errors: [{ kind: 'relation', index: 0 }],
  });
  expect(
    differences(before, await databaseDigest(to.db)).filter((table) => !table.includes('audit_')),
  ).toEqual([]);
});

test('spec data-exchange#modes: relations are counted, and an upsert replaces their properties', async () => {
  const to = await store();
  const file = {
    entities: [board, entity('tor', 'other')],
    relations: [
      relation('feeds_into', 'tor:board', 'tor:other', {
        output_types: 'minutes',
        is_blocking: 'true',
      }),
    ],
  };
  expect(relationCounts(await imported(to, file))).toEqual([1, 0, 0]);
  expect(relationCounts(await imported(to, file))).toEqual([0, 0, 1]);
  const changed = {
    relations: [relation('feeds_into', 'tor:board', 'tor:other', { output_types: 'decisions' })],
  };
  expect(relationCounts(await imported(to, changed, { mode: 'upsert' }))).toEqual([0, 1, 0]);
  const { rows } = await sql`select key, value from relation_properties`.execute(to.db);
  expect(rows).toEqual([{ key: 'output_types', value: 'decisions' }]);
  expect(relationCounts(await imported(to, changed, { mode: 'fail' }))).toEqual([0, 0, 0]);
});

test('relations may stand before the entities that they join, and the file may choose its mode', async () => {
  const to = await store();
  const file = {
    conflict_mode: 'upsert',
    relations: [relation('feeds_into', 'tor:board', 'tor:other')],
    unknown: { anything: [1, 2] },
    entities: [{ id: 7, ...board }, entity('tor', 'other')],
  };
  expect(await imported(to, file)).toMatchObject({
    mode: 'upsert',
    created: 2,
    relations_created: 1,
    error_count: 0,
  });
});

test.each([
  ['json', { entities: [{ ...board, label: 'New' }], conflict_mode: 'upsert' }],
  [
    'linked data',
    {
      '@graph': [{ '@id': 'ahlt:tor/board', 'ahlt:label': 'New' }],
      'ahlt:conflict_mode': 'upsert',
    },
  ],
])(
  'spec data-exchange#import: the members of a file have no order: its mode counts behind its items, too (%s)',
  async (_, file) => {
    const to = await store();
    await imported(to, { entities: [board] });
    expect(await imported(to, file)).toMatchObject({
      mode: 'upsert',
      updated: 1,
      skipped: 0,
      committed: true,
    });
    expect(
      await imported(to, { ...file, conflict_mode: 'fail', 'ahlt:conflict_mode': 'fail' }),
    ).toMatchObject({
      mode: 'fail',
      committed: false,
    });
    expect(await imported(to, file, { mode: 'skip' })).toMatchObject({ mode: 'skip', skipped: 1 });
  },
);

test('a file too large to be read twice must start with its mode, or nothing is saved', async () => {
  const to = await store();
  const entities = [
    board,
    ...Array.from({ length: 1100 }, (_, n) =>
      entity('note', `n${n}`, { properties: { text: 'x'.repeat(1000) } }),
    ),
  ];
  await expect(imported(to, { entities, conflict_mode: 'fail' })).rejects.toMatchObject({
    code: 'import_malformed',
    message: expect.stringContaining('conflict_mode fail must come before the entities'),
  });
  const { entities: all }: { entities: { entity_type: string }[] } = JSON.parse(await exported(to));
  expect(all.filter(({ entity_type }) => entity_type === 'note' || entity_type === 'tor')).toEqual(
    [],
  );
  expect(await imported(to, { conflict_mode: 'fail', entities })).toMatchObject({
    mode: 'fail',
    created: 1101,
  });
});

test.each(['json', 'jsonld'] as const)(
  'an export of nothing in %s is a file that can be imported',
  async (format) => {
    const to = await store('migrated');
    expect(await imported(to, await exported(to, format))).toMatchObject({
      committed: true,
      created: 0,
      error_count: 0,
    });
    await expect(imported(to, { other: [] })).rejects.toMatchObject({ code: 'import_malformed' });
  },
);

test('spec data-exchange#checks: invalid items are skipped individually, and counts report saved items', async () => {
  const to = await store();
  const result = await imported(to, {
    entities: [
      board,
      entity('tor', 'order', { sort_order: 3_000_000_000 }),
      entity('tor', 'half', { sort_order: 1.5 }),
      entity('Tor!', 'type'),
      entity('tor', ''),
      entity('tor', 'n'.repeat(256)),
      entity('tor', 'label', { label: 'l'.repeat(501) }),
      entity('tor', 'nul', { properties: { description: 'a\u0000b' } }),
      entity('tor', 'value', { properties: { cadence_time: 'noon' } }),
      entity('tor', 'nested', { properties: { description: { a: 1 } } }),
      entity('audit_entry', 'user.created'),
      'no object',
      { entity_type: 'tor' },
      entity('tor', 'last', { properties: { cadence_duration_minutes: 90, cadence_time: '' } }),
    ],
  });
  expect(counts(result)).toEqual({ created: 2, updated: 0, skipped: 0, error_count: 12 });
  expect(result.errors.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect((await snapshot(to, 'tor', 'last'))?.properties).toEqual({
    cadence_duration_minutes: '90',
    cadence_time: '',
  });
});

test('spec data-exchange#checks: an item that the database refuses costs only itself', async () => {
  const to = await store();
  await sql`alter table entities add constraint no_seventh check (name <> 'n7')`.execute(to.db);
  const result = await imported(to, {
    entities: Array.from({ length: 20 }, (_, place) => entity('tor', `n${place}`)),
  });
  expect(counts(result)).toEqual({ created: 19, updated: 0, skipped: 0, error_count: 1 });
  expect(result.errors).toMatchObject([{ index: 7, item: { name: 'n7' } }]);
});

test('relations of more kinds than are checked together are stored one by one, none lost or stored twice', async () => {
  const to = await store();
  const types = Array.from({ length: 1100 }, (_, n) => `kind_${n}`);
  const between = (type: string, target = 'tor:other') =>
    relation(type, 'tor:board', target, { note: type });
  const file = {
    entities: [
      ...types.map((name) => entity('relation_type', name)),
      board,
      entity('tor', 'other'),
    ],
    relations: [
      between('kind_0', 'tor:nowhere'),
      ...types.map((type) => between(type)),
      between('kind_7'),
      between('kind_1050', 'tor:nowhere'),
    ],
  };
  const result = await imported(to, file);
  expect(relationCounts(result)).toEqual([1100, 0, 1]);
  expect(result.errors).toMatchObject([
    { kind: 'relation', index: 0 },
    { kind: 'relation', index: 1102 },
  ]);
  const { rows } = await sql`
    select count(*)::integer as notes, (select count(*)::integer from import_relations) as waiting
    from relation_properties p join relations r on r.id = p.relation_id join entities t on t.id = r.relation_type_id
    where p.key = 'note' and p.value = t.name`.execute(to.db);
  expect(rows).toEqual([{ notes: 1100, waiting: 0 }]);
  expect(relationCounts(await imported(to, file, { mode: 'upsert' }))).toEqual([0, 1101, 0]);
});

test('spec ontology#relation-ends: the ends of a relation are of the types that its type joins', async () => {
  const to = await store('demo');
  const result = await imported(to, {
    relations: [
      relation('has_role', 'tor:budget_committee', 'role:viewer'),
      relation('knows', 'user:alice', 'user:bob'),
      relation('has_role', 'user:nobody', 'role:viewer'),
      { relation_type: 'has_role', source: 'alice', target: 'role:viewer' },
    ],
  });
  expect(reasons(result)).toEqual([
    '"has_role" leads from user to role, not from tor to role.',
    'unknown relation type: knows',
    'entity not found: user:nobody',
    "invalid entity reference 'alice': expected type:name",
  ]);
});

test('spec data-exchange#dry-run: a dry run gives the result of the import and keeps nothing', async () => {
  const to = await store('demo');
  const file = {
    entities: [board, entity('user', 'alice')],
    relations: [relation('feeds_into', 'tor:board', 'tor:nowhere')],
  };
  const before = await databaseDigest(to.db);
  const rehearsed = await imported(to, file, { mode: 'upsert', dryRun: true });
  expect(differences(before, await databaseDigest(to.db))).toEqual([]);
  expect(rehearsed).toMatchObject({ dryRun: true, committed: false });
  expect({
    ...(await imported(to, file, { mode: 'upsert' })),
    dryRun: true,
    committed: false,
  }).toEqual(rehearsed);
});

test('a cancelled import keeps nothing', async () => {
  const to = await store();
  const before = await databaseDigest(to.db);
  const stop = new AbortController();
  const file = JSON.stringify({
    entities: Array.from({ length: 5000 }, (_, place) => entity('tor', `n${place}`)),
  });
  const source = async function* () {
    for await (const piece of bytes(file, 50_000)) {
      yield piece;
      if (piece.length < 50_000) stop.abort();
    }
  };
  await expect(
    importData(to, cli, source(), { format: 'json', signal: stop.signal }),
  ).rejects.toMatchObject({
    code: 'import_cancelled',
  });
  expect(differences(before, await databaseDigest(to.db))).toEqual([]);
});

test('a connection that breaks between two pieces of a file ends the import, and not the process', async () => {
  const to = await store();
  const source = async function* () {
    yield Buffer.from('{"entities":[');
    await expect.poll(() => idleInTransaction(to, sql`pg_terminate_backend(pid)`)).toBe(1);
    // Until the closed connection is noticed: nothing is requested from it at that moment.
    await expect.poll(() => idleInTransaction(to, sql`pid`)).toBe(0);
    yield Buffer.from(`${JSON.stringify(board)}]}`);
  };
  await expect(importData(to, cli, source(), { format: 'json' })).rejects.toSatisfy(
    isConnectionLoss,
  );
  expect((await imported(to, { entities: [board] })).created).toBe(1);
});

/** How many connections have an open transaction and nothing to do; evaluates `column` for each. */
const idleInTransaction = async ({ db }: Store, column: RawBuilder<unknown>): Promise<number> =>
  (
    await sql`select ${column} from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`.execute(db)
  ).rows.length;

test.each([
  ['no JSON', 'entities: []'],
  ['half a file', '{"entities":[{"entity_type":"tor","name":"a","label":"A"}'],
  ['something behind the end', '{"entities":[]} {}'],
  ['another encoding', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['neither entities nor a graph', '{"people":[]}'],
  ['entities that are no list', '{"entities":{}}'],
  [
    'a mode that comes too late in a large file',
    `{"entities":[{"entity_type":"tor","name":"a","label":"${'x'.repeat(2 ** 20)}"}],"conflict_mode":"upsert"}`,
  ],
  ['a prefix that means something else', '{"@context":{"ahlt":"http://example.org/"},"@graph":[]}'],
])('%s is refused as a whole and keeps nothing', async (_, file) => {
  const to = await store();
  const before = await databaseDigest(to.db);
  const source = typeof file === 'string' ? bytes(file, 7) : [file].values();
  await expect(importData(to, cli, fromPieces(source), { format: 'detect' })).rejects.toMatchObject(
    {
      code: 'import_malformed',
      status: 422,
    },
  );
  expect(differences(before, await databaseDigest(to.db))).toEqual([]);
});

async function* fromPieces(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

test('an import that fails at any statement leaves nothing', async () => {
  const to = await store('demo');
  const file = JSON.stringify({
    entities: [board, entity('user', 'zoe'), entity('user', 'alice')],
    relations: [
      relation('feeds_into', 'tor:board', 'tor:budget_committee', { output_types: 'x' }),
      relation('has_role', 'user:zoe', 'role:viewer'),
    ],
  });
  const importing: Command<string, unknown> = Object.assign(
    async (...[services, actor, input]: Parameters<Command<string, unknown>>) =>
      savedAll(
        [],
        await importData({ ...services, config: to.config }, actor, bytes(input), {
          format: 'json',
          mode: 'upsert',
        }),
      ),
    { action: 'data.imported' as const, may: 'settings.manage' as const },
  );
  const { traces, statements } = await failEachStatement(importing, {
    services: to,
    actor: await to.actor('admin'),
    input: file,
  });
  expect(statements).toBeGreaterThan(10);
  expect(traces).toEqual([]);
});

test('spec data-exchange#record: an import has an audit entry with its counts, and its changes can be found', async () => {
  const to = await store('demo');
  const actor = await to.actor('admin');
  await imported(
    to,
    { entities: [board, entity('tor', 'budget_committee')] },
    { actor, mode: 'upsert' },
  );
  const { rows } = await sql<{
    action: string;
    actor_name: string;
    details: object;
  }>`select * from audit_log where action like 'data.%'`.execute(to.db);
  expect(rows).toMatchObject([
    {
      action: 'data.imported',
      actor_name: 'admin',
      details: { mode: 'upsert', created: 1, updated: 1, error_count: 0 },
    },
  ]);
  const changed = await findEntityByName(to.db, 'tor', 'budget_committee');
  expect(await readHistory(to.db, changed?.id ?? '', 10)).toMatchObject([
    { actorName: 'admin', imported: 'updated' },
  ]);
});

test('the graph hears once of each entity and each relation that an import makes, and a new entity is at its first version', async () => {
  const to = await store();
  await sql`delete from graph_outbox`.execute(to.db);
  const names = Array.from({ length: 2500 }, (_, place) => `n${place}`);
  await imported(to, {
    entities: names.map((name) =>
      entity('tor', name, { properties: { description: 'd', organization: 'o' } }),
    ),
    relations: names.slice(1).map((name) => relation('feeds_into', 'tor:n0', `tor:${name}`)),
  });
  const { rows } = await sql`
    select kind, count(*)::integer as times, count(distinct id)::integer as subjects, count(distinct seq) < 10 as "inFewRows"
    from graph_outbox o cross join lateral (select coalesce(entity_id, relation_id) as first) f
      cross join generate_series(first, coalesce(last_id, first)) id group by 1 order by 1`.execute(
    to.db,
  );
  expect(rows).toEqual([
    { kind: 'entity', times: 2500, subjects: 2500, inFewRows: true },
    { kind: 'relation', times: 2499, subjects: 2499, inFewRows: true },
  ]);
  expect((await snapshot(to, 'tor', 'n7'))?.version).toBe('1');
});

test('an import of many notes what it made in few rows, and leaves out what others make meanwhile', async () => {
  const to = await store();
  await sql`insert into entities (entity_type, name, label) values ('tor', 'n700', 'There already')`.execute(
    to.db,
  );
  const names = Array.from({ length: 1500 }, (_, place) => `n${place}`);
  await imported(to, { entities: names.map((name) => entity('tor', name)) });
  const { rows } = await sql<{ notes: number; noted: string[] }>`
    select (select count(*)::integer from import_changes) as notes,
      array(select name from entities e where entity_type = 'tor' and exists (
        select from import_changes c where e.id between c.entity_id and coalesce(c.last_id, c.entity_id)) order by id) as noted`.execute(
    to.db,
  );
  expect(rows[0]?.noted).toEqual(names.filter((name) => name !== 'n700'));
  expect(rows[0]?.notes).toBeLessThan(10);
});

test("spec audit-log#retention: records of an import's changes are kept as long as its audit entry", async () => {
  const to = await store();
  await imported(to, { entities: [entity('tor', 'early')] });
  await imported(to, { entities: [entity('tor', 'late')] });
  const noted = async () => {
    const { rows } = await sql<{ name: string }>`
      select e.name from import_changes c join entities e on e.id between c.entity_id and c.last_id order by e.id`.execute(
      to.db,
    );
    return rows.map(({ name }) => name);
  };
  expect([await forgetImports(to.db), await noted()]).toEqual([0, ['early', 'late']]);
  // Like the retention of the log, which only deletes by age.
  await to.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`delete from audit_log where seq = 1`.execute(tx);
  });
  expect([await forgetImports(to.db), await noted()]).toEqual([1, ['late']]);
});

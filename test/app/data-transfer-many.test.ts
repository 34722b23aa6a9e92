import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { importData } from '#app/data-manager/import/commands.ts';
import type { ImportMode } from '#app/data-manager/transfer.ts';
import {
  bytes,
  cli,
  counts,
  entity,
  imported,
  reasons,
  relation,
  relationCounts,
  store,
} from './data-transfer-fixture.ts';
import type { Store } from './kernel-fixture.ts';

const names = (amount: number, group = 'n') =>
  Array.from({ length: amount }, (_, place) => `${group}_${place}`);

test.each<{ mode: ImportMode; entities: object; relations: number[]; label: string }>([
  {
    mode: 'skip',
    entities: { created: 1497, updated: 0, skipped: 3 },
    relations: [1199, 0, 2],
    label: 'There',
  },
  {
    mode: 'upsert',
    entities: { created: 1497, updated: 3, skipped: 0 },
    relations: [1199, 2, 0],
    label: 'Label of n_700',
  },
])(
  '$mode: a few that are there among many that are new',
  async ({ mode, entities, relations, label }) => {
    const to = await store();
    await imported(to, {
      entities: ['n_700', 'n_701', 'n_1400'].map((name) =>
        entity('tor', name, { label: 'There', properties: { organization: 'o' } }),
      ),
      relations: [
        relation('feeds_into', 'tor:n_700', 'tor:n_701'),
        relation('feeds_into', 'tor:n_1400', 'tor:n_701'),
      ],
    });
    const result = await imported(
      to,
      {
        entities: [
          ...names(1500).map((name) => entity('tor', name, { properties: { description: name } })),
          entity('tor', '', {}),
        ],
        relations: [
          ...names(1200).map((name) => relation('feeds_into', `tor:${name}`, 'tor:n_701')),
          relation('feeds_into', 'tor:n_1400', 'tor:n_701'),
          relation('feeds_into', 'tor:n_1', 'tor:nowhere'),
        ],
      },
      { mode },
    );
    expect(counts(result)).toEqual({ ...entities, error_count: 2 });
    expect(relationCounts(result)).toEqual(relations);
    const { rows } = await sql`
    select (select count(*)::integer from entities where entity_type = 'tor') as entities, 
      (select count(*)::integer from relations r join entities t on t.id = r.relation_type_id and t.name = 'feeds_into') as relations,
      (select label from entities where name = 'n_700') as label,
      (select count(*)::integer from entity_properties p join entities e on e.id = p.entity_id where p.key = 'description' and p.value = e.name) as described`.execute(
      to.db,
    );
    expect(rows).toEqual([
      { entities: 1500, relations: 1201, label, described: mode === 'skip' ? 1497 : 1500 },
    ]);
  },
);

test('fail: one existing item among many new ones is named, and nothing is saved', async () => {
  const to = await store();
  await imported(to, { entities: [entity('tor', 'n_1400')] });
  const result = await imported(
    to,
    { entities: names(1500).map((name) => entity('tor', name)) },
    { mode: 'fail' },
  );
  expect([result.committed, result.created, reasons(result)]).toEqual([
    false,
    0,
    ['entity already exists: tor:n_1400'],
  ]);
  const related = (targets: readonly string[]) =>
    imported(
      to,
      { relations: targets.map((target) => relation('feeds_into', 'tor:n_1400', target)) },
      { mode: 'fail' },
    );
  expect(relationCounts(await related(['tor:n_1400']))).toEqual([1, 0, 0]);
  expect(reasons(await related(['tor:n_1400']))).toEqual(['relation already exists']);
});

test('refused, existing and new items are distinguished within one batch', async () => {
  const to = await store();
  await sql`alter table entities add constraint no_seventh check (name <> 'n_7')`.execute(to.db);
  await imported(to, { entities: [entity('tor', 'n_400')] });
  const result = await imported(to, { entities: names(450).map((name) => entity('tor', name)) });
  expect(counts(result)).toEqual({ created: 448, updated: 0, skipped: 1, error_count: 1 });
  expect(result.errors).toMatchObject([{ index: 7, item: { name: 'n_7' } }]);
});

test('roles that a user may give are given to many at once, and others to no one', async () => {
  const to = await store('demo');
  await sql`
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, r.id, p.id from entities t, entities r, entities p
    where t.entity_type = 'relation_type' and t.name = 'has_permission' and r.entity_type = 'role' and r.name = 'editor'
      and p.entity_type = 'permission' and p.name in ('roles.assign', 'roles.manage')`.execute(
    to.db,
  );
  const actor = await to.actor('alice');
  const people = names(1200, 'person');
  const result = await imported(
    to,
    {
      entities: [entity('role', 'helper'), ...people.map((name) => entity('user', name))],
      relations: [
        relation('has_permission', 'role:helper', 'permission:users.create'),
        ...people.map((name) => relation('has_role', `user:${name}`, 'role:helper')),
        relation('has_role', 'user:person_3', 'role:admin'),
        relation('has_role', 'user:person_4', 'role:nobody'),
      ],
    },
    { actor },
  );
  expect([relationCounts(result), result.errors.map(({ index }) => index)]).toEqual([
    [1201, 0, 0],
    [1201, 1202],
  ]);
  expect(reasons(result)[0]).toContain('Admin');
});

test('no autovacuum runs during an import; other writers and a second import continue', async () => {
  const to = await store();
  const ofSecond = JSON.stringify({
    entities: names(20, 'second').map((name) => entity('tor', name)),
  });
  const counted = async () => {
    await sql`analyze (skip_locked) entities, relations`.execute(to.db);
    await sql`select pg_stat_force_next_flush()`.execute(to.db);
    const { rows } = await sql<{ counted: string }>`
      select sum(analyze_count) as counted from pg_stat_user_tables
      where relname in ('entities', 'relations')`.execute(to.db);
    return Number(rows[0]?.counted);
  };
  const before = await counted();
  const [first, rest] = [
    JSON.stringify({ entities: names(1000).map((name) => entity('tor', name)) }),
  ].flatMap((file) => [file.slice(0, 40_000), file.slice(40_000)]);
  const seen: unknown[] = [];
  const source = async function* () {
    yield* bytes(first ?? '');
    seen.push((await counted()) - before);
    seen.push((await importData(to, cli, bytes(ofSecond), { format: 'json' })).created);
    await sql`insert into entities (entity_type, name, label) values ('tor', 'by_hand', 'By hand')`.execute(
      to.db,
    );
    yield* bytes(rest ?? '');
  };
  expect((await importData(to, cli, source(), { format: 'json' })).created).toBe(1000);
  expect(seen).toEqual([0, 20]);
  expect(await counted()).toBe(before + 2);
});

test('what an import reads grows only with its file, also if it assigns one role to thousands', async () => {
  const to = await store('demo');
  const actor = await to.actor('admin');
  // Statistics of an almost empty database.
  await sql`analyze`.execute(to.db);
  const people = (group: string, amount: number) => {
    const names = Array.from({ length: amount }, (_, n) => `${group}_${n}`);
    return {
      entities: names.map((name) => entity('user', name)),
      relations: names.map((name) => relation('has_role', `user:${name}`, 'role:viewer')),
    };
  };
  const readFor = async (group: string, amount: number): Promise<number> => {
    const before = await rowsRead(to);
    expect(relationCounts(await imported(to, people(group, amount), { actor }))).toEqual([
      amount,
      0,
      0,
    ]);
    return ((await rowsRead(to)) - before) / amount;
  };
  const [few, many] = [await readFor('few', 500), await readFor('many', 4000)];
  expect(many).toBeLessThan(few * 1.5);
});

/** Rows of sequential scans and index entries read so far, from the database's statistics. */
async function rowsRead({ db }: Store): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ read: string }>`
    select (select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables)
      + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes) as read`.execute(db);
  return Number(rows[0]?.read);
}

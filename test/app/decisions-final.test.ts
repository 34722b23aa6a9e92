import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#app/db/migrate.ts';
import {
  databaseUrl,
  dropDatabase,
  provideDatabase,
  runtimeRole,
} from '#operator/clients/postgres.ts';
import { adminUrl } from '#test/support/postgres.ts';

const name = `final_${randomBytes(6).toString('hex')}`;
const owner = `test/${name}`;
const urlOf = (user: string, password: string) =>
  databaseUrl(adminUrl(), { user, password, database: name });

/** A connection with the rights of the app. */
const client = new Client({ connectionString: urlOf(runtimeRole(name), 'runtime-password') });

const ids: Record<string, string> = {};
const make = async (type: string, label: string, properties = {}): Promise<string> =>
  (
    await client.query<{ id: string }>(
      'insert into entities (entity_type, name, label, properties) values ($1, $2, $2, $3) returning id',
      [type, label, JSON.stringify(properties)],
    )
  ).rows[0]?.id ?? '';
const relate = (type: string, source: string, target: string) =>
  client.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select id, $2, $3 from entities where entity_type = 'relation_type' and name = $1`,
    [type, source, target],
  );

beforeAll(async () => {
  await provideDatabase(adminUrl(), {
    ...{ name, owner, migratorPassword: 'migrator-password' },
    runtimePassword: 'runtime-password',
  });
  await migrate(urlOf(name, 'migrator-password'));
  await client.connect();
  for (const type of ['decision_on', 'belongs_to_tor', 'decided_in', 'selects_coa', 'corrects'])
    await make('relation_type', type);
  for (const type of ['tor', 'agenda_point', 'meeting', 'coa', 'user'])
    ids[type] = await make(type, type);
  await client.query('begin');
  ids['decision'] = await make('decision', 'first', {
    ...{ tor_id: ids['tor'], decision_year: '2026', decision_rationale: 'Because.' },
  });
  for (const [type, end] of [
    ['decision_on', 'agenda_point'],
    ['belongs_to_tor', 'tor'],
    ['decided_in', 'meeting'],
    ['selects_coa', 'coa'],
  ])
    await relate(type ?? '', ids['decision'] ?? '', ids[end ?? ''] ?? '');
  await client.query('commit');
});
afterAll(async () => {
  await client.end();
  await dropDatabase(adminUrl(), { name, owner });
});

const everything = async () => ({
  decisions: (
    await client.query("select * from entities where entity_type = 'decision' order by id")
  ).rows,
  relations: (
    await client.query(
      `select r.* from relations r join entities d on d.id = r.source_id and d.entity_type = 'decision' order by r.id`,
    )
  ).rows,
});

const stays =
  /a decision stays as it was recorded|permission denied|can only be updated to DEFAULT|keeps its type/;

async function holds(statement: string): Promise<void> {
  const before = await everything();
  await expect(client.query(statement), statement).rejects.toThrow(stays);
  expect(await everything()).toEqual(before);
}

/** Another value for each type of column. */
const others: Readonly<Record<string, string>> = {
  ...{ bigint: '424242', integer: '7', boolean: 'false', text: `'forged'`, jsonb: `'{"a": "b"}'` },
  'timestamp with time zone': `now() + interval '1 day'`,
};

test('spec decisions#final: no column of a decision and of its relations can be changed in SQL', async () => {
  const { rows } = await client.query<{ t: string; c: string; type: string }>(
    `select table_name as t, column_name as c, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name in ('entities', 'relations') order by 1, ordinal_position`,
  );
  expect(rows.length).toBeGreaterThan(14);
  for (const { t, c, type } of rows) {
    const key = t === 'entities' ? 'id' : 'source_id';
    await holds(`update ${t} set ${c} = ${others[type]} where ${key} = ${ids['decision']}`);
  }
});

test('spec decisions#final: it can’t be deleted, nor what it belongs to, nor replaced or imitated', async () => {
  const { decision = '', user = '' } = ids;
  for (const statement of [
    ...['decision', 'tor', 'agenda_point', 'meeting', 'coa'].map(
      (type) => `delete from entities where id = ${ids[type]}`,
    ),
    `delete from entities where entity_type = 'decision'`,
    `delete from relations where source_id = ${decision}`,
    `delete from entity_properties where entity_id = ${decision}`,
    `update entity_properties set value = 'x' where entity_id = ${decision}`,
    `insert into entity_properties values (${decision}, 'more', 'x')`,
    `insert into entities (entity_type, name, label) values ('decision', 'first', 'x')
     on conflict (entity_type, name) do update set label = 'forged'`,
    `merge into entities e using (select ${decision}::bigint as id) s on s.id = e.id when matched then delete`,
    `insert into relations (relation_type_id, source_id, target_id)
     select id, ${decision}, ${user} from entities where entity_type = 'relation_type' and name = 'selects_coa'`,
    `update entities set entity_type = 'decision' where id = ${user}`,
    'truncate relations',
    'truncate entities cascade',
    ...['truncate workflow_moves', 'truncate workflow_versions cascade'],
    `insert into decision_numbers values (1, 2026, 9)`,
    `update decision_numbers set last = 9`,
    `delete from decision_numbers`,
    'alter table entities disable trigger all',
    "set session_replication_role = 'replica'",
  ])
    await holds(statement).catch((error: unknown) => {
      if (!/must be owner|not affect row|permission/.test(String(error))) throw error;
    });
});

test('spec decisions#final: others may point at it, and everything else goes on', async () => {
  const { decision = '', user = '' } = ids;
  await client.query('begin');
  const correction = await make('decision', 'second', {
    tor_id: ids['tor'],
    decision_year: '2026',
  });
  await relate('corrects', correction, decision);
  await client.query('commit');
  await client.query('delete from entities where id = $1', [user]);
  await holds(`delete from relations where source_id = ${correction}`);
});

test('spec meeting-pack#final: a pack and its readers stay in SQL, and so does its meeting', async () => {
  const held = await make('meeting', 'packed', {});
  const { rows: made } = await client.query<{ id: string }>(
    `insert into meeting_packs (meeting_id, number, content, sha256, issued_at, issued_by_id, issued_by)
     values ($1, 7, '{}', '', now(), 1, 'Ada') returning id`,
    [held],
  );
  const pack = made[0]?.id ?? '';
  const reader = (read: string) =>
    client.query(
      `insert into meeting_pack_readers (pack_id, user_id, reader, opened_at, read_at)
       values ($1, $2, 'Ben', now(), ${read})`,
      [pack, read === 'null' ? 1 : 2],
    );
  await reader('null');
  await reader('now()');
  const all = async () =>
    JSON.stringify([
      (await client.query('select * from meeting_packs order by id')).rows,
      (await client.query('select * from meeting_pack_readers order by user_id')).rows,
    ]);
  const refused = async (statement: string) => {
    const before = await all();
    await expect(client.query(statement), statement).rejects.toThrow(
      /pack stays as it is|permission denied|can only be updated to DEFAULT|must be owner|not affect row/,
    );
    expect(await all()).toBe(before);
  };
  expect(await all()).toMatch(/"number":1,.*"content":"{}"/);
  const { rows } = await client.query<{ t: string; c: string; type: string }>(
    `select table_name as t, column_name as c, data_type as type from information_schema.columns
     where table_name in ('meeting_packs', 'meeting_pack_readers') order by 1, ordinal_position`,
  );
  expect(rows).toHaveLength(13);
  const bytes: Readonly<Record<string, string>> = { ...others, bytea: `'forged'` };
  for (const { t, c, type } of rows)
    await refused(
      `update ${t} set ${c} = ${bytes[type]}${t === 'meeting_packs' ? '' : ' where user_id = 2'}`,
    );
  for (const table of ['meeting_packs', 'meeting_pack_readers'])
    for (const statement of [
      `delete from ${table}`,
      `truncate ${table} cascade`,
      `alter table ${table} disable trigger all`,
      `merge into ${table} m using (select 1) s on true when matched then delete`,
    ])
      await refused(statement);
  await refused(`delete from entities where id = ${held}`);
  await refused(`update meeting_pack_readers set reader = 'x', read_at = now() where user_id = 1`);
  await client.query('update meeting_pack_readers set read_at = now() where user_id = 1');
  await refused('update meeting_pack_readers set read_at = null where user_id = 1');
});

test('spec decisions#numbers: the database numbers decisions, and a row that is not inserted takes none', async () => {
  await client.query(
    `insert into entities (entity_type, name, label, properties) values ('decision', 'first', 'x', $1) on conflict do nothing`,
    [JSON.stringify({ tor_id: ids['tor'], decision_year: '2026' })],
  );
  await client.query('begin');
  await make('decision', 'gone', { tor_id: ids['tor'], decision_year: '2026' });
  await client.query('rollback');
  await make('decision', 'third', { tor_id: ids['tor'], decision_year: '2026' });
  await make('decision', 'imported', {
    tor_id: ids['tor'],
    decision_year: '2026',
    decision_number: '9',
  });
  await make('decision', 'after', { tor_id: ids['tor'], decision_year: '2026' });
  await make('decision', 'next year', { tor_id: ids['tor'], decision_year: '2027' });
  const { rows } = await client.query<{ name: string; n: string }>(
    `select name, properties ->> 'decision_number' as n from entities where entity_type = 'decision' order by id`,
  );
  expect(rows.map(({ name: label, n }) => [label, n])).toEqual([
    ...[
      ['first', '1'],
      ['second', '2'],
      ['third', '3'],
      ['imported', '9'],
    ],
    ...[
      ['after', '10'],
      ['next year', '1'],
    ],
  ]);
  await expect(
    make('decision', 'double', { tor_id: ids['tor'], decision_year: '2026', decision_number: '9' }),
  ).rejects.toThrow(/decision_number_key/);
});

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

const name = `approval_${randomBytes(6).toString('hex')}`;
const owner = `test/${name}`;
const urlOf = (user: string, password: string) =>
  databaseUrl(adminUrl(), { user, password, database: name });

/** A connection with the rights of the app. */
const client = new Client({
  connectionString: urlOf(runtimeRole(name), 'runtime-password'),
});
let id = '';

beforeAll(async () => {
  await provideDatabase(adminUrl(), {
    name,
    owner,
    migratorPassword: 'migrator-password',
    runtimePassword: 'runtime-password',
  });
  await migrate(urlOf(name, 'migrator-password'));
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `insert into entities (entity_type, name, label, properties)
     values ('document', 'held', 'Held', '{"body": "First."}') returning id`,
  );
  id = rows[0]?.id ?? '';
  await client.query(`update entities set properties = '{"body": "Second."}' where id = $1`, [id]);
  await client.query(
    "update document_versions set approved_at = now(), approved_by = 'Nora' where document_id = $1 and number = 2",
    [id],
  );
  await client.query(`update entities set properties = '{"body": "Third."}' where id = $1`, [id]);
});
afterAll(async () => {
  await client.end();
  await dropDatabase(adminUrl(), { name, owner });
});

const versions = async () =>
  (await client.query('select * from document_versions order by document_id, number')).rows;

const approved = 'document_id = $1 and number = 2';

test.each([
  ['change its text', `update document_versions set body = 'forged' where ${approved}`],
  ['change its number', `update document_versions set number = 99 where ${approved}`],
  ['move it to no document', `update document_versions set document_id = 0 where ${approved}`],
  [
    'withdraw the approval',
    `update document_versions set approved_at = null, approved_by = null where ${approved}`,
  ],
  ['approve it again', `update document_versions set approved_by = 'Mallory' where ${approved}`],
  ['delete it', `delete from document_versions where ${approved}`],
  ['delete all versions', 'delete from document_versions where document_id = $1'],
  ['delete its document', 'delete from entities where id = $1'],
  [
    'overwrite it by an insert',
    `insert into document_versions (document_id, number, title, doc_type, body)
     values ($1, 2, 'x', 'x', 'forged') on conflict (document_id, number) do update set body = 'forged'`,
  ],
  [
    'merge into it',
    `merge into document_versions v using (select $1::bigint as id) s on v.document_id = s.id and v.number = 2
     when matched then delete`,
  ],
])('spec documents#approval: SQL of the app does not %s', async (_, statement) => {
  const before = await versions();
  await expect(client.query(statement, [id])).rejects.toThrow(/an approved version stays as it is/);
  expect(await versions()).toEqual(before);
});

test.each([
  'truncate document_versions',
  'truncate entities cascade',
  'alter table document_versions disable trigger all',
  'drop trigger document_versions_stay on document_versions',
  "set session_replication_role = 'replica'",
])('spec documents#approval: the app may not %s', async (statement) => {
  await expect(client.query(statement)).rejects.toThrow(
    /permission denied|must be owner|stays as it is/,
  );
});

test('spec documents#versions: a version that is not approved is not rewritten either', async () => {
  await expect(
    client.query(
      "update document_versions set body = 'forged' where document_id = $1 and number = 1",
      [id],
    ),
  ).rejects.toThrow(/a version stays as it was saved/);
});

test('spec documents#approval: the draft beside an approved version goes on', async () => {
  await client.query(`update entities set properties = '{"body": "Fourth."}' where id = $1`, [id]);
  const { rows } = await client.query(
    'select number, body from document_versions where document_id = $1 order by number desc limit 1',
    [id],
  );
  expect(rows).toEqual([{ number: 4, body: 'Fourth.' }]);
});

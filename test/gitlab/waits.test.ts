import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { waitsOf } from '../../scripts/preview/waits.ts';

// The blocking locks in a merge request's note, compared with PostgreSQL's own.

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createDatabase({ from: 'empty' });
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    create table people (id bigint primary key, name text, age int);
    create table notes (id bigint primary key, person bigint, text text);
    create index people_name on people (name);
    alter table people add constraint old check (age < 200) not valid;
    create function nothing() returns trigger language plpgsql as 'begin return new; end';
    create trigger quiet before insert on people for each row execute function nothing()`);
});
afterAll(async () => {
  await client?.end();
  await database?.[Symbol.asyncDispose]();
});

/** Lock modes by what they block; other modes block neither readers nor writers. */
const kept: Readonly<Record<string, string>> = {
  AccessExclusiveLock: 'reads and writes',
  ShareRowExclusiveLock: 'writes',
  ShareLock: 'writes',
  // Only for the rows that it writes.
  RowExclusiveLock: 'writes of rows',
};

/** Tables, and dropped indexes, on which a statement takes a blocking lock. */
async function lockedBy(statement: string): Promise<Record<string, string>> {
  await client.query('begin');
  try {
    const before = await client.query<{ oid: number; relname: string }>(
      "select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')",
    );
    await client.query(statement);
    const { rows } = await client.query<{ relation: number; mode: string }>(
      "select relation, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'",
    );
    const found: Record<string, string> = {};
    for (const { oid, relname } of before.rows) {
      const modes = rows.filter(({ relation }) => relation === oid).map(({ mode }) => mode);
      const strongest = Object.keys(kept).find((mode) => modes.includes(mode));
      if (strongest !== undefined) found[relname] = kept[strongest] ?? '';
    }
    return found;
  } finally {
    await client.query('rollback');
  }
}

test.each([
  'create table owners (id bigint primary key, person bigint references people)',
  'create table quiet_table (id bigint primary key)',
  'create index on people (age)',
  'drop table notes',
  'truncate notes',
  'create trigger loud before update on people for each row execute function nothing()',
  'alter table people disable trigger quiet',
  'alter table people add column nick text',
  'alter table people add column nick text default gen_random_uuid()::text',
  'alter table people add column note bigint references notes',
  'alter table people drop column age',
  'alter table people alter column age type bigint',
  'alter table people alter column name set not null',
  'alter table people add constraint short check (length(name) < 100)',
  'alter table people add constraint short check (length(name) < 100) not valid',
  'alter table people validate constraint old',
  'alter table notes add foreign key (person) references people',
  'alter table people alter column age set statistics 500',
  'alter table people rename column age to years',
  "update people set name = 'x'",
  "delete from people where name = 'x'",
  "comment on table people is 'x'",
  'create view adults as select * from people',
])('%s', async (statement) => {
  const [said = []] = await waitsOf([{ id: '0001', name: 'one', statements: [statement] }]);
  const locked = Object.entries(await lockedBy(statement)).filter(
    ([name]) => !/_pkey$|^people_name$/.test(name),
  );
  expect(
    Object.fromEntries(
      said.map(({ table, of }) => [table, of.replace(/ of (every row|the rows.*)$/, ' of rows')]),
    ),
  ).toEqual(Object.fromEntries(locked));
});

test('dropping an index blocks its table, which the statement does not name', async () => {
  expect(await lockedBy('drop index people_name')).toMatchObject({
    people: 'reads and writes',
    people_name: 'reads and writes',
  });
  expect(
    await waitsOf([{ id: '0001', name: 'one', statements: ['drop index people_name'] }]),
  ).toEqual([[{ table: 'people_name', of: 'reads and writes' }]]);
});

import pg from 'pg';
import { expect, test } from 'vitest';
import { seed } from '#app/seed/index.ts';
import { entity, relation } from '#app/seed/model.ts';
import { createDatabase } from '#test/support/postgres.ts';
import { content, emptyDatabase, withClerk } from './seed-fixture.ts';

test('a new declaration updates unchanged values', async () => {
  await using database = await emptyDatabase();
  await database.seed({ content: content() });
  const result = await database.seed({ content: withClerk('Registrar', 'Keeps the register.') });
  expect(result).toMatchObject({
    entities: { updated: 1, yielded: 0 },
    properties: { updated: 1, yielded: 0 },
  });
  expect(await database.contents()).toEqual(
    expect.arrayContaining([
      'role:clerk Registrar 0',
      'role:clerk description=Keeps the register.',
    ]),
  );
});

test('spec seed#idempotence: and keeps what an administrator changed, now and later', async () => {
  await using database = await emptyDatabase();
  await database.seed({ content: content() });
  await database.change(`update entities set label = 'Our Clerk' where name = 'clerk'`);
  await database.change(`update entity_properties set value = 'Ours.' where key = 'description'`);
  const result = await database.seed({ content: withClerk('Registrar', 'Keeps the register.') });
  expect(result).toMatchObject({
    entities: { updated: 0, yielded: 1 },
    properties: { updated: 0, yielded: 1 },
  });
  await database.seed({ content: withClerk('Archivist', 'Keeps everything.') });
  expect(await database.contents()).toEqual(
    expect.arrayContaining(['role:clerk Our Clerk 0', 'role:clerk description=Ours.']),
  );
});

test('what an administrator deleted is not restored', async () => {
  await using database = await emptyDatabase();
  await database.seed({ content: content() });
  await database.change(`delete from relations`);
  await database.change(`delete from entity_properties where key = 'description'`);
  await database.change(`delete from entities where name = 'files.read'`);
  const before = await database.contents();
  await database.seed({ content: withClerk('Clerk', 'Keeps the register.') });
  expect(await database.contents()).toEqual(before);
});

test('spec seed#idempotence: a later version adds an entity, a property and a grant to existing content', async () => {
  await using database = await emptyDatabase();
  await database.seed({ content: content() });
  await database.change(`update entities set name = 'clerk_of_ours' where name = 'clerk'`);
  const { entities, ...rest } = content({
    entities: [entity('permission', 'files.write', 'Write Files')],
    relations: [relation('has_permission', 'role:clerk', 'permission:files.write')],
  });
  const later = entities.map((one) =>
    one.name === 'clerk' ? { ...one, properties: { ...one.properties, colour: 'green' } } : one,
  );
  await database.seed({ content: { ...rest, entities: later } });
  expect(await database.contents()).toEqual(
    expect.arrayContaining([
      ...['permission:files.write Write Files 0', 'role:clerk_of_ours colour=green'],
      'role:clerk_of_ours has_permission permission:files.write',
    ]),
  );
});

test('a role that an administrator made first gets nothing added', async () => {
  await using database = await emptyDatabase();
  await database.change(
    `insert into entities (entity_type, name, label) values ('role', 'clerk', 'Our own clerk')`,
  );
  await database.seed({ content: content() });
  await database.seed({ content: withClerk('Registrar', 'Keeps the register.') });
  expect((await database.contents()).filter((line) => line.startsWith('role:'))).toEqual([
    'role:clerk Our own clerk 0',
  ]);
});

test('another item with the name of a deleted one is left alone', async () => {
  await using database = await emptyDatabase();
  await database.seed({ content: content() });
  await database.change(`delete from entities where name = 'clerk'`);
  await database.change(
    `insert into entities (entity_type, name, label) values ('role', 'clerk', 'Somebody else')`,
  );
  await database.seed({ content: withClerk('Registrar', 'Keeps the register.') });
  expect((await database.contents()).filter((line) => line.startsWith('role:'))).toEqual([
    'role:clerk Somebody else 0',
  ]);
});

test('a failure leaves nothing behind, and the next attempt succeeds', async () => {
  await using database = await emptyDatabase();
  // This is detected after entities and relations are written.
  const broken = content({
    entities: [entity('setting', 'x', 'X', { ['k'.repeat(200)]: 'too long a key' })],
  });
  await expect(database.seed({ content: broken })).rejects.toThrow(/entities_properties_check/);
  expect(await database.contents()).toEqual([]);
  expect((await database.pool.query('select from ledger.seed_items')).rowCount).toBe(0);
  await database.seed({ content: content() });
});

test('twelve seedings at once are one', async () => {
  await using database = await emptyDatabase();
  const results = await Promise.all(
    Array.from({ length: 12 }, () => database.seed({ profile: 'demo' })),
  );
  expect(results.filter(({ unchanged }) => !unchanged)).toHaveLength(1);
  expect(results.filter(({ adminPassword }) => adminPassword)).toHaveLength(1);
  expect((await database.pool.query('select from ledger.seeds')).rowCount).toBe(1);
});

test('a database without a schema is asked to migrate first', async () => {
  await using database = await createDatabase({ from: 'empty' });
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  try {
    await expect(
      seed(pool, { profile: 'base', now: new Date(), appVersion: '1' }),
    ).rejects.toMatchObject({ code: 'schema_missing' });
  } finally {
    await pool.end();
  }
});

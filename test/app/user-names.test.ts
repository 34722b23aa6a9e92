import { expect, test } from 'vitest';
import { testPassword } from '#test/support/app-server.ts';
import { app } from './app-fixture.ts';
import { imported, store } from './data-transfer-fixture.ts';

const person = (name: string) => ({
  entity_type: 'user',
  name,
  label: 'Somebody',
  properties: { email: 'somebody@example.org' },
});

test('spec sign-in#user-names: another spelling of a name is the same account, for its failures and for signing in', async () => {
  const server = await app();
  const { name } = await server.createUser();
  const wide = name.replace(/^n/, '\uff4e');
  expect(wide).not.toBe(name);
  for (const spelling of [name, name.toUpperCase(), wide]) {
    expect((await server.visitor().trySignIn(spelling, 'Wrong-guess-99-vellum')).status).toBe(422);
  }
  expect((await server.visitor().trySignIn(name, testPassword)).status).toBe(429);
  server.advance(16 * 60_000);
  expect((await server.visitor().trySignIn(wide, testPassword)).status).toBe(303);
});

test('two users never have one name in two spellings, on any path', async () => {
  const server = await app();
  const insert = (name: string) =>
    server.services.pool.query(
      "insert into entities (entity_type, name, label) values ('user', $1, 'x')",
      [name],
    );
  await insert('diana');
  for (const spelling of ['DIANA', '\uff44iana', 'Diana'])
    await expect(insert(spelling)).rejects.toMatchObject({ code: '23505' });
  await server.services.pool.query(
    "insert into entities (entity_type, name, label) values ('tor', 'x', 'x'), ('tor', 'X', 'X')",
  );
});

test('the form for a new user refuses another spelling and a name that cannot be seen', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const create = (username: string) =>
    browser.post('/users', { username, email: 'a@example.org', initial: 'generated' });
  expect((await create('Admin')).status).toBe(422);
  for (const name of ['admin\u200b', 'a\nb', '\u202enimda', '\uff44iana'])
    expect((await create(name)).status).toBe(422);
});

test('an import keeps to the rules of the form, item by item', async () => {
  const to = await store('base');
  const wrong = ['admin\u200b', 'a\nb', '\u202enimda', '\uff44iana', 'a b', 'x'];
  const result = await imported(to, { entities: [...wrong, 'ADMIN', 'zoe'].map(person) });
  expect([result.created, result.errors.map(({ index }) => index)]).toEqual([
    1,
    [0, 1, 2, 3, 4, 5, 6],
  ]);
  expect(result.errors.at(-1)?.reason).toBe('The user name ADMIN is taken in another spelling.');
});

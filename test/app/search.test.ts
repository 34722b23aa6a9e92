import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { makeRole } from './role-fixture.ts';

let server: AppServer;
beforeAll(async () => {
  server = await startAppServer();
  const people = [
    'Tomasz Wrona',
    'Wrenna Tomas',
    'Atom Smith',
    '100% Sure',
    'Inactive Tom',
    ...Array.from({ length: 15 }, (_, place) => `Zed Number ${place}`),
  ];
  await server.services.pool.query(
    `insert into entities (entity_type, name, label, is_active) select 'user', 'person_' || n, label, label not like 'Inactive%'
     from unnest($1::text[]) with ordinality as given(label, n)`,
    [people],
  );
});
afterAll(() => server[Symbol.asyncDispose]());

interface Result {
  readonly label: string;
  readonly to: string;
  readonly kind: string;
}

async function find(browser: AppClient, words: string): Promise<readonly Result[]> {
  const reply = await browser.get(`/search?${new URLSearchParams({ q: words })}`, {
    headers: { Accept: 'application/json' },
  });
  expect(reply.status).toBe(200);
  return (reply.json() as { results: readonly Result[] }).results;
}

const labels = (results: readonly Result[], kind: string) =>
  results.filter((one) => one.kind === kind).map(({ label }) => label);

describe('spec search#kinds: the palette finds pages and people', () => {
  test.each([
    ['tom', [], ['Tomasz Wrona', 'Wrenna Tomas', 'Atom Smith']],
    // One or two letters match the start of words: Atom contains these two, but does not start with
    // them.
    ['to', ['Ontology'], ['Tomasz Wrona', 'Wrenna Tomas']],
    ['AUDIT', ['Audit log'], []],
    ['100%', [], ['100% Sure']],
    ['%', [], ['100% Sure']],
    ['nobody is called so', [], []],
  ])('%s', async (words, pages, people) => {
    const results = await find(await server.signIn('admin'), words);
    expect(labels(results, 'Page')).toEqual(pages);
    expect(labels(results, 'User')).toEqual(people);
  });

  test('without words: the menu, and no question to the database', async () => {
    const browser = await server.signIn('admin');
    const before = server.queries.statements;
    const results = await find(browser, '');
    expect([labels(results, 'Page').length, labels(results, 'User').length]).toEqual([10, 0]);
    expect(server.queries.statements - before).toBe(1);
  });

  test('at most ten people, in one statement beside the session', async () => {
    const browser = await server.signIn('admin');
    const before = server.queries.statements;
    expect(labels(await find(browser, 'zed'), 'User')).toHaveLength(10);
    expect(server.queries.statements - before).toBe(2);
  });
});

test('committees and documents are found, by users who may see them, in the same statement', async () => {
  const { pool } = server.services;
  await pool.query(
    `insert into entities (entity_type, name, label, properties) values
       ('tor', 'harbor_board', 'Harbor Board', '{"tor_number": "TOR-7"}'),
       ('tor', 'old_harbor', 'Old Harbor Board', '{"status": "archived"}'),
       ('document', 'harbor_paper', 'Harbor dues', '{"title": "Harbor dues", "body": "Text"}')`,
  );
  const browser = await server.signIn('admin');
  const before = server.queries.statements;
  const found = await find(browser, 'harbor');
  expect(server.queries.statements - before).toBe(2);
  expect([labels(found, 'Committee'), labels(found, 'Document')]).toEqual([
    ['Harbor Board'],
    ['Harbor dues'],
  ]);
  const { to = '' } = found.find(({ kind }) => kind === 'Committee') ?? {};
  expect((await browser.get(to)).status).toBe(200);
  await makeRole(server, 'stranger', ['dashboard.view']);
  expect(await find(await server.signIn('stranger'), 'harbor')).toEqual([]);
});

test('spec search#kinds: positions are found with their committee, own ones first, by users who may list committees', async () => {
  const { pool } = server.services;
  const reader = await server.signIn('admin');
  await pool.query(
    `with tor as (
       insert into entities (entity_type, name, label)
       select 'tor', 'pier_' || n, 'Pier ' || n from generate_series(1, 12) n returning id, name),
     position as (
       insert into entities (entity_type, name, label)
       select 'tor_function', 'keeper_' || n, 'Harbor keeper' from generate_series(1, 12) n returning id, name)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, position.id, tor.id from entities t, position
       join tor on substr(tor.name, 6) = substr(position.name, 8)
     where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'`,
  );
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select t.id, $1, p.id from entities t, entities p
     where t.entity_type = 'relation_type' and t.name = 'fills_position' and p.name = 'keeper_9'`,
    [reader.userId],
  );
  const before = server.queries.statements;
  const found = (await find(reader, 'keeper')).filter(({ kind }) => kind === 'Position');
  expect(server.queries.statements - before).toBe(2);
  expect(found).toHaveLength(10);
  expect(found[0]).toMatchObject({ label: 'Harbor keeper', note: 'Pier 9' });
  const { text } = await reader.get(found[0]?.to ?? '');
  expect(textOf(text)).toContain('Harbor keeper');
  await makeRole(server, 'passer_by', ['dashboard.view']);
  expect(await find(await server.signIn('passer_by'), 'keeper')).toEqual([]);
});

test('users who may not list users find none, those who may not edit them are linked to the list', async () => {
  await makeRole(server, 'outsider', ['dashboard.view']);
  expect(await find(await server.signIn('outsider'), 'tom')).toEqual([]);
  const [first] = await find(await server.signIn('user'), 'tomasz');
  expect(first?.to).toBe('/users?q=person_1');
  const [again] = await find(await server.signIn('admin'), 'tomasz');
  expect(again?.to).toMatch(/^\/users\/\d+\/edit$/);
});

test('pages that one may not open are not found', async () => {
  expect(labels(await find(await server.signIn('user'), 'audit'), 'Page')).toEqual([]);
});

test('without script it is a page', async () => {
  const browser = await server.signIn('admin');
  const { text } = await browser.get('/search?q=tom');
  expect(textOf(text)).toContain('Tomasz Wrona');
  expect(textOf((await browser.get('/search?q=%3Cscript%3E')).text)).toContain('Nothing found');
});

test('search requires a session', async () => {
  expect(
    (await server.visitor().get('/search?q=a', { headers: { Accept: 'application/json' } })).status,
  ).toBe(401);
  expect((await server.visitor().get('/search?q=a')).status).toBe(303);
});

describe('the palette finds actions', () => {
  test.each([
    ['new user', 'New user', '/users/new'],
    ['add person', 'New user', '/users/new'],
    ['create role', 'New role', '/roles/new'],
    ['change password', 'Change password', '/account?tab=security'],
    ['dark', 'Change theme', '/account?tab=preferences'],
    ['import', 'Import data', '/data-manager'],
    ['order menu', 'Edit the menu', '/menu'],
    ['api key', 'New access token', '/account/tokens/new'],
  ])('“%s”: %s', async (words, label, to) => {
    const found = (await find(await server.signIn('admin'), words)).filter(
      ({ kind }) => kind === 'Action',
    );
    expect(found).toContainEqual(expect.objectContaining({ label, to }));
  });

  test('only permitted actions are offered, and each leads to a page', async () => {
    await makeRole(server, 'clerk', ['users.list', 'roles.assign']);
    for (const role of ['admin', 'clerk', '']) {
      const browser = await server.signIn(...(role === '' ? [] : [role]));
      const offered = new Set<string>();
      for (const words of ['new', 'change', 'edit', 'import', 'export', 'assign', 'add', 'my'])
        for (const { kind, to } of await find(browser, words))
          if (kind === 'Action') offered.add(to);
      expect(offered.has('/users/new')).toBe(role === 'admin');
      expect(offered.has('/roles?tab=by-user')).toBe(role !== '');
      for (const to of offered)
        expect([role, to, (await browser.get(to)).status]).toEqual([role, to, 200]);
    }
  });

  test('without script the page of the search has them, too', async () => {
    const { text } = await (await server.signIn('admin')).get('/search?q=new+user');
    expect(textOf(text)).toContain('Actions 1 New user');
  });
});

test('one or two letters find older entities too, unless ten of the newest contain them', async () => {
  const { pool } = server.services;
  const add = (label: string, from: number, to: number, at: string) =>
    pool.query(
      `insert into entities (entity_type, name, label, created_at)
       select 'user', $1 || n, $1 || ' ' || n, $4 from generate_series($2::integer, $3::integer) n`,
      [label, from, to, at],
    );
  await add('Qyburn', 1, 1, '2020-01-01');
  await add('Newer', 1, 310, '2030-01-01');
  const admin = await server.signIn('admin');
  expect(labels(await find(admin, 'qy'), 'User')).toEqual(['Qyburn 1']);
  await add('Qyzant', 1, 10, '2031-01-01');
  const found = labels(await find(admin, 'qy'), 'User');
  expect([found.length, found.includes('Qyburn 1')]).toEqual([10, false]);
});

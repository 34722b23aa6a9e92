import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { auditOf, idOf } from './people-fixture.ts';

const { server: app, admin } = await administered({ from: 'demo' });

const filter = (tree: object): string => encodeURIComponent(JSON.stringify(tree));
const where = (...conditions: readonly (readonly [field: string, op: string, value: string])[]) =>
  filter({ conditions: conditions.map(([field, op, value]) => ({ field, op, value })) });

const demo = [
  'alice',
  'bob',
  'charlie',
  'diana',
  'eva',
  'frank',
  'grace',
  'henry',
  'irene',
  'jack',
];

/** User names of the rows in order, without those created by other tests. */
async function listed(query: string): Promise<string[]> {
  const { status, text } = await admin.get(`/users?${query}`);
  expect(status).toBe(200);
  const names = [...text.matchAll(/name="ids" value="(\d+)"/g)].map(([, id]) => id ?? '');
  if (names.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from entities where id = any(${names}::bigint[])`.execute(app.services.db);
  return names
    .map((id) => rows.find((row) => row.id === id)?.name ?? '?')
    .filter((name) => ['admin', ...demo].includes(name));
}

/** Visible column headers. */
async function heads(browser: AppClient): Promise<(string | undefined)[]> {
  const { text } = await browser.get('/users');
  return [...text.matchAll(/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, head]) => head);
}

describe('the list of users', () => {
  test('one statement for the rows, one for the frame, one for the session', async () => {
    const before = app.queries.statements;
    const { text } = await admin.get('/users');
    expect(app.queries.statements - before).toBe(3);
    expect(textOf(text)).toContain('Alice Editor alice');
    expect(textOf(text)).toMatch(/\d+ users, \d+ active/);
  });

  test('needs users.list, and shows no buttons for what else is lacking', async () => {
    expect((await (await app.signIn()).get('/users')).status).toBe(403);
    const viewer = await app.signIn('viewer');
    const { text } = await viewer.get('/users');
    expect(text).not.toContain('Actions for');
    expect((await admin.get('/users')).text).toContain('Actions for');
    expect(textOf(text)).not.toMatch(/New user|Deactivate\b|Delete/);
    const id = await idOf(app, 'user', 'alice');
    expect(textOf((await viewer.get(`/users?menu=${id}`)).text)).not.toMatch(/Deactivate\b|Delete/);
    expect(textOf((await admin.get(`/users?menu=${id}`)).text)).toMatch(/Deactivate\b.*Delete/);
  });

  test.each([
    ['username', ['admin', ...demo]],
    ['display_name', ['admin', ...demo]],
    ['email', ['admin', ...demo]],
    [
      'role',
      [
        'admin',
        'diana',
        'alice',
        'grace',
        'henry',
        'charlie',
        'irene',
        'frank',
        'jack',
        'eva',
        'bob',
      ],
    ],
    ['created_at', undefined],
    ['updated_at', undefined],
  ])(
    'spec lists#sorting: sorted by %s, both ways and with ties in a stable order',
    async (key, expected) => {
      const up = await listed(`sort=${key}&dir=asc`);
      const down = await listed(`sort=${key}&dir=desc`);
      expect(down.toSorted()).toEqual(['admin', ...demo]);
      expect(up).toEqual(expected ?? down.toReversed());
    },
  );

  test.each<[string, readonly (readonly [string, string, string])[], string[]]>([
    [
      'contains, whatever the case',
      [['display_name', 'contains', 'MANAGER']],
      ['charlie', 'irene'],
    ],
    ['does not contain', [['email', 'not_contains', '@example.com']], []],
    ['equals', [['username', 'equals', 'Bob']], ['bob']],
    ['starts with', [['username', 'starts_with', 'gr']], ['grace']],
    ['role is', [['role', 'is', 'editor']], ['alice', 'grace']],
    [
      'role is not',
      [
        ['role', 'is_not', 'manager'],
        ['username', 'starts_with', 'g'],
      ],
      [],
    ],
    ['status', [['status', 'is', 'inactive']], []],
    ['administrators', [['access', 'is', 'administrator']], ['admin', 'diana']],
    ['nobody without a role', [['access', 'is', 'none']], []],
    [
      'never signed in',
      [
        ['signed_in', 'is', 'never'],
        ['username', 'starts_with', 'a'],
      ],
      ['admin', 'alice'],
    ],
  ])('spec people#filters: %s', async (_, conditions, expected) => {
    expect((await listed(`filter=${where(...conditions)}`)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  test('spec people#filters: a filter on other roles hides no user who also has them, and badges stay complete', async () => {
    expect(await listed(`filter=${where(['role', 'is_not', 'editor'])}`)).not.toContain('grace');
    const { text } = await admin.get(`/users?filter=${where(['role', 'is', 'editor'])}`);
    expect(textOf(text)).toContain('grace@example.com Editor Manager');
  });

  test('spec lists#text-matching: signs of patterns are letters like any other', async () => {
    expect(await listed(`filter=${where(['username', 'contains', '%'])}`)).toEqual([]);
    expect(await listed('q=%25')).toEqual([]);
  });

  test('groups are joined by their own logic', async () => {
    const tree = {
      logic: 'and',
      conditions: [{ field: 'email', op: 'contains', value: 'example' }],
      groups: [
        {
          logic: 'or',
          conditions: [
            { field: 'username', op: 'equals', value: 'bob' },
            { field: 'username', op: 'equals', value: 'eva' },
          ],
        },
      ],
    };
    expect(await listed(`filter=${filter(tree)}`)).toEqual(['bob', 'eva']);
  });

  test.each([
    ['on', '2026-03-01', 'alice'],
    ['before', '2026-03-02', 'alice'],
    ['after', '2026-02-28', 'alice'],
  ])('spec lists#filters: created %s a day compares days', async (op, day, name) => {
    await sql`update entities set created_at = '2026-03-01T23:30:00Z' where entity_type = 'user' and name = 'alice'`.execute(
      app.services.db,
    );
    expect(
      await listed(`filter=${where(['created_at', op, day], ['username', 'equals', 'alice'])}`),
    ).toEqual([name]);
  });

  test.each([
    ['not JSON', 'filter=%7B'],
    ['an unknown field', `filter=${where(['password', 'equals', 'x'])}`],
    ['an operator of another type', `filter=${where(['created_at', 'contains', '2026'])}`],
    ['a day that does not exist', `filter=${where(['created_at', 'on', '2026-02-30'])}`],
  ])('spec lists#filters: %s is refused with a message, and shows no users', async (_, query) => {
    const { status, text } = await admin.get(`/users?${query}`);
    expect(status).toBe(400);
    expect(textOf(text)).toContain('This filter is invalid, so no rows are shown.');
    expect(text).not.toContain('name="ids"');
    expect((await admin.get(`/users/export.csv?${query}`)).status).toBe(400);
  });

  test('spec lists#address, requests#embedded-json: what stands in the address is encoded in links and markup', async () => {
    const { text } = await admin.get(
      `/users?filter=${where(['username', 'contains', '"><script>&#+'])}`,
    );
    expect(text).not.toContain('"><script>&');
    expect(text).toMatch(
      /export\.csv\?filter=[^"<>#+ ]*%22%3E%3Cscript%3E%26%23%2B|export\.csv\?filter=[^"<> ]*%3Cscript%3E/,
    );
  });

  test('spec lists#pages: a page beyond the end is the last one', async () => {
    const { text } = await admin.get('/users?page=99&per_page=10&sort=username&dir=asc');
    expect(textOf(text)).toMatch(/11–\d+ of \d+/);
    expect(textOf(text)).toContain('Page 2 of 2');
  });

  test('search looks at name, user name and email', async () => {
    expect(await listed('q=grace+example')).toEqual(['grace']);
    const { text } = await admin.get('/users?q=nobodyatall');
    expect(textOf(text)).toContain('No users match these filters');
  });

  test.each(['en', 'e', '@', 'ic ed'])(
    'among few people one or two signs are found wherever they are: %s',
    async (words) => {
      const patterns = words.split(' ').map((word) => `%${word}%`);
      const { rows } = await sql<{ name: string }>`
      select u.name from entities u left join entity_properties p on p.entity_id = u.id and p.key = 'email'
      where u.entity_type = 'user' and u.name = any(${['admin', ...demo]}::text[])
        and concat_ws(' ', u.label, u.name, p.value) ilike all(${patterns}::text[]) order by lower(u.label)`.execute(
        app.services.db,
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(await listed(`q=${encodeURIComponent(words)}`)).toEqual(rows.map(({ name }) => name));
      expect((await admin.get(`/users?q=${encodeURIComponent(words)}`)).text).not.toContain(
        'look=through',
      );
    },
  );

  test('spec people#status: the status is real', async () => {
    const id = await idOf(app, 'user', 'jack');
    await sql`update entities set is_active = false where id = ${id}`.execute(app.services.db);
    const { text } = await admin.get('/users?q=jack');
    expect(textOf(text)).toContain('Viewer Member Deactivated');
    await sql`update entities set is_active = true where id = ${id}`.execute(app.services.db);
  });
});

describe('columns and views', () => {
  test('spec lists#columns: an order of columns is kept for oneself, and hidden columns keep their place', async () => {
    const { status, location } = await admin.post('/users/columns', {
      columns: 'status,-email,user,nonsense',
      redirect_to: '/users?q=a',
    });
    expect([status, location]).toEqual([303, '/users?q=a']);
    expect(await heads(admin)).toEqual(['User', 'Status']);
    expect((await auditOf(app, 'account.preferences_updated', admin.userId))[0]).toMatchObject({
      after: { columns: 'user,status,-email,-roles,-username,-created_at,-updated_at' },
    });
  });

  test('spec requests#redirects: no form leads away from the users', async () => {
    for (const wanted of [
      'https://example.com',
      '//example.com',
      '/\\example.com',
      '/roles',
      '/usersx',
      'javascript:alert(1)',
    ]) {
      const { location } = await admin.post('/users/columns', {
        columns: 'email',
        redirect_to: wanted,
      });
      expect(location).toBe('/users');
    }
  });

  test('the standard of everyone needs settings.manage; the own order is kept even so', async () => {
    const viewer = await app.signIn('viewer');
    expect(
      (await viewer.post('/users/columns', { columns: 'updated_at', set_global: 'true' })).status,
    ).toBe(403);
    expect(await heads(viewer)).toEqual(['User', 'Updated']);
    expect(
      (await admin.post('/users/columns', { columns: 'updated_at', set_global: 'true' })).status,
    ).toBe(303);
    expect(await heads(await app.signIn('viewer'))).toEqual(['User', 'Updated']);
    expect((await auditOf(app, 'setting.updated'))[0]).toMatchObject({
      actor_id: admin.userId,
      after: { value: expect.stringContaining('updated_at') },
    });
  });

  test('a list is kept under a name, replaced by the same name, and forgotten', async () => {
    const address = `/users?filter=${where(['role', 'is', 'editor'])}&page=3&nonsense=1`;
    expect((await admin.post('/users/views', { name: ' Editors ', address })).status).toBe(303);
    await admin.post('/users/views', { name: 'editors', address: '/users?q=ed' });
    const { text } = await admin.get('/users?q=ed');
    expect(textOf(text)).toContain('Never signed in');
    expect(text).toContain('href="/users?q=ed" aria-current="page">editors');
    expect(textOf(text)).toContain('Remove the view “editors”');
    await admin.post('/users/views/remove', { name: 'editors' });
    expect((await admin.get('/users')).text).not.toContain('>editors');
  });

  test.each(['https://example.com/users', '/roles', '/users?filter=%7B'])(
    '%s cannot be kept',
    async (address) => {
      expect((await admin.post('/users/views', { name: 'x', address })).status).toBe(422);
    },
  );
});

describe('spec requests#csv: the export', () => {
  test('is RFC 4180, without formulas, with moments in ISO 8601, and is noted', async () => {
    await sql`update entities set label = ${'=cmd|"a",1'} where entity_type = 'user' and name = 'bob'`.execute(
      app.services.db,
    );
    const { status, headers, text } = await admin.get(
      `/users/export.csv?filter=${where(['role', 'is', 'viewer'])}&sort=username&dir=desc`,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="?users-\d{4}-\d{2}-\d{2}\.csv"?$/,
    );
    const lines = text.replace('\uFEFF', '').split('\r\n');
    expect(lines[0]).toBe('id,username,display_name,email,role,created_at,updated_at');
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(
      [...lines.slice(1, -1).map((line) => line.split(',')[1])]
        .toSorted()
        .toReversed()
        .concat(undefined as never),
    );
    expect(text).toContain(`,bob,"'=cmd|""a"",1",bob@example.com,Viewer,`);
    expect(text).toMatch(/,\d{4}-\d{2}-\d{2}T[\d:.]+Z,/);
    expect((await auditOf(app, 'users.export'))[0]).toMatchObject({
      actor_id: admin.userId,
      details: { format: 'csv', count: lines.length - 2 },
    });
  });

  test('goes on over several portions in the same order', async () => {
    await sql`insert into entities (entity_type, name, label) select 'user', 'bulk_' || n, 'Bulk ' || (n % 7) from generate_series(1, 1100) n`.execute(
      app.services.db,
    );
    const { text } = await admin.get('/users/export.csv?q=bulk_&sort=email&dir=asc');
    const ids = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    expect(new Set(ids).size).toBe(1100);
    const { text: byName } = await admin.get('/users/export.csv?q=bulk_');
    const labels = byName
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[2] ?? '');
    expect(labels).toEqual(labels.toSorted());
    const before = app.queries.statements;
    expect(textOf((await admin.get('/users')).text)).toMatch(/1,1\d\d users, 1,1\d\d active/);
    expect(app.queries.statements - before).toBe(3);
  });
});

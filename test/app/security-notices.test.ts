import { describe, expect, test } from 'vitest';
import { createUser, updateUser } from '#app/people/commands.ts';
import { sweepNotices } from '#app/security-notices/notice-store.ts';
import { sweepPlaces } from '#app/security-notices/place-store.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, testPassword } from '#test/support/app-server.ts';
import { app, auditRows, minutes } from './app-fixture.ts';
import { runApp } from './app-process.ts';
import { exported, imported, relation } from './data-transfer-fixture.ts';
import { freshName, idOf, newActor, userInput } from './people-fixture.ts';

const behindProxy = { environment: { TRUST_PROXY: '127.0.0.0/8' } };
/** Roles to assign and remove. */
const demo = { from: 'demo' } as const;
const fresh = 'Quokka-drizzles-88-vellum';

const agents = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  safari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1',
};

interface Place {
  readonly address?: string;
  readonly agent?: keyof typeof agents;
  readonly password?: string;
}

/** A browser in which a user signs in from a place. Its first page is not opened yet. */
async function signInFrom(
  server: AppServer,
  name: string,
  { address = '203.0.113.7', agent = 'firefox', password = testPassword }: Place = {},
): Promise<AppClient> {
  const browser = server.visitor();
  await browser.get('/login');
  const headers = { 'X-Forwarded-For': address, 'User-Agent': agents[agent] };
  const reply = await browser.post('/login', { username: name, password }, { headers });
  expect(reply.status).toBe(303);
  return browser;
}

const regionOf = (html: string): string =>
  /<section class="note[^"]*" aria-labelledby="security-notices">.*?<\/section>/s.exec(html)?.[0] ??
  '';

/** Text of a page's notices; empty if there are none. */
const noticesFor = async (browser: AppClient, path = '/dashboard'): Promise<string> =>
  textOf(regionOf((await browser.get(path)).text));

/** Dismisses the notices of a page by its form. */
async function dismiss(browser: AppClient, path = '/dashboard', options = {}) {
  const region = regionOf((await browser.get(path)).text);
  const field = (name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(region)?.[1] ?? '';
  return browser.post(
    '/account/notices/dismiss',
    { from: field('from'), until: field('until'), back: field('back') },
    options,
  );
}

const kindsOf = async ({ services }: AppServer, userId: string): Promise<string[]> =>
  (
    await services.pool.query<{ kind: string }>(
      'select kind from security_notices where user_id = $1 order by id',
      [userId],
    )
  ).rows.map(({ kind }) => kind);

describe('a sign-in from a new place', () => {
  test('is reported in the other sessions and at the next sign-in, and not in the one that it began', async () => {
    const server = await app(behindProxy);
    const { name } = await server.createUser('user');
    const first = await signInFrom(server, name);
    expect(await noticesFor(first)).toBe('');
    const phone = await signInFrom(server, name, { address: '198.51.100.20', agent: 'safari' });
    expect(await noticesFor(phone)).toBe('');
    const text = await noticesFor(first);
    expect(text).toContain('New sign-in from an unfamiliar place');
    expect(text).toContain('Safari on iPhone, 198.51.100.20');
    expect(text).toContain('If this was not you, change your password.');
    expect(await noticesFor(await signInFrom(server, name))).toContain(
      'Safari on iPhone, 198.51.100.20',
    );
    expect((await auditRows(server, 'auth.login')).map(({ details }) => details)).toEqual([
      null,
      { new_place: true },
      null,
    ]);
  });

  test.each([
    ['the same place', {}],
    ['another address of the same network', { address: '203.0.113.250' }],
  ])('%s is none', async (_, place) => {
    const server = await app(behindProxy);
    const { id, name } = await server.createUser('user');
    await signInFrom(server, name);
    await signInFrom(server, name, place);
    expect(await kindsOf(server, id)).toEqual([]);
  });

  test.each([
    ['another browser in the same network', { agent: 'safari' }],
    ['another network', { address: '203.0.114.7' }],
    ['another IPv6 network', { address: '2001:db8:1:2::7' }],
  ] as const)('%s is one', async (_, place) => {
    const server = await app(behindProxy);
    const { id, name } = await server.createUser('user');
    await signInFrom(server, name);
    await signInFrom(server, name, place);
    expect(await kindsOf(server, id)).toEqual(['signed_in']);
  });

  test('twenty places are remembered, for ninety days, and the last one permanently', async () => {
    const server = await app(behindProxy);
    const { id, name } = await server.createUser('user');
    for (let net = 0; net < 22; net += 1) {
      await signInFrom(server, name, { address: `203.0.${net}.7` });
      server.advance(minutes(1));
    }
    const places = async () =>
      (
        await server.services.pool.query<{ network: string }>(
          'select network from sign_in_places where user_id = $1',
          [id],
        )
      ).rows.map(({ network }) => network);
    expect(await places()).toHaveLength(20);
    expect(await places()).not.toContain('203.0.1.0/24');
    server.advance(minutes(91 * 24 * 60));
    expect(await sweepPlaces(server.services.db, server.services.now())).toBe(19);
    expect(await places()).toEqual(['203.0.21.0/24']);
    // An account that was idle for months is not a new one.
    await signInFrom(server, name, { address: '198.51.100.20' });
    expect(await kindsOf(server, id)).toHaveLength(22);
  });

  test('two at once are not both known', async () => {
    const server = await app(behindProxy);
    const { id, name } = await server.createUser('user');
    await signInFrom(server, name);
    const place = { address: '198.51.100.20' };
    await Promise.all([signInFrom(server, name, place), signInFrom(server, name, place)]);
    expect(await kindsOf(server, id)).toEqual(['signed_in']);
  });
});

describe('a password', () => {
  test('that its owner changes is reported at the next sign-in; the session that did it shows its message only', async () => {
    const server = await app(behindProxy);
    const { name } = await server.createUser('admin');
    const browser = await signInFrom(server, name);
    await browser.get('/account');
    await browser.post('/account/tokens', { name: 'deploy', days: '30', codes: ['users.list'] });
    const change = { current_password: testPassword, new_password: fresh, confirm_password: fresh };
    const headers = { 'X-Forwarded-For': '203.0.113.7', 'User-Agent': agents.firefox };
    const { location } = await browser.post('/account', change, { headers });
    const page = await browser.get(location ?? '');
    expect(textOf(page.text)).toContain('Password changed; 1 access token revoked: deploy');
    expect(regionOf(page.text)).toBe('');
    const text = await noticesFor(await signInFrom(server, name, { password: fresh }));
    expect(text).toContain('Your password was changed; access token deploy revoked');
    expect(text).toContain('Firefox on Linux, 203.0.113.7');
  });

  test('that another user resets is reported after the choice of another one, which it does not stand before', async () => {
    const server = await app();
    const { id, name } = await server.createUser('user');
    const admin = await server.signIn('admin');
    const shown = await admin.post(`/users/${id}/reset-password`, {
      initial: 'typed',
      password: 'kestrel-47-ravine-tundra',
    });
    expect(shown.status).toBe(303);
    const browser = server.visitor();
    await browser.signIn(name, 'kestrel-47-ravine-tundra');
    const gate = await browser.get('/account/password');
    expect([gate.status, regionOf(gate.text)]).toEqual([200, '']);
    const change = {
      current_password: 'kestrel-47-ravine-tundra',
      new_password: fresh,
      confirm_password: fresh,
    };
    expect((await browser.post('/account', change)).location).toBe('/dashboard');
    expect(await noticesFor(browser)).toMatch(/Test admin \d+ reset your password/);
    expect(await kindsOf(server, id)).toEqual(['password_reset', 'password_changed']);
  });

  test('that the command line resets is reported as that', async () => {
    const server = await app();
    const { id, name } = await server.createUser('user');
    const { code } = await runApp(['account', name, '--reset-password'], {
      DATABASE_URL: server.databaseUrl,
    });
    expect([code, await kindsOf(server, id)]).toEqual([0, ['password_reset']]);
    const { rows } = await server.services.pool.query(
      'select details from security_notices where user_id = $1',
      [id],
    );
    expect(rows).toEqual([{ details: { by: 'program' } }]);
  });
});

describe('an access token', () => {
  test('that is created or revoked is reported in the other sessions', async () => {
    const server = await app();
    const { name } = await server.createUser('admin');
    const [here, there] = [await signInFrom(server, name), await signInFrom(server, name)];
    await here.get('/account');
    await here.post('/account/tokens', { name: 'deploy', days: '30', codes: ['users.list'] });
    const id =
      /\/account\/tokens\/(\d+)\/revoke/.exec((await here.get('/account/tokens')).text)?.[1] ?? '';
    expect(await noticesFor(there)).toContain('Access token deploy created');
    expect((await here.post(`/account/tokens/${id}/revoke`)).status).toBe(303);
    expect(await noticesFor(there)).toContain('Access token deploy revoked');
    expect(await noticesFor(here)).toBe('');
  });

  test('that an administrator revokes names the administrator', async () => {
    const server = await app();
    const { id, name } = await server.createUser('admin');
    const browser = await signInFrom(server, name);
    await browser.get('/account');
    for (const token of ['deploy', 'report'])
      await browser.post('/account/tokens', { name: token, days: '30', codes: ['users.list'] });
    const admin = await server.signIn('admin');
    expect((await admin.post(`/users/${id}/sign-out`)).status).toBe(303);
    const text = await noticesFor(await signInFrom(server, name));
    expect(text).toMatch(/Test admin \d+ revoked your access tokens deploy and report/);
  });
});

describe('a role', () => {
  test('that is assigned or removed is reported on the next page, in blue, with who did it', async () => {
    const server = await app(demo);
    const [admin, browser] = [await server.signIn('admin'), await server.signIn('user')];
    const assignment = { user_id: browser.userId, role_id: await idOf(server, 'role', 'editor') };
    expect((await admin.post('/roles/assign', assignment)).status).toBe(303);
    const { text } = await browser.get('/dashboard');
    expect(textOf(regionOf(text))).toMatch(/Test admin \d+ assigned you the role Editor/);
    expect(regionOf(text)).toContain('class="note"');
    expect(textOf(regionOf(text))).not.toContain('change your password');
    expect((await admin.post('/roles/unassign', assignment)).status).toBe(303);
    expect(await noticesFor(browser)).toMatch(/Test admin \d+ removed your role Editor/);
  });

  test('that changes on the page of the user is reported too, several in one notice', async () => {
    const server = await app(demo);
    const browser = await server.signIn('user');
    const roles = [await idOf(server, 'role', 'editor'), await idOf(server, 'role', 'viewer')];
    const input = await userInput(server, browser.userId, { roles });
    await updateUser(server.services, await newActor(server, 'admin'), input);
    expect(await kindsOf(server, browser.userId)).toEqual(['roles_given', 'roles_taken']);
    expect(await noticesFor(browser)).toMatch(
      /assigned you the roles (Editor and Viewer|Viewer and Editor)/,
    );
  });

  test('that an import assigns is reported, except to users it creates', async () => {
    const server = await app(demo);
    const { id, name } = await server.createUser('user');
    const made = freshName();
    const file = {
      entities: [
        {
          entity_type: 'user',
          name: made,
          label: 'Made',
          properties: { email: 'made@example.org' },
        },
      ],
      relations: [
        relation('has_role', `user:${name}`, 'role:editor'),
        relation('has_role', `user:${made}`, 'role:editor'),
      ],
    };
    await imported(server.services as never, file, { mode: 'upsert' });
    expect(await kindsOf(server, id)).toEqual(['roles_given']);
    expect(await kindsOf(server, await idOf(server, 'user', made))).toEqual([]);
  });
});

test('an import that assigns a role to more users than the log lists individually notifies all of them', async () => {
  const server = await app({ from: 'demo' });
  await server.services.pool.query(
    "insert into entities (entity_type, name, label) select 'user', 'many_' || n, 'Many' from generate_series(1, 1200) n",
  );
  const relations = Array.from({ length: 1200 }, (_, n) =>
    relation('has_role', `user:many_${n + 1}`, 'role:editor'),
  );
  await imported(server.services as never, { relations }, { mode: 'upsert' });
  const { rows } = await server.services.pool.query(
    'select count(*)::integer as notices, count(distinct user_id)::integer as people from security_notices',
  );
  expect(rows).toEqual([{ notices: 1200, people: 1200 }]);
});

test('a new user gets no notice of their first password and roles', async () => {
  const server = await app(demo);
  const admin = await newActor(server, 'admin');
  const input = {
    username: freshName(),
    display_name: 'Made',
    email: 'made@example.com',
    is_active: true,
  };
  const password = { hash: await server.services.passwords.make(fresh), mark: 'mark' };
  const roles = [await idOf(server, 'role', 'viewer')];
  const outcome = await createUser(server.services, admin, {
    ...input,
    password,
    roles,
    roles_shown: true,
  });
  expect(await kindsOf(server, outcome.ok ? outcome.value.id : '')).toEqual([]);
});

test('refused and rolled back events leave no notice', async () => {
  const server = await app(demo);
  const [admin, browser] = [await server.signIn('admin'), await server.signIn('user')];
  const assignment = { user_id: browser.userId, role_id: await idOf(server, 'role', 'editor') };
  expect((await browser.post('/roles/assign', assignment)).status).toBe(403);
  await server.services.pool.query(
    'alter table audit_log add constraint no_more check (false) not valid',
  );
  expect((await admin.post('/roles/assign', assignment)).status).toBe(500);
  expect(await kindsOf(server, browser.userId)).toEqual([]);
});

test('the switch of the audit log does not silence notices', async () => {
  const server = await app(demo);
  const [admin, browser] = [await server.signIn('admin'), await server.signIn('user')];
  await server.services.pool.query(`update entity_properties set value = 'false' where key = 'value'
    and entity_id = (select id from entities where entity_type = 'setting' and name = 'audit.enabled')`);
  await admin.post('/roles/assign', {
    user_id: browser.userId,
    role_id: await idOf(server, 'role', 'editor'),
  });
  expect(await auditRows(server, 'role.assigned')).toEqual([]);
  expect(await kindsOf(server, browser.userId)).toEqual(['roles_given']);
});

describe('dismissing', () => {
  /** A user with a session and four notices caused by an administrator. */
  async function noted() {
    const server = await app(demo);
    const [admin, browser] = [await server.signIn('admin'), await server.signIn('user')];
    const assignment = { user_id: browser.userId, role_id: await idOf(server, 'role', 'editor') };
    for (const way of ['assign', 'unassign', 'assign', 'unassign'])
      await admin.post(`/roles/${way}`, assignment);
    return { server, browser };
  }

  test('is a form without script, leads back, and shows older notices next; the list keeps all', async () => {
    const { server, browser } = await noted();
    const before = (await auditRows(server)).length;
    const { text } = await browser.get('/account?tab=security');
    expect(regionOf(text).match(/<li>/g)).toHaveLength(3);
    expect(textOf(regionOf(text))).toContain('Dismiss 3 notices');
    expect(await dismiss(browser, '/account?tab=preferences')).toMatchObject({
      status: 303,
      location: '/account?tab=preferences',
    });
    expect(await noticesFor(browser)).toContain('Dismiss notice');
    await dismiss(browser);
    expect(await noticesFor(browser)).toBe('');
    const list = textOf((await browser.get('/account?tab=security')).text);
    expect(list.match(/assigned you the role Editor/g)).toHaveLength(2);
    expect((await auditRows(server)).length).toBe(before);
  });

  test('is a 204 for programs', async () => {
    const { browser } = await noted();
    expect(
      (await dismiss(browser, '/dashboard', { headers: { Accept: 'application/json' } })).status,
    ).toBe(204);
  });

  test('needs the token of the form, one’s own notices and ids', async () => {
    const { server, browser } = await noted();
    expect((await dismiss(browser, '/dashboard', { csrf: 'x' })).status).toBe(403);
    const other = await server.signIn('user');
    await other.post('/account/notices/dismiss', { from: '1', until: '999999' });
    expect((await browser.post('/account/notices/dismiss', { from: '0', until: 'x' })).status).toBe(
      422,
    );
    expect(
      (
        await browser.post('/account/notices/dismiss', {
          from: '1',
          until: '9',
          back: '//evil.example',
        })
      ).location,
    ).toBe('/account?tab=security');
    expect(
      (await server.visitor().post('/account/notices/dismiss', { from: '1', until: '9' })).status,
    ).not.toBe(200);
    const { rows } = await server.services.pool.query(
      'select count(*)::integer as unseen from security_notices where seen_at is null',
    );
    expect(rows).toEqual([{ unseen: 0 }]);
  });

  test('shows events of the session itself only after the next sign-in', async () => {
    const server = await app(demo);
    const { name } = await server.createUser('admin');
    const [here, there] = [await signInFrom(server, name), await signInFrom(server, name)];
    for (const browser of [here, there]) {
      await browser.get('/account');
      await browser.post('/account/tokens', {
        name: browser === here ? 'mine' : 'yours',
        days: '30',
        codes: ['users.list'],
      });
    }
    expect(await noticesFor(here)).toContain('Access token yours created');
    await here.post('/account/notices/dismiss', { from: '1', until: '999999' });
    expect(await noticesFor(here)).toBe('');
    expect(await noticesFor(there)).toContain('Access token mine created');
  });
});

test('notices cost a page no statement', async () => {
  const server = await app(demo);
  const [admin, browser] = [await server.signIn('admin'), await server.signIn('user')];
  const costOf = async (): Promise<number> => {
    const before = server.queries.statements;
    await browser.get('/account');
    return server.queries.statements - before;
  };
  await costOf();
  const without = await costOf();
  await admin.post('/roles/assign', {
    user_id: browser.userId,
    role_id: await idOf(server, 'role', 'editor'),
  });
  // The session id is renewed with the role.
  await browser.get('/account');
  expect(await noticesFor(browser)).toContain('Editor');
  expect(await costOf()).toBe(without);
});

test('notices go after ninety days, with their owner, and are in no export', async () => {
  const server = await app(demo);
  const [admin, browser, other] = [
    await server.signIn('admin'),
    await server.signIn('user'),
    await server.signIn('user'),
  ];
  const role = await idOf(server, 'role', 'editor');
  for (const { userId } of [browser, other])
    await admin.post('/roles/assign', { user_id: userId, role_id: role });
  expect(await exported(server.services as never)).not.toContain('roles_given');
  await server.services.pool.query('delete from entities where id = $1', [other.userId]);
  expect(await kindsOf(server, other.userId)).toEqual([]);
  server.advance(minutes(89 * 24 * 60));
  expect(await sweepNotices(server.services.db, server.services.now())).toBe(0);
  server.advance(minutes(2 * 24 * 60));
  expect(await sweepNotices(server.services.db, server.services.now())).toBe(1);
});

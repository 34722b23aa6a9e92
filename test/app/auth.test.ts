import { describe, expect, onTestFinished, test } from 'vitest';
import { createHashing } from '#app/auth/hashing.ts';
import { signIn } from '#app/auth/sign-in.ts';
import { AppClient, textOf } from '#test/support/app-client.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { app, auditRows, minutes } from './app-fixture.ts';

test('V-222388, V-222392: signing in leads to the page that was asked for, and out again to the form', async () => {
  const server = await app();
  const browser = server.visitor();
  const { name } = await server.createUser('admin');
  expect(await browser.get('/account')).toMatchObject({
    status: 303,
    location: '/login?next=%2Faccount',
  });
  const form = await browser.get('/login?next=%2Faccount');
  expect([form.status, textOf(form.text)]).toEqual([
    200,
    expect.stringContaining('Sign in User name Password'),
  ]);
  const signedIn = await browser.post('/login', {
    username: name,
    password: testPassword,
    next: '/account',
  });
  expect(signedIn).toMatchObject({ status: 303, location: '/account' });
  const account = await browser.get(signedIn.location ?? '');
  expect(textOf(account.text)).toContain('Signed in for the first time.');
  expect(await browser.get('/login')).toMatchObject({ status: 303, location: '/dashboard' });
  const out = await browser.post('/logout');
  expect(out).toMatchObject({ status: 303, location: '/login' });
  expect(out.headers.get('clear-site-data')).toContain('"storage"');
  expect(textOf((await browser.get('/login')).text)).toContain('You are signed out.');
  expect((await browser.get('/account')).status).toBe(303);
  expect(
    (await auditRows(server, 'auth.login', 'auth.logout')).map(({ action, actor_name }) => [
      action,
      actor_name,
    ]),
  ).toEqual([
    ['auth.login', name],
    ['auth.logout', name],
  ]);
});

test('the administrator of the seed comes in with the password that was given out once, and has to choose another', async () => {
  const server = await app();
  const hash = await server.services.passwords.make('kestrel-47-ravine-tundra');
  await server.services.pool.query(
    "update credentials set password_hash = $1 where user_id = (select id from entities where entity_type = 'user' and name = 'admin')",
    [hash],
  );
  const browser = server.visitor();
  await browser.signIn('admin', 'kestrel-47-ravine-tundra');
  expect(await browser.get('/account')).toMatchObject({
    status: 303,
    location: '/account/password',
  });
});

describe('spec sign-in#sessions: sessions are on the server', () => {
  test('the cookie holds an id of 256 bits and the table only a keyed digest of it', async () => {
    const server = await app();
    const browser = await server.signIn();
    const id = browser.cookies.get('ahlt-test-session') ?? '';
    expect(Buffer.from(id, 'base64url')).toHaveLength(32);
    const { rows } = await server.services.pool.query('select * from sessions');
    expect(rows).toHaveLength(1);
    expect(rows[0].hash).toHaveLength(32);
    expect(JSON.stringify(rows)).not.toContain(id);
    expect(rows[0].hash.toString('base64url')).not.toBe(id);
  });

  test.each([
    ['is deactivated', 'update entities set is_active = false where id = $1'],
    ['is deleted', 'delete from entities where id = $1'],
    ['is signed out by somebody else', 'delete from sessions where user_id = $1'],
  ])('they end at once for a user who %s, on every replica', async (_, statement) => {
    const server = await app();
    await using other = await startAppServer({ url: server.databaseUrl });
    const browser = await server.signIn();
    const elsewhere = new AppClient(other.url);
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.get('/account')).status).toBe(200);
    await server.services.pool.query(statement, [browser.userId]);
    expect((await browser.get('/account')).status).toBe(303);
    expect((await elsewhere.get('/account')).status).toBe(303);
    expect(elsewhere.cookies.has('ahlt-test-session')).toBe(false);
  });

  test('permissions are those of this moment', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    expect((await browser.get('/settings')).status).toBe(200);
    await server.services.pool.query('delete from relations where source_id = $1', [
      browser.userId,
    ]);
    expect((await browser.get('/settings')).status).toBe(403);
  });

  test('they survive a restart and the replacement of the key', async () => {
    const server = await app();
    const browser = await server.signIn();
    const keys = { SESSION_KEY: 'n'.repeat(64), SESSION_KEY_PREVIOUS: 'k'.repeat(64) };
    await using restarted = await startAppServer({ url: server.databaseUrl, environment: keys });
    const again = new AppClient(restarted.url);
    for (const [name, value] of browser.cookies) again.cookies.set(name, value);
    expect((await again.get('/account')).status).toBe(200);
    await using stranger = await startAppServer({
      url: server.databaseUrl,
      environment: { SESSION_KEY: 's'.repeat(64) },
    });
    const elsewhere = new AppClient(stranger.url);
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.get('/account')).status).toBe(303);
  });

  test('V-222389, V-222390: they end without activity: those of administrators sooner', async () => {
    const server = await app();
    const [user, admin] = [await server.signIn('user'), await server.signIn('admin')];
    server.advance(minutes(9));
    expect([(await user.get('/account')).status, (await admin.get('/account')).status]).toEqual([
      200, 200,
    ]);
    server.advance(minutes(11));
    expect([(await user.get('/account')).status, (await admin.get('/account')).status]).toEqual([
      200, 303,
    ]);
    server.advance(minutes(16));
    expect((await user.get('/account')).status).toBe(303);
  });

  test('background requests of a page do not extend a session', async () => {
    const server = await app();
    const browser = await server.signIn('user');
    for (const _ of [1, 2]) {
      server.advance(minutes(7));
      const reply = await browser.get('/session');
      expect(reply.status).toBe(204);
      expect(new Date(reply.headers.get('x-session-ends') ?? '').getTime()).toBeLessThan(
        server.services.now().getTime() + minutes(15),
      );
    }
    server.advance(minutes(2));
    expect((await browser.get('/session')).status).toBe(401);
  });

  test('spec sign-in#sessions: a user can extend a session, but never beyond its absolute limit', async () => {
    const server = await app();
    const browser = await server.signIn('user');
    const left = async (method: 'get' | 'post') =>
      (await browser[method]('/session')).headers.get('x-session-left')?.split(' ').map(Number);
    server.advance(minutes(14));
    const [idle = 0, atMost = 0] = (await left('get')) ?? [];
    expect(idle).toBeLessThanOrEqual(60);
    expect(Math.round(atMost / 60)).toBe(12 * 60 - 14);
    expect((await left('post'))?.[0]).toBeGreaterThan(14 * 60);
    expect((await left('get'))?.[0]).toBeGreaterThan(14 * 60);
    expect((await browser.post('/session', {}, { csrf: 'x' })).status).toBe(403);
    expect((await server.visitor().get('/session')).status).toBe(401);
  });

  test('they end after twelve hours in any case', async () => {
    const server = await app();
    const browser = await server.signIn('user');
    for (let quarter = 0; quarter < 12 * 5 - 1; quarter += 1) {
      server.advance(minutes(12));
      await browser.get('/session');
      await server.services.pool.query('update sessions set last_seen_at = $1', [
        server.services.now(),
      ]);
    }
    expect((await browser.get('/account')).status).toBe(200);
    server.advance(minutes(13));
    expect((await browser.get('/account')).status).toBe(303);
  });

  test('V-222387: a person has three at most; the oldest ends', async () => {
    const server = await app();
    const { name } = await server.createUser('user');
    const browsers: AppClient[] = [];
    for (const _ of [1, 2, 3, 4]) {
      const browser = server.visitor();
      await browser.signIn(name, testPassword);
      browsers.push(browser);
      server.advance(1000);
    }
    expect(
      await Promise.all(browsers.map(async (browser) => (await browser.get('/account')).status)),
    ).toEqual([303, 200, 200, 200]);
    expect(await auditRows(server, 'auth.session_ended')).toMatchObject([
      { details: { reason: 'limit' } },
    ]);
  });

  test('sign-ins of one user at the same time stay within the limit, too', async () => {
    const server = await app();
    const { name } = await server.createUser('user');
    const browsers = Array.from({ length: 6 }, () => server.visitor());
    await server.services.pool.query(
      `update entities set properties = properties || '{"value": "20"}' where name = 'auth.sign_in_failures'`,
    );
    await Promise.all(browsers.map((browser) => browser.trySignIn(name, testPassword)));
    const { rows } = await server.services.pool.query(
      'select count(*)::integer as n from sessions',
    );
    expect(rows[0].n).toBe(3);
  });
});

describe('spec sign-in#renewal: ids and tokens are renewed', () => {
  test('a new session id and a new token at sign-in; what came before is worth nothing', async () => {
    const server = await app();
    const { name } = await server.createUser();
    const browser = server.visitor();
    browser.cookies.set('ahlt-test-session', 'A'.repeat(43));
    await browser.get('/login');
    const before = browser.csrf;
    await browser.post('/login', { username: name, password: testPassword });
    expect(browser.cookies.get('ahlt-test-session')).not.toBe('A'.repeat(43));
    await browser.get('/account');
    expect(browser.csrf).not.toBe(before);
    expect((await browser.post('/account/theme', { theme: 'dark' }, { csrf: before })).status).toBe(
      403,
    );
  });

  test('V-222579: a new id when permissions change; open forms still work, the old id only for a moment', async () => {
    const server = await app();
    const browser = await server.signIn('user');
    const old = browser.cookies.get('ahlt-test-session') ?? '';
    const tab = new AppClient(server.url);
    tab.cookies.set('ahlt-test-session', old);
    const token = browser.csrf;
    await server.services.pool.query(
      `insert into relations (relation_type_id, source_id, target_id) select t.id, $1, r.id from entities t, entities r
       where t.name = 'has_role' and r.entity_type = 'role' and r.name = 'admin'`,
      [browser.userId],
    );
    await browser.get('/settings');
    expect(browser.cookies.get('ahlt-test-session')).not.toBe(old);
    expect((await browser.post('/account/theme', { theme: 'dark' }, { csrf: token })).status).toBe(
      303,
    );
    expect((await tab.get('/account')).status).toBe(200);
    server.advance(11_000);
    expect((await tab.get('/account')).status).toBe(303);
  });

  test('concurrent requests during a change of permissions keep the user signed in', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    await server.services.pool.query(
      "delete from relations where source_id = $1 and target_id in (select id from entities where entity_type = 'role')",
      [browser.userId],
    );
    const replies = await Promise.all(Array.from({ length: 12 }, () => browser.get('/account')));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await browser.get('/account')).status).toBe(200);
  });
});

test('spec sign-in#last-sign-in: the last sign-in and failed attempts since are shown afterwards', async () => {
  const server = await app();
  const { name } = await server.createUser();
  await server.visitor().signIn(name, testPassword);
  await server.visitor().trySignIn(name, 'wrong');
  const browser = server.visitor();
  const { location } = await browser.trySignIn(name, testPassword);
  expect(textOf((await browser.get(location ?? '')).text)).toMatch(
    /Your last sign-in was today, \d\d:\d\d UTC\. 1 failed sign-in attempt with your user name since then, the last today, \d\d:\d\d UTC/,
  );
});

test('spec platform#isolation: the rights of the role that serves are enough', async () => {
  const owner = await app();
  const { pool } = owner.services;
  const role = `serves_${process.pid}`;
  await pool.query(`create role ${role} login password 'only-for-tests'`);
  onTestFinished(async () => {
    await pool.query(`drop owned by ${role}; drop role ${role}`);
  });
  await pool.query(
    `grant usage on schema public to ${role}; grant select, insert, update, delete on all tables in schema public to ${role}`,
  );
  await pool.query(
    `revoke update, delete on audit_log from ${role}; revoke insert, update, delete on audit_head from ${role}`,
  );
  const { name } = await owner.createUser('admin');
  const url = new URL(owner.databaseUrl);
  Object.assign(url, { username: role, password: 'only-for-tests' });
  await using server = await startAppServer({ url: url.href });
  const browser = server.visitor();
  await browser.trySignIn(name, 'wrong');
  await browser.signIn(name, testPassword);
  expect((await browser.post('/account/theme', { theme: 'dark' })).status).toBe(303);
  expect(
    (
      await browser.post('/account/profile', {
        action: 'update_display_name',
        display_name: 'Ingrid',
      })
    ).status,
  ).toBe(303);
  expect((await browser.post('/logout')).status).toBe(303);
});

test('a hash of other costs is replaced at the next sign-in', async () => {
  const server = await app();
  const { id, name } = await server.createUser();
  const { hash } = await import('@node-rs/argon2');
  const cheap = await hash(testPassword, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await server.services.pool.query('update credentials set password_hash = $2 where user_id = $1', [
    id,
    cheap,
  ]);
  await server.visitor().signIn(name, testPassword);
  const { rows } = await server.services.pool.query<{ password_hash: string }>(
    'select password_hash from credentials where user_id = $1',
    [id],
  );
  expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  await server.visitor().signIn(name, testPassword);
});

test('spec sign-in#hashing, V-222583: a hash from FIPS mode verifies and is replaced by Argon2id; in FIPS mode the reverse', async () => {
  const server = await app();
  const { id, name } = await server.createUser();
  const { pool } = server.services;
  const fips = createHashing({ fips: true });
  const stored = async () =>
    (
      await pool.query<{ password_hash: string }>(
        'select password_hash from credentials where user_id = $1',
        [id],
      )
    ).rows[0]?.password_hash ?? '';
  await pool.query('update credentials set password_hash = $2 where user_id = $1', [
    id,
    await fips.make(testPassword),
  ]);
  expect(await stored()).toMatch(/^\$pbkdf2-sha512\$/);
  expect((await server.visitor().trySignIn(name, 'Wrong-47-kestrel')).status).toBe(422);
  expect(await stored()).toMatch(/^\$pbkdf2-sha512\$/);
  await server.visitor().signIn(name, testPassword);
  expect(await stored()).toMatch(/^\$argon2id\$/);

  const origin = { address: '192.0.2.1' };
  const validated = { ...server.services, passwords: fips };
  expect((await signIn(validated, { name, password: testPassword, origin })).kind).toBe(
    'signed-in',
  );
  expect(await stored()).toMatch(/^\$pbkdf2-sha512\$/);
  expect((await signIn(validated, { name, password: testPassword, origin })).kind).toBe(
    'signed-in',
  );
});

test('spec sign-in#cookies: the cookie is bound to its host and named by its environment', async () => {
  const server = await app({
    environment: { APP_ENV: 'test', PUBLIC_URL: 'https://app.local', COOKIE_SECURE: 'true' },
  });
  const { name } = await server.createUser();
  const browser = server.visitor();
  await browser.get('/login');
  const reply = await browser.post(
    '/login',
    { username: name, password: testPassword },
    { headers: { Origin: 'https://app.local' } },
  );
  const cookie = reply.headers.getSetCookie().find((line) => line.includes('session='));
  expect(cookie).toMatch(
    /^__Host-ahlt-test-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(reply.headers.get('strict-transport-security')).toBe(
    'max-age=31536000; includeSubDomains',
  );
});

describe('where one goes after signing in', () => {
  test.each([
    ['//example.com', '/dashboard'],
    ['https://example.com/', '/dashboard'],
    ['/\\example.com', '/dashboard'],
    ['/.//example.com', '/dashboard'],
    ['/..//example.com', '/dashboard'],
    ['/account?tab=security', '/account?tab=security'],
  ])('spec requests#redirects: next=%s leads to %s', async (next, expected) => {
    const server = await app();
    const { name } = await server.createUser();
    const { location } = await server.visitor().trySignIn(name, testPassword, { next });
    expect(location).toBe(expected);
  });

  test('after a form it is the page with the form', async () => {
    const server = await app();
    const reply = await server
      .visitor()
      .post(
        '/account/theme',
        { theme: 'dark' },
        { headers: { Referer: `${server.url}/account?tab=preferences` } },
      );
    expect(reply).toMatchObject({
      status: 303,
      location: '/login?next=%2Faccount%3Ftab%3Dpreferences',
    });
  });
});

test('programs get JSON and no redirect', async () => {
  const server = await app();
  const { name } = await server.createUser();
  const program = server.visitor();
  const refusal = await program.get('/account', { headers: { Accept: 'application/json' } });
  expect([refusal.status, refusal.json()]).toEqual([
    401,
    expect.objectContaining({ code: 'not_signed_in', status: 401, error: 'Sign in first.' }),
  ]);
  await program.get('/login');
  const headers = { Accept: 'application/json' };
  expect(
    (await program.post('/login', { username: name, password: 'x' }, { headers })).status,
  ).toBe(422);
  const reply = await program.post(
    '/login',
    { username: name, password: testPassword },
    { headers },
  );
  expect([reply.status, reply.json()]).toEqual([
    200,
    { name: expect.stringContaining('Test nobody'), csrf: expect.any(String) },
  ]);
});

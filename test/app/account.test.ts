import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, testPassword } from '#test/support/app-server.ts';
import { app, auditRows } from './app-fixture.ts';

const fresh = 'Quokka-drizzles-88-vellum';

async function makeDue(server: AppServer, browser: AppClient): Promise<void> {
  await server.services.pool.query('update credentials set must_change = true where user_id = $1', [
    browser.userId,
  ]);
}

/** Waits for the minimum age of a password, keeping the session alive. */
async function letAgePass(server: AppServer, browser: AppClient): Promise<void> {
  await server.services.pool.query(
    "update credentials set changed_at = now() - interval '2 days' where user_id = $1",
    [browser.userId],
  );
}

const change = (browser: AppClient, current: string, next: string, again = next) =>
  browser.post('/account', {
    current_password: current,
    new_password: next,
    confirm_password: again,
  });

const choosePolicy = ({ services }: AppServer, policy: 'asvs' | 'stig') =>
  services.pool.query(
    "update entity_properties set value = $1 where key = 'value' and entity_id = (select id from entities where name = 'auth.password_policy')",
    [policy],
  );

describe('spec sign-in#initial-passwords, V-222546: a password that another user chose', () => {
  test('closes every way but the one to choose another, and the way out', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    await makeDue(server, browser);
    for (const path of [
      '/',
      '/dashboard',
      '/account',
      '/settings',
      '/audit',
      '/roles',
      '/search?q=x',
    ]) {
      const reply = await browser.get(path);
      expect
        .soft([path, reply.status, reply.location])
        .toEqual([path, 303, path === '/' ? '/dashboard' : '/account/password']);
    }
    expect((await browser.post('/account/theme', { theme: 'dark' })).location).toBe(
      '/account/password',
    );
    const program = await browser.get('/settings', { headers: { Accept: 'application/json' } });
    expect([program.status, program.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'password_due' }),
    ]);
    expect((await browser.get('/session')).status).toBe(204);
    const page = await browser.get('/account/password');
    expect(textOf(page.text)).toContain('Another person set your password.');
    expect((await change(browser, testPassword, fresh)).location).toBe('/dashboard');
    expect((await browser.get('/settings')).status).toBe(200);
  });

  test('allows to sign out instead', async () => {
    const server = await app();
    const browser = await server.signIn();
    await makeDue(server, browser);
    expect((await browser.post('/logout')).location).toBe('/login');
  });

  test('V-222544: so does one that has reached its age', async () => {
    const server = await app();
    await choosePolicy(server, 'stig');
    const browser = await server.signIn();
    await server.services.pool.query(
      "update credentials set changed_at = now() - interval '61 days' where user_id = $1",
      [browser.userId],
    );
    const page = await browser.get((await browser.get('/account')).location ?? '');
    expect(textOf(page.text)).toContain('Your password has expired.');
  });
});

describe('changing the password', () => {
  test('gives this session a new id, ends the others and leaves a trace without the password', async () => {
    const server = await app();
    const browser = await server.signIn();
    const { rows } = await server.services.pool.query<{ name: string }>(
      'select name from entities where id = $1',
      [browser.userId],
    );
    const name = rows[0]?.name ?? '';
    const other = server.visitor();
    await other.signIn(name, testPassword);
    await letAgePass(server, browser);
    const id = browser.cookies.get('ahlt-test-session');
    const reply = await change(browser, testPassword, fresh);
    expect(reply.location).toBe('/account?tab=security');
    expect(textOf((await browser.get(reply.location ?? '')).text)).toContain(
      'Password changed; 1 other session ended',
    );
    expect(browser.cookies.get('ahlt-test-session')).not.toBe(id);
    expect((await other.get('/account')).status).toBe(303);
    expect((await server.visitor().trySignIn(name, testPassword)).status).toBe(422);
    expect((await server.visitor().trySignIn(name, fresh)).status).toBe(303);
    const rowsOfLog = await auditRows(server, 'auth.password_changed');
    expect(rowsOfLog).toMatchObject([{ actor_name: name, details: { sessions_ended: 1 } }]);
    expect(JSON.stringify(await auditRows(server))).not.toContain(fresh);
    expect(JSON.stringify(server.log)).not.toContain(fresh);
  });

  test("spec account#tabs: all problems are shown on the form's tab, and no password is returned", async () => {
    const server = await app();
    await choosePolicy(server, 'stig');
    const browser = await server.signIn();
    await letAgePass(server, browser);
    const reply = await change(browser, testPassword, 'short', 'other');
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toMatch(
      /3 problems, nothing was saved.*at least 8 characters; this one has 5.*must contain an upper-case letter, a digit and a special character.*do not match/,
    );
    expect(reply.text).toMatch(/aria-current="page"[^>]*>Security/);
    expect(reply.text).toContain('<title>Your account — Ahlt</title>');
    for (const secret of [testPassword, 'short', 'other'])
      expect(reply.text).not.toContain(`"${secret}"`);
  });

  test('needs the current one, which is guessed no more often than at sign-in', async () => {
    const server = await app();
    const browser = await server.signIn();
    await letAgePass(server, browser);
    for (const _ of [1, 2, 3])
      expect((await change(browser, 'Wrong-guess-99-vellum', fresh)).status).toBe(422);
    const blocked = await change(browser, testPassword, fresh);
    expect([blocked.status, textOf(blocked.text)]).toEqual([
      429,
      expect.stringContaining('Too many wrong passwords'),
    ]);
    expect(await auditRows(server, 'auth.reauthentication_failed')).toHaveLength(3);
  });

  test('the policy asvs: no composition, repeated changes, and former passwords are allowed', async () => {
    const server = await app();
    const browser = await server.signIn();
    expect((await change(browser, testPassword, 'quokka drizzles vellum')).status).toBe(303);
    expect((await change(browser, 'quokka drizzles vellum', testPassword)).status).toBe(303);
    await server.services.pool.query(
      "update credentials set changed_at = now() - interval '900 days' where user_id = $1",
      [browser.userId],
    );
    expect((await browser.get('/account')).status).toBe(200);
  });

  test('V-222545: none of the last five may be reused', async () => {
    const server = await app();
    await choosePolicy(server, 'stig');
    const browser = await server.signIn();
    const passwords = [
      testPassword,
      fresh,
      'Umbrella%Teapot-31',
      'Zephyr=Marmot*62',
      'Lantern!Quiche-93',
      'Walrus~Piccolo+54',
      'Gazebo_Thistle/75',
    ];
    for (const [place, password] of passwords.slice(1).entries()) {
      await letAgePass(server, browser);
      expect((await change(browser, passwords[place] ?? '', password)).status).toBe(303);
    }
    await letAgePass(server, browser);
    const again = await change(browser, passwords[6] ?? '', fresh);
    expect(textOf(again.text)).toContain('This is one of your last 5 passwords.');
    expect((await change(browser, passwords[6] ?? '', testPassword)).status).toBe(303);
  });

  test('V-222544: not again within a day, unless it is due', async () => {
    const server = await app();
    await choosePolicy(server, 'stig');
    const browser = await server.signIn();
    expect(textOf((await change(browser, testPassword, fresh)).text)).toContain(
      'less than 24 hours ago',
    );
    await makeDue(server, browser);
    expect((await change(browser, testPassword, fresh)).status).toBe(303);
  });

  test('V-222536: fifteen characters outside of development', async () => {
    const server = await app({
      environment: {
        APP_ENV: 'staging',
        PUBLIC_URL: 'http://app.local',
        DATABASE_SSL: 'disable',
        SESSION_KEY: '0123456789abcdef'.repeat(4),
      },
    });
    const origin = { headers: { Origin: 'http://app.local' } };
    const browser = server.visitor();
    const { id, name } = await server.createUser();
    await browser.get('/login');
    await browser.post('/login', { username: name, password: testPassword }, origin);
    browser.userId = id;
    await browser.get('/account');
    await letAgePass(server, browser);
    const fields = {
      current_password: testPassword,
      new_password: 'Quok-88-vellum',
      confirm_password: 'Quok-88-vellum',
    };
    expect(textOf((await browser.post('/account', fields, origin)).text)).toContain(
      'at least 15 characters; this one has 14',
    );
  });
});

describe('spec account#display-name: the display name', () => {
  test('is prefilled, changed, said and seen everywhere at once (spec account#display-name)', async () => {
    const server = await app();
    const browser = await server.signIn('user');
    expect((await browser.get('/account')).text).toMatch(
      /name="display_name"[^>]*value="Test user 1"/,
    );
    const reply = await browser.post('/account/profile', {
      action: 'update_display_name',
      display_name: '  Ingrid <Solheim> ',
    });
    expect(reply).toMatchObject({ status: 303, location: '/account' });
    const page = await browser.get(reply.location ?? '');
    expect(textOf(page.text)).toContain('Display name changed to Ingrid &lt;Solheim>');
    expect(page.text).toContain('Account of Ingrid &lt;Solheim>');
    expect(await auditRows(server, 'user.display_name_updated')).toMatchObject([
      { before: { label: 'Test user 1' }, after: { label: 'Ingrid <Solheim>' } },
    ]);
  });

  test('keeps the submitted values after a refusal', async () => {
    const server = await app();
    const browser = await server.signIn();
    const long = 'ä'.repeat(101);
    const reply = await browser.post('/account/profile', {
      action: 'update_display_name',
      display_name: long,
    });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`value="${long}"`);
    expect(textOf(reply.text)).toContain('Display name must be at most 100 characters.');
    expect(
      (
        await browser.post('/account/profile', {
          action: 'update_display_name',
          display_name: 'ä'.repeat(100),
        })
      ).status,
    ).toBe(303);
  });

  test('programs get JSON', async () => {
    const server = await app();
    const browser = await server.signIn();
    const headers = { Accept: 'application/json' };
    const reply = await browser.post(
      '/account/profile',
      { action: 'update_display_name', display_name: 'Ingrid' },
      { headers },
    );
    expect([reply.status, reply.json()]).toEqual([200, { success: true }]);
    const refusal = await browser.post('/account/profile', { action: 'fly' }, { headers });
    expect([refusal.status, refusal.json()]).toEqual([
      422,
      expect.objectContaining({ error: 'Unknown action.' }),
    ]);
  });
});

/** A PNG of one color, with a comment that is not needed. */
function png(width = 8, height = 8): Uint8Array {
  const chunk = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length, 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from('Comment\0somewhere in Norrvik')),
    chunk('IDAT', deflateSync(Buffer.alloc(height * (1 + width * 3)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const send = (browser: AppClient, bytes: Uint8Array, type = 'image/png') =>
  browser.upload(
    '/account/profile',
    { action: 'upload_avatar' },
    { field: 'avatar', name: 'me.png', type, bytes },
  );

describe('spec account#picture: the picture', () => {
  test('is stored without metadata, shown in the page bar, served by a cacheable address, and deleted', async () => {
    const server = await app();
    const browser = await server.signIn();
    expect((await send(browser, png())).status).toBe(303);
    const page = await browser.get('/account');
    const address = /src="(\/users\/\d+\/avatar\/[\da-f]{16})"/.exec(page.text)?.[1] ?? '';
    expect(page.text.split(address)).toHaveLength(3);
    const other = await server.signIn();
    const picture = await other.get(address);
    expect([
      picture.status,
      picture.headers.get('content-type'),
      picture.headers.get('cache-control'),
    ]).toEqual([200, 'image/png', 'private, max-age=31536000, immutable']);
    expect(picture.text).toContain('IHDR');
    expect(picture.text).not.toContain('Norrvik');
    expect((await server.visitor().get(address)).status).toBe(303);
    expect((await browser.post('/account/profile', { action: 'delete_avatar' })).status).toBe(303);
    expect((await browser.get('/account')).text).not.toContain('/avatar/');
    expect((await other.get(address)).status).toBe(404);
    expect(
      (await auditRows(server, 'user.avatar_uploaded', 'user.avatar_deleted')).map(
        ({ action }) => action,
      ),
    ).toEqual(['user.avatar_uploaded', 'user.avatar_deleted']);
  });

  test.each([
    [
      'an SVG that calls itself PNG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      'Choose a JPEG or PNG',
    ],
    ['a PNG with nothing in it', png().subarray(0, 40), 'Choose a JPEG or PNG'],
    ['one of too many pixels', png(5000, 4), 'Choose a JPEG or PNG'],
    [
      'one of more than 200 KB',
      Buffer.concat([png(), Buffer.alloc(204_800)]),
      'larger than 200 KB',
    ],
    ['nothing at all', Buffer.alloc(0), 'Choose a picture first'],
  ])('%s is refused on its own form', async (_, bytes, message) => {
    const server = await app();
    const browser = await server.signIn();
    const reply = await send(browser, bytes);
    expect([reply.status, textOf(reply.text)]).toEqual([422, expect.stringContaining(message)]);
  });

  test.each([
    ['300 KB', 300 * 1024],
    ['a megabyte', 1024 * 1024],
    ['a photograph of 20 MB', 20 * 1024 * 1024],
  ])('a refused picture of %s shows its form with the reason at the field', async (_, size) => {
    const server = await app();
    const browser = await server.signIn();
    const reply = await send(browser, Buffer.alloc(size));
    expect(reply.status).toBe(413);
    expect(reply.text).toMatch(
      /id="picture-form-avatar-error"[\s\S]*The picture is larger than 200 KB/,
    );
    expect(textOf(reply.text)).not.toContain('216 KB');
    expect(await auditRows(server, 'user.avatar_uploaded')).toEqual([]);
  });
});

describe('one’s own sessions', () => {
  test('are listed with where they are used, and ended one by one or all at once', async () => {
    const server = await app();
    const browser = await server.signIn();
    const { rows } = await server.services.pool.query<{ name: string }>(
      'select name from entities where id = $1',
      [browser.userId],
    );
    const others = [server.visitor(), server.visitor()];
    for (const other of others) await other.signIn(rows[0]?.name ?? '', testPassword);
    const page = await browser.get('/account?tab=security');
    expect(textOf(page.text)).toMatch(/Active sessions 3/);
    expect(textOf(page.text)).toMatch(/This session 127\.0\.0\.1/);
    const [first = ''] = [...page.text.matchAll(/action="(\/account\/sessions\/\d+\/end)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect((await browser.post(first)).status).toBe(303);
    const alive = await Promise.all(
      others.map(async (other) => (await other.get('/account')).status),
    );
    expect(alive.sort()).toEqual([200, 303]);
    const ended = await browser.post('/account/sessions/end-others');
    expect(textOf((await browser.get(ended.location ?? '')).text)).toContain('1 session ended');
    expect((await browser.get('/account')).status).toBe(200);
    expect((await browser.post(first)).status).toBe(404);
  });

  test('those of other users cannot be ended', async () => {
    const server = await app();
    const [browser, other] = [await server.signIn('admin'), await server.signIn()];
    const { rows } = await server.services.pool.query<{ id: string }>(
      'select id from sessions where user_id = $1',
      [other.userId],
    );
    expect((await browser.post(`/account/sessions/${rows[0]?.id}/end`)).status).toBe(404);
    expect((await other.get('/account')).status).toBe(200);
  });
});

describe('spec account#theme: the theme', () => {
  test('is the server’s to remember, for this person everywhere; the way back stays on this site', async () => {
    const server = await app();
    const browser = await server.signIn();
    expect((await browser.get('/account')).text).toContain('<html lang="en-GB" data-theme="auto"');
    expect(
      (await browser.post('/account/theme', { theme: 'dark', back: '/account?tab=preferences' }))
        .location,
    ).toBe('/account?tab=preferences');
    expect((await browser.get('/account')).text).toContain('data-theme="dark"');
    await browser.post('/account/theme', { theme: 'contrast' });
    expect((await browser.get('/account')).text).toContain(
      'data-theme="auto" data-contrast="more"',
    );
    for (const back of ['//example.com', '/.//example.com', '/a/..//example.com']) {
      expect((await browser.post('/account/theme', { theme: 'light', back })).location).toBe(
        '/account',
      );
      expect((await browser.post('/account/sidebar', { sidebar: 'full', back })).location).toBe(
        '/account',
      );
    }
    expect((await browser.post('/account/theme', { theme: 'pink' })).status).toBe(422);
    expect(
      (
        await browser.post(
          '/account/theme',
          { theme: 'auto' },
          { headers: { Accept: 'application/json' } },
        )
      ).status,
    ).toBe(204);
  });

  test('so is the narrow sidebar', async () => {
    const server = await app();
    const browser = await server.signIn();
    await browser.post('/account/sidebar', { sidebar: 'rail', back: '/account' });
    expect((await browser.get('/account')).text).toContain('class="shell rail"');
  });
});

test('spec requests#messages: the message of a redirect is shown by the page it was meant for, once', async () => {
  const server = await app();
  const browser = await server.signIn();
  const { location } = await browser.post('/account/theme', { theme: 'dark' });
  expect((await browser.get('/dashboard')).text).not.toContain('Theme changed');
  const page = await browser.get(location ?? '');
  expect(textOf(page.text)).toContain('Theme changed to dark');
  expect((await browser.get(location ?? '')).text).not.toContain('Theme changed');
});

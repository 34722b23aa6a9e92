import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { testPassword } from '#test/support/app-server.ts';
import { app } from './app-fixture.ts';

type Server = Awaited<ReturnType<typeof app>>;
type Browser = Awaited<ReturnType<Server['signIn']>>;

const nameOf = async ({ services }: Server, id: string): Promise<string> =>
  (await services.pool.query<{ name: string }>('select name from entities where id = $1', [id]))
    .rows[0]?.name ?? '';

/** Fields of the form on a page, by its address. */
function hiddenFields(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const found = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(
    found.map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<'),
    ]),
  );
}

const typed = {
  username: 'zoe',
  email: 'zoe@example.org',
  display_name: 'Zoë "Z" <b>',
  initial: 'typed',
  password: 'Heron-59-basalt-quay',
};

/** A form submitted after the session was ended elsewhere, and the resulting sign-in page. */
async function interrupted(server: Server, browser: Browser) {
  await browser.get('/users/new');
  await server.services.pool.query('delete from sessions where user_id = $1', [browser.userId]);
  const asked = await browser.post('/users', typed, {
    headers: { Referer: `${server.url}/users/new` },
  });
  return { asked, hidden: hiddenFields(asked.text, '/login') };
}

const signInWith = (browser: Browser, username: string, hidden: Record<string, string>) =>
  browser.post('/login', { ...hidden, username, password: testPassword }, { csrf: null });

test('a form submitted after its session ended is restored after sign-in, and not saved automatically', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const { asked, hidden } = await interrupted(server, browser);
  expect([asked.status, textOf(asked.text)]).toEqual([
    401,
    expect.stringContaining('Your input is kept'),
  ]);
  expect(asked.text).not.toContain('zoe@example.org');
  const wrong = await browser.post(
    '/login',
    { ...hidden, username: await nameOf(server, browser.userId), password: 'x' },
    { csrf: null },
  );
  expect(hiddenFields(wrong.text, '/login')['kept']).toBe(hidden['kept']);

  const resume = await signInWith(browser, await nameOf(server, browser.userId), hidden);
  const fields = hiddenFields(resume.text, '/users?restore_form=1');
  expect(fields).toMatchObject({
    username: 'zoe',
    email: 'zoe@example.org',
    display_name: typed.display_name,
    restore_back: '/users/new',
  });
  expect(resume.text).not.toContain(typed.password);
  const form = await browser.post('/users?restore_form=1', fields, { csrf: null });
  expect([form.status, textOf(form.text)]).toEqual([
    200,
    expect.stringContaining('is not saved yet'),
  ]);
  expect(form.text).toContain('value="zoe@example.org"');
  expect(
    (await server.services.pool.query("select from entities where name = 'zoe'")).rows,
  ).toEqual([]);

  const { csrf } = browser;
  expect((await browser.post('/users', typed, { csrf })).status).toBe(303);
  expect(
    (await server.services.pool.query("select from entities where name = 'zoe'")).rows,
  ).toHaveLength(1);
});

test('no other user gets the text, including one who signs in on the same browser', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const { hidden } = await interrupted(server, browser);
  const other = await server.createUser('admin');
  const reply = await signInWith(browser, other.name, hidden);
  expect(reply).toMatchObject({ status: 303, location: '/users/new' });
});

test('a form that another site made, or without the cookie of this browser, is not kept', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await server.services.pool.query('delete from sessions');
  expect(await browser.post('/users', typed, { csrf: 'x'.repeat(43) })).toMatchObject({
    status: 303,
    location: '/login',
  });
  const visitor = server.visitor();
  expect(await visitor.post('/users', typed, { csrf: browser.csrf })).toMatchObject({
    status: 303,
    location: '/login',
  });
  expect(
    (await browser.post('/users', typed, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status,
  ).toBe(403);
});

test('a form from before signing in again in another tab is shown again with the new token, not refused', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await browser.get('/users/new');
  const old = browser.csrf;
  await server.services.pool.query('delete from sessions where user_id = $1', [browser.userId]);
  await browser.signIn(await nameOf(server, browser.userId), testPassword);
  const form = await browser.post('/users', typed, { csrf: old });
  expect([form.status, textOf(form.text)]).toEqual([
    200,
    expect.stringContaining('is not saved yet'),
  ]);
  expect(form.text).toContain('value="zoe@example.org"');
  expect(
    (await server.services.pool.query("select from entities where name = 'zoe'")).rows,
  ).toEqual([]);
});

test('a button without input leads back to its page, and nothing is done', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const { id } = await server.createUser();
  const reply = await browser.post(`/users/${id}/deactivate?restore_form=1`, {
    restore_back: '/users',
  });
  expect(reply).toMatchObject({ status: 303, location: '/users' });
  expect((await browser.post('/account/sessions/end-others?restore_form=1')).location).toBe(
    '/dashboard',
  );
  expect(
    (await server.services.pool.query('select is_active from entities where id = $1', [id])).rows,
  ).toEqual([{ is_active: true }]);
});

import { expect, test } from 'vitest';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { fillSignIn, makeInitial, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

const idOf = async (name: string): Promise<string> => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    'select id from entities where name = $1',
    [name],
  );
  return rows[0]?.id ?? '';
};

test('a wrong password gets a neutral message, the right one leads to the requested page', async () => {
  const { name } = await server.createUser('admin');
  await using opened = await browser.openPage(`${server.url}/users?q=alice`);
  const { page, problems } = opened;
  await page.waitForURL('**/login?next=*');
  await fillSignIn(page, name, 'not-the-password');
  await page.getByText('User name or password is incorrect.').waitFor();
  expect(await page.getByLabel('User name').inputValue()).toBe(name);
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/users?q=alice*');
  await page.getByText('Signed in for the first time.').waitFor();
  expect(problems).toEqual([]);
});

test('spec sign-in#initial-passwords: a user with a password from another user must choose their own first', async () => {
  const { id, name } = await server.createUser('viewer');
  await makeInitial(server, id);
  await using opened = await browser.openPage(`${server.url}/login`);
  const { page, problems } = opened;
  await fillSignIn(page, name, testPassword);
  await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
  await page.goto(`${server.url}/dashboard`);
  await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
  const choose = async (fresh: string, again: string) => {
    await page.getByLabel('Current password', { exact: true }).fill(testPassword);
    await page.getByLabel('New password', { exact: true }).fill(fresh);
    await page.getByLabel('Confirm new password', { exact: true }).fill(again);
    await page.getByRole('button', { name: 'Save password' }).click();
  };
  await choose('Tundra-58-osprey', 'Tundra-58-ospray');
  await page.getByRole('alert').getByText('The new passwords do not match.').waitFor();
  await choose('Tundra-58-osprey', 'Tundra-58-osprey');
  await page.waitForURL('**/dashboard*');
  await page.getByText('Password changed').waitFor();
  expect(problems).toEqual([]);
});

test('a user is created, changed and deactivated', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/users`, { context: person.context });
  const { page, problems } = opened;
  await page.getByRole('link', { name: 'New user' }).click();
  await page.getByLabel('Display name').fill('Ingvild Solheim');
  await page.getByLabel('User name').fill('ingvild');
  await page.getByLabel('Email').fill('ingvild@example.com');
  await page.getByRole('checkbox', { name: /^Viewer/ }).check();
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.getByRole('heading', { name: 'Ingvild Solheim was created' }).waitFor();
  expect((await page.locator('output code').textContent())?.length).toBeGreaterThan(11);

  await page.getByRole('link', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Ingvild Solheim' }).click();
  await page.getByLabel('Display name').fill('Ingvild S. Berg');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByText('Ingvild S. Berg was saved.').waitFor();

  await page.goto(`${server.url}/users?q=ingvild`);
  await page.getByLabel('Actions for Ingvild S. Berg').click();
  await page
    .getByRole('button', { name: 'Deactivate', exact: true })
    .filter({ visible: true })
    .click();
  await page.getByText('Ingvild S. Berg was deactivated and signed out.').waitFor();
  expect(page.url()).toBe(`${server.url}/users?q=ingvild`);
  const row = page.getByRole('row').filter({ hasText: 'Ingvild S. Berg' });
  expect(await row.textContent()).toContain('Deactivated');
  expect(problems).toEqual([]);
});

test('a role shows the effect of a change, and is changed', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/roles`, { context: person.context });
  const { page, problems } = opened;
  await page.getByRole('link', { name: 'Edit Viewer' }).click();
  await page.getByText('No unsaved changes').first().waitFor();
  await page
    .locator('summary')
    .filter({ hasText: /^Admin/ })
    .click();
  await page.getByRole('checkbox', { name: /audit\.view/ }).check();
  await page.locator('#change-list').getByText('View audit log').waitFor();
  await page.locator('#menu-preview').getByText('Audit log').waitFor();
  await page.getByRole('button', { name: 'Save role' }).click();
  await page.getByText(/^The role Viewer was saved/).waitFor();
  const { rows } = await server.services.pool.query(
    `select 1 from relations r join entities p on p.id = r.target_id where r.source_id = $1 and p.name = 'audit.view'`,
    [await idOf('viewer')],
  );
  expect(rows).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('spec roles#matrix: the permission matrix changes what a user sees on their next page', async () => {
  await using reader = await signedIn(browser, server, ['secretary']);
  await using theirs = await browser.openPage(`${server.url}/dashboard`, {
    context: reader.context,
  });
  expect(await theirs.page.getByRole('link', { name: 'Settings' }).count()).toBe(0);

  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/menu-builder`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await page.getByRole('checkbox', { name: 'Secretary: Manage settings' }).check();
  await page.getByRole('button', { name: 'Save permissions' }).click();
  await page.getByText('Permissions saved: 1 granted, 0 revoked.').waitFor();

  await theirs.page.goto(`${server.url}/dashboard`);
  await theirs.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Settings' })
    .waitFor();
  expect([...problems, ...theirs.problems]).toEqual([]);
});

test('a filter is built, kept in the address, and taken away again, all without a reload', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/users`, { context: person.context });
  const { page, problems } = opened;
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.getByRole('link', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field 1').selectOption({ label: 'Role' });
  await page.getByLabel('Value 1').selectOption({ label: 'Secretary' });
  await page.getByRole('button', { name: 'Show users' }).click();
  await page.getByRole('link', { name: /^Remove filter: Role/ }).waitFor();
  await page.getByRole('link', { name: 'Eva Secretary' }).waitFor();
  expect(await page.getByRole('link', { name: 'Bob Viewer' }).count()).toBe(0);
  expect(new URL(page.url()).searchParams.get('filter')).toContain('secretary');
  await page.getByRole('link', { name: /^Remove filter: Role/ }).click();
  await page.getByRole('link', { name: 'Bob Viewer' }).waitFor();
  await page.getByRole('searchbox', { name: 'Search users' }).fill('alice');
  await expect.poll(() => page.getByRole('link', { name: 'Bob Viewer' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Alice Editor' }).count()).toBe(1);
  await page.goBack();
  await page.getByRole('link', { name: 'Eva Secretary' }).waitFor();
  expect(loads).toBe(0);
  expect(problems).toEqual([]);
});

test('the palette finds pages and people, and goes there by the keyboard', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('eva');
  await page.getByRole('option', { name: 'Eva Secretary' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/users/${await idOf('eva')}/edit`);
  await page.keyboard.press('Control+k');
  // Typed at once: the results for the first letters must not be taken for the answer.
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/audit');
  expect(problems).toEqual([]);
});

test('Enter in the palette counts although a refresh replaces the search that it waits for', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: person.context,
  });
  const { page, problems } = opened;
  let [asked, isHeld] = [0, true];
  await page.route(
    ({ searchParams }) => searchParams.get('q') === 'audit',
    async (route) => {
      asked += 1;
      if (!isHeld) await route.continue();
    },
  );
  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect.poll(() => asked).toBeGreaterThan(0);
  isHeld = false;
  await page.evaluate(() => document.dispatchEvent(new Event('unread-changed')));
  await page.waitForURL('**/audit');
  expect(problems).toEqual([]);
});

test.each([
  ['00:10', 'Sunniva'],
  ['02:00', 'Solveig'],
])(
  'spec interface#session-ended: a session that ends %s after a form was opened costs nothing that was typed',
  async (time, name) => {
    await using person = await signedIn(browser, server, ['admin']);
    await person.context.clock.install();
    await using opened = await browser.openPage(`${server.url}/users/new`, {
      context: person.context,
    });
    const { page, problems } = opened;
    await page.getByLabel('Display name').fill(`${name} Late`);
    await page.getByLabel('User name').fill(name.toLowerCase());
    await page.getByLabel('Email').fill(`${name}@example.com`);
    // By another user, not by timeout.
    await server.services.pool.query('delete from sessions where user_id = $1', [person.id]);
    await person.context.clock.fastForward(time);
    await page.getByRole('button', { name: 'Create user' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await page.locator('#f-display_name').inputValue()).toBe(`${name} Late`);
    await dialog.getByLabel('User name').fill(person.name);
    await dialog.getByLabel('Password', { exact: true }).fill('wrong');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByText('User name or password is incorrect.').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(testPassword);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: `${name} Late was created` }).waitFor();
    expect(problems).toEqual([]);
  },
);

test("two users who change the same user: the second sees the first one's changes, and loses nothing", async () => {
  const id = await idOf('henry');
  await using first = await signedIn(browser, server, ['admin']);
  await using second = await signedIn(browser, server, ['admin']);
  await using one = await browser.openPage(`${server.url}/users/${id}/edit`, {
    context: first.context,
  });
  await using two = await browser.openPage(`${server.url}/users/${id}/edit`, {
    context: second.context,
  });
  await one.page.getByLabel('Display name').fill('Name of the first');
  await one.page.getByRole('button', { name: 'Save user', exact: true }).click();
  await one.page.getByText('Name of the first was saved.').waitFor();

  await two.page.getByLabel('Display name').fill('Name of the second');
  await two.page.getByLabel('Email').fill('second@example.com');
  const answer = two.page.waitForResponse((response) => response.request().method() === 'POST');
  await two.page.getByRole('button', { name: 'Save user', exact: true }).click();
  expect((await answer).status()).toBe(409);
  await two.page.getByText('was changed while you were editing').waitFor();
  expect(await two.page.locator('main').textContent()).toContain('Name of the first');
  expect(await two.page.getByLabel('Display name').inputValue()).toBe('Name of the second');
  expect(await two.page.getByLabel('Email').inputValue()).toBe('second@example.com');
  await two.page.getByRole('button', { name: 'Overwrite' }).click();
  await two.page.getByText('Name of the second was saved.').waitFor();
  expect([...one.problems, ...two.problems]).toEqual([]);
});

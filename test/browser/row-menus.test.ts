import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type AppClient, startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let administrator: AppClient;
let person: Person;

beforeAll(async () => {
  administrator = await server.signIn('admin');
  person = await signedIn(browser, server, ['admin']);
});

/** The list of users, with its requests for menus. */
async function openList(query = '') {
  const opened = await browser.openPage(`${server.url}/users${query}`, { context: person.context });
  const asked: string[] = [];
  opened.page.on('request', (request) => {
    if (request.url().includes('menu=')) asked.push(request.url());
  });
  return { ...opened, asked };
}

const opener = (page: Page, name: string) =>
  page.getByRole('button', { name: `Actions for ${name}` });
const menu = (page: Page) => page.locator('.row-act details.menu[open]');

/** The focused element, as text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      document.activeElement?.getAttribute('aria-label') ??
      document.activeElement?.textContent?.trim() ??
      '',
  );

test('a click opens the menu of a row and asks the server once; the menu has the focus, Esc gives it back to its button', async () => {
  await using opened = await openList('?per_page=10');
  const { page, asked, problems } = opened;
  await opener(page, 'Bob Viewer').click();
  await menu(page).getByRole('link', { name: 'Change roles' }).waitFor();
  expect(await focused(page)).toBe('Actions for Bob Viewer');
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('Edit');
  await page.keyboard.press('Escape');
  expect(await menu(page).count()).toBe(0);
  expect(await focused(page)).toBe('Actions for Bob Viewer');

  await page.keyboard.press('Enter');
  await menu(page).waitFor();
  expect(asked).toHaveLength(1);
  await opener(page, 'Alice Editor').click();
  await menu(page).locator('summary[aria-label="Actions for Alice Editor"]').waitFor();
  expect(await menu(page).count()).toBe(1);
  expect(new URL(page.url()).search).toBe('?per_page=10');
  expect(problems).toEqual([]);
});

test.each([
  ['ArrowDown', 'Edit'],
  ['ArrowUp', 'Delete…'],
  ['Home', 'Edit'],
  ['End', 'Delete…'],
])('%s on the button of a row opens its menu at “%s”', async (key, line) => {
  await using opened = await openList();
  const { page } = opened;
  await opener(page, 'Bob Viewer').focus();
  await page.keyboard.press(key);
  await expect.poll(() => focused(page)).toBe(line);
  expect(await menu(page).count()).toBe(1);
});

test('a row menu moves by arrows; a question opens as a dialog over the list, and the focus returns to the row', async () => {
  await using opened = await openList();
  const { page } = opened;
  await opener(page, 'Bob Viewer').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Edit');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe('Delete…');
  await page.keyboard.press('Home');
  expect(await focused(page)).toBe('Edit');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete user Bob Viewer?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('Actions for Bob Viewer');
  await dialog.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/users');
});

test('however often it is pressed while the answer is on its way, the server is asked once', async () => {
  await using opened = await openList();
  const { page, asked } = opened;
  const answer = Promise.withResolvers<void>();
  await page.route(/menu=/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await opener(page, 'Bob Viewer').focus();
  for (const key of ['Enter', 'Enter', 'ArrowDown']) await page.keyboard.press(key);
  expect(await opener(page, 'Bob Viewer').getAttribute('aria-busy')).toBe('true');
  answer.resolve();
  await menu(page).waitFor();
  expect(asked).toHaveLength(1);
});

test('a menu does not take the focus if the user went elsewhere: it is there, and closed', async () => {
  await using opened = await openList();
  const { page } = opened;
  const answer = Promise.withResolvers<void>();
  await page.route(/menu=/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await opener(page, 'Bob Viewer').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'Search users' }).focus();
  answer.resolve();
  await page.locator('.row-act summary[aria-label="Actions for Bob Viewer"]').waitFor();
  expect(await menu(page).count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q');
});

test('the answer for a list that is no longer shown is dropped', async () => {
  await using opened = await openList();
  const { page, problems } = opened;
  const answer = Promise.withResolvers<void>();
  await page.route(/menu=/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await opener(page, 'Bob Viewer').focus();
  const came = page.waitForResponse(/menu=/);
  await page.keyboard.press('Enter');
  await page.getByRole('columnheader', { name: 'User' }).getByRole('link').click();
  await page.locator('th[aria-sort="descending"]').waitFor();
  answer.resolve();
  await (await came).finished();
  await opener(page, 'Bob Viewer').waitFor();
  expect(await page.locator('.row-act details').count()).toBe(0);
  expect(problems).toEqual([]);
});

test('a page that came with an open menu has one open menu too when another is opened', async () => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where name = 'bob'",
  );
  await using opened = await openList(`?menu=${rows[0]?.id}#table-menu-open`);
  const { page, problems } = opened;
  await menu(page).locator('summary[aria-label="Actions for Bob Viewer"]').waitFor();
  await opener(page, 'Alice Editor').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Edit');
  expect(await menu(page).count()).toBe(1);
  expect(await page.locator('#table-menu-open').count()).toBe(1);
  expect(problems).toEqual([]);
});

test('when the list changes under an open menu, the focus goes to the button of the same row', async () => {
  await using opened = await openList();
  const { page } = opened;
  await page.getByRole('columnheader', { name: 'User' }).getByRole('link').click();
  await page.locator('th[aria-sort="descending"]').waitFor();
  await opener(page, 'Bob Viewer').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Edit');
  await page.goBack();
  await page.locator('th[aria-sort="ascending"]').waitFor();
  expect(await focused(page)).toBe('Actions for Bob Viewer');
  expect(await page.locator('.row-act details').count()).toBe(0);
});

test('a session that ended meanwhile asks to sign in, and then the menu opens', async () => {
  await using someone = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/users`, { context: someone.context });
  const { page, problems } = opened;
  await server.services.pool.query('delete from sessions where user_id = $1', [someone.id]);
  await opener(page, 'Bob Viewer').focus();
  await page.keyboard.press('ArrowDown');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('User name').fill(someone.name);
  await dialog.getByLabel('Password', { exact: true }).fill(testPassword);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => focused(page)).toBe('Edit');
  await menu(page).getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByText('Bob Viewer had no open sessions or access tokens.').waitFor();
  expect(problems).toEqual([]);
});

test('for a user deleted meanwhile the page is shown again, without that row', async () => {
  const { id, name } = await server.createUser('viewer');
  await using opened = await openList(`?q=${name}`);
  const { page, problems } = opened;
  const button = page.locator(`button[name="menu"][value="${id}"]`);
  await button.focus();
  expect((await administrator.post(`/users/${id}/delete`)).status).toBe(303);
  await page.keyboard.press('Enter');
  await page.getByText('No users match these filters').waitFor();
  expect(await button.count()).toBe(0);
  expect(problems).toEqual([]);
});

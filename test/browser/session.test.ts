import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { fillSignIn, type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** A user with a page whose clock follows the server's. */
async function somebody(...roles: string[]) {
  const person = await signedIn(browser, server, roles);
  await person.context.clock.install();
  const opened = await browser.openPage(`${server.url}/users/new`, { context: person.context });
  const pass = async (minutes: number): Promise<void> => {
    server.advance(minutes * 60_000);
    await person.context.clock.fastForward(minutes * 60_000);
  };
  return {
    person,
    ...opened,
    pass,
    warning: opened.page.getByRole('alertdialog', { name: 'Your session is about to end' }),
  };
}

const isAlive = async ({ context }: Person): Promise<boolean> =>
  (await context.request.get(`${server.url}/session`, { failOnStatusCode: false })).status() ===
  204;

test('spec sign-in#expiry-warning: two minutes before its end a session is extended by a click, and input is kept', async () => {
  await using one = await somebody('admin');
  const { page, pass, warning } = one;
  await page.getByLabel('Display name').fill('Not lost');
  await pass(7);
  expect(await warning.count()).toBe(0);
  await pass(1.1);
  await warning.waitFor();
  expect(await warning.textContent()).toMatch(/will be signed out at \d\d:\d\d\./);
  expect(await axe(page)).toEqual([]);
  const stays = page.waitForResponse((response) => response.request().method() === 'POST');
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  expect((await stays).status()).toBe(204);
  await warning.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Display name').inputValue()).toBe('Not lost');
  await pass(7);
  expect(await isAlive(one.person)).toBe(true);
  expect(one.problems).toEqual([]);
});

test('spec sign-in#expiry-warning: activity in another tab counts; then nothing is shown', async () => {
  await using one = await somebody('admin');
  await one.pass(5);
  await using other = await browser.openPage(`${server.url}/dashboard`, {
    context: one.person.context,
  });
  const asked = one.page.waitForResponse((response) => response.url().endsWith('/session'));
  await one.pass(3.1);
  expect((await asked).status()).toBe(204);
  expect(await one.warning.count()).toBe(0);
  expect([...one.problems, ...other.problems]).toEqual([]);
});

test('spec sign-in#expiry-warning: an unanswered warning becomes the sign-in form, and the page continues', async () => {
  await using one = await somebody('admin');
  const { page, pass, warning, person } = one;
  await page.getByLabel('Display name').fill('Kept as well');
  await pass(8.1);
  await warning.waitFor();
  await pass(2);
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  expect(await warning.count()).toBe(0);
  await dialog.getByLabel('User name').fill(person.name);
  await dialog.getByLabel('Password', { exact: true }).fill(testPassword);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Display name').inputValue()).toBe('Kept as well');
  expect(await isAlive(person)).toBe(true);
});

test('spec sign-in#expiry-warning: a user can sign out there', async () => {
  await using one = await somebody('manager');
  await one.pass(13.1);
  await one.warning.getByRole('button', { name: 'Sign out' }).click();
  await one.page.getByText('You are signed out.').waitFor();
  expect(await isAlive(one.person)).toBe(false);
});

test('spec requests#messages: the message of a change is shown on the page that follows it', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  const { id } = await server.createUser('viewer');
  await using opened = await browser.openPage(`${server.url}/users/${id}/edit`, {
    context: person.context,
  });
  const { page } = opened;
  await page.getByLabel('Display name').fill('Freshly named');
  await page.getByLabel('Email').fill('fresh@example.com');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByText('Freshly named was saved.').waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/users');
});

test('a page without script has no warning and ends at the form to sign in', async () => {
  const { name } = await server.createUser('editor');
  const context = await browser.newContext({ script: false });
  await using opened = await browser.openPage(`${server.url}/login`, { context });
  await fillSignIn(opened.page, name, testPassword);
  server.advance(16 * 60_000);
  await opened.page.getByRole('link', { name: 'Users' }).first().click();
  await opened.page.waitForURL('**/login?next=*');
  await context.close();
});

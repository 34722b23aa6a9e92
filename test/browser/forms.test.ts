import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let person: Person;

beforeAll(async () => {
  person = await signedIn(browser, server, ['admin']);
});

const open = (path: string) => browser.openPage(server.url + path, { context: person.context });

const idOf = async (name: string): Promise<string> => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    'select id from entities where name = $1',
    [name],
  );
  return rows[0]?.id ?? '';
};

const submit = (page: Page) => page.getByRole('button', { name: 'Create user' }).click();
const dashboard = (page: Page) => page.getByRole('link', { name: 'Dashboard', exact: true });

/** Questions of the browser itself, which are answered with "Stay". */
function questionsOf(page: Page): readonly string[] {
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    void dialog.dismiss();
  });
  return questions;
}

/** The form for a new user, refused because the user name is taken. */
async function openRefused() {
  const opened = await open('/users/new');
  const { page } = opened;
  await page.getByLabel('User name').fill('henry');
  await page.getByLabel('Email').fill('another.henry@example.com');
  await submit(page);
  await page.getByRole('alert').waitFor();
  return opened;
}

test('leaving unsaved input asks first; sending it does not', async () => {
  await using opened = await open('/users/new');
  const { page } = opened;
  const questions = questionsOf(page);
  await page.getByLabel('Display name').click();
  await page.keyboard.type('Ingvild');
  const link = dashboard(page);
  await link.click();
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
  await asked.getByRole('button', { name: 'Stay on page' }).click();
  await asked.waitFor({ state: 'detached' });
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByLabel('Display name').inputValue()).toBe('Ingvild');
  expect(questions).toEqual([]);
  await page.evaluate(() => location.reload());
  await expect.poll(() => questions).toEqual(['beforeunload']);
  expect(new URL(page.url()).pathname).toBe('/users/new');
  await page.getByLabel('User name').fill('ingvild');
  await page.getByLabel('Email').fill('ingvild@example.com');
  await submit(page);
  await page.getByRole('heading', { name: 'Ingvild was created' }).waitFor();
  expect(questions).toHaveLength(1);
});

test('leaving unsaved input asks for confirmation once', async () => {
  await using opened = await open('/users/new');
  const { page } = opened;
  const questions = questionsOf(page);
  await page.getByLabel('Display name').fill('Ingvild');
  await dashboard(page).click();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL('**/dashboard');
  expect(questions).toEqual([]);
});

test('a refused form contains unsaved input and is guarded from the start', async () => {
  await using opened = await openRefused();
  await dashboard(opened.page).click();
  await opened.page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
});

test('an error summary has the focus; its links lead to the fields', async () => {
  await using opened = await openRefused();
  const { page } = opened;
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('problems');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('username');
});

test('a form is sent once, however often its button is pressed', async () => {
  await using opened = await open(`/users/${await idOf('jack')}/edit`);
  const { page } = opened;
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  await page
    .getByRole('button', { name: 'Save user', exact: true })
    .evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
      button.click();
    });
  await page.getByText('Jack Member was saved.').waitFor();
  expect(posts).toHaveLength(1);
});

test('a field is checked after it was left, and its error goes as soon as it is right', async () => {
  await using opened = await open('/users/new');
  const { page } = opened;
  const email = page.locator('[name="email"]');
  await email.fill('ingvild');
  await page.keyboard.press('Tab');
  await page.getByText('Enter an email address such as').waitFor();
  expect(await email.getAttribute('aria-invalid')).toBe('true');
  expect(await email.getAttribute('aria-describedby')).toBe('f-email-error');
  await email.fill('ingvild@norrvik.example');
  expect(await email.getAttribute('aria-invalid')).toBeNull();
  expect(await page.locator('#f-email-error').count()).toBe(0);
});

test('all of a group, some of it, none of it', async () => {
  await using opened = await open(`/roles/builder/${await idOf('secretary')}/edit`);
  const { page } = opened;
  const group = page.locator('details').filter({ has: page.getByText('minutes.generate') });
  const head = group.getByRole('checkbox', { name: /^All of / });
  const boxes = group.locator('[name="permission_ids"]');
  const chosen = () => group.locator('[name="permission_ids"]:checked').count();
  expect(await boxes.count()).toBeGreaterThan(3);
  expect(await head.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await head.click();
  expect(await chosen()).toBe(await boxes.count());
  await head.click();
  expect(await chosen()).toBe(0);
  await page.getByRole('searchbox', { name: 'Find permission' }).fill('minutes');
  const permissions = await page
    .locator('[data-permission]')
    .filter({ visible: true })
    .allTextContents();
  expect(permissions.filter((text) => /minutes/i.test(text))).toHaveLength(4);
  expect(permissions).toHaveLength(4);
});

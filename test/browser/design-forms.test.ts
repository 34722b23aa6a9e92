import { expect, test } from 'vitest';
import { browsing } from '#test/support/browsing.ts';
import { startDesignServer } from './design-server.ts';

const { browser, server } = await browsing(startDesignServer());

test('spec interface#session-ended: a session that ended while a form was open asks to sign in, and nothing typed is lost', async () => {
  const context = await browser.newContext();
  await context.clock.install();
  await using opened = await browser.openPage(`${server.origin}/design/users/new?fresh`, {
    context,
  });
  const { page } = opened;
  await page.getByLabel('Display name').fill('Ingvild Solheim');
  await context.addCookies([{ name: 'design-session', value: 'ended', url: server.origin }]);
  // Not by timeout: a user ended it elsewhere, shortly after the page was loaded.
  await context.clock.fastForward('00:10');
  await page.getByRole('button', { name: 'Create user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  expect(await page.locator('#f-display_name').inputValue()).toBe('Ingvild Solheim');
  const posted = page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().endsWith('/design/users/new'),
  );
  await dialog.getByLabel('Password', { exact: true }).fill('kestrel-9-ravine');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  const body = new URLSearchParams((await posted).postData() ?? '');
  expect(body.get('display_name')).toBe('Ingvild Solheim');
  await context.close();
});

test('leaving unsaved input asks first; sending it does not', async () => {
  await using opened = await browser.openPage(`${server.origin}/design/users/new?fresh`);
  const { page } = opened;
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByLabel('Display name').click();
  await page.keyboard.type('Ingvild');
  const link = page.getByRole('link', { name: 'Dashboard' });
  await link.click();
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
  await asked.getByRole('button', { name: 'Stay on page' }).click();
  await asked.waitFor({ state: 'detached' });
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByLabel('Display name').inputValue()).toBe('Ingvild');
  expect(questions).toEqual([]);
  await page.evaluate(() => location.reload());
  await expect.poll(() => questions).toEqual(['beforeunload']);
  expect(new URL(page.url()).pathname).toBe('/design/users/new');
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.waitForURL('**/design/dashboard');
  expect(questions).toHaveLength(1);
});

test('leaving unsaved input asks for confirmation once', async () => {
  await using opened = await browser.openPage(`${server.origin}/design/users/new?fresh`);
  const { page } = opened;
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByLabel('Display name').fill('Ingvild');
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL('**/design/dashboard');
  expect(questions).toEqual([]);
});

test('a refused form contains unsaved input and is guarded from the start', async () => {
  await using opened = await browser.openPage(`${server.origin}/design/users/new`);
  await opened.page.getByRole('link', { name: 'Dashboard' }).click();
  await opened.page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
});

test('a form is sent once, however often its button is pressed', async () => {
  await using opened = await browser.openPage(`${server.origin}/design/users/edit`);
  const { page } = opened;
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('main button[type="submit"]');
    button?.click();
    button?.click();
    button?.click();
  });
  await page.waitForURL('**/design/dashboard');
  expect(posts).toHaveLength(1);
});

test('a theme applies at once and is kept by the server', async () => {
  await using opened = await browser.openPage(`${server.origin}/design/users`);
  const { page } = opened;
  const kept = page.waitForResponse((response) => response.url().endsWith('/design/theme'));
  await page.locator('summary[aria-label="Theme"]').click();
  await page.getByRole('button', { name: 'High contrast' }).click();
  expect(await page.locator('html').getAttribute('data-contrast')).toBe('more');
  await kept;
  await page.reload();
  expect(await page.locator('html').getAttribute('data-contrast')).toBe('more');
});

test('all of a group, some of it, none of it', async () => {
  await using opened = await browser.openPage(`${server.origin}/design/roles`);
  const { page } = opened;
  const head = page.getByRole('checkbox', { name: 'All of Governance' });
  const chosen = () => page.locator('details[open] [name="permissions"]:checked').count();
  expect(await head.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await head.click();
  expect(await chosen()).toBe(14);
  await head.click();
  expect(await chosen()).toBe(0);
  await page.getByRole('searchbox', { name: 'Find permission' }).fill('minutes');
  expect(await page.locator('[data-permission]').filter({ visible: true }).count()).toBe(3);
});

test('a flash is read out and can be put away', async () => {
  await using opened = await browser.openPage(`${server.origin}/design`);
  const { page } = opened;
  const flash = page.locator('.note.ok', { hasText: 'Role Secretary saved.' });
  expect(await flash.getAttribute('role')).toBe('status');
  await flash.getByRole('button', { name: 'Dismiss' }).click();
  expect(await page.getByText('Role Secretary saved.').count()).toBe(0);
});

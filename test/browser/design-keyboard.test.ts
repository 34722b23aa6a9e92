import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browsing } from '#test/support/browsing.ts';
import { startDesignServer } from './design-server.ts';

const { browser, server } = await browsing(startDesignServer());

/** The focused element, as text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? (element?.textContent ?? '').trim();
  });

const open = (path: string) => browser.openPage(server.origin + path);

test('the first stop is the link that skips to the content', async () => {
  await using opened = await open('/design/users');
  const { page } = opened;
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
});

test('spec interface#dialogs: a dialog takes the focus, Esc closes it, and the focus returns', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  await page.locator('[commandfor="delete-role"][command="show-modal"]').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#delete-role').getAttribute('open')).not.toBeNull();
  expect(await page.evaluate(() => document.activeElement?.closest('dialog')?.id)).toBe(
    'delete-role',
  );
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('#delete-role').getAttribute('open')).toBeNull();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('commandfor'))).toBe(
    'delete-role',
  );
});

test('a row menu moves by arrows; a question opens as a dialog over the list, and the focus returns to the row', async () => {
  await using opened = await open('/design/users');
  const { page } = opened;
  await page.getByRole('button', { name: 'Actions for Amara Okafor' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Edit');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe('Delete…');
  await page.keyboard.press('Home');
  expect(await focused(page)).toBe('Edit');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete user Viktor Nemec?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('Actions for Amara Okafor');
  await dialog.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/design/users');
});

test('Esc closes a menu and gives the focus back to its button; a click elsewhere closes it', async () => {
  await using opened = await open('/design/users');
  const { page } = opened;
  const theme = page.locator('summary[aria-label="Theme"]');
  await theme.click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('Theme');
  await theme.click();
  await page.locator('h1').click();
  expect(await page.locator('details.menu[open]').count()).toBe(0);
});

test('Ctrl K searches pages and people, arrows choose and Enter opens', async () => {
  await using opened = await open('/design/forbidden');
  const { page, problems } = opened;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit');
  const option = page.getByRole('option', { name: /Audit log/ });
  await expect.poll(() => option.getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/design/audit');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nobody of this name');
  await page.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  if ((await page.locator('dialog[open]').count()) > 0) await page.keyboard.press('Escape');
  expect(await page.locator('dialog[open]').count()).toBe(0);
  expect(problems).toEqual([]);
});

test('tabs of a page: arrows, Home and End choose, and the address remembers', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  await page.getByRole('tab', { name: 'Profile' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { name: 'Security' }).getAttribute('aria-selected')).toBe(
    'true',
  );
  expect(await page.getByText('Password and sessions').isVisible()).toBe(true);
  expect(await page.getByText('Name and picture').isVisible()).toBe(false);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('Profile');
  await page.keyboard.press('ArrowLeft');
  expect(new URL(page.url()).hash).toBe('#part-theme');
});

test('a long select becomes a field with suggestions and still sends its value', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  const field = page.getByRole('combobox', { name: /Assign Technical Lead/ });
  await field.focus();
  await page.keyboard.type('mare');
  await page.getByRole('option', { name: 'Marek Dvorak' }).waitFor();
  await page.keyboard.press('Enter');
  expect(await field.inputValue()).toBe('Marek Dvorak');
  expect(
    await page.evaluate(() =>
      new FormData(document.querySelector('form#f') as HTMLFormElement).get('lead'),
    ),
  ).toBe('14');
  await page.keyboard.type('xyz');
  await page.getByText('No match').waitFor();
  await page.keyboard.press('Escape');
  expect(await field.inputValue()).toBe('Marek Dvorak');
});

test('an error summary has the focus; its links lead to the fields', async () => {
  await using opened = await open('/design/users/new');
  const { page } = opened;
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('problems');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('username');
});

test('a field is checked after it was left, and its error goes as soon as it is right', async () => {
  await using opened = await open('/design/users/new?fresh');
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

test('a password can be shown, and is hidden again', async () => {
  await using opened = await open('/design/sign-in');
  const { page } = opened;
  await page.getByRole('button', { name: 'Show password' }).click();
  expect(await page.locator('[name="password"]').getAttribute('type')).toBe('text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  expect(await page.locator('[name="password"]').getAttribute('type')).toBe('password');
});

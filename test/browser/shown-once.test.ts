import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** Fills in and submits the form of a new token, with one permission. */
async function makeToken(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('reports');
  await page.locator('main details > summary').first().click();
  await page.locator('main details[open] input[name="codes"]').first().check();
  await page.getByRole('button', { name: 'Create token' }).click();
}

test('a made password and a new access token are copied by a button', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await person.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await using opened = await browser.openPage(`${server.url}/users/new`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await page.getByLabel('Display name').fill('Ingvild Solheim');
  await page.getByLabel('User name').fill('ingvild');
  await page.getByLabel('Email').fill('ingvild@example.com');
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.getByRole('button', { name: 'Copy Password' }).click();
  await page.getByRole('button', { name: 'Copied Password' }).waitFor();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await copied()).toBe(await page.locator('output.once').textContent());

  await page.goto(`${server.url}/account/tokens/new`);
  await makeToken(page);
  await page.getByRole('button', { name: 'Copy Token' }).click();
  await expect.poll(copied).toBe(await page.locator('output.once').textContent());
  // Any year, because the token may expire in the next one.
  await page.getByText(/^\d+ [A-Z][a-z]{2} 20\d\d$/).waitFor();
  expect(problems).toEqual([]);
});

test('where a page may not write to the clipboard the secret is selected for the keys', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/account/tokens/new`, {
    context: person.context,
  });
  const { page } = opened;
  await makeToken(page);
  await page.locator('output.once').waitFor();
  await page.evaluate(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'));
  await page.getByRole('button', { name: 'Copy Token' }).click();
  await page.getByRole('button', { name: 'Selected, copy it with Ctrl C' }).waitFor();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(
    await page.locator('output.once').textContent(),
  );
});

test('the matrix of permissions says how many changes are unsaved, and how many people they affect', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/menu-builder`, {
    context: person.context,
  });
  const { page, problems } = opened;
  const status = page.locator('.actbar [role="status"]');
  expect(await status.textContent()).toBe('No unsaved changes');
  await page.getByRole('checkbox', { name: 'Viewer: View audit log' }).check();
  await status.getByText('1 unsaved change, 3 users affected').waitFor();
  await page.getByRole('checkbox', { name: 'Secretary: View audit log' }).check();
  await status.getByText(/^2 unsaved changes, \d users affected/).waitFor();
  await page.getByRole('checkbox', { name: 'Viewer: View audit log' }).uncheck();
  await page.getByRole('checkbox', { name: 'Secretary: View audit log' }).uncheck();
  await status.getByText('No unsaved changes').waitFor();
  expect(problems).toEqual([]);
});

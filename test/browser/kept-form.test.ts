import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { fillSignIn, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'base' }));

const typed = { name: 'zoe', email: 'zoe@example.org', display: 'Zoë "Z" <b>' };

async function fillUser(page: Page): Promise<void> {
  await page.getByLabel('User name').fill(typed.name);
  await page.getByLabel('Display name').fill(typed.display);
  await page.getByLabel('Email').fill(typed.email);
}

const filledIn = async (page: Page) => ({
  name: await page.getByLabel('User name').inputValue(),
  email: await page.getByLabel('Email').inputValue(),
  display: await page.getByLabel('Display name').inputValue(),
});

const stored = async () =>
  (await server.services.pool.query("select from entities where name = 'zoe'")).rows.length;

test.each([
  ['with script by itself', true],
  ['without script by a button', false],
])('a form submitted after its session ended is restored, %s', async (_, script) => {
  await using person = await signedIn(browser, server, ['admin'], { script });
  await using opened = await browser.openPage(`${server.url}/users/new`, person);
  const { page, problems } = opened;
  await fillUser(page);
  await server.services.pool.query('delete from sessions where user_id = $1', [person.id]);
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.getByText('Your input is kept').waitFor();
  if (script) expect(await axe(page)).toEqual([]);

  await fillSignIn(page, person.name, testPassword);
  if (!script) await page.getByRole('button', { name: 'Return to form' }).click();
  await page.getByText('is not saved yet').waitFor();
  await expect.poll(() => filledIn(page)).toEqual(typed);
  expect(await page.getByRole('button', { name: 'Return to form' }).count()).toBe(0);
  expect(await stored()).toBe(0);
  if (script) expect(await axe(page)).toEqual([]);

  await page.getByRole('button', { name: 'Create user' }).click();
  await expect.poll(stored).toBe(1);
  await server.services.pool.query("delete from entities where name = 'zoe'");
  expect(problems).toEqual([]);
});

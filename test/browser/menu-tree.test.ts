import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { resize, scrollsSideways, widths } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { drag } from './drag.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'base' }));

/** The menu editor, opened by a user who may change it. */
async function editor(options: { readonly script?: boolean } = {}) {
  // As high as the tree, which a drag crosses.
  const person = await signedIn(browser, server, ['admin'], { height: 1600, ...options });
  const opened = await browser.openPage(`${server.url}/menu`, { context: person.context });
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

const listOf = (page: Page, module: string): Locator =>
  page.getByRole('list', { name: `Entries of ${module}` });

const entriesOf = (page: Page, module: string): Promise<string[]> =>
  listOf(page, module).locator(':scope > li a').allInnerTexts();

const modules = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Menu entries' }).locator(':scope > li > .line a').allInnerTexts();

const entry = (page: Page, label: string): Locator =>
  page
    .locator('[data-entry] > .line')
    .filter({ has: page.getByRole('link', { name: label, exact: true }) });

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

/** Reverts a test's move. */
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();

test('an entry is dragged to another place of its module, and the move can be undone', async () => {
  await using opened = await editor();
  const { page, problems } = opened;
  const before = await entriesOf(page, 'Admin');
  const [first = '', second = '', ...rest] = before;
  await drag(page, { what: entry(page, first), to: entry(page, second), at: 0.8 });
  await page.mouse.up();
  await page.getByText(`${first} is now entry 2 of ${before.length} in Admin.`).waitFor();
  expect(await entriesOf(page, 'Admin')).toEqual([second, first, ...rest]);
  expect(await axe(page)).toEqual([]);
  await undo(page);
  await expect.poll(() => entriesOf(page, 'Admin')).toEqual(before);
  expect(problems).toEqual([]);
});

test('an entry is dragged into another module, a module among the modules', async () => {
  await using opened = await editor();
  const { page, problems } = opened;
  const [moved = ''] = await entriesOf(page, 'Admin');
  const governance = await entriesOf(page, 'Governance');
  await drag(page, { what: entry(page, moved), to: entry(page, governance[0] ?? ''), at: 0.2 });
  await page.mouse.up();
  await page
    .getByText(`${moved} is now entry 1 of ${governance.length + 1} in Governance.`)
    .waitFor();
  expect(await entriesOf(page, 'Governance')).toEqual([moved, ...governance]);
  await undo(page);
  await expect.poll(() => entriesOf(page, 'Governance')).toEqual(governance);

  const order = await modules(page);
  const [first = '', second = ''] = order;
  await drag(page, { what: entry(page, second), to: entry(page, first), at: 0.2 });
  await page.mouse.up();
  await page.getByText(`${second} is now module 1 of ${order.length}.`).waitFor();
  expect((await modules(page)).slice(0, 2)).toEqual([second, first]);
  await undo(page);
  await expect.poll(() => modules(page)).toEqual(order);
  expect(problems).toEqual([]);
});

test('a drag that is given up by Esc, or ends outside the tree, changes nothing', async () => {
  await using opened = await editor();
  const { page, problems } = opened;
  const before = await entriesOf(page, 'Admin');
  const [first = '', second = ''] = before;
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1;
  });
  await drag(page, { what: entry(page, first), to: entry(page, second), at: 0.8 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => entriesOf(page, 'Admin')).toEqual(before);
  await drag(page, {
    what: entry(page, first),
    to: page.getByRole('heading', { name: 'Menu' }),
    at: 0.5,
  });
  await page.mouse.up();
  await expect.poll(() => entriesOf(page, 'Admin')).toEqual(before);
  expect([sent, ...problems]).toEqual([0]);
});

test('arrows move an entry by keys, and the one that was pressed keeps the focus', async () => {
  await using opened = await editor();
  const { page, problems } = opened;
  const before = await entriesOf(page, 'Admin');
  const [first = '', second = '', third = '', ...rest] = before;
  await page.getByRole('button', { name: `Move ${first} down` }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(`${first} is now entry 2 of`).waitFor();
  await expect.poll(() => focused(page)).toBe(`Move ${first} down`);
  await page.keyboard.press('Space');
  await page.getByText(`${first} is now entry 3 of`).waitFor();
  expect(await entriesOf(page, 'Admin')).toEqual([second, third, first, ...rest]);
  for (const at of [2, 1]) {
    await page.getByRole('button', { name: `Move ${first} up` }).press('Enter');
    await page.getByText(`${first} is now entry ${at} of`).waitFor();
  }
  // The pressed arrow leads nowhere now.
  await expect.poll(() => focused(page)).toBe(`Move ${first} down`);
  expect(await entriesOf(page, 'Admin')).toEqual(before);
  expect(problems).toEqual([]);
});

test('without script the arrows do the same, and nothing speaks of dragging', async () => {
  await using opened = await editor({ script: false });
  const { page, problems } = opened;
  const [first = '', second = ''] = await entriesOf(page, 'Admin');
  await page.getByText('Drag entries, or').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: `Move ${first} down` }).click();
  await page.getByText(`${first} is now entry 2 of`).waitFor();
  expect((await entriesOf(page, 'Admin')).slice(0, 2)).toEqual([second, first]);
  await undo(page);
  await expect.poll(async () => (await entriesOf(page, 'Admin'))[0]).toBe(first);
  expect(problems).toEqual([]);
});

test('the tree fits every width', async () => {
  await using opened = await editor();
  const { page } = opened;
  for (const width of widths) {
    await resize(page, { width, height: 900 });
    expect(await scrollsSideways(page), `${width} px`).toBe(false);
    expect(await axe(page), `${width} px`).toEqual([]);
  }
});

import { beforeAll, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { graphDrawn, resize, scrollsSideways, widths } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { listPages } from './page-list.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let administrator: Person;

/** The longest valid label, without a place to break. */
const label = 'W'.repeat(100);
const address = `${'x'.repeat(240)}@example.com`;

beforeAll(async () => {
  administrator = await signedIn(browser, server, ['admin']);
  const { pool } = server.services;
  await pool.query(
    "update entities set label = $1 where entity_type in ('user', 'role', 'nav_item', 'permission', 'tor', 'tor_function')",
    [label],
  );
  await pool.query(
    "update entity_properties set value = $1 where key in ('email', 'description', 'group_name')",
    [address],
  );
});

test('names and addresses without a space widen no page, at any width', {
  timeout: 480_000,
}, async () => {
  const pages = Object.entries(await listPages(server));
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: administrator.context,
  });
  const { page } = opened;
  const wide: string[] = [];
  for (const [name, path] of pages) {
    await page.goto(server.url + path);
    await graphDrawn(page);
    for (const width of [...widths, 320]) {
      await resize(page, { width, height: 900 });
      if (await scrollsSideways(page)) wide.push(`${name} at ${width} px`);
    }
  }
  expect(wide).toEqual([]);
});

test('a long address leaves the names beside it legible', async () => {
  await using opened = await browser.openPage(`${server.url}/users`, {
    context: administrator.context,
  });
  const least = await opened.page
    .locator('tbody .who > :last-child')
    .evaluateAll((names) => Math.min(...names.map((name) => name.getBoundingClientRect().width)));
  expect(least).toBeGreaterThan(80);
});

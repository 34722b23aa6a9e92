import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { resize } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let withScript: Person;
let withoutScript: Person;

/** Forty-eight users; a search for "norrvik" finds them and no others. */
const names =
  'Amara Okafor,Chiara Benedetti,Henrik Aas,Ingrid Solheim,Jonas Lindqvist,Leila Haddad,Maeve Gallagher,Priya Raman,Samuel Oduya,Viktor Nemec,Tomasz Wrona,Yuki Tanabe,Farah El-Amin,Marek Dvorak,Sofia Marchetti,Olu Adeyemi,Greta Nyström,Pavel Horak,Aisha Rahman,Lars Eide,Nadia Costa,Emil Sandberg,Hana Kovac,Rory Sinclair,Mina Park,Jakub Zielinski,Elin Forsberg,Tariq Mansour,Oona Virtanen,Dario Fontana,Signe Holm,Kwame Boateng,Ilse Vermeer,Anton Petrov,Noor Siddiqui,Bjarne Lie,Carla Mendes,Eamon Doyle,Freya Dahl,Goran Ilic,Hilde Moe,Ivo Krastev,Julia Brandt,Karim Aziz,Liv Strand,Mateo Rojas,Nora Bakke,Otto Lang'.split(
    ',',
  );
const list = '/users?q=norrvik&per_page=10';

beforeAll(async () => {
  const { pool } = server.services;
  await pool.query(
    `insert into entities (entity_type, name, label)
     select 'user', 'norrvik_' || place, label
     from unnest($1::text[]) with ordinality as people(label, place)`,
    [names],
  );
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select t.id, p.id, r.id from entities t, entities p, entities r
     where t.entity_type = 'relation_type' and t.name = 'has_role'
       and p.name ~ '^norrvik_[1-5]$' and r.entity_type = 'role' and r.name = 'viewer'`,
  );
  withScript = await signedIn(browser, server, ['admin']);
  withoutScript = await signedIn(browser, server, ['admin'], { script: false });
});

const open = (path = list, script = true) =>
  browser.openPage(server.url + path, {
    context: (script ? withScript : withoutScript).context,
  });
const firstRow = (page: Page): Promise<string | null> =>
  page.locator('tbody th').first().textContent();
const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

/** A mark that a reload would remove. */
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-mark', ''));
const isMarked = (page: Page) => page.evaluate(() => document.body.hasAttribute('data-mark'));

test('sorting replaces only the list, the focus stays on the column, and "back" brings the old order', async () => {
  await using opened = await open();
  const { page, problems } = opened;
  await mark(page);
  await page.getByRole('columnheader', { name: 'User' }).getByRole('link').click();
  await page.locator('th[aria-sort="descending"]').waitFor();
  expect(await firstRow(page)).toContain('Yuki Tanabe');
  expect(query(page).get('dir')).toBe('desc');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('User');
  await page.goBack();
  await page.locator('th[aria-sort="ascending"]').waitFor();
  expect(await firstRow(page)).toContain('Aisha Rahman');
  expect(await isMarked(page)).toBe(true);
  expect(problems).toEqual([]);
});

test('searching goes on while one types and keeps the words in the address', async () => {
  await using opened = await open('/users');
  const { page } = opened;
  await mark(page);
  await page.getByRole('searchbox', { name: 'Search users' }).pressSequentially('solheim');
  await page.getByText('1–1 of 1').first().waitFor();
  expect(query(page).get('q')).toBe('solheim');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q');
  expect(await isMarked(page)).toBe(true);
});

test.each([true, false])(
  'a filter is built, used, and taken away again (script: %s)',
  async (script) => {
    await using opened = await open(list, script);
    const { page } = opened;
    await page.getByRole('link', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Field 1').selectOption('role');
    if (!script) await page.getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByLabel('Value 1').selectOption('Viewer');
    await page.getByRole('button', { name: 'Show users' }).click();
    await page.getByText('1–5 of 5').first().waitFor();
    expect(await page.locator('.chip').textContent()).toMatch(/Role\s*is\s*Viewer/);
    await page.getByRole('link', { name: 'Remove filter: Role is Viewer' }).click();
    await page.getByText('1–10 of 48').first().waitFor();
    expect(query(page).get('filter')).toBeNull();
  },
);

test('spec lists#filters: an invalid filter shows the reason and no users', async () => {
  const filter = JSON.stringify({ conditions: [{ field: 'shoe', op: 'is', value: '1' }] });
  await using opened = await open(`/users?filter=${encodeURIComponent(filter)}`);
  const { page } = opened;
  await page.getByText('Unknown filter field “shoe”.').waitFor();
  expect(await page.locator('tbody tr').count()).toBe(0);
});

test.each([true, false])(
  'columns are hidden, moved and kept in the address (script: %s)',
  async (script) => {
    await using opened = await open(list, script);
    const { page } = opened;
    const headers = () => page.locator('thead th').allTextContents();
    const openChooser = async () => {
      if (!(await page.getByText('Always shown').isVisible()))
        await page.getByRole('button', { name: 'Columns' }).click();
    };
    await openChooser();
    await page.getByRole('checkbox', { name: 'Email' }).click();
    if (!script) await page.getByRole('button', { name: 'Show columns' }).click();
    await expect.poll(headers).toEqual(['User', 'Roles', 'Status', 'Updated']);
    expect(new URL(page.url()).searchParams.has('menu', '*columns')).toBe(!script);
    // After one column, another one may follow; "Show columns" applies them.
    await expect.poll(() => page.getByText('Always shown').isVisible()).toBe(script);
    await openChooser();
    await page.getByRole('button', { name: 'Move Updated up' }).click();
    // Two hidden columns stand between Status and Updated: the first steps pass them.
    await expect.poll(() => page.content()).toContain('status,-username,updated_at,-created_at');
    await openChooser();
    await page.getByRole('button', { name: 'Move Updated up' }).click();
    await expect.poll(() => page.content()).toContain('status,updated_at,-username,-created_at');
    await openChooser();
    await page.getByRole('button', { name: 'Move Updated up' }).click();
    await expect.poll(headers).toEqual(['User', 'Roles', 'Updated', 'Status']);
  },
);

test('spec lists#columns: a column is dragged to its place; one that was put back where it was asks for nothing', async () => {
  await using opened = await open();
  const { page } = opened;
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/users') asked.push(request.url());
  });
  await page.getByRole('button', { name: 'Columns' }).click();
  const column = (key: string) => page.locator(`[data-column="${key}"]`);
  await column('status').dragTo(column('email'), { targetPosition: { x: 80, y: 3 } });
  await expect
    .poll(() => page.locator('thead th').allTextContents())
    .toEqual(['User', 'Status', 'Email', 'Roles', 'Updated']);
  expect(query(page).get('columns')).toContain('status,email');
  const before = asked.length;
  await column('status').dragTo(column('status'), { targetPosition: { x: 90, y: 12 } });
  expect(asked).toHaveLength(before);
});

test('ticked rows: mixed for some, all of the page, all of the list, none', async () => {
  await using opened = await open();
  const { page } = opened;
  const head = page.getByRole('checkbox', { name: 'Select all on this page' });
  const bar = page.locator('.selbar');
  await bar.waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: 'Select Aisha Rahman' }).click();
  await bar.waitFor();
  expect(await bar.textContent()).toContain('1 selected');
  expect(await head.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await page.getByRole('checkbox', { name: 'Select Bjarne Lie' }).click({ modifiers: ['Shift'] });
  expect(await bar.textContent()).toContain('4 selected');
  await head.click();
  expect(await bar.textContent()).toContain('10 selected');
  await page.getByRole('button', { name: 'Select all 48' }).click();
  expect(await bar.textContent()).toContain('All 48 selected');
  expect(await page.locator('[name="scope"]').inputValue()).toBe('all');
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await bar.waitFor({ state: 'hidden' });
});

test('a filter that is called “action” is sent like any other, without a reload', async () => {
  await using opened = await open('/audit');
  const { page, problems } = opened;
  await page.locator('h1').evaluate((title) => title.setAttribute('data-same', ''));
  await page.getByRole('combobox', { name: 'Action' }).selectOption('setting');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.waitForURL(/action=setting/);
  expect(query(page).get('action')).toBe('setting');
  expect(await page.locator('h1[data-same]').count()).toBe(1);
  expect(problems).toEqual([]);
});

test('without script: sorting, paging, menus, dialogs, theme and the drawer work', async () => {
  await using opened = await open(list, false);
  const { page } = opened;
  await page.getByRole('link', { name: 'Email' }).click();
  expect(query(page).get('sort')).toBe('email');
  await page.getByRole('link', { name: 'Next page' }).click();
  expect(query(page).get('page')).toBe('2');
  await page.locator('.pager summary').click();
  await page.getByRole('link', { name: '50', exact: true }).click();
  expect(query(page).get('per_page')).toBe('50');
  expect(query(page).get('page'), 'another size begins at the first page').toBeNull();
  await page.getByRole('button', { name: 'Save view…' }).click();
  await page.getByRole('textbox', { name: 'View name' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('summary[aria-label="Theme"]').click();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await resize(page, { width: 360, height: 740 });
  await page.locator('#nav').waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Open navigation' }).click();
  await page.locator('#nav').waitFor();
});

test('in print there is black on white in every theme, and no controls', async () => {
  await using opened = await open();
  const { page } = opened;
  const html = page.locator('html');
  const background = () => html.evaluate((root) => getComputedStyle(root).backgroundColor);
  await html.evaluate((root) => root.setAttribute('data-theme', 'dark'));
  expect(await background()).toBe('rgb(25, 29, 35)');
  await page.emulateMedia({ media: 'print' });
  expect(await background()).toBe('rgb(255, 255, 255)');
  const left = await page.evaluate(() =>
    [...document.querySelectorAll('.side, .top, .btn, input, nav')]
      .filter((element) => element.checkVisibility())
      .map(({ outerHTML }) => outerHTML.slice(0, 80)),
  );
  expect(left).toEqual([]);
  expect(await page.locator('tbody tr').count()).toBe(10);
});

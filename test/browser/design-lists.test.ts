import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browsing } from '#test/support/browsing.ts';
import { startDesignServer } from './design-server.ts';

const { browser, server } = await browsing(startDesignServer());

const open = (path: string, script = true) => browser.openPage(server.origin + path, { script });
const firstRow = (page: Page): Promise<string | null> =>
  page.locator('tbody th').first().textContent();
const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

/** A mark that a reload would remove. */
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-mark', ''));
const isMarked = (page: Page) => page.evaluate(() => document.body.hasAttribute('data-mark'));

test('sorting replaces only the list, the focus stays on the column, and "back" brings the old order', async () => {
  await using opened = await open('/design/users');
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
  await using opened = await open('/design/users');
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
    await using opened = await open('/design/users', script);
    const { page } = opened;
    await page.getByRole('link', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Field 1').selectOption('role');
    if (!script) await page.getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByLabel('Value 1').selectOption('Administrator');
    await page.getByRole('button', { name: 'Show users' }).click();
    await page.getByText('1–5 of 5').first().waitFor();
    expect(await page.locator('.chip').textContent()).toMatch(/Role\s*is\s*Administrator/);
    await page.getByRole('link', { name: 'Remove filter: Role is Administrator' }).click();
    await page.getByText('1–10 of 48').first().waitFor();
    expect(query(page).get('filter')).toBeNull();
  },
);

test('spec lists#filters: an invalid filter shows the reason and no users', async () => {
  const filter = JSON.stringify({ conditions: [{ field: 'shoe', op: 'is', value: '1' }] });
  await using opened = await open(`/design/users?filter=${encodeURIComponent(filter)}`);
  const { page } = opened;
  await page.getByText('Unknown filter field “shoe”.').waitFor();
  expect(await page.locator('tbody tr').count()).toBe(0);
});

test.each([true, false])(
  'columns are hidden, moved and kept in the address (script: %s)',
  async (script) => {
    await using opened = await open('/design/users', script);
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
    expect(await page.getByText('Always shown').isVisible()).toBe(script);
    await openChooser();
    await page.getByRole('button', { name: 'Move Updated up' }).click();
    // Created, which is hidden, stands between Status and Updated: the first step passes it.
    await expect.poll(() => page.content()).toContain('-email,roles,status,updated_at,-created_at');
    await openChooser();
    await page.getByRole('button', { name: 'Move Updated up' }).click();
    await expect.poll(headers).toEqual(['User', 'Roles', 'Updated', 'Status']);
  },
);

test('spec lists#columns: a column is dragged to its place; one that was put back where it was asks for nothing', async () => {
  await using opened = await open('/design/users');
  const { page } = opened;
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/design/users') asked.push(request.url());
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
  await using opened = await open('/design/users');
  const { page } = opened;
  const head = page.getByRole('checkbox', { name: 'Select all on this page' });
  const bar = page.locator('.selbar');
  expect(await bar.isVisible()).toBe(false);
  await page.getByRole('checkbox', { name: 'Select Aisha Rahman' }).click();
  expect(await bar.isVisible()).toBe(true);
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
  expect(await bar.isVisible()).toBe(false);
});

test('a filter that is called “action” is sent like any other, without a reload', async () => {
  await using opened = await open('/design/audit');
  const { page, problems } = opened;
  await page.locator('h1').evaluate((title) => title.setAttribute('data-same', ''));
  await page.getByRole('combobox', { name: 'Action' }).selectOption('Settings');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.waitForURL(/action=Settings/);
  expect(query(page).get('action')).toBe('Settings');
  expect(await page.locator('h1[data-same]').count()).toBe(1);
  expect(problems).toEqual([]);
});

test.each([true, false])('a row of the log opens below itself (script: %s)', async (script) => {
  await using opened = await open('/design/audit', script);
  const { page } = opened;
  const opener = page.getByRole('button', {
    name: 'Details: Audit retention changed from 180 to 90 days',
  });
  expect(await page.getByText('Entry 48,211').count()).toBe(0);
  await opener.click();
  await page.getByText('Entry 48,211').waitFor();
  expect(await opener.getAttribute('aria-expanded')).toBe('true');
  await opener.click();
  await page.getByText('Entry 48,211').waitFor({ state: 'hidden' });
  expect(await opener.getAttribute('aria-expanded')).toBe('false');
});

test('without script: sorting, paging, menus, dialogs, theme and the drawer work', async () => {
  await using opened = await open('/design/users', false);
  const { page } = opened;
  await page.getByRole('link', { name: 'Email' }).click();
  expect(query(page).get('sort')).toBe('email');
  await page.getByRole('link', { name: 'Next page' }).click();
  expect(query(page).get('page')).toBe('2');
  await page.locator('.pager summary').click();
  await page.getByRole('link', { name: '25', exact: true }).click();
  expect(query(page).get('per_page')).toBe('25');
  expect(query(page).get('page'), 'another size begins at the first page').toBeNull();
  await page.getByRole('button', { name: 'Save view…' }).click();
  expect(await page.getByRole('textbox', { name: 'View name' }).isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await page.locator('summary[aria-label="Theme"]').click();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.locator('#nav').isVisible()).toBe(false);
  await page.getByRole('link', { name: 'Open navigation' }).click();
  expect(await page.locator('#nav').isVisible()).toBe(true);
});

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
  await using opened = await open('/design/question');
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

test('Esc closes a menu and gives the focus back to its button; a click elsewhere closes it', async () => {
  await using opened = await open('/design');
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
  await using opened = await open('/design/question');
  const { page, problems } = opened;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('server');
  const option = page.getByRole('option', { name: /Server error/ });
  await expect.poll(() => option.getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/design/broken');
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
  await page.getByText('Password and sessions').waitFor();
  await page.getByText('Name and picture').waitFor({ state: 'hidden' });
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
  await page.locator('.options').getByRole('option', { name: 'Marek Dvorak' }).waitFor();
  await page.keyboard.press('Enter');
  expect(await field.inputValue()).toBe('Marek Dvorak');
  expect(
    await page.evaluate(() =>
      new FormData(document.querySelector('form#f') as HTMLFormElement).get('lead'),
    ),
  ).toBe('14');
  await page.keyboard.type('xyz');
  await page.getByText('No match', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  expect(await field.inputValue()).toBe('Marek Dvorak');
});

test('a password can be shown, and is hidden again', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  await page.getByRole('button', { name: 'Show password' }).click();
  expect(await page.locator('[name="secret"]').getAttribute('type')).toBe('text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  expect(await page.locator('[name="secret"]').getAttribute('type')).toBe('password');
});

test('several people: a choice becomes a check box, and a second choice of the same adds none', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  const people = page.getByRole('group', { name: /^Nobody yet/ });
  const chosen = () =>
    page.evaluate(() =>
      new FormData(document.querySelector('form#people') as HTMLFormElement)
        .getAll('nobody')
        .filter((value) => value !== ''),
    );
  const field = people.getByRole('combobox');
  for (const name of ['Marek Dvorak', 'Marek Dvorak']) {
    await field.focus();
    await page.keyboard.type('mare');
    await page.locator('.options').getByRole('option', { name }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(chosen).toEqual(['14']);
    expect(await field.inputValue()).toBe('');
  }
  await people.getByRole('checkbox', { name: 'Marek Dvorak' }).focus();
  await page.keyboard.press('Space');
  expect(await chosen()).toEqual([]);
});

test('rows edited in place: a button adds an empty row and puts the focus into it', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  await page.locator('#add-present').focus();
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('Name of row 4');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Status of row 4');
});

test('a tree opens and closes with Enter and Space, also without script', async () => {
  for (const script of [true, false]) {
    await using opened = await browser.openPage(`${server.origin}/design`, { script });
    const { page } = opened;
    const order = page.getByRole('list', { name: 'Courses of action' }).getByText('Order');
    await page.locator('summary', { hasText: 'Replace it line by line' }).focus();
    await page.keyboard.press('Enter');
    await order.waitFor({ state: 'visible' });
    await page.keyboard.press('Space');
    await order.waitFor({ state: 'hidden' });
  }
});

test('a recurrence asks for the day and the first week only where they matter', async () => {
  await using opened = await open('/design');
  const { page } = opened;
  const form = page.locator('form#every-two-weeks');
  const [day, week] = [form.getByLabel('Day'), form.getByLabel('First week')];
  await week.waitFor({ state: 'visible' });
  await form.getByLabel('Cadence').focus();
  await page.keyboard.press('Home');
  await day.waitFor({ state: 'hidden' });
  await page.keyboard.press('ArrowDown');
  await day.waitFor({ state: 'visible' });
  await week.waitFor({ state: 'hidden' });
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** A page of the app, opened by a new administrator. */
async function open(path: string, options: { readonly script?: boolean } = {}) {
  const person = await signedIn(browser, server, ['admin'], options);
  const opened = await browser.openPage(server.url + path, { context: person.context });
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

/** The focused element: its label, or its own text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
    const label = isField ? element.labels?.[0]?.textContent : undefined;
    return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
  });

/** Goes to an element with the tab key, as users without a mouse do. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(name)) return;
  }
  throw new Error(`The tab key does not lead to ${name}.`);
}

/** Presses a link or button, and waits for the page that it leads to. */
async function press(page: Page, name: string, heading: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: heading }).first().waitFor();
}

/** The weekdays of the next meetings that the form shows. */
const nextDates = async (page: Page): Promise<string[]> =>
  (await page.locator('#next-dates li').allInnerTexts()).map((text) => text.slice(0, 3));

const positions = [
  ...['Chair', 'Secretary', 'Finance', 'Operations', 'Safety', 'Legal', 'Works council', 'Guest'],
];

test('a committee with eight positions is made by keyboard alone', async () => {
  await using opened = await open('/tor');
  const { page, problems } = opened;
  await press(page, 'New committee', 'New committee');
  await tabTo(page, 'Label');
  await page.keyboard.type('Harbour Board');
  await tabTo(page, 'Name');
  await page.keyboard.type('harbour_board');
  await tabTo(page, 'Cadence');
  await page.keyboard.type('Weekly');
  await tabTo(page, 'Day');
  await page.keyboard.type('Tuesday');
  await expect.poll(() => nextDates(page)).toEqual(['Tue', 'Tue', 'Tue']);
  await page.getByLabel('First week').waitFor({ state: 'hidden' });
  await press(page, 'Create committee', 'Harbour Board');
  for (const [place, label] of positions.entries()) {
    await press(page, 'New position', 'New position');
    await tabTo(page, 'Label');
    await page.keyboard.type(label);
    await tabTo(page, 'Name');
    await page.keyboard.type(`position_${place}`);
    await press(page, 'Create position', 'Harbour Board');
    await page.getByRole('rowheader', { name: label }).waitFor();
  }
  await press(page, 'Positions', 'Harbour Board');
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(positions.length);
  expect(problems).toEqual([]);
});

test('of two editors the second sees what the first changed, and loses nothing', async () => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' and name = 'daily_standup'",
  );
  const path = `/tor/${rows[0]?.id}/edit`;
  await using first = await open(path);
  await using second = await open(path);
  await first.page.locator('[name=default_location]').fill('Room 7');
  await second.page.locator('[name=tor_number]').fill('TOR-9');
  await first.page.getByRole('button', { name: 'Save' }).first().click();
  await first.page.getByRole('heading', { name: 'Daily Standup' }).waitFor();
  await second.page.getByRole('button', { name: 'Save' }).first().click();
  await second.page.getByText('Room 7').first().waitFor();
  expect(await second.page.locator('[name=tor_number]').inputValue()).toBe('TOR-9');
  expect(first.problems).toEqual([]);
});

test('without script a text is adopted, changed and compared', async () => {
  await using opened = await open('/tor/new', { script: false });
  const { page, problems } = opened;
  await page.getByLabel('Label', { exact: true }).fill('Works Board');
  await page.getByLabel('Name', { exact: true }).fill('works_board');
  await page.getByLabel('Cadence').selectOption('Monthly');
  await page.getByLabel('Day', { exact: false }).first().selectOption('Friday');
  await page.getByRole('button', { name: 'Show next dates' }).click();
  await page.locator('#next-dates li').first().waitFor();
  expect(await nextDates(page)).toEqual(['Fri', 'Fri', 'Fri']);
  await page.getByRole('button', { name: 'Create committee' }).click();
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('link', { name: 'Adopt current text' }).click();
  await page.getByLabel('Decision', { exact: true }).fill('Decision 7/2026');
  await page.getByRole('button', { name: 'Adopt version 1' }).click();
  await page.getByText('Version 1 adopted.').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.locator('[name=organization]').fill('Finance');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('link', { name: 'Changes since version 1' }).click();
  await page.locator('ins', { hasText: 'Finance' }).waitFor();
  expect(problems).toEqual([]);
});

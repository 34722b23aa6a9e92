import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { combobox } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** The positions of a new committee, opened by a user who may edit them. */
async function positions(options: { readonly script?: boolean } = {}) {
  const person = await signedIn(browser, server, ['admin'], options);
  const { rows } = await server.services.pool.query<{ id: string }>(
    "insert into entities (entity_type, name, label) values ('tor', $1, $1) returning id",
    [`board_of_${person.name}`],
  );
  const opened = await browser.openPage(`${server.url}/tor/${rows[0]?.id}/positions`, {
    context: person.context,
  });
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

async function create(page: Page, label: string): Promise<void> {
  await page.getByRole('link', { name: 'New position' }).first().press('Enter');
  await page.getByLabel('Label').fill(label);
  await page.getByLabel('Name', { exact: true }).fill(label.toLowerCase());
  await page.getByLabel('Mandatory').check();
  await page.getByRole('button', { name: 'Create position' }).press('Enter');
  await page.getByRole('link', { name: 'Positions', exact: true }).press('Enter');
  await page.getByRole('rowheader', { name: label }).waitFor();
}

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

test('by keyboard alone a position is created, assigned, moved and vacated', async () => {
  await using opened = await positions();
  const { page, problems } = opened;
  await create(page, 'Chair');
  await create(page, 'Secretary');
  await page.getByRole('link', { name: 'Assign Chair' }).press('Enter');
  const assigning = page.getByRole('dialog', { name: 'Assign Chair' });
  await assigning.waitFor();
  await combobox(assigning, 'User').pressSequentially('grace');
  await page.getByRole('option', { name: 'Grace Lead (grace)' }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await assigning.getByRole('button', { name: 'Assign position' }).press('Enter');
  await page.getByText('Grace Lead assigned to Chair.').waitFor();
  await page.getByRole('button', { name: 'Move Secretary up' }).press('Enter');
  await page.getByText('Secretary is now number 1 of 2.').waitFor();
  await expect.poll(() => focused(page)).toBe('Move Secretary down');
  await page.getByLabel('Actions for Chair').press('Enter');
  await page.getByRole('link', { name: 'Vacate: Grace Lead…' }).press('Enter');
  const vacating = page.getByRole('dialog', { name: 'Vacate Chair, held by Grace Lead?' });
  await vacating.getByRole('button', { name: 'Vacate position' }).press('Enter');
  await page.getByText('Last day of Grace Lead in Chair').waitFor();
  expect(problems).toEqual([]);
});

test('a refused assignment keeps the input', async () => {
  await using opened = await positions();
  const { page, problems } = opened;
  await create(page, 'Chair');
  await page.getByRole('link', { name: 'Assign Chair' }).click();
  const assigning = page.getByRole('dialog', { name: 'Assign Chair' });
  await combobox(assigning, 'User').fill('grace');
  await page.getByRole('option', { name: 'Grace Lead (grace)' }).click();
  await assigning.getByLabel('First day').fill('2026-03-02');
  await assigning.getByLabel('Last day').fill('2026-03-01');
  await assigning.getByRole('button', { name: 'Assign position' }).click();
  await page.getByText('The last day is before the first day.').first().waitFor();
  expect(await page.getByLabel('First day').inputValue()).toBe('2026-03-02');
  expect(await page.getByRole('combobox', { name: 'User' }).inputValue()).toBe(
    'Grace Lead (grace)',
  );
  expect(problems).toEqual([]);
});

test('without script a position is created, assigned and vacated alike', async () => {
  await using opened = await positions({ script: false });
  const { page, problems } = opened;
  await create(page, 'Chair');
  await page.getByRole('link', { name: 'Assign Chair' }).click();
  await page.getByRole('combobox', { name: 'User' }).selectOption({ label: 'Grace Lead (grace)' });
  await page.getByRole('button', { name: 'Assign position' }).click();
  await page.getByText('Grace Lead assigned to Chair.').waitFor();
  await page.getByLabel('Actions for Chair').click();
  await page.getByRole('link', { name: 'Vacate: Grace Lead…' }).click();
  await page.getByRole('button', { name: 'Vacate position' }).click();
  await page.getByText('Last day of Grace Lead in Chair').waitFor();
  expect(problems).toEqual([]);
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { resize, scrollsSideways, widths } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { drag } from './drag.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** The slides of a new template, opened by a user who may edit them. */
async function slides(options: { readonly script?: boolean } = {}) {
  const person = await signedIn(browser, server, ['admin'], options);
  const { rows } = await server.services.pool.query<{ id: string }>(
    `select id from entities where entity_type = 'tor' order by id limit 1`,
  );
  const list = `${server.url}/tor/${rows[0]?.id}/templates`;
  const opened = await browser.openPage(list, { context: person.context });
  const { page } = opened;
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByLabel('Name').fill(`Review ${person.name}`);
  await page.getByRole('button', { name: 'Create template' }).click();
  for (const title of ['Aim', 'Cost', 'Risk']) {
    await page.getByRole('link', { name: 'New slide' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Required content').fill(`What ${title.toLowerCase()} is about.`);
    await page.getByRole('button', { name: 'Create slide' }).click();
    await page.getByText(`“${title}” created.`).waitFor();
  }
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

const titles = (page: Page): Promise<string[]> =>
  page.locator('tbody th[scope=row] a').allInnerTexts();

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

test('items are moved by keys, and the button that was pressed keeps the focus', async () => {
  await using opened = await slides();
  const { page, problems } = opened;
  await page.getByRole('button', { name: 'Move Risk up' }).press('Enter');
  await page.getByText('“Risk” is now number 2 of 3.').waitFor();
  await expect.poll(() => focused(page)).toBe('Move Risk up');
  await page.keyboard.press('Space');
  await page.getByText('“Risk” is now number 1 of 3.').waitFor();
  // The button that was pressed leads nowhere now.
  await expect.poll(() => focused(page)).toBe('Move Risk down');
  expect(await titles(page)).toEqual(['Risk', 'Aim', 'Cost']);
  expect(problems).toEqual([]);
});

test('spec interface#order: an item is dragged by its handle, and keeps the focus', async () => {
  await using opened = await slides();
  const { page, problems } = opened;
  const row = (title: string) => page.locator('tr[data-place]', { hasText: title });
  const handle = row('Aim').locator('[data-drag]');
  await drag(page, { what: handle, to: row('Risk'), at: 0.8 });
  await page.mouse.up();
  await page.getByText('“Aim” is now number 3 of 3.').waitFor();
  await expect.poll(() => focused(page)).toBe('Move Aim up');
  await drag(page, { what: handle, to: row('Cost'), at: 0.2 });
  await page.mouse.up();
  await page.getByText('“Aim” is now number 1 of 3.').waitFor();
  await expect.poll(() => focused(page)).toBe('Move Aim down');
  expect(await titles(page)).toEqual(['Aim', 'Cost', 'Risk']);

  const address = page.url();
  await drag(page, { what: handle, to: row('Risk'), at: 0.8 });
  await expect.poll(() => titles(page)).toEqual(['Cost', 'Risk', 'Aim']);
  // Let go outside of the list: the same as Esc.
  await page.mouse.move(700, 20);
  await page.mouse.up();
  await expect.poll(() => titles(page)).toEqual(['Aim', 'Cost', 'Risk']);
  expect(page.url()).toBe(address);
  expect(problems).toEqual([]);
});

test('an item is deleted after a question in a dialog', async () => {
  await using opened = await slides();
  const { page, problems } = opened;
  await page.getByRole('link', { name: 'Delete Cost' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete slide “Cost”?' });
  await dialog.waitFor();
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Delete slide' }).click();
  await page.getByText('“Cost” deleted.').waitFor();
  expect(await titles(page)).toEqual(['Aim', 'Risk']);
  expect(problems).toEqual([]);
});

test('without script an item is moved, changed and deleted alike', async () => {
  await using opened = await slides({ script: false });
  const { page, problems } = opened;
  await page.getByRole('button', { name: 'Move Aim down' }).click();
  await page.getByText('“Aim” is now number 2 of 3.').waitFor();
  await page.getByRole('link', { name: 'Edit Aim' }).click();
  await page.getByLabel('Title').fill('Goal');
  await page.getByRole('button', { name: 'Save slide' }).click();
  await page.getByText('“Goal” saved.').waitFor();
  await page.getByRole('link', { name: 'Delete Goal' }).click();
  await page.getByRole('button', { name: 'Delete slide' }).click();
  await page.getByText('“Goal” deleted.').waitFor();
  expect(await titles(page)).toEqual(['Cost', 'Risk']);
  expect(problems).toEqual([]);
});

test('list, form and question fit every width and are accessible', async () => {
  await using opened = await slides();
  const { page } = opened;
  const list = page.url().replace(/\?.*/, '');
  const item = await page.getByRole('link', { name: 'Edit Aim' }).getAttribute('href');
  for (const address of [
    list,
    `${list}/new`,
    `${server.url}${item}`,
    `${server.url}${item}/delete`,
  ]) {
    await page.goto(address);
    for (const width of widths) {
      await resize(page, { width, height: 900 });
      expect(await scrollsSideways(page), `${address} ${width} px`).toBe(false);
      expect(await axe(page), `${address} ${width} px`).toEqual([]);
      const folder = process.env['SHOTS'];
      if (folder)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: `${folder}/${address.replace(/.*templates/, '').replaceAll(/\W+/g, '-')}-${width}-${colorScheme}.png`,
          });
        }
    }
  }
});

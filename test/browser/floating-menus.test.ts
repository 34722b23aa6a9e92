import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { resize } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let desk: Person;
let phone: Person;

beforeAll(async () => {
  desk = await signedIn(browser, server, ['admin'], { width: 1440, height: 700 });
  phone = await signedIn(browser, server, ['admin'], { width: 360, height: 600 });
});

/** Lines of a panel that are invisible, or covered at their center. */
const unseen = (panel: Locator): Promise<string[]> =>
  panel.evaluate((element) => {
    const inside = ({ top, bottom, left, right }: DOMRect) =>
      top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
    return [...element.querySelectorAll<HTMLElement>('.item, a, button')]
      .filter((line) => {
        const box = line.getBoundingClientRect();
        const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return !inside(box) || !(hit === line || line.contains(hit) || hit?.contains(line));
      })
      .map((line) => line.textContent ?? '');
  });

const panelOf = (page: Page) => page.locator('details.menu[open] > .pop');

/** Scrolls the button to the bottom of the window. */
const toBottom = (button: Locator) =>
  button.evaluate((element) => element.scrollIntoView({ block: 'end' }));

test.each(['with popovers', 'without popovers'])(
  'the menu of a row at the bottom edge opens upwards, %s',
  async (kind) => {
    const page = await desk.context.newPage();
    if (kind === 'without popovers')
      await page.addInitScript(() => {
        for (const name of ['showPopover', 'hidePopover', 'popover'])
          Reflect.deleteProperty(HTMLElement.prototype, name);
      });
    await page.goto(`${server.url}/users`);
    const button = page.locator('.row-act button').last();
    await toBottom(button);
    const { y } = (await button.boundingBox()) ?? { y: 0 };
    await button.click();
    await panelOf(page).waitFor();
    expect(await unseen(panelOf(page))).toEqual([]);
    const box = await panelOf(page).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(y);
    await panelOf(page).getByRole('link', { name: 'Edit' }).click();
    await page.waitForURL('**/edit');
    await page.close();
  },
);

test('every menu of a list is seen whole, at 1440 × 700 and on a phone', async () => {
  for (const { context } of [desk, phone]) {
    const page = await context.newPage();
    await page.goto(`${server.url}/users`);
    const cells = page.locator('.row-act:has(button)');
    const cellsAtFirst = await cells.count();
    expect(cellsAtFirst).toBeGreaterThan(8);
    for (let row = 0; row < cellsAtFirst; row += 1) {
      await page
        .locator('.row-act')
        .nth(row + 1)
        .locator('button')
        .click();
      await panelOf(page).waitFor();
      expect(await unseen(panelOf(page))).toEqual([]);
      await page.keyboard.press('Escape');
    }
    for (const summary of await page
      .locator('.top .menu > summary, .pager .menu > summary')
      .filter({ visible: true })
      .all()) {
      await summary.click();
      expect(await unseen(panelOf(page))).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.close();
  }
});

test('an open menu follows its button while the page scrolls', async () => {
  const page = await desk.context.newPage();
  await page.goto(`${server.url}/users`);
  await page.getByRole('button', { name: 'Actions for Bob Viewer' }).click();
  await panelOf(page).waitFor();
  const distance = () =>
    page.evaluate(() => {
      const [button, panel] = ['summary', '.pop'].map((part) =>
        document.querySelector(`.row-act details[open] > ${part}`)?.getBoundingClientRect(),
      );
      return Math.round(
        Math.min(
          Math.abs((panel?.top ?? 0) - (button?.bottom ?? 0)),
          Math.abs((panel?.bottom ?? 0) - (button?.top ?? 0)),
        ),
      );
    });
  expect(await distance()).toBe(4);
  await page.evaluate(() => scrollBy(0, 120));
  await expect.poll(distance).toBe(4);
  await page.close();
});

test('suggestions of a field at the bottom edge are seen', async () => {
  const page = await desk.context.newPage();
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' order by id limit 1",
  );
  await page.goto(`${server.url}/ontology/data/${rows[0]?.id}/relations/new?relation=feeds_into`);
  const field = page.getByRole('combobox').first();
  await resize(page, { width: 1440, height: 420 });
  await toBottom(field);
  await field.click();
  const list = page.locator('[role="listbox"]').filter({ visible: true });
  await list.waitFor();
  const box = await list.boundingBox();
  const height = await page.evaluate(() => innerHeight);
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  await list.getByRole('option').nth(1).click();
  await list.waitFor({ state: 'hidden' });
  expect(await field.inputValue()).not.toBe('');
  await page.close();
});

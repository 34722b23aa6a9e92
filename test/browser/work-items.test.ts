import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

const idOf = async (type: string, name: string): Promise<string> =>
  (
    await server.services.pool.query<{ id: string }>(
      'select id::text from entities where entity_type = $1 and name = $2',
      [type, name],
    )
  ).rows[0]?.id ?? '';
const board = await idOf('tor', 'change_advisory_board');
const proposal = await idOf('proposal', 'cab_freeze');

test('spec work-items#keyboard: j and k go through a list, and Enter opens an item', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(
    `${server.url}/tor/${board}/workflow?tab=suggestions`,
    { context: person.context },
  );
  const { page, problems } = opened;
  const links = page.locator('tbody th a');
  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.textContent ?? undefined);
  await page.locator('[data-list-keys] .scroll').focus();
  await page.keyboard.press('j');
  await expect.poll(focused).toBe(await links.nth(0).textContent());
  await page.keyboard.press('j');
  await expect.poll(focused).toBe(await links.nth(1).textContent());
  await page.keyboard.press('k');
  await expect.poll(focused).toBe(await links.nth(0).textContent());
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/suggestions\/\d+$/);
  expect(problems).toEqual([]);
});

test('spec work-items#keyboard: a move runs by its first letter, in the row that has the focus', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(
    `${server.url}/tor/${board}/workflow?tab=suggestions`,
    { context: person.context },
  );
  const { page, problems } = opened;
  const open = () => page.getByRole('button', { name: 'Accept', exact: true });
  const before = await open().count();
  await page.locator('[data-list-keys] .scroll').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Reason' }).first().waitFor();
  // Letters are typed there.
  await page.keyboard.press('Escape');
  await page.locator('tbody th a').first().focus();
  await page.keyboard.press('x');
  await page.keyboard.press('a');
  await page.getByText('Suggestion accepted.').waitFor();
  await expect.poll(() => open().count()).toBe(before - 1);
  expect(problems).toEqual([]);
});

test('spec comments#mentions: without script a member is mentioned and a suggestion accepted', async () => {
  await using person = await signedIn(browser, server, ['admin'], { script: false });
  await using opened = await browser.openPage(`${server.url}/tor/${board}/proposals/${proposal}`, {
    context: person.context,
  });
  const { page } = opened;
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('Ask @henry about it.');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await page.getByText('@Henry Officer').waitFor();
  await page.goto(`${server.url}/tor/${board}/workflow?tab=suggestions`);
  await page.getByRole('button', { name: 'Accept' }).first().click();
  await page.getByText('Suggestion accepted.').waitFor();
});

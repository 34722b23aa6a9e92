import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

const week = '/tor/outlook?view=week&date=2126-03-06';

test('spec calendar#views: arrow keys move within a month, Page Down shows the next one', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(
    `${server.url}/tor/outlook?view=month&date=2126-03-06`,
    { context: person.context },
  );
  const { page } = opened;
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('td')?.textContent?.slice(0, 2));
  await page.locator('td:has(.outlook-date) .outlook-date').first().focus();
  const first = await focused();
  await page.keyboard.press('ArrowRight');
  expect(await focused()).not.toBe(first);
  await page.keyboard.press('Home');
  expect(await focused()).toBe(first);
  await page.keyboard.press('PageDown');
  await expect.poll(() => page.locator('#outlook-title').textContent()).toBe('April 2126');
  expect(opened.problems).toEqual([]);
});

test('spec calendar#confirming: a meeting is confirmed without leaving the page', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}${week}`, { context: person.context });
  const { page } = opened;
  const badges = page.locator('.outlook-wide .outlook-event-confirm-badge');
  const count = await badges.count();
  expect(count).toBeGreaterThan(0);
  await page.evaluate(() => {
    document.body.dataset['same'] = 'page';
  });
  await badges.first().click();
  await expect.poll(() => badges.count()).toBe(count - 1);
  expect(await page.locator('.outlook-wide .outlook-event--confirmed').count()).toBe(1);
  expect(await page.evaluate(() => document.body.dataset['same'])).toBe('page');
  expect(opened.problems).toEqual([]);
});

test('spec calendar#views: without script, too, a meeting is confirmed and the next week shown', async () => {
  await using person = await signedIn(browser, server, ['admin'], { script: false });
  await using opened = await browser.openPage(`${server.url}${week}&whose=all`, {
    context: person.context,
    script: false,
  });
  const { page } = opened;
  const confirmed = page.locator('.outlook-wide .outlook-event--confirmed');
  const before = await confirmed.count();
  await page.locator('.outlook-wide .outlook-event-confirm-badge').first().click();
  await expect.poll(() => confirmed.count()).toBe(before + 1);
  expect(await page.locator('#outlook-title').textContent()).toContain('2126');
  await page.locator('#outlook-next').click();
  await expect.poll(() => page.locator('#outlook-title').textContent()).toBe('11–17 March 2126');
});

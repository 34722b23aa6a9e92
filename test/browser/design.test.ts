import { describe, expect, test } from 'vitest';
import { pageFaults } from '#test/support/accessibility.ts';
import { layoutShift, mostShift, scrollsSideways } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { designPages, startDesignServer } from './design-server.ts';

const { browser, server } = await browsing(startDesignServer());

describe.each(designPages)('%s', (path) => {
  test('spec interface#accessibility: axe finds nothing, in three themes at three widths', async () => {
    await using opened = await browser.openPage(server.origin + path);
    const { page, problems } = opened;
    expect(await pageFaults(page)).toEqual([]);
    expect(problems, 'nothing from elsewhere, nothing that the policy stops, no error').toEqual([]);
  });

  test('spec interface#accessibility: at 400 % nothing has to be scrolled sideways', async () => {
    await using opened = await browser.openPage(server.origin + path, { width: 320, height: 256 });
    expect(await scrollsSideways(opened.page)).toBe(false);
  });

  test('spec interface#accessibility: nothing jumps while it loads', async () => {
    await using opened = await browser.openPage(server.origin + path, { width: 768 });
    expect((await layoutShift(opened.page)).sum).toBeLessThanOrEqual(mostShift);
  });
});

test('spec interface#targets: targets are 44 px high where fingers point', async () => {
  const context = await browser.newContext({
    ...{ width: 360, height: 740 },
    device: { hasTouch: true, isMobile: true },
  });
  await using opened = await browser.openPage(`${server.origin}/design`, { context });
  const small = await opened.page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'main .btn:not(.chip .btn), .top .btn, .item, .nav li > a',
      ),
    ]
      .filter(
        (element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5,
      )
      .map(
        (element) =>
          `${element.textContent?.trim() || element.getAttribute('aria-label')} ${element.getBoundingClientRect().height}`,
      ),
  );
  await context.close();
  expect(small).toEqual([]);
});

test('spec account#theme: "auto" follows the system without a script, and a theme that was chosen does not', async () => {
  const background = async (theme: 'light' | 'dark', query: string): Promise<string> => {
    await using opened = await browser.openPage(`${server.origin}/design/question${query}`, {
      theme,
      script: false,
    });
    return await opened.page
      .locator('html')
      .evaluate((root) => getComputedStyle(root).backgroundColor);
  };
  expect(await background('light', '')).toBe('rgb(255, 255, 255)');
  expect(await background('dark', '')).toBe('rgb(25, 29, 35)');
  expect(await background('dark', '?theme=light')).toBe('rgb(255, 255, 255)');
  expect(await background('light', '?theme=dark')).toBe('rgb(25, 29, 35)');
});

test('spec interface#times: "3 min ago" shows its absolute time on keyboard focus', async () => {
  await using opened = await browser.openPage(`${server.origin}/design`);
  const time = opened.page.locator('time[data-relative]').first();
  const shown = () => time.evaluate((element) => getComputedStyle(element, '::after').content);
  expect(await shown()).toBe('none');
  await time.focus();
  await opened.page.keyboard.press('Shift+Tab');
  await opened.page.keyboard.press('Tab');
  expect(await shown()).toMatch(/^"\d+ \w+ \d{4}, \d\d:\d\d .+"$/);
});

test('a theme applies at once and is kept by the server', async () => {
  await using opened = await browser.openPage(`${server.origin}/design`);
  const { page } = opened;
  const kept = page.waitForResponse((response) => response.url().endsWith('/design/theme'));
  await page.locator('summary[aria-label="Theme"]').click();
  await page.getByRole('button', { name: 'High contrast' }).click();
  expect(await page.locator('html').getAttribute('data-contrast')).toBe('more');
  await kept;
  await page.reload();
  expect(await page.locator('html').getAttribute('data-contrast')).toBe('more');
});

test('a flash is read out and can be put away', async () => {
  await using opened = await browser.openPage(`${server.origin}/design`);
  const { page } = opened;
  const flash = page.locator('.note.ok', { hasText: 'Role Secretary saved.' });
  expect(await flash.getAttribute('role')).toBe('status');
  await flash.getByRole('button', { name: 'Dismiss' }).click();
  expect(await page.getByText('Role Secretary saved.').count()).toBe(0);
});

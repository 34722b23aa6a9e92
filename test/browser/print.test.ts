import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { graphDrawn, resize } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { listPages, pageNames } from './page-list.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let administrator: Person;
let pages: Awaited<ReturnType<typeof listPages>>;
/** Used for all pages: opening a tab takes longer than loading a page. */
let page: Page;

beforeAll(async () => {
  administrator = await signedIn(browser, server, ['admin']);
  pages = await listPages(server);
  const { context } = administrator;
  ({ page } = await browser.openPage(`${server.url}/healthz`, { context }));
});

/** The printable area of A4 within the browser's margins. */
const paper = { width: 718, height: 1047 };

/** Content that is scrolled out of view, overlapping, or omitted on paper. */
const losses = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('main *')].filter((element) =>
      element.checkVisibility(),
    );
    const name = (element: Element) => element.outerHTML.slice(0, 90);
    const isCut = (element: Element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const [wide, high] = [
        element.scrollWidth - element.clientWidth,
        element.scrollHeight - element.clientHeight,
      ];
      return (
        (/auto|scroll/.test(overflowX) && wide > 1) || (/auto|scroll/.test(overflowY) && high > 1)
      );
    };
    return [
      ...shown
        .filter((element) => !element.matches('input, select, textarea') && isCut(element))
        .map((element) => `cut: ${name(element)}`),
      ...shown
        .filter((element) => /sticky|fixed/.test(getComputedStyle(element).position))
        .map((element) => `floats: ${name(element)}`),
      ...shown
        .filter((element) => element.matches('table'))
        .flatMap((table) => [...table.querySelectorAll('thead th:not(.box, .row-act)')])
        .filter((head) => !head.checkVisibility() && (head.textContent ?? '').trim() !== '')
        .map((head) => `left out: ${head.textContent}`),
    ];
  });

describe.each(pageNames)('the page %s', (name) => {
  test('is whole on paper', async () => {
    await page.emulateMedia({ media: 'screen' });
    await resize(page, { width: 1440, height: 900 });
    await page.goto(`${server.url}${pages[name]}`);
    await graphDrawn(page);
    await resize(page, paper);
    await page.emulateMedia({ media: 'print' });
    expect(await losses(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      paper.width,
    );
  });
});

test('each sheet has its number', async () => {
  await page.goto(`${server.url}${pages['dashboard']}`);
  // A browser keeps only what it understands of a style sheet.
  const numbers = await page.evaluate(() =>
    [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules])
      .filter((rule) => rule instanceof CSSPageRule)
      .flatMap((rule) => rule.cssText),
  );
  expect(numbers.join(' ')).toMatch(/@bottom-right \{[^}]*counter\(page\) " \/ " counter\(pages\)/);
});

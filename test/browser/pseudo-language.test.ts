import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capabilities } from '#app/authority/index.ts';
import { browserName } from '#app/security-notices/index.ts';
import { timeZones, zoneLabel } from '#app/time-zone.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { scrollsSideways } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { writePseudoLanguage } from '#test/support/pseudo-language.ts';
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { bundle } from '../../scripts/bundle.ts';
import { findLanguage } from '../../scripts/language.ts';
import { listPages } from './page-list.ts';

// Every page in a language that a program makes of the catalogues, built like any other: what a
// translator would miss, and what breaks when texts are longer. Its dates and numbers are German,
// because no one has those of a pseudo-language.

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const locale = 'de';

let program: ServerProcess;
let url: string;
/** What the database holds, and names, which are shown as they are. */
let data: string;

beforeAll(async () => {
  const folder = temporaryFolder('pseudo');
  writePseudoLanguage(`${folder}/languages/${locale}`);
  const language = await findLanguage(locale, `${folder}/languages`);
  await bundle({ outdir: folder, version: 'test', entries: ['app'], language });
  program = startServerProcess({
    name: 'the app in a pseudo-language',
    command: process.execPath,
    args: [`${folder}/app.js`, 'serve'],
    logFile: `${folder}/app.log`,
    env: {
      ...{ APP_ENV: 'test', PORT: '0', METRICS_PORT: '0', SESSION_KEY: 'k'.repeat(64) },
      DATABASE_URL: server.databaseUrl,
    },
  });
  const line = await program.until(program.line(/"msg":"listening"/), 60_000);
  url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
});
afterAll(() => program?.stop('SIGTERM'));

/** The dashboard of an administrator, on a phone. */
async function signedIn() {
  const { name } = await server.createUser('admin');
  const opened = await browser.openPage(`${url}/login`, { width: 360 });
  const { page } = opened;
  await page.locator('[name=username]').fill(name);
  await page.locator('[name=password]').fill(testPassword);
  await page.locator('form button[type=submit]').first().click();
  await page.waitForURL('**/dashboard*');
  return opened;
}

/** What elements show as it is: data with markup of its own, values, times, initials. */
const shownAsItIs =
  'script, style, time, code, pre, svg, textarea, .prose, .av, .excerpt, [data-search-excerpt]';

/** Visible texts, without what a catalogue made. */
const otherTexts = (page: Page): Promise<string[]> =>
  page.evaluate((skipped) => {
    const found = new Set<string>();
    // The options of a closed list are shown when it is opened.
    const isShown = (element: Element | null) =>
      (element?.closest('select') ?? element)?.checkVisibility() === true;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = (walker.currentNode.textContent ?? '').replaceAll(/⟦[^⟧]*(⟧|$)|^[^⟦]*⟧/g, '');
      if (/[A-Za-z]{2}/.test(text) && !element?.closest(skipped) && isShown(element))
        found.add(text);
    }
    return [...found];
  }, shownAsItIs);

/** Dates that Intl makes in a language: names of days and months, with the numbers beside them. */
const datesIn = (language: string): RegExp =>
  new RegExp(
    `(\\d{1,2}\\.? )?(?<!\\p{L})(${(['long', 'short'] as const).flatMap((form) => namesOfDates(language, form)).join('|')})(?!\\p{L})\\.?( \\d{1,4})*`,
    'gu',
  );

const dates = datesIn(locale);
/** Labels in the database have English dates. */
const englishDates = datesIn('en-GB');

function namesOfDates(language: string, form: 'long' | 'short'): readonly string[] {
  const named = (part: 'month' | 'weekday', amount: number) =>
    Array.from(
      { length: amount },
      (_, place) =>
        new Date(Date.UTC(2026, part === 'month' ? place : 0, 5 + (part === 'month' ? 0 : place))),
    ).map((day) =>
      day.toLocaleDateString(language, { [part]: form, timeZone: 'UTC' }).replace('.', ''),
    );
  // Browsers and Node differ in the short form of September.
  return [...named('month', 12), 'Sep', ...named('weekday', 7)];
}

/** Initials of committees, as calendars show them. */
const initials = /^[A-Z]{2,6}$/;

/** Parts of a text that the database does not hold. */
const foreignIn = (text: string): readonly string[] =>
  text
    .replaceAll(dates, '')
    .split(/[(),·:→\n]/)
    // Places in a list are numbers or letters, and parts of long texts have an ellipsis.
    .map((part) =>
      part
        .trim()
        .replace(/^(\d+|[A-Z])\. /, '')
        .replace(/^…|\s*…$/g, ''),
    )
    .filter((part) => /[A-Za-z]{2}/.test(part) && !initials.test(part) && !isData(part));

const isData = (part: string): boolean =>
  data.includes(part) || part.split(' und ').every((name) => data.includes(keyOf(name)));

/** The log names properties by the words of their keys. */
const keyOf = (words: string): string => words.replaceAll(' ', '_');

/** Pages that show names of the schema and of the API, which are not translated. */
const isAboutNames = (page: string): boolean => /^(ontology|api-docs|status)/.test(page);

test('every text of a page is in a catalogue, and longer ones are whole on a phone', {
  timeout: 600_000,
}, async () => {
  await using opened = await signedIn();
  const { page } = opened;
  // Before the data is read: some pages need items of their own.
  const pages = Object.entries(await listPages(server));
  const { rows } = await server.services.pool.query<{ text: string }>(
    `select replace(string_agg(text, ' '), '\\"', '"') as text from (
       select concat_ws(' ', name, label, properties) as text from entities
       union all select properties::text from relations
       union all select concat_ws(' ', name, url) from webhook_endpoints
       union all select label from webhook_deliveries
       union all select concat_ws(' ', before, after) from audit_log) held`,
  );
  const agent = await page.evaluate(() => navigator.userAgent);
  const names = [...capabilities, ...timeZones.map(zoneLabel)];
  data = [rows[0]?.text, browserName(agent), ...names].join(' ');
  data += data.replaceAll(englishDates, '');
  const faults: Record<string, readonly string[]> = {};
  const times = new Set<string>();
  for (const [key, path] of pages) {
    await page.goto(url + path);
    const foreign = isAboutNames(key) ? [] : (await otherTexts(page)).flatMap(foreignIn);
    const wide = (await scrollsSideways(page)) ? ['scrolls sideways'] : [];
    const shown = (await page.locator('time').allTextContents()).filter((text) => /\d/.test(text));
    for (const text of shown) times.add(text);
    const english = shown.filter((text) => englishDate.test(text));
    const faulty = [...wide, ...(await cutTexts(page)), ...foreign, ...english];
    if (faulty.length > 0) faults[key] = faulty;
  }
  expect(faults).toEqual({});
  expect([...times].filter((text) => germanDate.test(text))).not.toEqual([]);
});

/** Translated texts that leave their box, such as a button, or that one without an ellipsis cuts. */
const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isInline = (box: Element) => /inline$|contents/.test(getComputedStyle(box).display);
    const hides = (box: Element) => /hidden|clip/.test(getComputedStyle(box).overflow);
    /** Boxes with a scroll bar or an ellipsis, hidden ones, and what a meter says without one. */
    const holds = (box: Element) =>
      /auto|scroll/.test(getComputedStyle(box).overflow) ||
      getComputedStyle(box).textOverflow === 'ellipsis' ||
      box.matches('.vh, svg, select, progress');
    const boxesOf = (node: Node): Element[] => {
      const boxes: Element[] = [];
      for (let box = node.parentElement; box !== null; box = box.parentElement) boxes.push(box);
      const end = boxes.findIndex(holds);
      const within = boxes
        .slice(0, end === -1 ? boxes.length : end)
        .filter((box) => !isInline(box));
      // Its own box, unless that is the one that holds it, and all that hide what leaves them.
      return within.filter((box, place) => place === 0 || hides(box));
    };
    const range = document.createRange();
    const isCut = (node: Node): boolean => {
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      return boxesOf(node).some((box) => {
        const edges = box.getBoundingClientRect();
        return (
          text.left < edges.left - 1 ||
          text.right > edges.right + 1 ||
          (hides(box) && text.bottom > edges.bottom + 1)
        );
      });
    };
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = (node.textContent ?? '').trim();
      if (/[⟦⟧]/.test(text) && node.parentElement?.checkVisibility() && isCut(node))
        found.push(`cut: ${text}`);
    }
    return found;
  });

/** "24 Nov 2026", where German has "24. Nov. 2026". */
const englishDate = /\d \p{Lu}/u;
const germanDate = /\d\. \p{Lu}\p{L}+\.? \d{4}/u;

test('numbers of pages and scripts are those of the language', async () => {
  await using opened = await signedIn();
  const { page } = opened;
  // The server writes the limit, a script the rest of it.
  await page.goto(`${url}/tor/new`);
  await page.locator('textarea[maxlength="5000"]').first().fill('x'.repeat(3766));
  await expect.poll(() => page.locator('.left').textContent()).toContain('1.234 ');
});

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditFamilies, jobLabels } from '#app/declarations.ts';
import { browserName } from '#app/security-notices/index.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { scrollsSideways } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { bundle } from '../../scripts/bundle.ts';
import { listPages } from './page-list.ts';

// Every page in a language that a program makes of the catalogues: what a translator would miss, and
// what breaks when texts are longer.

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const translator = fileURLToPath(new URL('../support/pseudo-texts.ts', import.meta.url));

/** Replaces each catalogue of the app by its translation. */
const translated: Plugin = {
  name: 'pseudo-texts',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/app\/.*texts\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      // A part of a catalogue is translated as part of it.
      if (!source.includes('export const texts = ')) return undefined;
      return {
        contents: `${source.replace('export const texts = ', 'const catalogue = ')}
          import { pseudoTexts } from ${JSON.stringify(translator)};
          export const texts = pseudoTexts(catalogue);`,
        loader: 'ts',
      };
    }),
};

let program: ServerProcess;
let url: string;
/** What the database and the declarations hold, which is shown as it is. */
let data: string;

beforeAll(async () => {
  const folder = temporaryFolder('pseudo');
  await bundle({ outdir: folder, version: 'test', entries: ['app'], plugins: [translated] });
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

/** What elements show as it is: data with markup of its own, values, times, initials. */
const shownAsItIs =
  'script, style, time, code, pre, svg, textarea, .prose, .av, .excerpt, [data-search-excerpt]';

/** Visible texts, without what a catalogue made. */
const otherTexts = (page: Page): Promise<string[]> =>
  page.evaluate((skipped) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = (walker.currentNode.textContent ?? '').replaceAll(/⟦[^⟧]*(⟧|$)|^[^⟦]*⟧/g, '');
      if (/[A-Za-z]{2}/.test(text) && !element?.closest(skipped) && element?.checkVisibility())
        found.add(text);
    }
    return [...found];
  }, shownAsItIs);

/** Names of days and months, which Intl makes, with the numbers beside them. */
const dates = new RegExp(
  `(\\d{1,2} )?\\b(${(['long', 'short'] as const).flatMap(namesOfDates).join('|')})\\b( \\d{1,4})*`,
  'g',
);

function namesOfDates(form: 'long' | 'short'): readonly string[] {
  const named = (part: 'month' | 'weekday', amount: number) =>
    Array.from(
      { length: amount },
      (_, place) =>
        new Date(Date.UTC(2026, part === 'month' ? place : 0, 5 + (part === 'month' ? 0 : place))),
    ).map((day) => day.toLocaleDateString('en-GB', { [part]: form, timeZone: 'UTC' }));
  // Browsers and Node differ in the short form of September.
  return [...named('month', 12), 'Sep', ...named('weekday', 7)];
}

/** Initials of committees, as calendars show them. */
const initials = /^[A-Z]{2,6}$/;

/** Parts of a text that neither the database nor a declaration holds. */
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
  data.includes(part) || part.split(' and ').every((name) => data.includes(keyOf(name)));

/** The log names properties by the words of their keys. */
const keyOf = (words: string): string => words.replaceAll(' ', '_');

/** Pages that show names of the schema and of the API, which are not translated. */
const isAboutNames = (page: string): boolean => /^(ontology|api-docs|status)/.test(page);

test('every text of a page is in a catalogue, and longer ones widen no page of a phone', {
  timeout: 600_000,
}, async () => {
  const { name } = await server.createUser('admin');
  await using opened = await browser.openPage(`${url}/login`, { width: 360 });
  const { page } = opened;
  await page.locator('[name=username]').fill(name);
  await page.locator('[name=password]').fill(testPassword);
  await page.locator('form button[type=submit]').first().click();
  await page.waitForURL('**/dashboard*');
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
  const declared = [auditFamilies, jobLabels].flatMap((labels) => Object.values(labels));
  data = [rows[0]?.text, browserName(agent), ...declared].join(' ');
  data += data.replaceAll(dates, '');
  const faults: Record<string, readonly string[]> = {};
  for (const [key, path] of pages) {
    await page.goto(url + path);
    const foreign = isAboutNames(key) ? [] : (await otherTexts(page)).flatMap(foreignIn);
    const wide = (await scrollsSideways(page)) ? ['scrolls sideways'] : [];
    if (foreign.length + wide.length > 0) faults[key] = [...wide, ...foreign];
  }
  expect(faults).toEqual({});
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { launchBrowser, type TestBrowser } from '#test/support/browser.ts';
import { documentFaults, removeRepeats } from '#test/support/repeats.ts';

// A page is checked without its repeats: whatever is wrong with one row of many is still found.

let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.browser.newPage();
});
afterAll(() => browser[Symbol.asyncDispose]());

interface Row {
  readonly id: string;
  readonly attributes: string;
  readonly text: string;
}

const rowOf = ({ id, attributes, text }: Row) =>
  `<li><section aria-label="Part ${text}"><h3>${text}</h3>
    <label for="${id}">${text}</label><input id="${id}" ${attributes}></section></li>`;

/** Shows ten rows, of which the ninth is changed. */
const show = (change: (row: string) => string = (row) => row) =>
  page.setContent(`<!doctype html><html lang="en"><title>Rows</title>
    <main><h1>Rows</h1><h2>All</h2><ul>${Array.from({ length: 10 }, (_, place) => {
      const row = rowOf({ id: `row-${place}`, attributes: 'type="text"', text: `Row ${place}` });
      return place === 8 ? change(row) : row;
    }).join('')}</ul></main>`);

/** Rules that are violated, on the whole page and on the reduced one; and the rows left. */
async function checked() {
  const faults = await documentFaults(page);
  await removeRepeats(page);
  const violations = (await axe(page)).map((line) => line.split(':')[0]);
  return { faults, violations, rows: await page.locator('li').count() };
}

test('of equal rows two are kept', async () => {
  await show();
  expect(await checked()).toEqual({ faults: [], violations: [], rows: 2 });
});

test.each([
  ['a field without a label', 'label', (row: string) => row.replace(/<label.*label>/, '')],
  ['an empty label', 'label', (row: string) => row.replace(/>Row 8</g, '><')],
  ['a label of another field', 'label', (row: string) => row.replace('for="row-8"', 'for="row-1"')],
  [
    'an unknown attribute',
    'aria-valid-attr',
    (row: string) => row.replace('<h3', '<h3 aria-no="1"'),
  ],
  [
    'an unknown value',
    'aria-valid-attr-value',
    (row: string) => row.replace('<h3', '<h3 aria-live="no"'),
  ],
  ['a wrong child', 'list', (row: string) => row.replaceAll(/(<\/?)li>/g, '$1p>')],
])('%s in one of many rows', async (_, rule, change) => {
  await show(change);
  expect((await checked()).violations).toContain(rule);
});

test.each([
  ['an id', (row: string) => row.replaceAll('row-8', 'row-7'), 'two elements have the id row-7'],
  [
    'the name of a landmark',
    (row: string) => row.replace('Part Row 8', 'Part Row 7'),
    'two landmarks: section Part Row 7',
  ],
  ['a level', (row: string) => row.replaceAll('h3>', 'h5>'), 'h5 skips a level: Row 8'],
])('%s of one of many rows, compared with the others', async (_, change, fault) => {
  await show(change);
  expect((await checked()).faults).toEqual([fault]);
});

test('what scrolls still scrolls, so that rules about it apply', async () => {
  await page.setContent(`<!doctype html><html lang="en"><title>Rows</title><main><h1>Rows</h1>
    <div style="height: 90px; overflow: auto">${'<p>Row</p>'.repeat(20)}</div></main>`);
  await removeRepeats(page);
  const scrolls = await page
    .locator('div')
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 90);
  expect([await page.locator('p').count(), scrolls]).toEqual([2, true]);
});

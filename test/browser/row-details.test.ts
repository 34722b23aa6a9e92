import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { systemActor } from '#app/ontology/actor.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { resize } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let person: Person;
/** Each test has its own entries, enough to fill a page. */
let round = 0;

beforeAll(async () => {
  person = await signedIn(browser, server, ['admin']);
});

beforeEach(async () => {
  round += 1;
  await happened(25);
});

/**
 * Changes of email addresses, the last one the newest entry: of "Ada 24 of 3", with 25 in the third
 * test.
 */
const happened = (count: number, name = 'Ada') =>
  inTransaction(server.services, async (_tx, record) =>
    record(
      Array.from({ length: count }, (_, place) => ({
        ...({ action: 'user.updated', actor: systemActor('henrik'), always: true } as const),
        target: { type: 'user', id: String(place + 1), label: `${name} ${place} of ${round}` },
        ...{ before: { email: `${place}@old.example` }, after: { email: `${place}@new.example` } },
      })),
    ),
  );

/** The first page of the log, with its requests for details. */
async function openLog() {
  const opened = await browser.openPage(`${server.url}/audit?action=user`, {
    context: person.context,
  });
  const asked: string[] = [];
  opened.page.on('request', (request) => {
    if (request.url().includes('open=')) asked.push(request.url());
  });
  return { ...opened, asked };
}

const opener = (page: Page, place: number) =>
  page.getByRole('button', { name: `Ada ${place} of ${round}` });
const value = (page: Page, place: number) =>
  page.locator('tr.detail ins').filter({ hasText: `${place}@new.example` });
const details = (page: Page) => page.locator('tr.detail');

/** Delays the responses with details until released. */
async function heldBack(page: Page): Promise<() => void> {
  const answer = Promise.withResolvers<void>();
  await page.route(/open=/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  return answer.resolve;
}

test('a click opens the detail below its row and asks once; from then on the button hides and shows it without asking', async () => {
  await using opened = await openLog();
  const { page, asked, problems } = opened;
  const button = opener(page, 20);
  expect(await details(page).count()).toBe(0);
  await button.click();
  await value(page, 20).waitFor();
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  const below = await button.evaluate((element) => element.closest('tr')?.nextElementSibling?.id);
  expect(await button.getAttribute('aria-controls')).toBe(below);
  expect(await details(page).getAttribute('id')).toBe(below);

  await button.click();
  await value(page, 20).waitFor({ state: 'hidden' });
  expect(await button.getAttribute('aria-expanded')).toBe('false');
  await button.click();
  await value(page, 20).waitFor();
  expect(asked).toHaveLength(1);
  expect(new URL(page.url()).search).toBe('?action=user');
  expect(problems).toEqual([]);
});

test('several rows are open at a time, each with an id of its own, and the page has no faults', async () => {
  await using opened = await openLog();
  const { page, problems } = opened;
  for (const place of [24, 3]) {
    await opener(page, place).click();
    await value(page, place).waitFor();
  }
  expect(new Set(await details(page).evaluateAll((rows) => rows.map(({ id }) => id))).size).toBe(2);
  await value(page, 24).waitFor();
  expect(await axe(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test.each(['Enter', 'Space'])('%s opens and closes; the focus stays on the button', async (key) => {
  await using opened = await openLog();
  const { page, asked } = opened;
  const isFocused = () => opener(page, 20).evaluate((button) => button === document.activeElement);
  await opener(page, 20).focus();
  await page.keyboard.press(key);
  await value(page, 20).waitFor();
  expect(await isFocused()).toBe(true);
  await page.keyboard.press(key);
  await value(page, 20).waitFor({ state: 'hidden' });
  expect(await isFocused()).toBe(true);
  expect(asked).toHaveLength(1);
});

test('however often it is pressed while the answer is on its way, the server is asked once', async () => {
  await using opened = await openLog();
  const { page, asked } = opened;
  const goOn = await heldBack(page);
  await opener(page, 20).focus();
  for (const key of ['Enter', 'Space', 'Enter']) await page.keyboard.press(key);
  expect(await opener(page, 20).getAttribute('aria-busy')).toBe('true');
  goOn();
  await value(page, 20).waitFor();
  expect(await opener(page, 20).getAttribute('aria-busy')).toBeNull();
  expect(await details(page).count()).toBe(1);
  expect(asked).toHaveLength(1);
});

test('entries that came meanwhile push nothing out: the detail opens where its row stands', async () => {
  await using opened = await openLog();
  const { page, asked, problems } = opened;
  await happened(30, 'Grace');
  await opener(page, 0).click();
  await value(page, 0).waitFor();
  expect(new URL(page.url()).search).toBe('?action=user');
  expect(asked).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('the answer for a list that is no longer shown is dropped', async () => {
  await using opened = await openLog();
  const { page, problems } = opened;
  const goOn = await heldBack(page);
  const came = page.waitForResponse(/open=/);
  await opener(page, 20).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Older' }).click();
  await page.waitForURL(/before=/);
  goOn();
  await (await came).finished();
  await page.goBack();
  await opener(page, 20).waitFor();
  expect(await details(page).count()).toBe(0);
  expect(problems).toEqual([]);
});

test('of an entry that is no longer kept the page comes again, without that row', async () => {
  await using opened = await openLog();
  const { page, problems } = opened;
  const { pool } = server.services;
  await pool.query('alter table audit_log disable trigger all');
  await pool.query('delete from audit_log where target_label = $1', [`Ada 20 of ${round}`]);
  await pool.query('alter table audit_log enable trigger all');
  await opener(page, 20).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/open=/);
  await opener(page, 21).waitFor();
  expect(await opener(page, 20).count()).toBe(0);
  expect(await details(page).count()).toBe(0);
  expect(problems).toEqual([]);
});

test('a page that came with an open row closes and opens it without asking', async () => {
  await using opened = await openLog();
  const { page, asked, problems } = opened;
  const key = await opener(page, 20).getAttribute('value');
  await page.goto(`${server.url}/audit?action=user&open=${key}#table-detail-open`);
  await value(page, 20).waitFor();
  const before = asked.length;
  await opener(page, 20).click();
  await value(page, 20).waitFor({ state: 'hidden' });
  expect(await opener(page, 20).getAttribute('aria-expanded')).toBe('false');
  await opener(page, 20).click();
  await value(page, 20).waitFor();
  expect(asked).toHaveLength(before);
  await opener(page, 19).click();
  await value(page, 19).waitFor();
  expect(await page.locator('#table-detail-open').count()).toBe(1);
  expect(problems).toEqual([]);
});

test('without script a row opens, stays among the same rows when entries come, and closes', async () => {
  await using someone = await signedIn(browser, server, ['admin'], { script: false });
  await using opened = await browser.openPage(`${server.url}/audit?action=user`, {
    context: someone.context,
  });
  const { page, problems } = opened;
  await resize(page, { width: 1440, height: 500 });
  await happened(5, 'Grace');
  await opener(page, 12).click();
  // Until the page is loaded, it may not have its styles yet.
  await page.waitForURL(({ hash }) => hash === '#table-detail-open');
  await value(page, 12).waitFor();
  const { y: button = 0 } = (await opener(page, 12).boundingBox()) ?? {};
  const { y: head = 0, height = 0 } = (await page.locator('thead th').first().boundingBox()) ?? {};
  expect(button, 'the row is not below the head that stays').toBeGreaterThan(head + height);
  expect((await details(page).boundingBox())?.y).toBeLessThan(400);
  expect(await opener(page, 12).getAttribute('aria-expanded')).toBe('true');
  expect(await page.getByRole('button', { name: /^Details: / }).count()).toBe(25);

  await opener(page, 12).click();
  await details(page).waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('open')).toBeNull();
  expect(await page.getByRole('button', { name: /^Details: / }).count()).toBe(25);
  await page.getByRole('link', { name: 'Newer' }).click();
  await page.getByRole('button', { name: `Grace 4 of ${round}` }).waitFor();
  expect(problems).toEqual([]);
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAxe, nothingKnown, pageFaults, widthFaults } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import {
  graphDrawn,
  layoutShift,
  mostShift,
  resize,
  scrollsSideways,
  type WatchedPage,
  widths,
} from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { documentFaults, removeRepeats } from '#test/support/repeats.ts';
import { listPages, pageNames } from './page-list.ts';
import { makeInitial, type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let administrator: Person;
/** Their password was entered just now; on a busy machine, that of `administrator` was long ago. */
const freshAdministrator = () => signedIn(browser, server, ['admin']);
let pages: Awaited<ReturnType<typeof listPages>>;
/** One for each width, used for all pages: opening a tab takes longer than loading a page. */
let tabs: readonly Tab[];

interface Tab extends WatchedPage {
  readonly width: number;
}

beforeAll(async () => {
  administrator = await freshAdministrator();
  pages = await listPages(server);
  tabs = await Promise.all(widths.map(openTab));
});
afterAll(() => administrator.context.close());

async function openTab(width: number): Promise<Tab> {
  const { context } = administrator;
  const opened = await browser.openPage(`${server.url}/healthz`, { context });
  await resize(opened.page, { width, height: 900 });
  await loadAxe(opened.page);
  return { ...opened, width };
}

const known = nothingKnown();

/** What 1,280 px become at 400 % zoom (WCAG 2.2, 1.4.10). */
const zoomed = 320;

/** Violations at every width, in every theme, and at 400 % zoom. */
const faultsOf = async (page: Page): Promise<string[]> => [
  ...(await pageFaults(page, known)),
  ...(await zoomFaults(page)),
];

async function zoomFaults(page: Page): Promise<string[]> {
  await resize(page, { width: zoomed, height: 640 });
  return (await scrollsSideways(page)) ? [`${zoomed} px: scrolls sideways`] : [];
}

/** Loads a page; returns errors meanwhile, and faults of the page as a whole. */
async function load({ page, width, problems }: Tab, url: string): Promise<string[]> {
  problems.length = 0;
  await page.goto(url);
  await graphDrawn(page);
  const { sum, moved } = await layoutShift(page);
  const faults = sum > mostShift ? [`moves by ${sum} while it loads: ${moved}`] : [];
  if (await scrollsSideways(page)) faults.push('scrolls sideways');
  return [...faults, ...(await documentFaults(page))].map((fault) => `${width} px: ${fault}`);
}

/** Violations of what a tab shows, of which it keeps no repeats. */
async function faultsIn({ page, width }: Tab): Promise<string[]> {
  await removeRepeats(page);
  return await widthFaults(page, width, known);
}

test.each(pageNames)(
  'the page %s has no faults at any width, in any theme, while it loads, at a zoom of 400 percent',
  // The reference of the API has more than 160 operations.
  async (name) => {
    const url = `${server.url}${pages[name]}`;
    const faults = (await Promise.all(tabs.map((tab) => load(tab, url)))).flat();
    for (const { page, width } of tabs.slice(0, 1)) {
      faults.push(...(await zoomFaults(page)));
      await resize(page, { width, height: 900 });
    }
    known.visible = new Set();
    for (const tab of tabs) faults.push(...(await faultsIn(tab)));
    expect([...faults, ...tabs.flatMap(({ problems }) => problems)]).toEqual([]);
  },
);

test('the page to sign in has no faults, also after a wrong password', async () => {
  await using opened = await browser.openPage(`${server.url}/login`);
  const { page, problems } = opened;
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('User name').fill('nobody');
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('User name or password is incorrect.').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test('the page to choose a first password has no faults', async () => {
  await using person = await signedIn(browser, server, []);
  await makeInitial(server, person.id);
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: person.context,
  });
  expect(await opened.page.title()).toContain('Choose a password');
  expect(await faultsOf(opened.page)).toEqual([]);
  expect(opened.problems).toEqual([]);
});

test('the dashboard of a user without a role, and the page that refuses them, have no faults', async () => {
  await using person = await signedIn(browser, server, []);
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: person.context,
  });
  expect(await faultsOf(opened.page)).toEqual([]);
  const answer = await opened.page.goto(`${server.url}/users`);
  expect(answer?.status()).toBe(403);
  expect(await faultsOf(opened.page)).toEqual([]);
  expect(opened.problems).toEqual([]);
});

test('a form with problems has no faults', async () => {
  await using person = await freshAdministrator();
  await using opened = await browser.openPage(`${server.url}/users/new`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await page.getByLabel('User name').fill('not a name');
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.getByRole('alert').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test('the page of a conflict has no faults', async () => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where name = 'henry'",
  );
  const id = rows[0]?.id ?? '';
  await using person = await freshAdministrator();
  await using opened = await browser.openPage(`${server.url}/users/${id}/edit`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await server.services.pool.query(
    "update entities set label = 'Changed elsewhere' where id = $1",
    [id],
  );
  await page.getByLabel('Display name').fill('Changed here');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByText('was changed while you were editing').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test('open menus, dialogs and the palette have no faults', async () => {
  await using opened = await browser.openPage(`${server.url}/users`, {
    context: administrator.context,
  });
  const { page, problems } = opened;
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page
    .getByText(/^Account of/)
    .first()
    .click({ force: true });
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('Actions for Bob Viewer').click();
  await page.locator('.row-act details[open]').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  expect(problems).toEqual([]);
});

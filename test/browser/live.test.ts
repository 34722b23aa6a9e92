import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { eventually } from '#test/support/eventually.ts';
import { governance } from '../app/governance-fixture.ts';
import { raisedWarning } from '../app/warning-fixture.ts';
import { signedIn, withSessionOf } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const own = await governance(server);

const bell = (page: Page) => page.locator('#bell summary');
const toast = (page: Page, title: string) => page.locator('.toast', { hasText: title });
const warn = (user: string, message: string, severity: 'high' | 'critical' = 'high') =>
  raisedWarning(server, user, { message, severity });

/** Waits until the page is connected. */
const connected = (page: Page) =>
  page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));

async function open(person: { readonly context: BrowserContext }, at: string) {
  const page = await person.context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await Promise.all([connected(page), page.goto(`${server.url}${at}`)]);
  return { page, problems };
}

test('spec live#pages: the bell, the menu and a message follow warnings in all tabs', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  const { page, problems } = await open(person, '/dashboard');
  const other = await open(person, '/roles');
  const passing = await warn(person.id, 'Budget is late');
  await toast(page, 'Budget is late').waitFor();
  expect(await bell(page).getAttribute('aria-label')).toBe('Notifications, 1 unread');
  expect(await bell(page).locator('.dot').textContent()).toBe('1');
  expect(await page.locator('[data-unread-warnings] .end').textContent()).toBe('1');
  const link = toast(other.page, 'Budget is late').getByRole('link');
  expect(await link.textContent()).toMatch(/^High/);
  // A critical one is announced at once, and stays; the other one stays while it has the focus.
  await link.focus();
  const lasting = await warn(person.id, 'Database is full', 'critical');
  await other.page.locator('[role="alert"] .toast').waitFor();
  expect(await axe(other.page)).toEqual([]);
  await toast(page, 'Budget is late').waitFor({ state: 'detached' });
  await link.waitFor();
  await bell(page).click();
  await page.locator('#bell .pop').getByText('Database is full').waitFor();
  await toast(other.page, 'Database is full').getByRole('button', { name: 'Dismiss' }).click();
  expect(await toast(page, 'Database is full').count()).toBe(1);
  await server.services.pool.query(
    `update entities set properties = properties || '{"status":"read"}' where name = any($1)`,
    [[passing, lasting].map((id) => `wr.${id}.${person.id}`)],
  );
  await eventually(async () => {
    for (const each of [page, other.page])
      expect(await bell(each).getAttribute('aria-label')).toBe('Notifications');
  });
  expect(await bell(page).locator('.dot').count()).toBe(0);
  // The next page of the tab does not repeat what the tab has shown.
  await Promise.all([connected(page), page.goto(`${server.url}/roles`)]);
  await warn(person.id, 'Third');
  await toast(page, 'Third').waitFor();
  expect(await page.locator('.toast').count()).toBe(1);
  expect([...problems, ...other.problems]).toEqual([]);
});

test('spec live#offline: a page says that it is offline, keeps input, and catches up', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  const { page, problems } = await open(person, '/users/new');
  await page.getByLabel('Display name').fill('Not lost');
  await person.context.setOffline(true);
  await toast(page, 'No connection. Your input is kept.').waitFor();
  await warn(person.id, 'While away');
  expect(await axe(page)).toEqual([]);
  await person.context.setOffline(false);
  await toast(page, 'While away').waitFor();
  expect(await toast(page, 'No connection').count()).toBe(0);
  // The server ends all connections, as in a deployment.
  const again = connected(page);
  server.cutConnections();
  await again;
  await warn(person.id, 'After the cut');
  await toast(page, 'After the cut').waitFor();
  expect(await bell(page).getAttribute('aria-label')).toBe('Notifications, 2 unread');
  expect(await page.getByLabel('Display name').inputValue()).toBe('Not lost');
  expect(problems).toEqual([]);
});

test('spec live#pages: after a sign-out elsewhere the page offers to sign in, and continues', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  const { page } = await open(person, '/users/new');
  await page.getByLabel('Display name').fill('Kept');
  await server.services.pool.query('delete from sessions where user_id = $1', [person.id]);
  const notice = toast(page, 'You are signed out. Your input is kept.');
  await notice.getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('User name').fill(person.name);
  await dialog.getByLabel('Password', { exact: true }).fill(testPassword);
  await Promise.all([connected(page), dialog.getByRole('button', { name: 'Sign in' }).click()]);
  await notice.waitFor({ state: 'detached' });
  await warn(person.id, 'Here again');
  await toast(page, 'Here again').waitFor();
  expect(await page.getByLabel('Display name').inputValue()).toBe('Kept');
});

test('spec search#kinds: the palette counts unread items, also while it is open', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  const { page, problems } = await open(person, '/dashboard');
  await warn(person.id, 'First');
  await toast(page, 'First').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('show my');
  const option = (name: RegExp) => page.locator('#palette').getByRole('option', { name });
  await option(/^Show my warnings 1 unread/).waitFor();
  const ways = await option(/^Show my/).count();
  for (let step = 1; step < ways; step += 1) await page.keyboard.press('ArrowDown');
  const chosen = await page.locator('#palette [aria-selected="true"]').textContent();
  const second = await warn(person.id, 'Second');
  await option(/^Show my warnings 2 unread/).waitFor();
  expect(await page.locator('#palette [aria-selected="true"]').textContent()).toBe(
    chosen?.replace('1 unread', '2 unread'),
  );
  await server.services.pool.query(
    `update entities set properties = properties || '{"status":"read"}' where name = $1`,
    [`wr.${second}.${person.id}`],
  );
  await option(/^Show my warnings 1 unread/).waitFor();
  expect(await page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('show my');
  expect(problems).toEqual([]);
});

test('spec live#palette: the palette says how many items wait, also while it is open', async () => {
  const context = await withSessionOf(browser, server, own.reviewer);
  const suggest = (title: string) =>
    own.member.post(`/tor/${own.boardA}/suggestions`, { description: title });
  await suggest('Lamps');
  const { page, problems } = await open({ context }, '/my-work');
  const option = (name: RegExp) => page.locator('#palette').getByRole('option', { name });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('my work');
  await option(/^My work 1 waiting/).waitFor();
  await suggest('Benches');
  await option(/^My work 2 waiting/).waitFor();
  // This one notifies nobody: only the palette is updated.
  await server.services.pool.query(
    `with made as (insert into entities (entity_type, name, label, properties)
         values ('suggestion', 'trees', 'Trees', '{"description":"Trees"}') returning id),
       owned as (insert into relations (relation_type_id, source_id, target_id)
         select t.id, made.id, $1 from made, entities t
         where t.entity_type = 'relation_type' and t.name = 'suggested_to' returning source_id)
     insert into live_changes (subject, kind, item, is_new)
     select $1, 'suggestion', source_id, true from owned`,
    [own.boardA],
  );
  await option(/^My work 3 waiting/).waitFor();
  // The page counts for itself the new items of its list.
  await page.getByText('2 new').waitFor();
  // What happened without a connection is caught up with.
  await context.setOffline(true);
  await page.locator('.toast', { hasText: 'No connection' }).waitFor();
  await suggest('Swings');
  await context.setOffline(false);
  await option(/^My work 4 waiting/).waitFor();
  await suggest('Slides');
  await option(/^My work 5 waiting/).waitFor();
  expect(await page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('my work');
  // So is what happened between the reading of an answer and its arrival.
  let answers = 0;
  await page.route(/q=my\+wor$/, async (route) => {
    const response = await route.fetch();
    answers += 1;
    if (answers === 1) await suggest('Kiosks').then(() => pause(1_000));
    await route.fulfill({ response }).catch(() => undefined);
  });
  await page.getByRole('combobox', { name: 'Search' }).fill('my wor');
  await option(/^My work 6 waiting/).waitFor();
  expect(await axe(page)).toEqual([]);
  // A request that began before the connection ended.
  expect(problems.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await context.close();
});

test('spec live#followed-pages: the data manager shows imports of others, and keeps the choice', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  const { page, problems } = await open(person, '/data-manager');
  const { pool } = server.services;
  const dryRun = page.locator('[data-import] [name="dry_run"]');
  await dryRun.check();
  const { rows } = await pool.query<{ id: string }>(
    `insert into running_imports (file, progress)
     values ('people.json', '{"bytes":9,"entities":1200,"relations":0}') returning id`,
  );
  const part = page.locator('#running-imports');
  await part.getByText('1,200 entities and 0 relations processed').waitFor();
  expect(await axe(page)).toEqual([]);
  await person.context.setOffline(true);
  await toast(page, 'No connection. Your input is kept.').waitFor();
  await pool.query('delete from running_imports where id = $1', [rows[0]?.id]);
  await person.context.setOffline(false);
  await part.getByText('people.json').waitFor({ state: 'detached' });
  await expect.poll(() => dryRun.isChecked()).toBe(true);
  expect(problems).toEqual([]);
});

test('spec live#lists: a page offers to show new items of its list', async () => {
  const context = await withSessionOf(browser, server, own.member, { width: 360, height: 500 });
  const { page, problems } = await open({ context }, `/tor/${own.boardA}/workflow`);
  const suggest = (title: string) =>
    own.member.post(`/tor/${own.boardA}/suggestions`, { description: title });
  await suggest('Bicycles');
  await page.getByText('1 new').waitFor();
  await suggest('Trains');
  await page.getByText('2 new').waitFor();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('link', { name: 'Trains' }).waitFor();
  expect(await page.getByText('2 new').count()).toBe(0);
  await suggest('Ferries');
  await page.getByText('1 new').waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { daysFromNow, insert, join, meeting } from '../app/calendar-fixture.ts';
import { governance } from '../app/governance-fixture.ts';
import { listPages } from './page-list.ts';
import { signedIn, withSessionOf } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const own = await governance(server);
const { boardA, chair, member, reviewer } = own;
const id = await meeting(server, boardA, daysFromNow(0), { status: 'in_progress' });
const live = `/tor/${boardA}/meetings/${id}/live`;

async function point(title: string, order: string): Promise<string> {
  const made = await insert(server, 'agenda_point', title, {
    ...{ item_type: 'decision', status: 'scheduled', time_allocation_minutes: '10' },
  });
  await join(server, 'belongs_to_tor', made, boardA);
  await join(server, 'scheduled_for_meeting', made, id, { agenda_order: order });
  return made;
}
const [budget, rooms] = [await point('Budget', '1'), await point('Rooms', '2')];
const option = await insert(server, 'coa', 'Buy it');
await join(server, 'considers_coa', budget, option);

/** The live view in a browser of its own, with the session of a client. */
async function watching(who: AppClient, at = live) {
  const context = await withSessionOf(browser, server, who);
  const page = await context.newPage();
  await page.goto(`${server.url}${at}`);
  return { page, context, [Symbol.asyncDispose]: () => context.close() };
}
const ballots = (page: Page) => page.locator('#live-ballots');

test('spec meetings#voting: what a voter chose stays while others vote, and each sees the result', async () => {
  await chair.post(`${live}/items/${budget}/start`);
  await using led = await watching(chair);
  await using voter = await watching(member);
  await led.page.getByText('Open ballot').first().press('Enter');
  await led.page.getByLabel('Buy it').check();
  await led.page.getByRole('button', { name: 'Open ballot' }).press('Enter');
  const form = ballots(voter.page);
  await form.getByRole('radio', { name: 'Yes' }).check();
  await form.getByText('Votes by seat').click();
  const { rows } = await server.services.pool.query<{ id: string; seat: string }>(
    `select b.id, s ->> 'seat' as seat from ballots b, jsonb_array_elements(b.electorate) s
     where b.agenda_point_id = $1 and s ->> 'holderId' = $2`,
    [budget, reviewer.userId],
  );
  const [{ id: ballot, seat } = { id: '', seat: '' }] = rows;
  const to = `/tor/${boardA}/workflow/agenda/${budget}/ballots/${ballot}/vote`;
  await reviewer.post(to, { seat, answer: 'no' });
  await form.getByText('Votes so far').waitFor();
  await expect.poll(() => form.getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true);
  await form.getByText('Not voted yet').first().waitFor();
  await form.getByRole('button', { name: 'Cast vote' }).press('Enter');
  await voter.page.getByText('Your vote is cast.').waitFor();
  await ballots(led.page).getByText('2 of 3 seats voted').waitFor();
  await ballots(led.page).getByRole('button', { name: 'Close ballot' }).press('Enter');
  for (const { page } of [led, voter])
    await ballots(page).getByText('Nothing was chosen').waitFor();
});

test('spec meetings#live: a page that lost its connection says so, and catches up by itself', async () => {
  await chair.post(`${live}/items/${budget}/start`);
  await using seen = await watching(member);
  const { page, context } = seen;
  await page.getByRole('heading', { name: 'Now: Budget' }).waitFor();
  await context.setOffline(true);
  await page.getByText('Connection lost. This page may be out of date.').waitFor();
  await chair.post(`${live}/items/${rooms}/start`);
  await context.setOffline(false);
  await page.getByRole('heading', { name: 'Now: Rooms' }).waitFor();
  await page.getByText('Connected again. This page is up to date.').waitFor();
  await chair.post(`${live}/items/${budget}/start`);
  await page.getByRole('heading', { name: 'Now: Budget' }).waitFor();
});

test('spec live#offline: notes that are written without a connection stay, and the rest catches up', async () => {
  await chair.post(`${live}/items/${budget}/start`);
  await using writer = await watching(chair);
  const { page, context } = writer;
  const notes = page.getByLabel('Minutes for this item');
  await context.setOffline(true);
  await page.getByText('Connection lost. This page may be out of date.').waitFor();
  await notes.fill('Written on the train');
  await reviewer.post(`${live}/speakers`);
  await context.setOffline(false);
  await page.locator('#live-speakers').getByText('1 in line').waitFor();
  expect(await notes.inputValue()).toBe('Written on the train');
});

test('spec live#followed-pages: without WebSockets the page says so, and follows later', async () => {
  await chair.post(`${live}/items/${budget}/start`);
  const context = await withSessionOf(browser, server, member);
  const page = await context.newPage();
  await page.routeWebSocket(/notifications/, (socket) => socket.close());
  await page.goto(`${server.url}${live}`);
  await page.getByText('Connection lost. This page may be out of date.').waitFor();
  await chair.post(`${live}/items/${rooms}/start`);
  await page.getByRole('heading', { name: 'Now: Rooms' }).waitFor();
  await context.close();
});

test('without script the same page runs the meeting, and a reload shows the rest', async () => {
  await using admin = await signedIn(browser, server, ['admin'], { script: false });
  const page = await admin.context.newPage();
  await page.goto(`${server.url}${(await listPages(server))['meeting-live']}`);
  await page.getByRole('button', { name: /Open Certificate renewal/ }).click();
  await page.getByRole('heading', { name: /Now: Certificate renewal/ }).waitFor();
  await page.getByLabel('Minutes for this item').fill('Eight weeks are left.');
  const read = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Save notes' }).click();
  await read;
  await page.reload();
  await page.getByText('Eight weeks are left.').first().waitFor();
  await page.getByRole('button', { name: 'Ask for the floor' }).click();
  await page.getByText('1 in line').waitFor();
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { agendaOf } from '../app/agenda-fixture.ts';
import { daysFromNow, join, meeting } from '../app/calendar-fixture.ts';
import { governance } from '../app/governance-fixture.ts';
import { positionsOf } from '../app/position-fixture.ts';
import { fillSignIn } from './person.ts';

const { browser, server } = await browsing(startAppServer());
const { boardA, chair, gov, member, positions, reviewer } = await governance(server);
const { at, count, option, point } = agendaOf(server, gov, boardA);
const { fill, position } = positionsOf(server, gov);
const [fourth, fifth] = [await server.signIn('test_member'), await server.signIn('test_member')];
await fill(fourth.userId, positions['a_spare'] ?? '');
await fill(fifth.userId, await position(boardA, 'Treasurer'));
const held = await meeting(server, boardA, daysFromNow(0), { status: 'in_progress' });

/** An agenda point of the meeting, with one course of action. */
async function item(title: string, choice: string, order: string): Promise<string> {
  const id = await point(title);
  await option(id, choice);
  await join(server, 'scheduled_for_meeting', id, held, { agenda_order: order });
  return id;
}
await item('Printers', 'Buy printers', '1');
const cars = await item('Cars', 'Sell cars', '2');

/** A user's own browser, signed in through the form, with the live view open. */
async function deviceOf(who: AppClient, opened: AsyncDisposableStack) {
  const { rows } = await server.services.pool.query<{ name: string; label: string }>(
    'select name, label from entities where id = $1',
    [who.userId],
  );
  const { name = '', label = '' } = rows[0] ?? {};
  const context = opened.adopt(await browser.newContext(), (own) => own.close());
  const page = await context.newPage();
  await page.goto(`${server.url}/login`);
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard*');
  await page.goto(`${server.url}/tor/${boardA}/meetings/${held}/live`);
  return { page, label };
}

const ballots = (page: Page) => page.locator('#live-ballots');
const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).press('Enter');

async function vote(page: Page, seat: string, answer: string): Promise<void> {
  const form = page.getByRole('form', { name: new RegExp(`^Vote for ${seat},`) });
  await form.getByRole('radio', { name: answer }).check();
  await form.getByRole('button', { name: 'Cast vote' }).press('Enter');
  await page.getByText('Your vote is cast.').waitFor();
  await form.waitFor({ state: 'detached' });
}

async function openBallot(page: Page, title: string, choice: string): Promise<void> {
  await press(page, `Open ${title}`);
  await page.getByRole('heading', { name: `Now: ${title}` }).waitFor();
  await page.getByText('Open ballot').first().press('Enter');
  await page.getByLabel(choice).check();
  await press(page, 'Open ballot');
  await page.getByText('Ballot opened.').waitFor();
}

async function rollCall(page: Page, present: readonly string[], others: readonly string[]) {
  for (const [status, labels] of [
    ['Present', present],
    ['Excused', others],
  ] as const)
    for (const label of labels)
      await page.getByLabel(`Attendance of ${label}`).selectOption({ label: status });
  await press(page, 'Save roll call');
  await page.getByText('Roll call saved').waitFor();
}

/** Records what the ballot chose; without a quorum the page stays and says why. */
async function decide(page: Page, choice: string): Promise<void> {
  await page.getByRole('radio', { name: choice }).check();
  await press(page, 'Record decision');
}

const rules = (without: string) =>
  gov.post(`/tor/${boardA}/deciding`, {
    ...{ kind: 'majority', without, decides_by: 'ballot', proxies: '1' },
  });

test('spec ballots#voting: five people vote on their own devices, by proxy, with a conflict, and without quorum', async () => {
  await rules('refuse');
  await using opened = new AsyncDisposableStack();
  const led = await deviceOf(chair, opened);
  const second = await deviceOf(member, opened);
  const third = await deviceOf(reviewer, opened);
  const absent = await deviceOf(fourth, opened);
  const conflicted = await deviceOf(fifth, opened);
  const all = [led, second, third, absent, conflicted];

  await rollCall(
    led.page,
    [led.label, second.label, third.label, conflicted.label],
    [absent.label],
  );
  await openBallot(led.page, 'Printers', 'Buy printers');
  await absent.page.getByRole('combobox', { name: /^Proxy/ }).selectOption({ label: third.label });
  await press(absent.page, 'Name proxy');
  await absent.page.getByText(`${third.label} votes for you.`).waitFor();
  expect(await absent.page.getByRole('button', { name: 'Cast vote' }).count()).toBe(0);
  await press(conflicted.page, 'Declare a conflict');
  await conflicted.page.getByText('Your conflict is recorded.').waitFor();
  expect(await conflicted.page.getByRole('button', { name: 'Cast vote' }).count()).toBe(0);
  await vote(led.page, 'Chair', 'Yes');
  await vote(second.page, 'Member', 'Yes');
  await vote(third.page, 'Reviewer', 'No');
  await vote(third.page, 'Spare seat', 'Yes');
  await ballots(led.page).getByText('5 of 5 seats voted').waitFor();
  await press(led.page, 'Close ballot');
  for (const { page } of all) await ballots(page).getByText('Chosen: Buy printers').waitFor();

  await led.page.getByRole('link', { name: 'Record decision' }).press('Enter');
  await decide(led.page, 'Buy printers');
  await led.page.getByText(/^Decision .+ recorded\.$/).waitFor();
  await led.page.getByRole('link', { name: 'Show in the register' }).press('Enter');
  for (const text of [
    'Met: 4 of 5 voting seats',
    'Conflict declared',
    `Yes, cast by ${third.label}`,
    '4 of 4',
  ])
    await led.page.getByText(text).first().waitFor();
  expect(await led.page.getByText('without quorum').count()).toBe(0);

  await led.page.goto(`${server.url}/tor/${boardA}/meetings/${held}/live`);
  await rollCall(led.page, [led.label, third.label], [second.label, conflicted.label]);
  await openBallot(led.page, 'Cars', 'Sell cars');
  for (const [{ page }, seat] of [
    [led, 'Chair'],
    [third, 'Reviewer'],
  ] as const)
    await vote(page, seat, 'Yes');
  for (const { page } of all) await page.getByText('Not met: 2 of 5 voting seats').waitFor();
  await press(led.page, 'Close ballot');
  await ballots(third.page).getByText('Chosen: Sell cars').waitFor();
  await led.page.getByRole('link', { name: 'Record decision' }).press('Enter');
  await decide(led.page, 'Sell cars');
  await led.page.getByText('There is no quorum: 2 voting seats of 3 needed.').first().waitFor();
  expect(await count('decision')).toBe(1);
  await rules('mark');
  await led.page.goto(`${server.url}${at(cars)}/decide`);
  await decide(led.page, 'Sell cars');
  await led.page.getByText(/^Decision .+ recorded\.$/).waitFor();
  await led.page.getByRole('link', { name: 'Show in the register' }).press('Enter');
  await led.page.getByText('This decision was made without quorum.').waitFor();
});

test('spec live#followed-pages: a vote that is sent is not lost when the page shows another vote', async () => {
  await item('Bikes', 'Buy bikes', '3');
  await using opened = new AsyncDisposableStack();
  const led = await deviceOf(chair, opened);
  const { page } = await deviceOf(reviewer, opened);
  await openBallot(led.page, 'Bikes', 'Buy bikes');
  const form = page.getByRole('form', { name: /^Vote for Reviewer,/ });
  await form.getByRole('radio', { name: 'No' }).check();

  // After some seconds without a response, the page asks for its session before it sends a form.
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 10_000;
  });
  const answer = Promise.withResolvers<void>();
  await page.route('**/session', async (route) => {
    await answer.promise;
    await route.continue();
  });
  const asked = page.waitForRequest('**/session');
  await form.getByRole('button', { name: 'Cast vote' }).press('Enter');
  await asked;
  const read = () =>
    page.evaluate(() => document.querySelector<HTMLElement>('[data-follow]')?.dataset['readAt']);
  const before = await read();
  await vote(led.page, 'Chair', 'Yes');
  await expect.poll(read).not.toBe(before);
  answer.resolve();
  await page.getByText('Your vote is cast.').waitFor();
  await form.waitFor({ state: 'detached' });
});

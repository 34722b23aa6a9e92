import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { daysFromNow, insert, join, meeting } from '../app/calendar-fixture.ts';
import { governance } from '../app/governance-fixture.ts';
import { callRoll } from '../app/motion-fixture.ts';
import { withSessionOf } from './person.ts';

const { browser, server } = await browsing(startAppServer());
const own = await governance(server);
const { boardA, chair, member } = own;

/** A running meeting whose members are present, with an open item. */
async function debate(days: number): Promise<{ readonly detail: string; readonly live: string }> {
  const id = await meeting(server, boardA, daysFromNow(days), { status: 'in_progress' });
  const item = await insert(server, 'agenda_point', `motions-${days}`, {
    ...{ label: 'Budget', item_type: 'informative', status: 'scheduled' },
  });
  await join(server, 'belongs_to_tor', item, boardA);
  await join(server, 'scheduled_for_meeting', item, id, { agenda_order: '1' });
  const present = [chair, member, own.reviewer].map(({ userId }) => ({ id: userId }));
  await callRoll(server, { id }, present);
  const detail = `/tor/${boardA}/meetings/${id}`;
  await chair.post(`${detail}/live/items/${item}/start`);
  return { detail, live: `${detail}/live` };
}

/** A page in a browser of its own with the session of a client. */
async function browserOf(who: AppClient, at: string, script = true) {
  const context = await withSessionOf(browser, server, who, { script });
  const page = await context.newPage();
  await page.goto(`${server.url}${at}`);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

const motions = (page: Page) => page.locator('#live-motions');

/** Presses a key on a control that the Tab key reaches. */
async function press(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await control.waitFor();
  for (let steps = 0; steps < 200; steps += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press(key);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${control}`);
}

test('spec motions#page: one moves, another seconds, the chair carries it, by keyboard in two browsers', async () => {
  const { detail, live } = await debate(0);
  await using first = await browserOf(member, live);
  await using second = await browserOf(chair, live);
  const [mover, led] = [first.page, second.page];

  await press(mover, mover.locator('summary', { hasText: 'Move a motion' }));
  await press(mover, mover.getByLabel('Motion', { exact: true }), 'T');
  await press(mover, mover.getByLabel('Wording'), 't');
  await mover.keyboard.type('en minutes');
  await press(mover, mover.getByRole('button', { name: 'Move motion' }));
  await motions(led).getByText('Take a break: ten minutes').first().waitFor();
  await press(led, motions(led).getByRole('button', { name: /^Second/ }));
  await motions(mover)
    .getByText(/seconded by Test test_chair/)
    .waitFor();
  await press(led, motions(led).getByRole('button', { name: /^Open motion/ }));
  await motions(mover).getByText('Open', { exact: true }).waitFor();

  // What the chair entered stays while others move motions.
  await press(led, motions(led).getByLabel('For', { exact: true }), '2');
  await press(led, motions(led).getByLabel('Against'), '1');
  await mover.getByText('Move a motion').click();
  await mover.getByLabel('Motion', { exact: true }).selectOption('close_debate');
  await mover.getByRole('button', { name: 'Move motion' }).press('Enter');
  await motions(led).getByText('Close the debate').first().waitFor();
  expect(await motions(led).getByLabel('For', { exact: true }).inputValue()).toBe('2');
  await motions(led).getByRole('radio', { name: 'Carried' }).focus();
  await led.keyboard.press('Space');
  await press(led, motions(led).getByRole('button', { name: 'Record result' }));
  for (const page of [led, mover])
    await motions(page).getByText('2 for, 1 against, 0 abstained').waitFor();

  await led.getByRole('button', { name: 'End meeting' }).press('Enter');
  await led.waitForURL(`${server.url}${detail}`);
  await led.getByRole('button', { name: 'Generate minutes' }).press('Enter');
  await led.getByText(/Motion: Take a break: ten minutes .* carried, 2 for, 1 against/).waitFor();
  await led.getByText(/Motion: Close the debate .* lapsed/).waitFor();
});

test('spec motions#page: without script the same forms work, and keep refused input', async () => {
  const { live } = await debate(1);
  await using first = await browserOf(member, live, false);
  await using second = await browserOf(chair, live, false);
  const [mover, led] = [first.page, second.page];
  await mover.getByText('Move a motion').click();
  await mover.getByLabel('Motion', { exact: true }).selectOption('other');
  await mover.getByRole('button', { name: 'Move motion' }).click();
  await mover.getByText('Enter the wording of the motion.').first().waitFor();
  expect(await mover.getByLabel('Motion', { exact: true }).inputValue()).toBe('other');
  await mover.getByLabel('Wording').fill('Hear the auditor');
  const moved = mover.waitForEvent('load');
  await mover.getByRole('button', { name: 'Move motion' }).click();
  await moved;
  await led.reload();
  await led.getByRole('button', { name: /^Open motion/ }).click();
  await led.getByRole('radio', { name: 'Carried' }).check();
  await led.getByLabel('For', { exact: true }).fill('4');
  await led.getByRole('button', { name: 'Record result' }).click();
  await led.getByText('Only 3 votes are present.').first().waitFor();
  expect(await led.getByLabel('For', { exact: true }).inputValue()).toBe('4');
  await led.getByLabel('For', { exact: true }).fill('3');
  await led.getByRole('button', { name: 'Record result' }).click();
  await motions(led).getByText('3 for, 0 against, 0 abstained').waitFor();
  await mover.reload();
  await motions(mover).getByText('Carried').waitFor();
});

test('spec meetings#live: on a phone the current item comes first', async () => {
  const { live } = await debate(2);
  const context = await withSessionOf(browser, server, member, { width: 360 });
  const page = await context.newPage();
  await page.goto(`${server.url}${live}`);
  const top = async (id: string) => (await page.locator(id).boundingBox())?.y ?? 0;
  const places = [await top('#live-now'), await top('#live-motions'), await top('#live-agenda')];
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(0);
  await context.close();
});

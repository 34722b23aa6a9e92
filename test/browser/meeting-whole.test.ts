import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { agendaOf } from '../app/agenda-fixture.ts';
import { daysFromNow, meeting } from '../app/calendar-fixture.ts';
import { governance } from '../app/governance-fixture.ts';
import { withSessionOf } from './person.ts';

const { browser, server } = await browsing(startAppServer());
const own = await governance(server);
const { boardA, chair, gov, reviewer } = own;
const { at, point } = agendaOf(server, gov, boardA);

/** A browser of its own with the session of a client. */
async function browserOf(who: AppClient) {
  const context = await withSessionOf(browser, server, who);
  const page = await context.newPage();
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

/** Goes to a control with the Tab key alone, as users of a keyboard do. */
async function reach(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  if (await page.evaluate(() => document.activeElement === document.body)) {
    // “Skip to content”
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  for (let steps = 0; steps < 200; steps += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${control}`);
}

async function press(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await reach(page, control);
  await page.keyboard.press(key);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });

test('spec meetings#life-cycle: two people take a meeting by keyboard from confirming to approved minutes', async () => {
  await point('Budget', { item_type: 'informative', time_allocation_minutes: '10' });
  await using first = await browserOf(chair);
  await using second = await browserOf(reviewer);
  const [led, other] = [first.page, second.page];

  await led.goto(`${server.url}/tor/${boardA}/meetings/new`);
  await reach(led, led.getByLabel('Date'));
  const [year = '', month = '', day = ''] = daysFromNow(0).split('-');
  await led.keyboard.type(`${month}${day}${year}`);
  await press(led, button(led, 'Confirm meeting'));
  await led.waitForURL(/meetings\/\d+$/);
  const detail = led.url();
  await press(led, led.locator('summary', { hasText: 'Agenda points that may come' }));
  await press(led, led.getByLabel('Budget'), 'Space');
  await press(led, button(led, 'Add to agenda'));
  await led.getByText('1 item added to the agenda.').waitFor();
  await press(led, button(led, 'Start meeting'));
  await press(led, led.getByRole('link', { name: 'Open live view' }));
  await led.waitForURL(/\/live$/);

  await other.goto(`${detail}/live`);
  await press(other, button(other, 'Ask for the floor'));
  await led.locator('#live-speakers').getByText('1 in line').waitFor();
  await press(led, led.getByRole('button', { name: /^Open next item/ }));
  for (const page of [led, other]) await heading(page, 'Now: Budget').waitFor();
  await reach(led, led.getByLabel('Minutes for this item'));
  await led.keyboard.type('The budget fits.');
  await led.getByText('Saved at').waitFor();
  await other.locator('#live-now').getByText('The budget fits.').waitFor();
  await reach(led, led.getByLabel(/^Attendance of Test test_chair/));
  await led.keyboard.type('Present');
  await press(led, button(led, 'Save roll call'));
  await led.getByText('Roll call saved with 1 entry.').waitFor();
  await press(led, button(led, 'End meeting'));
  await led.waitForURL(detail);
  await other.getByText('The meeting is completed.').waitFor();

  await press(led, button(led, 'Generate minutes'));
  await led.getByText('The budget fits.').waitFor();
  await press(led, button(led, 'Submit for approval'));
  await led.getByText('Minutes submitted for approval.').waitFor();
  await other.goto(detail);
  await press(other, other.getByRole('link', { name: 'Open minutes' }));
  await press(other, other.getByRole('link', { name: 'Approve minutes' }));
  await press(other, button(other, 'Approve minutes'));
  await other.getByText('Minutes approved.').waitFor();
  await led.reload();
  await heading(led, 'Record').waitFor();
});

test('spec minutes#editing: two editors of a section see both texts, and nothing typed is lost', async () => {
  const held = await meeting(server, boardA, daysFromNow(-1), { status: 'completed' });
  const made = await chair.post(`/tor/${boardA}/meetings/${held}/minutes/generate`);
  const { rows } = await server.services.pool.query<{ id: string }>(
    `select s.id from relations r join entities s on s.id = r.source_id and s.entity_type = 'minutes_section'
     where r.target_id = $1 and s.properties ->> 'section_type' = 'decisions'`,
    [made.location?.split('/').at(-1)],
  );
  const section = `${server.url}${made.location}/sections/${rows[0]?.id}`;
  await using first = await browserOf(chair);
  await using second = await browserOf(gov);
  for (const { page } of [first, second]) await page.goto(section);
  await first.page.getByRole('textbox', { name: /^Text/ }).fill('The chair wrote this.');
  await button(first.page, 'Save section').press('Enter');
  await first.page.waitForURL(`${server.url}${made.location}`);
  const { page } = second;
  await page.getByRole('textbox', { name: /^Text/ }).fill('The secretary wrote that.');
  await button(page, 'Save section').press('Enter');
  await heading(page, 'Their changes').waitFor();
  const added = page.getByRole('region', { name: 'Their changes' }).first().locator('ins');
  expect((await added.allTextContents()).join(' ')).toMatch(/The.*chair.*wrote this/);
  expect(await page.getByRole('textbox', { name: /^Text/ }).inputValue()).toBe(
    'The secretary wrote that.',
  );
  await page.getByRole('textbox', { name: /^Text/ }).fill('Both wrote this.');
  await button(page, 'Overwrite with my text').press('Enter');
  await page.getByText('Both wrote this.').waitFor();
});

test('spec comments#mentions: a name is picked by keyboard while a comment is typed', async () => {
  const item = await point('Mentioned');
  await using writer = await browserOf(gov);
  const { page } = writer;
  await page.goto(`${server.url}${at(item)}`);
  const field = page.getByRole('textbox', { name: 'Comment', exact: true });
  await field.focus();
  await page.keyboard.type('Ask @tes');
  const list = page.getByRole('listbox', { name: /./ }).filter({ visible: true });
  await list.waitFor();
  const options = list.getByRole('option');
  expect(await options.count()).toBe(3);
  const wanted = (await options.nth(1).getAttribute('data-value')) ?? '';
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await field.inputValue()).toMatch(new RegExp(`^Ask @${wanted} ?$`));
  await page.keyboard.type(' please @');
  await list.waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  expect(await field.inputValue()).toContain('please');
});

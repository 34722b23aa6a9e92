import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { fillSignIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const { pool, passwords } = server.services;

const title = 'Print the change calendar for the depot';

async function signedInAs(name: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/login`);
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard');
  return page;
}

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first();
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).first().click();
const menu = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click();

test('in the demo, a member, a chair and a secretary take a suggestion to signed minutes, only by what pages show', async () => {
  await pool.query('update credentials set password_hash = $1, must_change = false', [
    await passwords.make(testPassword),
  ]);
  const member = await signedInAs('grace');
  await link(member, 'Change Advisory Board').click();
  await member.getByRole('link', { name: 'Workflow', exact: true }).click();
  await link(member, 'New suggestion').click();
  await member.getByRole('textbox', { name: 'Suggestion' }).fill(title);
  await press(member, 'Submit suggestion');

  const chair = await signedInAs('henry');
  await link(chair, new RegExp(title)).click();
  await press(chair, 'Accept');
  await menu(member, 'My work');
  await link(member, new RegExp(title)).click();
  await press(member, /^Submit/);
  await menu(chair, 'My work');
  await link(chair, new RegExp(title)).click();
  await press(chair, 'Start review');
  await press(chair, /^Approve/);

  await member.reload();
  await press(member, /queue/);
  await link(member, /^Queue/).click();
  await member.getByRole('checkbox', { name: new RegExp(title) }).check();
  const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await member.getByLabel('Date').fill(inThreeDays);
  await member.getByRole('radio', { name: /Decision/ }).check();
  await press(member, /^Schedule/);
  await link(member, new RegExp(title)).click();
  for (const option of ['Yes, weekly', 'No']) {
    await link(member, 'Add course of action').click();
    await member.getByRole('textbox', { name: 'Title' }).fill(option);
    await member.getByRole('textbox', { name: 'Description' }).first().fill('As it says.');
    await press(member, 'Add course of action');
    await link(member, 'Back to the agenda point').click();
  }
  await link(member, 'Record my opinion').click();
  await member.getByRole('radio').first().check();
  await press(member, /opinion/);

  await chair.goto(member.url());
  await link(chair, 'Choose a meeting').click();
  await chair
    .getByRole('main')
    .getByRole('cell')
    .getByRole('link')
    .or(chair.locator('main th a'))
    .first()
    .click();
  const waiting = chair.locator('#waiting');
  if ((await waiting.getAttribute('open')) === null) await waiting.locator('summary').click();
  await chair.getByRole('checkbox', { name: new RegExp(title) }).check();
  await press(chair, 'Add to agenda');
  await link(chair, title).click();
  await chair
    .getByRole('radio', { name: /Yes, weekly/ })
    .last()
    .check();
  await press(chair, 'Record decision');
  await press(chair, 'Close');
  await link(chair, /^meeting of/).click();
  await press(chair, 'End meeting');

  const secretary = await signedInAs('eva');
  await menu(secretary, 'My work');
  await secretary
    .getByRole('row')
    .filter({ hasText: 'Change Advisory Board' })
    .getByRole('link', { name: 'Write minutes' })
    .click();
  await press(secretary, 'Generate minutes');
  expect(await secretary.getByRole('main').textContent()).toContain('Yes, weekly');
  await press(secretary, /^Submit/);
  await menu(chair, 'My work');
  await link(chair, 'Review minutes').click();
  await link(chair, 'Approve minutes').click();
  await chair.getByRole('button', { name: 'Approve minutes' }).last().click();
  for (const page of [chair, secretary]) {
    await menu(page, 'My work');
    await link(page, 'Sign minutes').click();
    await press(page, /^Sign/);
    await page.getByText('Verify this record').waitFor();
  }
  const { rows } = await pool.query(
    `select count(*)::integer as signatures from minutes_signatures s join entities m on m.id = s.minutes_id and m.properties ->> 'status' = 'approved'`,
  );
  // Two of them are of the story.
  expect(rows).toEqual([{ signatures: 4 }]);
});

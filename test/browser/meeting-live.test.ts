import { test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { listPages } from './page-list.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const address = async () => `${server.url}${(await listPages(server))['meeting-live']}`;

test('without script the same page runs the meeting, and a reload shows the rest', async () => {
  await using chair = await signedIn(browser, server, ['admin'], { script: false });
  const page = await chair.context.newPage();
  await page.goto(await address());
  await page.getByRole('button', { name: /Open Certificate renewal/ }).click();
  await page.getByRole('heading', { name: /Now: Certificate renewal/ }).waitFor();
  await page.getByLabel('Minutes for this item').fill('Eight weeks are left.');
  await page.getByRole('button', { name: 'Save notes' }).click();
  await page.reload();
  await page.getByText('Eight weeks are left.').first().waitFor();
  await page.getByRole('button', { name: 'Ask for the floor' }).click();
  await page.getByText('1 in line').waitFor();
}, 60_000);

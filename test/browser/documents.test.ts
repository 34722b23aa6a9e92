import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
const { pool } = server.services;

/** A page of the app, opened by a new administrator who leaves pages when asked. */
async function open(path: string) {
  const person = await signedIn(browser, server, ['admin']);
  const opened = await browser.openPage(server.url + path, { context: person.context });
  opened.page.on('dialog', (dialog) => void dialog.accept());
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

async function documentCalled(name: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from entities where entity_type = 'document' and name = $1",
    [name],
  );
  return rows[0]?.id ?? '';
}

/** Files and pieces of files in the database, complete or not. */
async function storedOf(file: string): Promise<{ files: number; pieces: number }> {
  const { rows } = await pool.query<{ files: number; pieces: number }>(
    `select count(distinct a.id)::integer as files, count(p.*)::integer as pieces
     from attachments a left join attachment_pieces p on p.attachment_id = a.id where a.name = $1`,
    [file],
  );
  return rows[0] ?? { files: 0, pieces: 0 };
}

const none = { files: 0, pieces: 0 };

/** Returns a function that limits how fast the page sends, in bytes a second; -1 for no limit. */
async function uploadLimit(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    });
}

const progress = (page: Page): Promise<number> =>
  page.getByRole('progressbar').evaluate((bar) => (bar as HTMLProgressElement).value);

test('an upload shows its progress, is cancelled, cut off and tried again, and leaves nothing half stored', async () => {
  const document = await documentCalled('budget_2027_paper');
  await using opened = await open(`/documents/${document}/attachments`);
  const { page } = opened;
  const attach = page.getByRole('button', { name: 'Attach file' });
  const choose = (name: string) =>
    page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.alloc(3_000_000, 'text\n') });
  const limit = await uploadLimit(page);
  await limit(200_000);
  await choose('plan.txt');
  await attach.click();
  await expect.poll(() => progress(page)).toBeGreaterThan(0);
  await expect.poll(() => storedOf('plan.txt')).not.toEqual(none);
  await page.getByRole('button', { name: 'Cancel upload' }).click();
  await page.getByRole('progressbar').waitFor({ state: 'hidden' });
  await expect.poll(() => storedOf('plan.txt')).toEqual(none);

  await attach.click();
  await expect.poll(() => storedOf('plan.txt')).not.toEqual(none);
  // More than once: the browser itself tries again after the first.
  await expect
    .poll(() => {
      server.cutConnections();
      return page.getByText('No connection to the server.').count();
    })
    .toBeGreaterThan(0);
  await expect.poll(() => storedOf('plan.txt')).toEqual(none);

  await limit(-1);
  await attach.click();
  await page.getByRole('rowheader', { name: 'plan.txt' }).waitFor();
  expect((await storedOf('plan.txt')).files).toBe(1);
});

test('a draft is found again after the page was left, and is gone once it is saved', async () => {
  await using opened = await open('/documents/new');
  const { page, problems } = opened;
  await page.getByLabel('Title').fill('Winter plan');
  await page.getByRole('textbox', { name: 'Text' }).fill('Trams **first**.\n\n- depots\n');
  await page.locator('#document-body-preview strong', { hasText: 'first' }).waitFor();
  expect(await page.locator('#document-body-preview li').allInnerTexts()).toEqual(['depots']);

  await page.goto(`${server.url}/dashboard`);
  await page.goto(`${server.url}/documents/new`);
  await page.getByText('This tab has a draft that was not saved.').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Use draft' }).click();
  expect(await page.getByLabel('Title').inputValue()).toBe('Winter plan');
  await page.locator('#document-body-preview strong', { hasText: 'first' }).waitFor();
  await page.getByLabel('Type').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Create document' }).click();
  await page.getByRole('heading', { name: 'Winter plan' }).waitFor();

  await page.goto(`${server.url}/documents/new`);
  await page.getByLabel('Title').waitFor();
  expect(await page.getByText('This tab has a draft').count()).toBe(0);
  expect(problems).toEqual([]);
});

test('of two editors of a text the second sees the words that the first changed, and loses nothing', async () => {
  const path = `/documents/${await documentCalled('budget_2027_paper')}/edit`;
  await using first = await open(path);
  await using second = await open(path);
  await first.page
    .getByRole('textbox', { name: 'Text' })
    .fill('The budget grows by **two** percent.');
  await second.page
    .getByRole('textbox', { name: 'Text' })
    .fill('The budget grows by **three** percent.');
  await first.page.getByRole('button', { name: 'Save document' }).click();
  await first.page.getByText('two').first().waitFor();
  await second.page.getByRole('button', { name: 'Save document' }).click();
  await second.page.getByText('was changed while you were editing').waitFor();
  await second.page.locator('ins', { hasText: 'two' }).first().waitFor();
  expect(await second.page.getByRole('textbox', { name: 'Text' }).inputValue()).toContain('three');
  expect(second.problems).toEqual([]);
});

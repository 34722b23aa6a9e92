import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, pageFaults } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { resize } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let person: Person;
let folder: string;

beforeAll(async () => {
  person = await signedIn(browser, server, ['admin']);
  folder = await mkdtemp(join(tmpdir(), 'ahlt-data-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const open = (options: { script?: boolean } = {}) =>
  options.script === false
    ? signedIn(browser, server, ['admin'], { script: false }).then(({ context }) =>
        browser.openPage(`${server.url}/data-manager`, { context }),
      )
    : browser.openPage(`${server.url}/data-manager`, { context: person.context });

/** Writes a file like one on a user's disk; returns its path. */
async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const note = (name: string, more: object = {}) => ({
  entity_type: 'note',
  name,
  label: `Note ${name}`,
  ...more,
});

async function stored(like: string): Promise<Record<string, string>> {
  const { rows } = await server.services.pool.query<{ name: string; label: string }>(
    "select name, label from entities where entity_type = 'note' and name like $1 order by name",
    [like],
  );
  return Object.fromEntries(rows.map(({ name, label }) => [name, label]));
}

const count = (page: Page, of: string) => page.locator(`[data-entities="${of}"]`);

test('spec data-exchange#page: three files, one of them broken; what went wrong is edited, forced and skipped', async () => {
  await using opened = await open();
  const { page, problems } = opened;
  const submit = page.getByRole('button', { name: 'Import files', exact: true });
  await expect.poll(() => submit.isDisabled()).toBe(true);
  const files = [
    await file('first.json', { entities: [note('a'), note('b')] }),
    await file('broken.json', '{"entities": [{"entity_type": "note",'),
    await file('second.json', {
      entities: [
        note('c'),
        note('wrong_order', { sort_order: 'x' }),
        note('wrong_label', { label: 'x'.repeat(600) }),
        note('unwanted', { sort_order: 'y' }),
      ],
      relations: [{ relation_type: 'has_role', source: 'note:a', target: 'note:nobody' }],
    }),
  ];
  await page.getByLabel('Files', { exact: true }).setInputFiles(files);
  await page.getByText('second.json').waitFor();
  await submit.click();

  await page.getByText('Not imported').first().waitFor();
  await expect
    .poll(() => page.locator('[data-files] li').allInnerTexts())
    .toEqual([
      expect.stringMatching(/Imported\s+first\.json\s+2 created/),
      expect.stringMatching(/Not imported\s+broken\.json/),
      expect.stringMatching(/With errors\s+second\.json\s+1 created and 4 errors/),
    ]);
  expect([
    await count(page, 'created').textContent(),
    await count(page, 'errors').textContent(),
  ]).toEqual(['3', '4']);
  expect(await stored('%')).toEqual({ a: 'Note a', b: 'Note b', c: 'Note c' });
  expect(await pageFaults(page)).toEqual([]);
  await resize(page, { width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Edit note:wrong_order' }).click();
  const editor = page.getByRole('dialog');
  await editor.getByLabel('Item as JSON').fill('{ "entity_type": ');
  await editor.getByRole('button', { name: 'Retry item' }).click();
  await editor.getByText('This is not valid JSON').waitFor();
  expect(await axe(page)).toEqual([]);
  await editor
    .getByLabel('Item as JSON')
    .fill(JSON.stringify(note('a', { label: 'Edited', sort_order: 2 })));
  await editor.getByRole('button', { name: 'Retry item' }).click();
  await expect.poll(() => count(page, 'updated').textContent()).toBe('1');
  expect(await count(page, 'errors').textContent()).toBe('3');
  expect((await stored('a'))['a']).toBe('Edited');

  await page.getByRole('button', { name: 'Skip note:unwanted' }).click();
  expect(await count(page, 'errors').textContent()).toBe('2');
  await page.getByRole('button', { name: 'Force upsert of note:wrong_label' }).click();
  await expect
    .poll(() => page.locator('#announcements').textContent())
    .toContain('was not imported');
  expect(await page.locator('[data-rows] tr').count()).toBe(2);

  await server.services.pool.query(
    "insert into entities (entity_type, name, label) values ('note', 'nobody', 'Nobody')",
  );
  await page.getByRole('button', { name: 'Retry all' }).click();
  await page.getByRole('button', { name: 'Skip all' }).click();
  await expect.poll(() => page.locator('[data-errors]').isVisible()).toBe(false);
  expect(await count(page, 'errors').textContent()).toBe('0');
  expect(problems).toEqual([]);
});

test('an item that exists is forced', async () => {
  await using opened = await open();
  const { page, problems } = opened;
  await page.getByRole('radio', { name: 'All or nothing' }).check();
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles(await file('again.json', { entities: [note('c', { label: 'Forced' })] }));
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page.getByText('Nothing saved').waitFor();
  await page.getByRole('button', { name: 'Force upsert of note:c' }).click();
  await expect.poll(() => count(page, 'updated').textContent()).toBe('1');
  expect(await stored('c')).toEqual({ c: 'Forced' });
  expect(problems).toEqual([]);
});

test('spec data-exchange#page: an item of linked data is corrected in the form that its editor sends', async () => {
  await using opened = await open();
  const { page, problems } = opened;
  const graph = [{ '@id': 'linked', 'ahlt:label': 'Linked' }];
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles(await file('linked.jsonld', { '@graph': graph }));
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page.getByRole('button', { name: 'Edit linked' }).click();
  const editor = page.getByRole('dialog').getByLabel('Item as JSON');
  const shown: unknown = JSON.parse(await editor.inputValue());
  expect(shown).toEqual({
    entity_type: '',
    name: 'linked',
    label: 'Linked',
    sort_order: 0,
    properties: {},
  });
  await editor.fill(JSON.stringify({ ...(shown as object), entity_type: 'note' }));
  await page.getByRole('button', { name: 'Retry item' }).click();
  await expect.poll(() => count(page, 'created').textContent()).toBe('1');
  expect(await stored('linked')).toEqual({ linked: 'Linked' });
  await expect
    .poll(() => page.locator('[data-history]').textContent())
    .toContain('linked.jsonld · 1 created · Replace existing');
  expect(problems).toEqual([]);
});

test('a dry run shows the counts and keeps nothing', async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByLabel('Dry run').check();
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles(await file('dry.json', { entities: [note('dry')] }));
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page.getByText('This was a dry run').waitFor();
  expect(await count(page, 'created').textContent()).toBe('1');
  expect(await stored('dry')).toEqual({});
});

test.each([
  ['with script', true, '[data-files] li'],
  ['without script', false, '#files ~ * tbody tr'],
])('a dry run with three errors has no green check, %s', async (_, script, row) => {
  await using opened = await open({ script });
  const { page, problems } = opened;
  const wrong = [1, 2, 3].map((place) => note(`faulty_${place}`, { sort_order: 'x' }));
  await page.getByLabel('Dry run').check();
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles(await file('faulty.json', { entities: [note('faulty'), ...wrong] }));
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  const state = page.locator(row).locator('.st');
  await expect.poll(() => state.textContent()).toBe('3 errors found, nothing saved');
  expect(await state.getAttribute('class')).toBe('st no');
  expect(await state.locator('use').getAttribute('href')).toMatch(/stop$/);
  if (script) expect(await pageFaults(page)).toEqual([]);
  for (const width of [360, 1440]) {
    await resize(page, { width, height: 900 });
    await expect.poll(() => state.isVisible(), { message: `${width} px` }).toBe(true);
  }
  expect(await stored('faulty%')).toEqual({});
  expect(problems).toEqual([]);
});

test('an import is followed and cancelled, and nothing of it is kept; those that waited are not begun', async () => {
  await using opened = await open();
  const { page, problems } = opened;
  const many = {
    entities: Array.from({ length: 60_000 }, (_, place) =>
      note(`many_${place}`, { properties: { text: 'x'.repeat(100) } }),
    ),
  };
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles([
      await file('many.json', many),
      await file('after.json', { entities: [note('after')] }),
    ]);
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page
    .getByText(/MB of .* sent|entities and .* processed/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Cancel import' }).click();
  await expect
    .poll(() => page.locator('[data-files] li').allInnerTexts())
    .toEqual([
      expect.stringMatching(/Cancelled\s+many\.json\s+Nothing was saved/),
      expect.stringMatching(/Not started\s+after\.json/),
    ]);
  await expect
    .poll(
      async () =>
        (
          await server.services.pool.query(
            "select from pg_stat_activity where datname = current_database() and state <> 'idle' and query like '%entities%' and pid <> pg_backend_pid()",
          )
        ).rows.length,
    )
    .toBe(0);
  expect(await stored('many%')).toEqual({});
  expect(await stored('after')).toEqual({});
  expect(problems).toEqual([]);
});

test('files can be dropped, and taken away again', async () => {
  await using opened = await open();
  const { page } = opened;
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    for (const name of ['one.json', 'two.jsonld'])
      transfer.items.add(new File(['{"entities":[]}'], name));
    return transfer;
  });
  await page.dispatchEvent('[data-drop]', 'dragenter', { dataTransfer: dropped });
  expect(await page.locator('[data-drop]').getAttribute('class')).toContain('over');
  await page.dispatchEvent('[data-drop]', 'drop', { dataTransfer: dropped });
  await page.getByRole('button', { name: 'Remove one.json' }).click();
  expect(await page.locator('[data-chosen] li').allInnerTexts()).toEqual([
    expect.stringContaining('two.jsonld'),
  ]);
  await page.getByRole('button', { name: 'Remove two.jsonld' }).click();
  await expect
    .poll(() => page.getByRole('button', { name: 'Import files', exact: true }).isDisabled())
    .toBe(true);
});

test('spec sign-in#confirmation: the password is asked for again after a while, in place', async () => {
  await using late = await startAppServer({ url: server.databaseUrl });
  await using somebody = await signedIn(browser, late, ['admin']);
  await using opened = await browser.openPage(`${late.url}/data-manager`, {
    context: somebody.context,
  });
  const { page } = opened;
  for (const _ of [1, 2]) {
    late.advance(9 * 60_000);
    await page.evaluate(() => fetch('/account'));
  }
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles(await file('late.json', { entities: [note('late')] }));
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page.getByText('Enter your password to continue.').first().waitFor();
  expect(await stored('late')).toEqual({});
  await page.getByLabel('Your password').fill('wrong');
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page.getByText('Incorrect password.').waitFor();
  await page.getByLabel('Your password').fill('Ravine-47-kestrel');
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await expect.poll(() => stored('late')).toEqual({ late: 'Note late' });
});

test('an export of some types is downloaded', async () => {
  await using opened = await open();
  const { page, problems } = opened;
  await page.getByLabel('Selected types').check();
  const button = page.getByRole('button', { name: 'Download export' });
  await button.click();
  await page.getByText('Choose at least one type, or everything.').waitFor();
  await page.getByRole('checkbox', { name: /^role \d/ }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toBe('ahlt-export.json');
  const { entities } = JSON.parse(await readFile(await download.path(), 'utf8')) as {
    entities: { entity_type: string }[];
  };
  expect(new Set(entities.map(({ entity_type }) => entity_type))).toEqual(new Set(['role']));
  expect(problems).toEqual([]);
});

test('without script files are imported by the form, and items are tried again on the result page', async () => {
  await using opened = await open({ script: false });
  const { page, problems } = opened;
  await page.getByLabel('Files', { exact: true }).setInputFiles([
    await file('plain.json', {
      entities: [note('plain'), note('plain_wrong', { sort_order: 'x' })],
    }),
    await file('broken.json', '['),
  ]);
  await page.getByRole('button', { name: 'Import files', exact: true }).click();
  await page.getByRole('heading', { name: 'Result' }).first().waitFor();
  expect(await page.getByRole('row', { name: /plain\.json/ }).textContent()).toContain(
    'Imported with 1 error',
  );
  expect(await page.getByRole('row', { name: /broken\.json/ }).textContent()).toContain(
    'Not imported',
  );
  await page
    .getByLabel('note:plain_wrong', { exact: true })
    .fill(JSON.stringify(note('plain_wrong')));
  await page.getByLabel(/^Retry item/).check();
  await page.getByRole('button', { name: 'Retry selected' }).click();
  await page.getByText('Retried items').waitFor();
  expect(await stored('plain%')).toEqual({ plain: 'Note plain', plain_wrong: 'Note plain_wrong' });
  await page.goto(`${server.url}/data-manager`);
  await page.getByLabel('Selected types').check();
  await page.getByRole('checkbox', { name: /^role \d/ }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('ahlt-export.json');
  expect(problems).toEqual([]);
});

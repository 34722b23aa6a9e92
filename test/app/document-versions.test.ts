import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { openedForm, paper, withPermissions, written } from './document-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });

const idIn = (address: string): string => address.split('/').pop() ?? '';

async function save(address: string, title: string, body: string): Promise<void> {
  const seen = await openedForm(admin, address);
  expect((await admin.post(address, { ...paper(title, { body }), ...seen })).status).toBe(303);
}

/** A document with three versions. */
async function withHistory(title: string): Promise<string> {
  const address = await written(admin, title, { body: 'The first text.' });
  await save(address, title, 'The second text.');
  await save(address, `${title} again`, 'The third text.');
  return address;
}

const versionsOf = async (address: string) =>
  (
    await server.services.pool.query<{ number: number; body: string; saved_by: string }>(
      'select number, title, body, saved_by, restored_from from document_versions where document_id = $1 order by number',
      [idIn(address)],
    )
  ).rows;

test('spec documents#versions: each change of title, type or text keeps a version with who and when', async () => {
  const address = await withHistory('Kept');
  expect(await versionsOf(address)).toMatchObject([
    { number: 1, title: 'Kept', body: 'The first text.', saved_by: 'Test admin 1' },
    { number: 2, body: 'The second text.' },
    { number: 3, title: 'Kept again', body: 'The third text.' },
  ]);
  const history = await admin.get(`${address}/history`);
  expect(textOf(history.text)).toContain('Version 3');
  expect(textOf(history.text)).toContain('Test admin 1');
  expect((await admin.get(`${address}/versions/1`)).text).toContain('The first text.');
  expect((await admin.get(`${address}/versions/4`)).status).toBe(404);
  expect((await admin.get(`${address}/versions/9007199254740991`)).status).toBe(404);
});

test('spec documents#versions: a form without changes keeps no version', async () => {
  const address = await written(admin, 'Same', { body: 'The same text.' });
  await save(address, 'Same', 'The same text.');
  expect(await versionsOf(address)).toHaveLength(1);
});

test('spec documents#versions: a change by SQL, as by an import, keeps a version, too', async () => {
  const address = await written(admin, 'By hand');
  await server.services.pool.query(
    `update entities set properties = properties || '{"body": "Typed by hand."}' where id = $1`,
    [idIn(address)],
  );
  expect(await versionsOf(address)).toMatchObject([{}, { body: 'Typed by hand.', saved_by: null }]);
});

test('spec documents#versions: two versions are compared word by word', async () => {
  const address = await withHistory('Compared');
  const { text } = await admin.get(`${address}/compare?from=1&to=3`);
  expect(text).toContain('<del>first</del><ins>third</ins>');
  expect(textOf(text)).toContain('Compared again');
  expect((await admin.get(`${address}/compare?from=1&to=9`)).status).toBe(404);
});

test('spec documents#versions: an earlier version is restored as a new one', async () => {
  const address = await withHistory('Restored');
  expect((await admin.post(`${address}/versions/1/restore`)).location).toBe(address);
  expect((await admin.get(address)).text).toContain('The first text.');
  expect(await versionsOf(address)).toMatchObject([
    {},
    {},
    {},
    { number: 4, title: 'Restored', body: 'The first text.', restored_from: 1 },
  ]);
  const again = await admin.post(`${address}/versions/4/restore`);
  expect(again.location).toBe(`${address}/history`);
  expect(textOf((await admin.get(`${address}/history`)).text)).toContain(
    'Version 4 has the current text.',
  );
});

test('spec documents#approval: an approved version stays, and a later change makes a draft beside it', async () => {
  const address = await withHistory('Approved');
  expect(textOf((await admin.get(`${address}/versions/3/approve`)).text)).toContain(
    'Approve version 3 of “Approved again”?',
  );
  expect((await admin.post(`${address}/versions/3/approve`)).location).toBe(`${address}/history`);
  expect(textOf((await admin.get(address)).text)).toContain('3, approved');
  await save(address, 'Approved again', 'A fourth text.');
  const text = textOf((await admin.get(address)).text);
  expect(text).toContain('Version 4 is a draft. Version 3 is approved.');
  await admin.post(`${address}/versions/3/approve`);
  expect(textOf((await admin.get(`${address}/history`)).text)).toContain(
    'Version 3 is already approved.',
  );
  const [row] = (await auditRows(server, 'document.approved')).filter(
    ({ target_label }) => target_label === 'Approved again',
  );
  expect(row).toMatchObject({ details: { approved: 3 } });
});

test('spec documents#approval: a document with an approved version is not deleted, by no way', async () => {
  const address = await withHistory('Undeletable');
  await admin.post(`${address}/versions/2/approve`);
  expect((await admin.post(`${address}/delete`)).status).toBe(409);
  const byApi = await admin.json(`/api/v1/entities/${idIn(address)}`, undefined, {
    method: 'DELETE',
  });
  expect(byApi.status).toBe(409);
  expect((await admin.get(address)).status).toBe(200);
});

test('spec documents#versions: a version that is not approved is not rewritten by SQL either', async () => {
  const address = await withHistory('Unapproved');
  await expect(
    server.services.pool.query(
      "update document_versions set body = 'forged' where document_id = $1 and number = 1",
      [idIn(address)],
    ),
  ).rejects.toThrow(/a version stays as it was saved/);
});

test('spec documents#permissions: a reader sees the history and may change nothing in it', async () => {
  const address = await withHistory('Looked at');
  const reader = await withPermissions(server, ['document.view']);
  const { status, text } = await reader.get(`${address}/history`);
  expect(status).toBe(200);
  expect(textOf(text)).not.toContain('Restore version');
  expect((await reader.post(`${address}/versions/1/restore`)).status).toBe(403);
  expect((await reader.post(`${address}/versions/1/approve`)).status).toBe(403);
});

test('a page of the history takes three statements at most', async () => {
  const address = await withHistory('Cheap');
  for (const path of ['history', 'compare?from=1&to=2', 'versions/1', 'versions/1/approve']) {
    const { statements } = server.queries;
    await admin.get(`${address}/${path}`);
    expect(server.queries.statements - statements, path).toBeLessThanOrEqual(3);
  }
});

test('a long history has pages', async () => {
  const address = await written(admin, 'Long history');
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  for (let n = 0; n < 60; n += 1)
    await client.query(
      `update entities set properties = properties || jsonb_build_object('body', $2::text) where id = $1`,
      [idIn(address), `Text ${n}`],
    );
  const { text } = await admin.get(`${address}/history`);
  expect(text).toContain('history?before=12"');
  expect(textOf((await admin.get(`${address}/history?before=12`)).text)).toContain('Version 11');
});

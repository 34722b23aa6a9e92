import { Client } from 'pg';
import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { freshName } from './people-fixture.ts';
import { makeRole } from './role-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { pool } = server.services;

/** Address and name of a new committee. */
async function committee(organization: string) {
  const name = freshName();
  const { location } = await admin.post('/tor', { name, label: `Board ${name}`, organization });
  return { address: location ?? '', id: location?.split('/').at(-1) ?? '', name };
}

const adopt = (address: string, day: string, more: Record<string, string> = {}) =>
  admin.post(`${address}/versions`, { adopted_on: day, decision: 'Decision 7/2026', ...more });

const change = ({ address, name }: { address: string; name: string }, organization: string) =>
  admin.post(address, { name, label: `Board ${name}`, organization });

const numbersOf = async (id: string): Promise<readonly number[]> =>
  (
    await pool.query<{ number: number }>(
      'select number from tor_versions where tor_id = $1 order by number',
      [id],
    )
  ).rows.map(({ number }) => number);

const words = async (address: string): Promise<string> => textOf((await admin.get(address)).text);

test('spec adopted-versions#adoption: the current text becomes a version, and a change makes a draft beside it', async () => {
  const board = await committee('Works');
  expect((await adopt(board.address, '2026-01-10')).location).toBe(`${board.address}/versions`);
  expect(await words(`${board.address}/versions`)).toContain(
    'The current text is the adopted one.',
  );
  await change(board, 'Finance');
  const list = await words(`${board.address}/versions`);
  expect(list).toContain('The current text is a draft: 1 field changed since version 1.');
  const adopted = await words(`${board.address}/versions/1`);
  expect(adopted).toContain('Works');
  expect(adopted).not.toContain('Finance');
  expect(adopted).toContain('Decision 7/2026');
  const { text } = await admin.get(`${board.address}/versions/1/compare`);
  expect(text).toContain('<del>Works</del>');
  expect(text).toContain('<ins>Finance</ins>');
  const rows = await auditRows(server, 'tor.version_adopted');
  expect(rows.map(({ target_label }) => target_label)).toEqual([`Board ${board.name}`]);
});

test('spec adopted-versions#in-force: the text of any day is found', async () => {
  const board = await committee('Works');
  await adopt(board.address, '2026-01-10');
  await change(board, 'Finance');
  await adopt(board.address, '2026-03-01');
  const on = async (day: string) =>
    (await admin.get(`${board.address}/versions/on?day=${day}`)).location;
  expect(await on('2026-02-28')).toBe(`${board.address}/versions/1`);
  expect(await on('2026-03-01')).toBe(`${board.address}/versions/2`);
  expect((await admin.get(`${board.address}/versions/on`)).location).toBe(
    `${board.address}/versions/2`,
  );
  expect(await on('2026-01-09')).toBe(`${board.address}/versions`);
});

test.each([
  ['without a day', { adopted_on: '' }, 'such as 2026-03-24'],
  ['for a day that does not exist', { adopted_on: '2026-02-30' }, 'such as 2026-03-24'],
  ['for a day in the future', { adopted_on: '2999-01-01' }, 'in the future'],
  ['without a decision', { decision: ' ' }, 'Decision is required.'],
])('spec adopted-versions#adoption: refused %s', async (_, fields, message) => {
  const board = await committee('Works');
  const reply = await adopt(board.address, '2026-01-10', fields);
  expect(reply.status).toBe(422);
  expect(textOf(reply.text)).toContain(message);
  expect(await numbersOf(board.id)).toEqual([]);
});

test('spec adopted-versions#adoption: refused before the last adoption, without a change, and on an old text', async () => {
  const board = await committee('Works');
  const { text } = await admin.get(`${board.address}/versions/new`);
  const seen = /name="seen_version" value="(\d+)"/.exec(text)?.[1] ?? '';
  await adopt(board.address, '2026-03-01');
  expect((await adopt(board.address, '2026-03-02')).status).toBe(409);
  await change(board, 'Finance');
  const early = await adopt(board.address, '2026-02-01');
  expect([early.status, textOf(early.text).includes('was adopted on 2026-03-01')]).toEqual([
    422,
    true,
  ]);
  expect((await adopt(board.address, '2026-03-02', { seen_version: seen })).status).toBe(409);
  expect(await numbersOf(board.id)).toEqual([1]);
});

test('spec adopted-versions#adoption: of two at once one is kept', async () => {
  const board = await committee('Works');
  const replies = await Promise.all([1, 2].map(() => adopt(board.address, '2026-01-10')));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await numbersOf(board.id)).toEqual([1]);
});

test('spec adopted-versions#adoption: the database keeps versions, and their committee', async () => {
  const board = await committee('Works');
  await adopt(board.address, '2026-01-10');
  const before = await pool.query('select * from tor_versions order by tor_id, number');
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    for (const statement of [
      ...before.fields.map(({ name }) => `update tor_versions set ${name} = ${name}`),
      'delete from tor_versions',
      'truncate tor_versions',
      'truncate entities cascade',
      `delete from entities where id = ${board.id}`,
    ])
      await expect(client.query(statement), statement).rejects.toThrow(/stays? as|tor_versions/);
  } finally {
    await client.end();
  }
  expect((await pool.query('select * from tor_versions order by tor_id, number')).rows).toEqual(
    before.rows,
  );
  const deletion = await admin.post(`${board.address}/delete`);
  expect(deletion.location).toBe('/tor');
  expect((await admin.get(board.address)).status).toBe(200);
});

test('spec adopted-versions#pages: a number without a version is a 404; readers adopt nothing', async () => {
  const board = await committee('Works');
  await adopt(board.address, '2026-01-10');
  for (const number of ['2', '0', 'x', '99999999999'])
    expect((await admin.get(`${board.address}/versions/${number}`)).status, number).toBe(404);
  const role = freshName();
  await makeRole(server, role, ['tor.list']);
  const reader = await server.signIn(role);
  expect(textOf((await reader.get(`${board.address}/versions/1`)).text)).toContain('Works');
  expect((await reader.get(`${board.address}/versions/new`)).status).toBe(403);
  expect((await reader.post(`${board.address}/versions`, {})).status).toBe(403);
  expect(textOf((await reader.get(`${board.address}/versions`)).text)).not.toContain(
    'Adopt current text',
  );
});

test('spec adopted-versions#export: an adopted text is saved as a file, whatever has changed since', async () => {
  const board = await committee('Works *and* roads');
  await adopt(board.address, '2026-01-10');
  await change(board, 'Finance');
  const pdf = await admin.get(`${board.address}/versions/1/export.pdf`);
  expect([pdf.headers.get('content-type'), pdf.text.slice(0, 8)]).toEqual([
    'application/pdf',
    '%PDF-1.7',
  ]);
  const { text, headers } = await admin.get(`${board.address}/versions/1/export.md`);
  expect(headers.get('content-disposition')).toContain(
    `terms-of-reference-${board.id}-version-1.md`,
  );
  expect(text).toContain(`# Board ${board.name}: Terms of Reference, version 1`);
  expect(text).toContain(String.raw`Works \*and\* roads`);
  expect(text).toContain('Decision 7/2026');
  expect(text).not.toContain('Finance');
  expect((await admin.get(`${board.address}/versions/2/export.md`)).status).toBe(404);
  const rows = await auditRows(server, 'tor.version_exported');
  expect(rows.map(({ details }) => details)).toMatchObject([
    { number: 1, format: 'pdf' },
    { number: 1, format: 'md' },
  ]);
});

test('each page takes three statements', async () => {
  const board = await committee('Works');
  await adopt(board.address, '2026-01-10');
  for (const page of ['', '/1', '/1/compare', '/new']) {
    const { statements } = server.queries;
    expect((await admin.get(`${board.address}/versions${page}`)).status, page).toBe(200);
    expect(server.queries.statements - statements, page).toBe(3);
  }
});

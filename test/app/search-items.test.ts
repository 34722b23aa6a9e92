import { expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';

const { server } = await administered({ from: 'base' });
const { pool } = server.services;
const world = await governance(server);
const { boardA, boardB, gov, member, outsider, reviewer, viewer } = world;

async function made(type: string, label: string, properties: object = {}): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'insert into entities (entity_type, name, label, properties) values ($1, $2, $2, $3) returning id',
    [type, label, JSON.stringify(properties)],
  );
  return rows[0]?.id ?? '';
}
const relate = (type: string, source: string, target: string) =>
  pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select id, $2, $3 from entities where entity_type = 'relation_type' and name = $1`,
    [type, source, target],
  );

interface Line {
  readonly label: string;
  readonly kind: string;
  readonly to: string;
  readonly note?: string;
}

async function found(words: string, by: AppClient = gov): Promise<readonly Line[]> {
  const reply = await by.get(`/search?q=${encodeURIComponent(words)}`, {
    headers: { Accept: 'application/json' },
  });
  expect(reply.status).toBe(200);
  return (reply.json() as { results: Line[] }).results.filter(({ kind }) => kind !== 'Page');
}
const labels = async (words: string, by?: AppClient) =>
  (await found(words, by)).map(({ label }) => label);

const proposal = await made('proposal', 'Release window', {
  description: 'The zeppelin lands at dawn.',
});
await relate('submitted_to', proposal, boardA);
const foreign = await made('proposal', 'Foreign zeppelin', {});
await relate('submitted_to', foreign, boardB);
const point = await made('agenda_point', 'Choose a window', { description: 'Of three.' });
await relate('belongs_to_tor', point, boardA);
const option = await made('coa', 'Option one', { description: 'Airship first.' });
await relate('considers_coa', point, option);
const section = await made('coa_section', 'Risks', { content: 'Gusts of wind.' });
await relate('has_section', option, section);

test('spec search#items: items are found by title and text, and lead to their page', async () => {
  expect(await found('zeppelin dawn')).toEqual([
    expect.objectContaining({
      ...{ label: 'Release window', kind: 'Proposal', note: 'Board A' },
      to: `/tor/${boardA}/proposals/${proposal}`,
    }),
  ]);
  expect(await labels('zepp')).toEqual(['Foreign zeppelin', 'Release window']);
  expect((await found('gusts'))[0]?.to).toBe(`/tor/${boardA}/workflow/agenda/${point}`);
  expect((await found('airship'))[0]?.to).toBe(`/tor/${boardA}/workflow/agenda/${point}`);
  expect((await gov.get('/search?q=dawn')).text).toContain('<mark>dawn</mark>');
});

test.each([
  ['a member finds items of the own committee', () => member, ['Release window']],
  ['a member of another committee finds its items', () => outsider, ['Foreign zeppelin']],
  ['nobody finds without the permission', () => viewer, []],
])('spec search#items: %s', async (_, by, expected) => {
  expect(await labels('zeppelin', by())).toEqual(expected);
});

test('spec search#items: whatever is found opens', async () => {
  for (const by of [gov, member, reviewer, outsider])
    for (const { to } of await found('zeppelin', by)) expect((await by.get(to)).status).toBe(200);
});

test('spec search#index: a changed text, a moved document and a deleted item are found as they are now', async () => {
  await pool.query(
    `update entities set properties = properties || '{"description":"A balloon."}' where id = $1`,
    [foreign],
  );
  expect(await labels('balloon', outsider)).toEqual(['Foreign zeppelin']);
  const late = await made('minutes_section', 'Attendance', {
    content: 'Everyone saw the dirigible.',
  });
  const minutes = await made('minutes', 'Minutes');
  await relate('section_of', late, minutes);
  expect(await labels('dirigible')).toEqual([]);
  const meeting = await made('meeting', 'A meeting', { status: 'completed' });
  await relate('minutes_of', meeting, minutes);
  await relate('belongs_to_tor', meeting, boardA);
  expect((await found('dirigible'))[0]?.to).toBe(`/minutes/${minutes}`);
  expect(await labels('dirigible', outsider)).toEqual([]);
  await pool.query('delete from relations where source_id = $1 and target_id = $2', [
    meeting,
    boardA,
  ]);
  expect(await labels('dirigible')).toEqual([]);
  await pool.query('delete from entities where id = $1', [foreign]);
  expect(await labels('balloon', outsider)).toEqual([]);
});

test.each([`'`, '"', '\\', '§tor:none', '!&|', ':*', '<b>', '%', '𝒳'])(
  'spec search#items: the signs %j break nothing, and find nothing of others',
  async (words) => {
    expect(await found(words, viewer)).toEqual([]);
    await found(words);
  },
);

test('spec search#kinds: a search is one statement, and reads few rows among thousands', async () => {
  await pool.query(
    `with made as (
       insert into entities (entity_type, name, label, properties)
       select 'agenda_point', 'many_' || n, 'Common point ' || n, '{"description":"common"}' from generate_series(1, 3000) n
       returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $1 from made, entities t where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'`,
    [boardB],
  );
  const before = server.queries.statements;
  expect(await labels('common', member)).toEqual([]);
  expect(server.queries.statements - before).toBeLessThanOrEqual(3);
  expect(await labels('common', outsider)).toHaveLength(10);
});

test('spec search#items: of a common word the newest items are found, and of a rare one all', async () => {
  const found = await labels('common', outsider);
  expect(found).toHaveLength(10);
  for (const label of found) expect(Number(label.split(' ')[2])).toBeGreaterThan(3000 - 50);
  expect(await labels('common 2300', outsider)).toEqual(['Common point 2300']);
  const page = await outsider.get('/search?q=common');
  expect(page.text).toContain('There may be more than these 10. Add a word to narrow the search.');
  expect((await outsider.get('/search?q=balloon')).text).not.toContain('There may be more');
});

import { expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';

const { server } = await administered({ from: 'base' });
const { pool } = server.services;
const { boardA, boardB, chair, gov, member, outsider, reviewer, viewer } = await governance(server);

async function made(
  type: string,
  label: string,
  properties: object,
  relation: string,
  tor = boardA,
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with made as (insert into entities (entity_type, name, label, properties) values ($1, $2, $2, $3) returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $5 from made, entities t where t.entity_type = 'relation_type' and t.name = $4
     returning source_id as id`,
    [type, label, JSON.stringify(properties), relation, tor],
  );
  return rows[0]?.id ?? '';
}

const suggestion = await made(
  'suggestion',
  'Fewer forms',
  { description: 'Fewer forms' },
  'suggested_to',
);
const submitted_by_id = member.userId;
await made('proposal', 'Own draft', { status: 'draft', submitted_by_id }, 'submitted_to');
await made('proposal', 'For review', { status: 'submitted', submitted_by_id }, 'submitted_to');
await made('proposal', 'Approved one', { status: 'approved' }, 'submitted_to');
await made('suggestion', 'Elsewhere', {}, 'suggested_to', boardB);
const today = new Date().toISOString().slice(0, 10);
await made(
  'meeting',
  'Meeting today',
  { status: 'confirmed', meeting_date: today },
  'belongs_to_tor',
);
await made(
  'meeting',
  'Far away',
  { status: 'confirmed', meeting_date: '2999-01-01' },
  'belongs_to_tor',
);

const listed = async (by: AppClient, query = ''): Promise<readonly string[]> =>
  [...(await by.get(`/my-work${query}`)).text.matchAll(/<th scope="row"[^>]*>(.*?)<\/th>/gs)]
    .map(([, cell = '']) => textOf(cell).trim())
    .filter((label) => label !== '');

test.each([
  ['a member', () => member, ['Own draft']],
  ['a reviewer', () => reviewer, ['Fewer forms', 'For review', 'Approved one']],
  ['a chair', () => chair, ['Meeting today']],
  ['a member of another committee', () => outsider, ['Elsewhere']],
  ['a user without positions', () => gov, []],
  ['a user without permissions', () => viewer, []],
])('spec my-work#tasks: what waits for %s', async (_, by, expected) => {
  expect((await listed(by())).toSorted()).toEqual(expected.toSorted());
});

test('spec my-work#tasks: a task is done from the list, and is gone afterwards', async () => {
  const { text } = await reviewer.get('/my-work');
  expect(text).toContain(`action="/tor/${boardA}/suggestions/${suggestion}/accept"`);
  const reply = await reviewer.post(`/tor/${boardA}/suggestions/${suggestion}/accept`, {
    back: '/my-work',
  });
  expect([reply.status, reply.location]).toEqual([303, '/my-work']);
  expect(await listed(reviewer)).not.toContain('Fewer forms');
});

test('spec my-work#tasks: one committee, and another one', async () => {
  expect(await listed(reviewer, `?tor=${boardA}`)).toContain('For review');
  expect(await listed(reviewer, `?tor=${boardB}`)).toEqual([]);
  expect(await listed(reviewer, '?tor=nonsense')).toContain('For review');
});

test('spec my-work#filters: items are filtered by kind and by words', async () => {
  expect((await listed(reviewer, '?kind=proposals')).toSorted()).toEqual([
    'Approved one',
    'For review',
  ]);
  expect(await listed(reviewer, '?kind=proposals&q=REVIEW')).toEqual(['For review']);
  expect(await listed(reviewer, '?kind=nonsense')).toContain('For review');
  const { text } = await reviewer.get('/my-work?q=nothing+like+it');
  expect(textOf(text)).toContain('No items match these filters');
  expect((await reviewer.get('/my-work?kind=proposals')).text).toContain(
    'name="back" value="/my-work?kind=proposals"',
  );
});

test('spec my-work#filters: views are saved, opened and removed', async () => {
  const view = { name: 'To review', address: '/my-work?kind=proposals&q=review&page=3' };
  const kept = await reviewer.post('/my-work/views', view);
  expect([kept.status, kept.location]).toEqual([303, '/my-work?q=review&kind=proposals']);
  const { text } = await reviewer.get(kept.location ?? '');
  expect(text).toMatch(/aria-current="page"[^>]*>\s*To review/);
  expect(text).toContain('action="/my-work/views/remove"');
  expect((await member.get('/my-work')).text).not.toContain('To review');
  await reviewer.post('/my-work/views/remove', { name: 'To review' });
  expect((await reviewer.get('/my-work')).text).toContain('“To review” was removed');
  expect((await reviewer.get('/my-work')).text).not.toContain('To review');
});

test('spec my-work#filters: a view needs a name, an address of the page, and the permission', async () => {
  const address = '/my-work?kind=minutes';
  for (const view of [
    { name: '', address },
    { name: 'x'.repeat(41), address },
    { name: 'Elsewhere', address: '/tor?q=a' },
  ])
    expect((await reviewer.post('/my-work/views', view)).status).toBe(422);
  expect((await viewer.get('/my-work')).text).not.toContain('save-view');
  for (const path of ['/my-work/views', '/my-work/views/remove'])
    expect((await viewer.post(path, { name: 'Mine', address })).status).toBe(403);
  expect((await reviewer.get('/my-work')).text).not.toContain('Elsewhere');
});

interface Found {
  readonly results: readonly { readonly to: string; readonly note?: string }[];
}

async function noteInPalette(by: AppClient, words: string): Promise<string | undefined> {
  const headers = { Accept: 'application/json' };
  const reply = await by.get(`/search?q=${words}`, { headers });
  return (reply.json() as Found).results.find(({ to }) => to === '/my-work')?.note;
}

test('spec search#kinds: the palette says how many items wait, of at most 99', async () => {
  const waiting = (await listed(reviewer)).length;
  expect(await noteInPalette(reviewer, 'my+w')).toBe(`${waiting} waiting`);
  expect((await reviewer.get('/search?q=my+w')).text).toContain(`${waiting} waiting`);
  expect(await noteInPalette(gov, 'my+w')).toBe('Governance');
  const { statements } = server.queries;
  expect(await noteInPalette(reviewer, 'my+w')).toBe(`${waiting} waiting`);
  expect(server.queries.statements - statements).toBe(3);
  await noteInPalette(reviewer, 'budget');
  expect(server.queries.statements - statements).toBe(5);
  const many = ['suggestion', 'proposal'] as const;
  await pool.query(
    `with made as (insert into entities (entity_type, name, label, properties)
       select type, type || n, 'One of many', '{"status":"submitted"}'
       from unnest($1::text[]) type, generate_series(1, 60) n
       returning id, entity_type)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $2 from made join entities t on t.entity_type = 'relation_type'
       and t.name = case made.entity_type when 'proposal' then 'submitted_to' else 'suggested_to' end`,
    [many, boardA],
  );
  await pool.query(
    `update entities set properties = properties || '{"status":"open"}' where entity_type = 'suggestion'`,
  );
  expect(await noteInPalette(reviewer, 'my+w')).toBe('99+ waiting');
  await pool.query(`delete from entities where label = 'One of many'`);
});

test('spec my-work#tasks: the page takes two statements', async () => {
  await reviewer.get('/my-work');
  const { statements } = server.queries;
  await reviewer.get('/my-work');
  expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
});

test('spec my-work#order: overdue tasks come first, then the soonest, then the oldest', async () => {
  const assign = (id: string) =>
    pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'assigned_to'`,
      [id, chair.userId],
    );
  for (const [label, due_date] of [
    ['Someday', ''],
    ['Later', '2999-02-01'],
    ['Late', '2026-01-31'],
    ['Soon', '2999-01-01'],
  ] as const)
    await assign(await made('action_item', label, { due_date }, 'belongs_to_tor'));
  expect(await listed(chair, '?kind=actions')).toEqual(['Late', 'Soon', 'Later', 'Someday']);
  const text = textOf((await chair.get('/my-work?kind=actions')).text).replace(/\s+/g, ' ');
  expect(text).toContain('Overdue, 31 Jan 2026');
  expect(text).toContain('No date');
});

test('spec my-work#tasks: points without an agenda wait for those who may put them on one', async () => {
  const point = await made('agenda_point', 'Homeless', { status: 'scheduled' }, 'belongs_to_tor');
  await made('agenda_point', 'Closed', { status: 'completed' }, 'belongs_to_tor');
  expect(await listed(chair, '?kind=agenda')).toEqual(['Homeless']);
  expect(await listed(member, '?kind=agenda')).toEqual([]);
  const { rows } = await pool.query<{ id: string }>(
    `select id from entities where label = 'Meeting today'`,
  );
  const meeting = `/tor/${boardA}/meetings/${rows[0]?.id}`;
  expect((await chair.get('/my-work?kind=agenda')).text).toContain(`href="${meeting}#waiting"`);
  expect((await chair.get(meeting)).text).toContain('id="waiting"');
  expect((await chair.post(`${meeting}/agenda/assign`, { agenda_point_id: point })).status).toBe(
    303,
  );
  expect(await listed(chair, '?kind=agenda')).toEqual([]);
});

import { Client } from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#app/db/migrate.ts';
import { migrations } from '#app/db/migrations/index.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { createDatabase } from '#test/support/postgres.ts';
import { administered, auditRows } from './app-fixture.ts';
import { bytes, cli } from './data-transfer-fixture.ts';
import { governance } from './governance-fixture.ts';
import { minutesOf, seedMeeting } from './minutes-fixture.ts';

const { server } = await administered();
const { pool } = server.services;
const f = await governance(server);
const home = `/tor/${f.boardA}/action-items`;

interface Row {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly owner: string | null;
}

/** An action item as stored, by its description. */
const stored = async (description: string): Promise<Row | undefined> =>
  (
    await pool.query<Row>(
      `select i.id, i.properties, (
         select r.target_id::text from relations r join entities t on t.id = r.relation_type_id and t.name = 'assigned_to'
         where r.source_id = i.id) as owner
       from entities i where i.entity_type = 'action_item' and i.properties ->> 'description' = $1`,
      [description],
    )
  ).rows[0];

const create = (description: string, more: Record<string, string> = {}, by = f.chair) =>
  by.post(home, { description, ...more });

const words = async (by: AppClient, path = home) => textOf((await by.get(path)).text);

test('spec action-items#list: created, assigned, overdue, changed and deleted', async () => {
  const made = await create('Call vendor', { due_date: '2020-01-01', owner: f.member.userId });
  expect([made.status, made.location]).toEqual([303, home]);
  const item = await stored('Call vendor');
  expect(item).toMatchObject({
    owner: f.member.userId,
    properties: { status: 'open', due_date: '2020-01-01' },
  });
  expect(await words(f.member)).toContain('1 open action item, 1 overdue.');
  expect(await words(f.member)).not.toContain('Create action item');
  await f.chair.post(`${home}/${item?.id}`, {
    description: 'Call both',
    owner: f.positions['a_chair'] ?? '',
  });
  expect(await stored('Call both')).toMatchObject({ owner: f.positions['a_chair'] });
  expect((await stored('Call both'))?.properties).not.toHaveProperty('due_date');
  expect(await words(f.chair, `${home}/${item?.id}/delete`)).toContain(
    'Delete action item “Call both”?',
  );
  expect((await f.chair.post(`${home}/${item?.id}/delete`)).location).toBe(home);
  expect(await stored('Call both')).toBeUndefined();
  const codes = (await auditRows(server)).map(({ action }) => action);
  expect(codes).toEqual(
    expect.arrayContaining(['action_item.created', 'action_item.updated', 'action_item.deleted']),
  );
});

test('spec action-items#mine: a user sees their own and those of positions they hold, and moves them', async () => {
  await create('For the member', { owner: f.member.userId });
  await create('For the chair', { owner: f.positions['a_chair'] ?? '' });
  expect(await words(f.member, '/action-items')).toContain('For the member');
  expect(await words(f.member, '/action-items')).not.toContain('For the chair');
  expect(await words(f.chair, '/action-items')).toContain('For the chair');
  const item = await stored('For the member');
  const move = (by: AppClient, to: string) =>
    by.post(`/action-items/${item?.id}/status`, { status: to, back: '/action-items' });
  expect((await move(f.reviewer, 'done')).status).toBe(403);
  expect((await move(f.outsider, 'done')).status).toBe(403);
  expect((await move(f.member, 'late')).status).toBe(422);
  expect([(await move(f.member, 'in_progress')).location]).toEqual(['/action-items']);
  expect((await move(f.chair, 'done')).status).toBe(303);
  const done = (await stored('For the member'))?.properties;
  expect(done).toMatchObject({ status: 'done', done_date: expect.stringMatching(/^\d{4}-/) });
  await move(f.member, 'open');
  expect((await stored('For the member'))?.properties).not.toHaveProperty('done_date');
});

test('spec action-items#fields: refusals change nothing, and foreign ids are a 404', async () => {
  for (const [fields, message] of [
    [{ description: ' ' }, 'Description is required.'],
    [{ description: 'X', due_date: '2026-02-30' }, 'Enter a date'],
    [{ description: 'X', owner: f.outsider.userId }, 'Choose a member'],
    [{ description: 'X', owner: f.positions['b_member'] ?? '' }, 'Choose a member'],
    [{ description: 'X', owner: 'x' }, 'Choose a member'],
  ] as const) {
    const reply = await f.chair.post(home, fields);
    expect([reply.status, textOf(reply.text).includes(message)]).toEqual([422, true]);
  }
  expect(await stored('X')).toBeUndefined();
  await create('Of A');
  const item = (await stored('Of A'))?.id ?? '';
  const other = `/tor/${f.boardB}/action-items/${item}`;
  const gets = [`${other}/edit`, `${other}/delete`, `${home}/${f.boardA}/edit`];
  for (const path of gets) expect([path, (await f.gov.get(path)).status]).toEqual([path, 404]);
  for (const path of [
    other,
    `${other}/delete`,
    `${home}/${f.boardA}`,
    `/action-items/${f.boardA}/status`,
  ])
    expect([path, (await f.gov.post(path, { description: 'Y', status: 'done' })).status]).toEqual([
      path,
      404,
    ]);
  for (const by of [f.member, f.outsider, f.viewer]) {
    expect((await create('Z', {}, by)).status).toBe(403);
    expect((await by.post(`${home}/${item}`, { description: 'Z' })).status).toBe(403);
    expect((await by.post(`${home}/${item}/delete`)).status).toBe(403);
  }
  expect(
    await Promise.all([f.outsider, f.viewer].map(async (by) => (await by.get(home)).status)),
  ).toEqual([403, 403]);
  expect((await stored('Of A'))?.properties['status']).toBe('open');
});

const list = (...rows: readonly object[]) => ({
  structured_action_items: JSON.stringify(
    rows.map((row) => ({ responsible: '', due_date: '', status: 'open', ...row })),
  ),
});

test('spec action-items#lists: the list of minutes writes entities and reads them back', async () => {
  const { id } = await seedMeeting(server, f);
  const path =
    (await f.chair.post(`/tor/${f.boardA}/meetings/${id}/minutes/generate`)).location ?? '';
  const { rows } = await pool.query<{ label: string }>('select label from entities where id = $1', [
    f.member.userId,
  ]);
  const name = rows[0]?.label ?? '';
  await f.chair.post(
    `${path}/action-items`,
    list(
      { description: 'Write note', responsible: name, due_date: '2026-12-01' },
      { description: 'Ask', responsible: 'Acme' },
    ),
  );
  expect(await stored('Write note')).toMatchObject({ owner: f.member.userId });
  expect(await stored('Ask')).toMatchObject({ owner: null, properties: { responsible: 'Acme' } });
  const begun = await f.member.post(`/action-items/${(await stored('Write note'))?.id}/status`, {
    status: 'in_progress',
  });
  expect([begun.status, (await stored('Write note'))?.properties['status']]).toEqual([
    ...[303, 'in_progress'],
  ]);
  expect((await f.chair.get(path)).text).toMatch(/<option [^>]*selected[^>]*>In progress/);
  // Another list keeps what it names and deletes the rest.
  const kept = (await stored('Write note'))?.id;
  await f.chair.post(
    `${path}/action-items`,
    list({ description: 'Write note', status: 'in_progress' }, { description: 'New' }),
  );
  expect([(await stored('Write note'))?.id, await stored('Ask')]).toEqual([kept, undefined]);
  // Approved minutes keep the list; the items go on, but stay.
  await f.chair.post(`${path}/status`, { status: 'pending_approval' });
  await f.reviewer.post(`${path}/status`, { status: 'approved' });
  expect(
    JSON.parse((await minutesOf(server, path)).properties['structured_action_items'] ?? ''),
  ).toEqual([
    { description: 'Write note', responsible: '', due_date: '', status: 'in_progress' },
    { description: 'New', responsible: '', due_date: '', status: 'open' },
  ]);
  expect((await f.chair.post(`/action-items/${kept}/status`, { status: 'done' })).status).toBe(303);
  await f.chair.post(`${home}/${kept}/delete`);
  expect((await stored('Write note'))?.properties['status']).toBe('done');
  // Open items are carried onto the next minutes.
  const next = await seedMeeting(server, f);
  const later =
    (await f.chair.post(`/tor/${f.boardA}/meetings/${next.id}/minutes/generate`)).location ?? '';
  const { sections } = await minutesOf(server, later);
  expect(sections[4]?.content).toContain('- New');
  expect(sections[4]?.content).not.toContain('Write note');
});

test('spec action-items#import: lists of imported minutes become entities', async () => {
  const { importData } = await import('#app/data-manager/import/commands.ts');
  const items = JSON.stringify([
    {
      description: 'Imported',
      responsible: 'Chair',
      due_date: '2026-12-01',
      status: 'in_progress',
    },
    { description: 'Odd', responsible: 'Acme', due_date: 'soon', status: 'done' },
    { description: '', responsible: '', due_date: '', status: 'open' },
  ]);
  const minutes = (status: string, properties: object) => ({
    ...{ entity_type: 'minutes', name: `old_${status}`, label: 'Old' },
    properties: { status, structured_action_items: items, ...properties },
  });
  const of = (type: string, source: string, target: string) => ({
    relation_type: type,
    source,
    target,
  });
  const file = JSON.stringify({
    entities: [
      minutes('draft', {}),
      {
        entity_type: 'meeting',
        name: 'old_meeting',
        label: 'Old',
        properties: { status: 'completed' },
      },
    ],
    relations: [
      of('minutes_of', 'meeting:old_meeting', 'minutes:old_draft'),
      of('belongs_to_tor', 'meeting:old_meeting', 'tor:board_a'),
    ],
  });
  await importData(server.services, cli, bytes(file), { format: 'json' });
  expect(await stored('Imported')).toMatchObject({
    owner: f.positions['a_chair'],
    properties: { status: 'in_progress', due_date: '2026-12-01' },
  });
  expect((await stored('Odd'))?.properties).toEqual({
    description: 'Odd',
    responsible: 'Acme',
    status: 'done',
  });
  expect(await words(f.member)).toContain('Imported');
  await importData(server.services, cli, bytes(file), { format: 'json', mode: 'upsert' });
  const { rows } = await pool.query(
    `select count(*)::integer as n from entities where entity_type = 'action_item' and properties ->> 'description' in ('Imported', 'Odd')`,
  );
  expect(rows).toEqual([{ n: 2 }]);
});

test('spec action-items#import: a migration makes entities of the lists that minutes have', async () => {
  await using database = await createDatabase({ from: 'empty' });
  const { url } = database;
  await migrate(url, { migrations: migrations.filter(({ id }) => id < '0023') });
  const list = JSON.stringify([
    { description: 'Call vendor', responsible: 'ANN', due_date: '2026-12-01', status: 'open' },
    { description: 'Report', responsible: 'Nobody', due_date: '', status: 'done' },
  ]);
  await query(
    url,
    `insert into entities (entity_type, name, label, properties) values
       ('minutes', 'old', 'Old', jsonb_build_object('status', 'draft', 'structured_action_items', $1::text)),
       ('minutes', 'older', 'Older', jsonb_build_object('status', 'approved', 'structured_action_items', $1::text)),
       ('user', 'ann', 'Ann', '{}'), ('relation_type', 'minutes_of', 'Minutes of', '{}'),
       ('relation_type', 'belongs_to_tor', 'Belongs to', '{}')`,
    list,
  );
  await migrate(url);
  const target = (type: string) =>
    `(select o.name from relations r join entities o on o.id = r.target_id where r.source_id = i.id
       and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = '${type}'))`;
  const items = await query(
    url,
    `select i.properties, ${target('assigned_to')} as owner, ${target('action_item_of')} as minutes
     from entities i where i.entity_type = 'action_item' order by i.id`,
  );
  const [call, report] = JSON.parse(list);
  const both = (minutes: string | null) => [
    { properties: call, owner: 'ann', minutes },
    { properties: { ...report, due_date: undefined }, owner: null, minutes },
  ];
  // Nothing is added to minutes that were approved before.
  expect(items).toEqual([...both('old'), ...both(null)]);
});

/** Runs one statement on a connection of its own. */
async function query(url: string, text: string, ...values: string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

test('each list takes two or three statements', async () => {
  const count = async (path: string) => {
    const { statements } = server.queries;
    expect((await f.chair.get(path)).status).toBe(200);
    return server.queries.statements - statements;
  };
  expect([await count('/action-items'), await count(home)]).toEqual([2, 3]);
});

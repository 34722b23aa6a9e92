import { Client } from 'pg';
import { expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { bytes, cli } from './data-transfer-fixture.ts';
import { governance } from './governance-fixture.ts';
import { minutesOf, type Seeded, seedMeeting } from './minutes-fixture.ts';

const { server, admin } = await administered();
const { pool } = server.services;
const f = await governance(server);

const meeting = (more: Partial<Seeded> = {}) => seedMeeting(server, f, more);
const generate = (id: string, tor = f.boardA, by = f.chair) =>
  by.post(`/tor/${tor}/meetings/${id}/minutes/generate`);

/** Minutes of a new meeting: their address. */
async function drafted(more: Partial<Seeded> = {}): Promise<string> {
  const { location } = await generate((await meeting(more)).id);
  return location ?? '';
}

const status = (by: AppClient, path: string, to: string) =>
  by.post(`${path}/status`, { status: to });

async function approved(more: Partial<Seeded> = {}): Promise<string> {
  const path = await drafted(more);
  await status(f.chair, path, 'pending_approval');
  await status(f.reviewer, path, 'approved');
  return path;
}

const words = async (by: AppClient, path: string) => textOf((await by.get(path)).text);
const edits = { structured_attendance: '[{"name":"Chair","status":"present","delegation_to":""}]' };
const items = (more: object = {}) => ({
  structured_action_items: JSON.stringify([
    {
      description: 'Call vendor',
      responsible: 'Chair',
      due_date: '2026-12-01',
      status: 'open',
      ...more,
    },
  ]),
});

test('spec minutes#generation: sections say what happened', async () => {
  const made = await generate((await meeting({ decided: 'Option 1' })).id);
  expect([made.status, made.location]).toEqual([303, expect.stringMatching(/^\/minutes\/\d+$/)]);
  const { properties, sections } = await minutesOf(server, made.location ?? '');
  expect(properties['status']).toBe('draft');
  expect(sections.map(({ type, generated }) => [type, generated])).toEqual(
    ['attendance', 'protocol', 'agenda_items', 'decisions', 'action_items'].map((type) => [
      type,
      'true',
    ]),
  );
  const [attendance = '', protocol = '', agenda = '', decisions = ''] = sections.map(
    ({ content }) => content,
  );
  expect(attendance).toMatch(
    /^## Attendance\n\n- test_chair_\w+: present\n- Chair — \*\*Test test_chair \d+\*\* \[M\]\n/,
  );
  expect(attendance).toContain('- Spare seat — **vacant, mandatory** [M]\n- Member — **');
  expect(protocol).toBe('## Meeting Protocol\n\n_None recorded._');
  expect(agenda).toContain(
    '1. Release window (decision, 15 min, voted)\n\n   Two windows were compared.',
  );
  expect(decisions).toContain('- Release window: Option 1 — Less risk');
  expect(JSON.parse(properties['structured_attendance'] ?? '')).toEqual([
    { name: expect.stringMatching(/^Test test_chair/), status: 'present', delegation_to: '' },
  ]);
  const shown = await words(f.chair, made.location ?? '');
  for (const part of ['Minutes — Board A — 2026-03-', 'Option 1', 'Meeting protocol'])
    expect(shown).toContain(part);
  const codes = (await auditRows(server, 'minutes.generated', 'meeting.minutes_generated')).map(
    ({ action }) => action,
  );
  expect(codes).toEqual(expect.arrayContaining(['minutes.generated', 'meeting.minutes_generated']));
});

test('spec minutes#generation: only for a completed meeting of the committee, once', async () => {
  const { id } = await meeting({ status: 'in_progress' });
  const done = await meeting();
  expect((await generate(id)).status).toBe(403);
  expect((await generate(done.id, f.boardB, f.gov)).status).toBe(404);
  expect((await generate(f.boardA)).status).toBe(404);
  expect((await generate(done.id, f.boardA, f.member)).status).toBe(403);
  expect((await generate(done.id)).status).toBe(303);
  expect((await generate(done.id)).status).toBe(403);
  const both = (meeting_id: string, tor_id: string, by = f.gov) =>
    by.post('/minutes/generate', { meeting_id, tor_id, meeting_name: 'Ignored' });
  for (const [meetingId, tor] of [
    ['', ''],
    [id, f.boardA],
    [done.id, f.boardA],
    [done.id, f.boardB],
    ['x', f.boardA],
    [f.boardA, f.boardA],
  ] as const)
    expect([(await both(meetingId, tor)).location, meetingId]).toEqual(['/tor', meetingId]);
  expect((await both((await meeting()).id, f.boardA, f.outsider)).status).toBe(403);
  expect((await both((await meeting()).id, f.boardA)).location).toMatch(/^\/minutes\/\d+$/);
  const { rows } = await pool.query(
    `select r.source_id from relations r join entities t on t.id = r.relation_type_id and t.name = 'minutes_of'
     group by r.source_id having count(*) > 1`,
  );
  expect(rows).toEqual([]);
});

test('spec minutes#generation: of twenty requests at once, one generates', async () => {
  const { id } = await meeting();
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      at % 2 === 0
        ? generate(id)
        : f.gov.post('/minutes/generate', { meeting_id: id, tor_id: f.boardA }),
    ),
  );
  const made = replies.filter(({ location }) => location?.startsWith('/minutes/'));
  expect(made).toHaveLength(1);
  expect(new Set(replies.map(({ status: code }) => code))).toEqual(new Set([303, 403]));
  const { rows } = await pool.query(
    `select count(*)::integer as n from relations r join entities t on t.id = r.relation_type_id
     where t.name = 'minutes_of' and r.source_id = $1`,
    [id],
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('spec minutes#status: two steps with who and when, a way back, and nothing after approval', async () => {
  const path = await drafted();
  const stored = async () => (await minutesOf(server, path)).properties;
  const flashed = async (reply: Promise<{ status: number; location: string | null }>) => {
    const { status: code, location } = await reply;
    return [code, location];
  };
  expect((await status(f.chair, path, 'approved')).status).toBe(403);
  expect(await flashed(status(f.reviewer, path, 'approved'))).toEqual([303, path]);
  expect(await flashed(status(f.chair, path, 'done'))).toEqual([303, path]);
  expect((await stored())['status']).toBe('draft');
  expect((await status(f.reviewer, path, 'pending_approval')).status).toBe(403);
  await status(f.chair, path, 'pending_approval');
  expect(await stored()).toMatchObject({
    status: 'pending_approval',
    submitted_by: f.chair.userId,
  });
  expect((await status(f.chair, path, 'draft')).status).toBe(403);
  await status(f.reviewer, path, 'draft');
  expect(await stored()).toMatchObject({ status: 'draft' });
  expect(await stored()).not.toHaveProperty('submitted_by');
  await status(f.chair, path, 'pending_approval');
  expect(await words(f.reviewer, `${path}/approve`)).toContain('Approved minutes are final.');
  await status(f.reviewer, path, 'approved');
  const final = await minutesOf(server, path);
  expect(final.properties).toMatchObject({ status: 'approved', approved_by: f.reviewer.userId });
  expect(final.properties['approved_date']).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  const section = final.sections[0]?.id ?? '';
  for (const [to, fields] of [
    ['status', { status: 'draft' }],
    [`sections/${section}`, { content: 'Changed' }],
    ['distribution', { distribution_list: 'x@example.com' }],
    ['attendance', edits],
    ['action-items', items()],
  ] as const)
    expect([to, ...(await flashed(f.gov.post(`${path}/${to}`, fields)))]).toEqual([to, 303, path]);
  expect(await minutesOf(server, path)).toEqual(final);
  expect((await f.gov.get(`${path}/sections/${section}`)).status).toBe(404);
});

test('spec minutes#editing: text, recipients, attendance and action items are saved', async () => {
  const path = await drafted();
  const { sections } = await minutesOf(server, path);
  const section = sections[2]?.id ?? '';
  const saved = [
    await f.chair.post(`${path}/sections/${section}`, { content: 'Edited' }),
    await f.chair.post(`${path}/distribution`, { distribution_list: 'a@x.org\n\n Bob ' }),
    await f.chair.post(`${path}/attendance`, edits),
    await f.chair.post(`${path}/action-items`, items()),
  ];
  expect(saved.map(({ status: code, location }) => [code, location])).toEqual(
    saved.map(() => [303, path]),
  );
  const stored = await minutesOf(server, path);
  expect(stored.sections[2]).toMatchObject({ content: 'Edited', generated: 'false' });
  expect(stored.properties['distribution_list']).toBe('["a@x.org","Bob"]');
  expect(JSON.parse(stored.properties['structured_attendance'] ?? '')).toEqual(
    JSON.parse(edits.structured_attendance),
  );
  // The same from the columns of the page's table; a row without a name is left out.
  await f.chair.post(`${path}/attendance`, {
    ...{ name: ['Ann', ''], status: ['excused', 'present'], delegation_to: ['Ben', ''] },
  });
  expect(
    JSON.parse((await minutesOf(server, path)).properties['structured_attendance'] ?? ''),
  ).toEqual([{ name: 'Ann', status: 'excused', delegation_to: 'Ben' }]);
});

const rows = (count: number) =>
  JSON.stringify(Array.from({ length: count }, () => ({ name: 'A', status: 'absent' })));
const long = 'x'.repeat(201);

test.each<[string, string, Record<string, string>]>([
  ['no JSON', 'attendance', { structured_attendance: 'x' }],
  ['no list', 'attendance', { structured_attendance: '{}' }],
  ['an unknown status', 'attendance', { structured_attendance: '[{"name":"A","status":"late"}]' }],
  [
    'a long name',
    'attendance',
    { structured_attendance: JSON.stringify([{ name: long, status: 'absent' }]) },
  ],
  ['501 rows', 'attendance', { structured_attendance: rows(501) }],
  ['nothing', 'attendance', {}],
  ['nothing', 'action-items', {}],
  ['a day that does not exist', 'action-items', items({ due_date: '2026-02-30' })],
  ['an unknown status', 'action-items', items({ status: 'late' })],
  ['a long description', 'action-items', items({ description: long })],
])('spec minutes#editing: %s in %s is refused, and nothing changes', async (_, list, fields) => {
  const path = await drafted();
  const before = await minutesOf(server, path);
  const reply = await f.chair.post(`${path}/${list}`, fields);
  expect([reply.status, reply.location]).toEqual([303, path]);
  expect(await words(f.chair, path)).toContain('is invalid');
  expect(await minutesOf(server, path)).toEqual(before);
});

test('spec minutes#editing: of two edits the second is shown what both changed', async () => {
  const path = await drafted();
  const { sections } = await minutesOf(server, path);
  const [section] = sections;
  const to = `${path}/sections/${section?.id}`;
  const form = (await f.chair.get(to)).text;
  const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? '';
  expect(form).toContain('<textarea');
  const sent = (content: string) => ({ content, version, base: 'Five people.' });
  expect((await f.chair.post(to, sent('Five people came.'))).status).toBe(303);
  const late = await f.gov.post(to, sent('Five members.'));
  expect(late.status).toBe(409);
  expect(late.text).toContain('<ins> came</ins>');
  expect(late.text).toContain('<del>people</del><ins>members</ins>');
  expect(late.text).toMatch(/<textarea[^>]*>Five members\.<\/textarea>/);
  const next = /name="version" value="(\d+)"/.exec(late.text)?.[1] ?? '';
  expect((await f.gov.post(to, { ...sent('Five members.'), version: next })).status).toBe(303);
  expect((await minutesOf(server, path)).sections[0]?.content).toBe('Five members.');
  const long = await f.chair.post(to, { content: 'x'.repeat(100_001) });
  expect([long.status, textOf(long.text).includes('Use up to 100,000 characters.')]).toEqual([
    422,
    true,
  ]);
  expect(textOf((await f.chair.post(`${to}/preview`, { content: '**Bold**' })).text)).toContain(
    'Bold',
  );
});

test('spec minutes#status: nobody approves what changed after they read it', async () => {
  const path = await drafted();
  await status(f.chair, path, 'pending_approval');
  const link = (html: string) => /href="([^"]*\/approve\?seen=[^"]*)"/.exec(html)?.[1] ?? '';
  const approve = async (to: string) => {
    const { text } = await f.reviewer.get(to);
    const seen = /name="seen" value="([^"]*)"/.exec(text)?.[1] ?? '';
    return f.reviewer.post(`${path}/status`, { status: 'approved', seen });
  };
  const before = link((await f.reviewer.get(path)).text);
  const { sections } = await minutesOf(server, path);
  await f.chair.post(`${path}/sections/${sections[2]?.id}`, { content: 'Changed meanwhile' });
  const { location } = await approve(before);
  expect(textOf((await f.reviewer.get(location ?? '')).text)).toContain(
    'Someone changed these minutes after you opened them.',
  );
  expect((await minutesOf(server, path)).properties['status']).toBe('pending_approval');
  await approve(link((await f.reviewer.get(path)).text));
  expect((await minutesOf(server, path)).properties['status']).toBe('approved');
});

test('spec minutes#editing: lists that two people edit at once keep what each of them did', async () => {
  const path = await drafted();
  const table = (rows: readonly (readonly string[])[], ...columns: readonly string[]) =>
    Object.fromEntries(columns.map((column, at) => [column, rows.map((row) => row[at] ?? '')]));
  const base = (html: string, form: string) => {
    const found = new RegExp(`id="${form}"[\\s\\S]*?name="base" value="([^"]*)"`).exec(html)?.[1];
    return (found ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  };
  const { text } = await f.chair.get(path);
  const [people, list] = [base(text, 'attendance-form'), base(text, 'action-items-form')];
  const names = (JSON.parse(people) as { name: string }[]).map(({ name }) => name);
  const attend = (who: typeof f.chair, ...rows: (readonly string[])[]) =>
    who.post(`${path}/attendance`, {
      ...table(rows, 'name', 'status', 'delegation_to'),
      base: people,
    });
  const [first = ''] = names;
  await attend(f.chair, [first, 'present', ''], ['Guest', 'present', '']);
  await attend(f.gov, [first, 'excused', 'Ben'], ['Auditor', 'absent', '']);
  const attendance = async () =>
    JSON.parse((await minutesOf(server, path)).properties['structured_attendance'] ?? '[]');
  const both = [
    { name: first, status: 'excused', delegation_to: 'Ben' },
    { name: 'Auditor', status: 'absent', delegation_to: '' },
    { name: 'Guest', status: 'present', delegation_to: '' },
  ];
  expect(await attendance()).toEqual(both);
  const clash = await attend(f.chair, [first, 'absent', '']);
  expect([clash.status, textOf(clash.text)]).toEqual([
    409,
    expect.stringContaining(`Someone else changed these rows meanwhile: ${first}.`),
  ]);
  expect(clash.text).toMatch(/<option(?=[^>]*selected)(?=[^>]*value="absent")/);
  expect(await attendance()).toEqual(both);
  // Saving the shown form then overwrites.
  await f.chair.post(`${path}/attendance`, {
    ...table([[first, 'absent', '']], 'name', 'status', 'delegation_to'),
    base: base(clash.text, 'attendance-form'),
  });
  expect(await attendance()).toEqual([{ name: first, status: 'absent', delegation_to: '' }]);

  const act = (who: typeof f.chair, description: string) =>
    who.post(`${path}/action-items`, {
      ...table(
        [[description, '', '', 'open']],
        ...['description', 'responsible', 'due_date', 'status'],
      ),
      base: list,
    });
  await act(f.chair, 'Call vendor');
  await act(f.gov, 'Ask auditor');
  await f.chair.post(`${path}/distribution`, { distribution_list: 'Ann', base: '' });
  await f.chair.post(`${path}/distribution`, { distribution_list: 'Ben', base: '' });
  const { text: shown } = await f.chair.get(path);
  for (const kept of ['Call vendor', 'Ask auditor']) expect(shown).toContain(`value="${kept}"`);
  expect((await minutesOf(server, path)).properties['distribution_list']).toBe('["Ben","Ann"]');
});

test('spec minutes#editing: of ten edits of one version at once, one is saved', async () => {
  const path = await drafted();
  const section = (await minutesOf(server, path)).sections[1];
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      f.chair.post(`${path}/sections/${section?.id}`, {
        content: `Text ${at}`,
        version: section?.version ?? '',
      }),
    ),
  );
  const codes = replies.map(({ status: code }) => code).toSorted();
  expect(codes).toEqual([303, ...Array.from({ length: 9 }, () => 409)]);
});

test('spec minutes#access: who may open, edit, record and approve; other ids are a 404', async () => {
  const path = await drafted();
  const other = await drafted();
  const section = (await minutesOf(server, path)).sections[0]?.id ?? '';
  const foreign = (await minutesOf(server, other)).sections[0]?.id ?? '';
  const open = async (by: AppClient) => (await by.get(path)).status;
  expect(await Promise.all([f.chair, f.reviewer, f.gov].map(open))).toEqual([200, 200, 200]);
  expect(await Promise.all([f.member, f.outsider, f.viewer].map(open))).toEqual([403, 403, 403]);
  const posts = [
    [`sections/${section}`, { content: 'x' }],
    ['distribution', { distribution_list: 'x' }],
    ['attendance', edits],
    ['action-items', items()],
    ['sign', {}],
  ] as const;
  for (const by of [f.member, f.outsider, f.viewer])
    for (const [to, fields] of posts)
      expect([to, (await by.post(`${path}/${to}`, fields)).status]).toEqual([to, 403]);
  for (const [to, fields] of posts.slice(0, 4))
    expect([to, (await f.reviewer.post(`${path}/${to}`, fields)).status]).toEqual([to, 403]);
  expect((await f.chair.post(`${path}/sections/${foreign}`, { content: 'x' })).status).toBe(404);
  expect((await f.chair.get(`${path}/sections/${foreign}`)).status).toBe(404);
  for (const [to, fields] of [...posts, ['status', { status: 'pending_approval' }]] as const)
    expect([to, (await f.gov.post(`/minutes/${f.boardA}/${to}`, fields)).status]).toEqual([
      to,
      404,
    ]);
  for (const to of ['', '/verify', '/record.json', `/sections/${section}`, '/approve'])
    expect([to, (await f.gov.get(`/minutes/${f.boardA}${to}`)).status]).toEqual([to, 404]);
  expect((await f.chair.get(`${path}/record.json`)).status).toBe(404);
});

test('spec minutes#signatures: chair and secretary sign the record, once each', async () => {
  const path = await approved({ properties: { secretary_user_id: f.reviewer.userId } });
  const early = await drafted();
  const sign = async (by: AppClient, at = path) => (await by.post(`${at}/sign`)).location;
  const signatures = async () =>
    (
      await pool.query(
        `select s.capacity, s.signed_by_id::text as by, s.sha256 = a.sha256 as same
         from minutes_signatures s join approved_minutes a using (minutes_id) where minutes_id = $1 order by capacity`,
        [path.split('/').at(-1)],
      )
    ).rows;
  await sign(f.chair, early);
  await sign(f.gov);
  expect(await signatures()).toEqual([]);
  expect(await words(f.chair, path)).toContain('Sign as chair');
  await Promise.all([sign(f.chair), sign(f.chair), sign(f.reviewer), sign(f.reviewer)]);
  expect(await signatures()).toEqual([
    { capacity: 'chair', by: f.chair.userId, same: true },
    { capacity: 'secretary', by: f.reviewer.userId, same: true },
  ]);
  expect(await words(f.chair, path)).not.toContain('Sign as');
});

test('spec minutes#verification: the record can be verified here and by its hash', async () => {
  const { createHash } = await import('node:crypto');
  const path = await approved({ decided: 'Option 1' });
  const page = await words(f.reviewer, `${path}/verify`);
  expect(page).toContain('The record is intact.');
  const record = await f.chair.get(`${path}/record.json`);
  expect(page).toContain(createHash('sha256').update(record.text).digest('hex'));
  expect(record.json()).toMatchObject({
    format: 'ahlt-minutes/1',
    meeting: { date: expect.stringMatching(/^2026-/) },
    committee: { id: f.boardA, label: 'Board A' },
    content: { properties: { status: 'approved' }, sections: { length: 5 } },
  });
  const [last] = (await auditRows(server, 'minutes.status_changed')).slice(-1);
  expect(page).toContain(String(last?.details?.['sha256']));
  expect(await words(f.chair, `${await drafted()}/verify`)).toContain(
    'Only approved minutes have a record.',
  );
});

test('spec minutes#approved: the database refuses every change, by SQL, import and API', async () => {
  const path = await approved();
  const id = path.split('/').at(-1) ?? '';
  const { sections } = await minutesOf(server, path);
  await f.chair.post(`${path}/sign`);
  const own = [id, ...sections.map((section) => section.id)].join(',');
  const linked = `source_id in (${own}) or target_id in (${own})`;
  const snapshot = async () =>
    (
      await pool.query(
        `select (select json_agg(e order by id) from entities e where id in (${own})) as entities,
           (select json_agg(r order by id) from relations r where ${linked}) as relations,
           (select json_agg(a) from approved_minutes a where minutes_id = ${id}) as records,
           (select json_agg(s) from minutes_signatures s where minutes_id = ${id}) as signatures`,
      )
    ).rows;
  const before = await snapshot();
  const values: Readonly<Record<string, string>> = {
    bigint: '0',
    integer: '7',
    text: "'x'",
    boolean: 'false',
    jsonb: `'{"x": "y"}'`,
    bytea: "'x'",
    'timestamp with time zone': 'now()',
  };
  const writes = async (table: string, where: string) =>
    (
      await pool.query<{ column_name: string; data_type: string }>(
        `select column_name, data_type from information_schema.columns where table_name = $1
           and column_name not in ('id', 'version', 'updated_at')`,
        [table],
      )
    ).rows.map(
      ({ column_name: column, data_type: kind }) =>
        `update ${table} set ${column} = ${values[kind]} where ${where}`,
    );
  const type =
    "(select id from entities where entity_type = 'relation_type' and name = 'section_of')";
  const statements = [
    ...(await writes('entities', `id in (${own})`)),
    ...(await writes('relations', linked)),
    ...(await writes('approved_minutes', `minutes_id = ${id}`)),
    ...(await writes('minutes_signatures', `minutes_id = ${id}`)),
    `update entity_properties set value = 'x' where entity_id = ${sections[0]?.id} and key = 'content'`,
    `delete from entity_properties where entity_id = ${id} and key = 'approved_by'`,
    `insert into entity_properties (entity_id, key, value) values (${id}, 'more', 'x')`,
    ...sections.map((section) => `delete from entities where id = ${section.id}`),
    `delete from entities where id = ${id}`,
    `delete from entities where id = (select source_id from relations where target_id = ${id} and source_id not in (${own}))`,
    `delete from relations where ${linked}`,
    `insert into relations (relation_type_id, source_id, target_id) values (${type}, ${f.boardA}, ${id})`,
    `insert into relations (relation_type_id, source_id, target_id) values (${type}, ${sections[0]?.id}, ${f.boardA})`,
    ...['approved_minutes', 'minutes_signatures'].map(
      (table) => `delete from ${table} where minutes_id = ${id}`,
    ),
    ...['entities cascade', 'relations', 'approved_minutes cascade', 'minutes_signatures'].map(
      (tables) => `truncate ${tables}`,
    ),
    `insert into approved_minutes (minutes_id, content, sha256) values (${f.boardA}, '', '')`,
  ];
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    for (const statement of statements)
      await expect(client.query(statement), statement).rejects.toThrow(
        /stays? as|only approved minutes|keeps its type and its ends|permission denied/,
      );
    // A column that counts or dates changes stays, too.
    await client.query(`update entities set version = 99, updated_at = now() where id = ${id}`);
  } finally {
    await client.end();
  }
  const { importData } = await import('#app/data-manager/import/commands.ts');
  const { rows: named } = await pool.query(
    'select entity_type, name, label, properties from entities where id = $1',
    [id],
  );
  const changed = {
    ...named[0],
    properties: { ...named[0].properties, distribution_list: '["x"]' },
  };
  const file = JSON.stringify({ entities: [changed] });
  const loaded = (text: string) =>
    importData(server.services, cli, bytes(text), { format: 'json', mode: 'upsert' });
  expect((await loaded(file)).errors.map(({ reason }) => reason)).toEqual([
    'approved minutes stay as they are',
  ]);
  // The same file again changes nothing, so it is no error.
  expect(await loaded(JSON.stringify({ entities: named }))).toMatchObject({ error_count: 0 });
  const headers = { 'If-Match': '*' };
  const patched = await admin.json(
    `/api/v1/entities/${id}`,
    { properties: { more: 'x' } },
    { method: 'PATCH', headers },
  );
  const removed = await admin.json(`/api/v1/entities/${id}`, undefined, {
    method: 'DELETE',
    headers,
  });
  expect([patched.status, removed.status]).toEqual([409, 409]);
  expect(patched.text).toContain('Approved minutes');
  expect(await snapshot()).toEqual(before);
});

test('spec minutes#approved: approved minutes that arrive by import are recorded as a whole', async () => {
  const { importData } = await import('#app/data-manager/import/commands.ts');
  const file = JSON.stringify({
    entities: [
      {
        entity_type: 'meeting',
        name: 'old_meeting',
        label: 'Old',
        properties: { status: 'completed' },
      },
      {
        entity_type: 'minutes',
        name: 'old_minutes',
        label: 'Old minutes',
        properties: { status: 'approved' },
      },
      {
        entity_type: 'minutes_section',
        name: 'old_part',
        label: 'Part',
        properties: { content: 'Told.' },
      },
    ],
    relations: [
      { relation_type: 'minutes_of', source: 'meeting:old_meeting', target: 'minutes:old_minutes' },
      {
        relation_type: 'section_of',
        source: 'minutes_section:old_part',
        target: 'minutes:old_minutes',
      },
    ],
  });
  await importData(server.services, cli, bytes(file), { format: 'json' });
  const { rows } = await pool.query<{ content: string }>(
    `select a.content from approved_minutes a join entities e on e.id = a.minutes_id where e.name = 'old_minutes'`,
  );
  expect(JSON.parse(rows[0]?.content ?? '')).toMatchObject({
    content: { sections: [{ properties: { content: 'Told.' } }] },
  });
});

test('spec minutes#export: HTML, PDF and Markdown of approved minutes, by both ids', async () => {
  const { id } = await meeting({
    decided: 'Option 1',
    properties: { classification: 'Restricted' },
  });
  const path = (await generate(id)).location ?? '';
  const section = (await minutesOf(server, path)).sections[1]?.id ?? '';
  await f.chair.post(`${path}/sections/${section}`, { content: 'Told <b>loudly</b>.' });
  await f.chair.post(`${path}/distribution`, { distribution_list: 'ann@example.com' });
  await f.chair.post(`${path}/action-items`, items());
  const files = [
    `${path}/export`,
    `/meetings/${id}/export`,
    `${path}/export.pdf`,
    `${path}/export.md`,
  ];
  for (const file of files) expect([file, (await f.chair.get(file)).status]).toEqual([file, 403]);
  await status(f.chair, path, 'pending_approval');
  await status(f.reviewer, path, 'approved');
  const { status: code, text, headers } = await f.chair.get(`/meetings/${id}/export`);
  const number = path.split('/').at(-1);
  expect([code, headers.get('content-disposition')]).toEqual([
    200,
    `inline; filename="minutes-${number}.html"`,
  ]);
  expect(text).toContain('Told &lt;b&gt;loudly&lt;/b&gt;.');
  const asText = textOf(text);
  for (const part of [
    'Option 1',
    'Call vendor',
    'ann@example.com',
    'Restricted',
    'Meeting protocol',
  ])
    expect(asText).toContain(part);
  const same = await f.chair.get(`/meetings/${number}/export`);
  expect([same.status, (await f.chair.get(`${path}/export`)).text]).toEqual([200, same.text]);
  const pdf = await f.chair.get(`${path}/export.pdf`);
  expect([pdf.headers.get('content-type'), pdf.text.slice(0, 8)]).toEqual([
    'application/pdf',
    '%PDF-1.7',
  ]);
  expect((await f.chair.get(`${path}/export.md`)).text).toContain(
    '| Call vendor | Chair | 2026-12-01 | Open |',
  );
  for (const by of [f.member, f.outsider, f.viewer])
    expect(await Promise.all(files.map(async (file) => (await by.get(file)).status))).toEqual([
      403, 403, 403, 403,
    ]);
  expect(await auditRows(server, 'minutes.exported')).toHaveLength(5);
});

test('each page takes three statements', async () => {
  const path = await approved({ decided: 'Option 1' });
  const draft = await drafted();
  const section = (await minutesOf(server, draft)).sections[0]?.id;
  for (const page of [path, `${path}/verify`, `${draft}/sections/${section}`]) {
    const { statements } = server.queries;
    expect((await f.chair.get(page)).status, page).toBe(200);
    expect(server.queries.statements - statements, page).toBe(3);
  }
});

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { freshName, idOf } from './people-fixture.ts';
import { makeRole } from './role-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { db } = server.services;

/** The stored properties of a committee; `undefined` if there is none. */
async function stored(id: string): Promise<Record<string, string> | undefined> {
  const { rows } = await sql<{ properties: Record<string, string> }>`
    select properties from entities where id = ${id} and entity_type = 'tor'`.execute(db);
  return rows[0]?.properties;
}

/** A new committee. Returns its address. */
async function made(fields: Record<string, string> = {}): Promise<string> {
  const name = freshName();
  const reply = await admin.post('/tor', { name, label: `Board ${name}`, ...fields });
  expect(reply.status).toBe(303);
  return reply.location ?? '';
}

async function entityAt(address: string) {
  const { rows } = await sql<{ name: string; label: string }>`
    select name, label from entities where id = ${idIn(address)}`.execute(db);
  return rows[0];
}

const idIn = (address: string): string => address.split('/')[2] ?? '';

const versionIn = (text: string): string =>
  /name="seen_version" value="(\d+)"/.exec(text)?.[1] ?? '';

async function statements(address: string): Promise<number> {
  const before = server.queries.statements;
  expect((await admin.get(address)).status).toBe(200);
  return server.queries.statements - before;
}

/** The browser of a user who may only read committees. */
async function committeeReader(): Promise<AppClient> {
  const role = freshName();
  await makeRole(server, role, ['tor.list']);
  return server.signIn(role);
}

describe('spec committees#history', () => {
  test('each change is listed with its fields, newest first, in three statements', async () => {
    const address = await made({ organization: 'Works' });
    const { name, label } = (await entityAt(address)) ?? { name: '', label: '' };
    await admin.post(address, { name, label, organization: 'Finance' });
    await admin.post(`${address}/protocol`, { label: 'Opening' });
    expect(await statements(`${address}/history`)).toBe(3);
    const words = textOf((await admin.get(`${address}/history`)).text);
    const places = ['Added a step', ': Changed', ': Created'].map((word) => words.indexOf(word));
    const overview = textOf((await admin.get(address)).text);
    expect(overview).toMatch(/Meeting protocol 1 step, 0 min[\s\S]*Opening/);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(words).toMatch(/Works[\s\S]*Finance/);
    // Which step it was is said before the entry is opened.
    expect(words).toMatch(/Added a step [^·]*· Opening/);
    expect(words).toContain('Open audit log');
  });

  test('readers without the log see changes, but no address and no session', async () => {
    const address = await made({ organization: 'Works' });
    const { text } = await (await committeeReader()).get(`${address}/history`);
    expect(textOf(text)).toContain('Works');
    expect(text).not.toContain('127.0.0.1');
    expect(textOf(text)).not.toContain('Open audit log');
  });
});

describe('spec committees#creation', () => {
  test('name and label are required, each with a message', async () => {
    const reply = await admin.post('/tor', { name: '', label: '' });
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toContain('Label is required.');
    expect(textOf(reply.text)).toContain('Name is required.');
    const long = await admin.post('/tor', { name: 'x'.repeat(51), label: 'X' });
    expect(long.status).toBe(422);
  });

  test('empty fields are not stored, lists always are, one entry a line', async () => {
    const address = await made({
      objectives: ' first \r\n\r\n second ',
      ...{ description: '', meeting_cadence: 'monthly', cadence_day: 'friday' },
    });
    expect(address).toMatch(/^\/tor\/\d+$/);
    expect(await stored(idIn(address))).toEqual({
      objectives: '["first","second"]',
      ...{ inputs_required: '[]', outputs_expected: '[]' },
      ...{ meeting_cadence: 'monthly', cadence_day: 'friday' },
    });
  });

  test('a name that is taken is refused in our words, and the input is kept', async () => {
    const name = freshName();
    await made({ name, label: 'First' });
    const reply = await admin.post('/tor', { name, label: 'Other board', description: 'Typed' });
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toContain(`The name “${name}” is taken by First.`);
    expect(reply.text).toContain('value="Other board"');
    expect(reply.text).toContain('Typed');
    expect(reply.text).not.toMatch(/unique|constraint|entities_/i);
  });

  test.each([
    ['remote_url', 'javascript:alert(1)', 'must be an address'],
    ['background_repo_url', 'ftp://files.example.com', 'must be an address'],
    ['cadence_time', '25:00', 'must be a time'],
    ['cadence_duration_minutes', '0', 'must be 1–1440 minutes'],
    ['cadence_anchor', '2026-02-30', 'must be a date'],
    ['meeting_cadence', 'sometimes', 'not one of the choices'],
    ['description', 'x'.repeat(501), 'at most 500 characters'],
    ['invite_policy', 'x'.repeat(5001), 'at most 5000 characters'],
    ['tor_number', 'x'.repeat(201), 'at most 200 characters'],
  ])('spec committees#fields: %s may not be %.30s', async (field, value, message) => {
    const reply = await admin.post('/tor', { name: freshName(), label: 'X', [field]: value });
    expect([reply.status, textOf(reply.text)]).toEqual([422, expect.stringContaining(message)]);
  });

  test('a new one from another copies fields, positions without holders, and the protocol', async () => {
    const source = await idOf(server, 'tor', 'change_advisory_board');
    const form = await admin.get(`/tor/new?from=${source}`);
    expect(textOf(form.text)).toContain('Copies the fields, positions and meeting protocol');
    expect(form.text).toContain('value="change_advisory_board_copy"');
    const id = idIn(await made({ from: source, label: 'Copied board' }));
    const { rows } = await sql<{ label: string; held: boolean }>`
      select p.label, exists (select from relations f where f.target_id = p.id) as held
      from relations b join entities p on p.id = b.source_id and p.entity_type = 'tor_function'
      where b.target_id = ${id} order by p.sort_order, p.id`.execute(db);
    expect(rows.map(({ held }) => held)).toEqual([false, false, false, false, false]);
    expect((await auditRows(server, 'tor.created')).at(-1)?.details).toMatchObject({
      from: 'Change Advisory Board',
      positions: 5,
    });
    expect((await admin.get('/tor/new?from=999999999')).status).toBe(404);
    const gone = await admin.post('/tor', { name: freshName(), label: 'X', from: '999999999' });
    expect(gone.status).toBe(422);
  });
});

describe('spec committees#changes', () => {
  test('an update replaces the fields, and removes those that are empty', async () => {
    const address = await made({ description: 'Old', organization: 'Works' });
    const name = freshName();
    const reply = await admin.post(address, { name, label: 'Ops Council', description: 'New' });
    expect([reply.status, reply.location]).toEqual([303, address]);
    expect(await stored(idIn(address))).toMatchObject({ description: 'New', objectives: '[]' });
    expect(await stored(idIn(address))).not.toHaveProperty('organization');
    const refused = { name, label: 'Ops Council', remote_url: 'javascript:alert(1)' };
    expect((await admin.post(address, refused)).status).toBe(422);
  });

  test('of two editors the second sees what the first saved, keeps the own input, and may overwrite', async () => {
    const address = await made({ description: 'Old', organization: 'Works' });
    const { text } = await admin.get(`${address}/edit`);
    const [version, name] = [
      versionIn(text),
      /name="name"[^>]*value="(\w+)"/.exec(text)?.[1] ?? '',
    ];
    const other = await server.signIn('admin');
    const first = { name, label: 'Ops', description: 'Theirs', seen_version: version };
    expect((await other.post(address, first)).status).toBe(303);
    const mine = { ...first, description: 'Mine' };
    const conflict = await admin.post(address, mine);
    expect(conflict.status).toBe(409);
    expect(textOf(conflict.text)).toContain('Saved meanwhile');
    expect(textOf(conflict.text)).toMatch(/Purpose Mine Theirs/);
    expect(conflict.text).toContain('Mine</textarea>');
    const again = { ...mine, seen_version: versionIn(conflict.text) };
    expect((await admin.post(address, again)).status).toBe(303);
    expect(await stored(idIn(address))).toMatchObject({ description: 'Mine' });
  });

  test('archived and restored, with a way to undo it', async () => {
    const address = await made();
    const reply = await admin.post(`${address}/archive`, { back: '/tor?q=x' });
    expect(reply.location).toBe('/tor?q=x');
    expect(await stored(idIn(address))).toMatchObject({ status: 'archived' });
    const { text } = await admin.get(reply.location ?? '');
    expect(text).toContain(`action="${address}/restore"`);
    await admin.post(`${address}/restore`);
    expect(await stored(idIn(address))).toMatchObject({ status: 'active' });
    expect((await auditRows(server, 'tor.archived', 'tor.restored')).length).toBeGreaterThan(1);
  });

  test('several are archived at once', async () => {
    const ids = [idIn(await made()), idIn(await made())];
    const reply = await admin.post('/tor/bulk-archive', { ids, query: '/tor?page=1' });
    expect(reply.location).toBe('/tor?page=1');
    const { text } = await admin.get(reply.location ?? '');
    expect(textOf(text)).toContain('2 committees archived.');
    await admin.post('/tor/bulk-restore', { ids });
    expect(await stored(ids[0] ?? '')).toMatchObject({ status: 'active' });
  });

  test('spec requests#input: an entity of another type in the path is a 404, and nothing changes', async () => {
    const user = await idOf(server, 'user', 'alice');
    for (const action of ['', '/archive', '/restore', '/delete'])
      expect(
        (await admin.post(`/tor/${user}${action}`, { name: 'x', label: 'x' })).status,
        action,
      ).toBe(404);
    for (const page of ['', '/edit', '/delete'])
      expect((await admin.get(`/tor/${user}${page}`)).status, page).toBe(404);
    expect(await idOf(server, 'user', 'alice')).toBe(user);
    expect((await admin.get('/tor/abc')).status).toBe(404);
  });
});

describe('spec committees#deletion', () => {
  test('refused while a position is held, with the number of members', async () => {
    const id = await idOf(server, 'tor', 'it_governance_board');
    expect(textOf((await admin.get(`/tor/${id}/delete`)).text)).toContain('still has 4 members');
    const reply = await admin.post(`/tor/${id}/delete`);
    expect(reply.location).toBe('/tor');
    expect(textOf((await admin.get('/tor')).text)).toContain('still has 4 members');
    expect(await stored(id)).toBeDefined();
  });

  test('refused while there are meetings, which suggests archiving', async () => {
    const address = await made();
    await sql`
      with m as (insert into entities (entity_type, name, label) values ('meeting', ${freshName()}, 'First') returning id)
      insert into relations (relation_type_id, source_id, target_id)
      select (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor'), m.id, ${idIn(address)} from m`.execute(
      db,
    );
    const question = textOf((await admin.get(`${address}/delete`)).text);
    expect(question).toContain('has 1 meeting. Archive it instead.');
    expect(question).toContain('Archive committee');
    expect((await admin.post(`${address}/delete`)).location).toBe('/tor');
    expect(await stored(idIn(address))).toBeDefined();
  });

  test('takes positions with it, which the question names', async () => {
    const source = await idOf(server, 'tor', 'change_advisory_board');
    const address = await made({ from: source });
    expect(textOf((await admin.get(`${address}/delete`)).text)).toContain(
      'This also deletes 5 positions',
    );
    expect((await admin.post(`${address}/delete`)).location).toBe('/tor');
    expect((await admin.get(address)).status).toBe(404);
    const { rows } = await sql`
      select from entities where entity_type = 'tor_function' and name like ${`${idIn(address)}:%`}`.execute(
      db,
    );
    expect(rows).toEqual([]);
  });
});

describe('spec committees#list', () => {
  test('three statements, for the list and for a committee', async () => {
    expect(await statements('/tor')).toBe(3);
    expect(await statements('/tor?q=board&sort=updated_at&dir=desc')).toBe(3);
    const id = await idOf(server, 'tor', 'budget_committee');
    expect(await statements(`/tor/${id}`)).toBeLessThanOrEqual(3);
    expect(await statements(`/tor/${id}/edit`)).toBeLessThanOrEqual(3);
    expect(await statements(`/tor/${id}/delete`)).toBe(3);
  });

  test('shows members, positions and vacancies of today', async () => {
    const { text } = await admin.get('/tor?q=Change+Advisory');
    expect(textOf(text)).toMatch(/Change Advisory Board Active Every two weeks, Thursday 4 5 1/);
  });

  test('a term of office that ended, or begins later, does not count', async () => {
    const position = await idOf(server, 'tor_function', 'cab_member');
    const set = (properties: object) =>
      sql`update relations set properties = ${JSON.stringify(properties)}::jsonb where target_id = ${position}
        and relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'fills_position')`.execute(
        db,
      );
    for (const term of [{ until: '2020-01-01' }, { since: '2999-01-01' }]) {
      await set(term);
      expect(textOf((await admin.get('/tor?q=Change+Advisory')).text)).toMatch(/Thursday 3 5 /);
    }
    await set({});
  });

  test('is filtered by vacancies, by own positions and by status', async () => {
    const where = (field: string, value: string) =>
      `/tor?filter=${encodeURIComponent(JSON.stringify({ conditions: [{ field, op: 'is', value }] }))}`;
    expect(textOf((await admin.get(where('vacant', 'yes'))).text)).toContain('Change Advisory');
    expect(textOf((await admin.get(where('vacant', 'yes'))).text)).not.toContain('Budget Comm');
    expect((await admin.get(where('mine', 'yes'))).text).not.toContain('Budget Committee');
    expect((await admin.get(where('status', 'active'))).text).toContain('Budget Committee');
    expect((await admin.get(where('cadence', 'daily'))).text).not.toContain('Budget Committee');
  });

  test('is exported as CSV, which is audited', async () => {
    const { text } = await admin.get('/tor/export.csv?q=Change+Advisory');
    const [head, line] = text.replace('\uFEFF', '').split('\r\n');
    expect(head).toContain('id,name,label,status,meeting_cadence');
    expect(line).toMatch(/^\d+,change_advisory_board,Change Advisory Board,active,biweekly/);
    expect((await auditRows(server, 'tor.exported')).at(-1)?.details).toMatchObject({ count: 1 });
  });

  test('views and columns are kept for the reader', async () => {
    const columns = { columns: 'vacancies,status', redirect_to: '/tor' };
    expect((await admin.post('/tor/columns', columns)).location).toBe('/tor');
    const view = { name: 'Boards', address: '/tor?q=board' };
    expect((await admin.post('/tor/views', view)).location).toBe('/tor?q=board');
    expect((await admin.get('/tor')).text).toContain('Boards');
    await admin.post('/tor/views/remove', { name: 'Boards' });
    expect((await admin.get('/tor')).text).not.toContain('>Boards<');
  });
});

describe('who may use it', () => {
  test('readers see no buttons, and commands refuse them', async () => {
    const reader = await committeeReader();
    const id = await idOf(server, 'tor', 'budget_committee');
    const list = await reader.get('/tor');
    expect(list.status).toBe(200);
    const { text } = await reader.get(`/tor/${id}`);
    expect(textOf(text)).toContain('Budget Committee');
    expect(textOf(text)).not.toMatch(/\bEdit\b|Delete/);
    expect(textOf(list.text)).not.toContain('New committee');
    for (const [address, fields] of [
      ['/tor', { name: 'x', label: 'x' }],
      [`/tor/${id}`, { name: 'x', label: 'x' }],
      [`/tor/${id}/archive`, {}],
      [`/tor/${id}/delete`, {}],
      ['/tor/bulk-archive', { ids: [id] }],
    ] as const)
      expect((await reader.post(address, fields)).status, address).toBe(403);
  });

  test('without tor.list there is nothing to see', async () => {
    const nobody = await server.signIn();
    expect((await nobody.get('/tor')).status).toBe(403);
    const id = await idOf(server, 'tor', 'budget_committee');
    expect((await nobody.get(`/tor/${id}`)).status).toBe(403);
    expect((await server.visitor().get('/tor')).location).toMatch(/^\/login/);
  });
});

test('spec interface#recurrence: the forms show the zone and the next dates, and a preview stores nothing', async () => {
  const schedule = { meeting_cadence: 'biweekly', cadence_day: 'monday', cadence_time: '10:30' };
  const dates = (text: string) => textOf(text).match(/Mon \d+ \w+ \d{4}, 10:30/g) ?? [];
  const address = await made(schedule);
  const form = (await admin.get(`${address}/edit`)).text;
  expect(dates(form)).toHaveLength(3);
  expect(form).toContain('Times are in');
  expect(await statements(`${address}/edit`)).toBeLessThanOrEqual(3);
  expect(await statements(`/tor/new?from=${idIn(address)}`)).toBeLessThanOrEqual(3);
  const typed = { ...schedule, label: 'Typed', cadence_time: 'noon', seen_version: '1' };
  for (const path of ['/tor/preview', `${address}/preview`]) {
    const before = await stored(idIn(address));
    const weekly = await admin.post(path, { ...typed, meeting_cadence: 'weekly' });
    expect(weekly.status).toBe(200);
    expect(weekly.text).toContain('value="Typed"');
    expect(textOf(weekly.text)).toMatch(/(Mon \d+ \w+ \d{4}, noon ?){3}/);
    const adHoc = await admin.post(path, { ...typed, meeting_cadence: 'ad-hoc' });
    expect(textOf(adHoc.text)).toContain('No dates follow from these fields yet.');
    expect(await stored(idIn(address))).toEqual(before);
  }
  const reader = await server.signIn('viewer');
  for (const path of ['/tor/preview', `${address}/preview`])
    expect((await reader.post(path, typed)).status).toBe(403);
});

test('spec committees#list: above a thousand committees, those of a status are not counted', async () => {
  await sql`insert into entities (entity_type, name, label)
    select 'tor', 'many_' || n, 'Many ' || n from generate_series(1, 1001) n`.execute(db);
  try {
    const words = textOf((await admin.get('/tor')).text);
    expect(words).toMatch(/1,0\d\d committees/);
    expect(words).not.toContain('active committees');
  } finally {
    await sql`delete from entities where entity_type = 'tor' and name like 'many\\_%'`.execute(db);
  }
});

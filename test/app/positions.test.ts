import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';
import { positionsOf } from './position-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });

const { day, committee, position, user, members, stored, fill } = positionsOf(server, admin);
const torOf = (name: string) => idOf(server, 'tor', name);
const positionOf = (name: string) => idOf(server, 'tor_function', name);

const tab = async (tor: string): Promise<string> =>
  textOf((await admin.get(`/tor/${tor}/positions`)).text);

test('spec positions#fields: a position is created, changed and deleted; each is audited at its committee', async () => {
  const tor = await committee();
  const secretary = await position(tor, 'secretary', {
    label: 'Secretary',
    membership_type: 'mandatory',
    can_record_decisions: 'true',
  });
  const { rows } = await server.services.pool.query(
    'select properties from entities where id = $1',
    [secretary],
  );
  const flags = Object.entries(rows[0].properties).filter(([, value]) => value === 'true');
  expect(flags).toEqual([['can_record_decisions', 'true']]);
  const form = (await admin.get(`/tor/${tor}/functions/${secretary}/edit`)).text;
  expect(form).toContain('value="secretary"');
  const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? '';
  const changed = { name: 'secretary', label: 'Clerk', seats: '2', version };
  expect((await admin.post(`/tor/${tor}/functions/${secretary}`, changed)).location).toBe(
    `/tor/${tor}`,
  );
  expect((await admin.post(`/tor/${tor}/functions/${secretary}`, changed)).status).toBe(409);
  expect(await tab(tor)).toContain('Clerk');
  expect(textOf((await admin.get(`/tor/${tor}/functions/${secretary}/delete`)).text)).toContain(
    'Delete position Clerk?',
  );
  const deleted = await admin.post(`/tor/${tor}/functions/${secretary}/delete`);
  expect([deleted.status, deleted.location]).toEqual([303, `/tor/${tor}`]);
  expect(await tab(tor)).toContain('No positions yet');
  const events = await auditRows(
    server,
    ...['tor.function_created', 'tor.function_updated', 'tor.function_deleted'],
  );
  const own = events.filter((event) => event.details?.['position_id'] === secretary);
  expect(own.map(({ action }) => action.slice('tor.function_'.length))).toEqual([
    ...['created', 'updated', 'deleted'],
  ]);
  expect(new Set(own.map((event) => event.target_label)).size).toBe(1);
});

test('spec positions#fields: a refused form keeps the input', async () => {
  const tor = await committee();
  await position(tor, 'chair');
  const typed = { label: 'Head of it all', description: 'Leads', membership_type: 'mandatory' };
  for (const [fields, problem] of [
    [{ name: '' }, 'Name is required.'],
    [{ name: 'x'.repeat(51) }, 'Name must have at most 50 characters.'],
    [{ name: 'chair' }, 'The name chair is taken by chair. Choose another name.'],
    [{ name: 'a', label: 'y'.repeat(101) }, 'Label must have at most 100 characters.'],
    [{ name: 'a', description: 'y'.repeat(501) }, 'Description must have at most 500 characters.'],
    [{ name: 'a', membership_type: 'sometimes' }, 'Choose mandatory or optional as membership.'],
    [{ name: 'a', seats: '0' }, 'Seats must be between 1 and 999.'],
    [{ name: 'a', seats: 'x' }, 'Seats must be between 1 and 999.'],
  ] as const) {
    const sent: Record<string, string> = { ...typed, ...fields };
    const reply = await admin.post(`/tor/${tor}/functions`, sent);
    expect([reply.status, textOf(reply.text).includes(problem)], problem).toEqual([422, true]);
    expect(reply.text).toContain(`value="${sent['label']}"`);
  }
});

test('spec positions#names: a name is unique in its committee, and free in others', async () => {
  const [one, other] = [await committee(), await committee()];
  await position(one, 'chair');
  await position(other, 'chair');
  const budget = await torOf('budget_committee');
  // Names of other systems have no prefix.
  const reply = await admin.post(`/tor/${budget}/functions`, { name: 'bc_chair', label: 'Second' });
  expect(reply.status).toBe(422);
  const chair = await positionOf('bc_chair');
  const form = await admin.get(`/tor/${budget}/functions/${chair}/edit`);
  expect(form.text).toContain('value="bc_chair"');
});

test('spec positions#assign: an active user is assigned from today on, once', async () => {
  const tor = await committee();
  const spare = await position(tor, 'spare', { membership_type: 'mandatory' });
  const viewer = await user();
  const fields = {
    ...{ action: 'assign', user_id: viewer, position_id: spare },
    membership_type: 'mandatory',
  };
  expect((await members(tor, fields)).location).toBe(`/tor/${tor}`);
  expect(await stored(spare)).toEqual([{ since: day() }]);
  const picker = (await admin.get(`/tor/${tor}/functions/${spare}/assign`)).text;
  expect(picker).not.toContain(`value="${viewer}"`);
  expect((await members(tor, fields)).location).toBe(`/tor/${tor}`);
  expect(await stored(spare)).toHaveLength(1);
  const events = (await auditRows(server, 'tor.position_assigned')).slice(-2);
  expect(events.map(({ outcome }) => outcome)).toEqual(['success', 'refused']);
  expect(events[0]?.details).toMatchObject({ position_id: spare, user_id: viewer });
});

test('spec positions#vacate: a vacated position is vacant at once, and a term that began today leaves no trace', async () => {
  const tor = await committee();
  const spare = await position(tor, 'spare', { membership_type: 'mandatory' });
  await members(tor, { action: 'assign', user_id: await user(), position_id: spare });
  expect((await members(tor, { action: 'vacate', position_id: spare })).location).toBe(
    `/tor/${tor}`,
  );
  expect(await stored(spare)).toEqual([]);
  expect(await tab(tor)).toContain('Vacant');
});

test('spec positions#members: a fault is a message on the page of the committee, and nothing changes', async () => {
  const tor = await committee();
  const [spare, foreign] = [await position(tor, 'spare'), await positionOf('bc_member')];
  const viewer = await user();
  const inactive = await user();
  await admin.post(`/users/${inactive}/deactivate`);
  const chair = await torOf('budget_committee');
  const right = { action: 'assign', user_id: viewer, position_id: spare };
  const before = await stored(foreign);
  for (const [fields, message] of [
    [{ ...right, user_id: '' }, 'Choose an active user.'],
    [{ ...right, user_id: 'x' }, 'Choose an active user.'],
    [{ ...right, user_id: chair }, 'Choose an active user.'],
    [{ ...right, user_id: inactive }, 'Choose an active user.'],
    [{ ...right, position_id: '' }, 'Choose a position of this committee.'],
    [{ ...right, position_id: foreign }, 'Choose a position of this committee.'],
    [{ ...right, position_id: viewer }, 'Choose a position of this committee.'],
    [{ ...right, membership_type: 'x' }, 'Choose mandatory or optional as membership.'],
    [{ ...right, capacity: 'x' }, 'Choose holder, acting or substitute as capacity.'],
    [{ ...right, since: '2026-02-30' }, 'First day must be a date such as 2026-03-31.'],
    [{ ...right, since: '2026-03-02', until: '2026-03-01' }, 'The last day is before'],
    [{ action: 'vacate', position_id: '' }, 'Choose a position of this committee.'],
    [{ action: 'vacate', position_id: foreign }, 'Choose a position of this committee.'],
    [{ action: 'vacate', position_id: spare }, 'is vacant already.'],
    [{ action: 'vacate', position_id: spare, user_id: 'x' }, 'Choose an active user.'],
    [{ action: 'dance' }, 'Unknown action. Choose assign or vacate.'],
    [{}, 'Unknown action. Choose assign or vacate.'],
  ] as const) {
    const plain = await members(tor, fields);
    expect([plain.status, plain.location], message).toEqual([303, `/tor/${tor}`]);
    const back = `/tor/${tor}/positions`;
    expect((await members(tor, { ...fields, back })).location).toBe(back);
    expect(await tab(tor), JSON.stringify(fields)).toContain(message);
  }
  expect(await stored(spare)).toEqual([]);
  expect(await stored(foreign)).toEqual(before);
});

test('spec positions#deletion: a position is kept while a user fills it, today or later', async () => {
  const tor = await committee();
  const back = `/tor/${tor}/positions`;
  const [now, later, before] = [
    await position(tor, 'now'),
    await position(tor, 'later'),
    await position(tor, 'before'),
  ];
  await fill(await user(), now);
  await fill(await user(), later, { since: day(10) });
  await fill(await user(), before, { until: day(-10) });
  for (const [id, kept] of [
    [now, true],
    [later, true],
    [before, false],
  ] as const) {
    expect((await admin.post(`/tor/${tor}/functions/${id}/delete`, { back })).location).toBe(back);
    const { rows } = await server.services.pool.query('select from entities where id = $1', [id]);
    expect(rows.length === 1).toBe(kept);
    expect((await tab(tor)).includes('is held by')).toBe(kept);
  }
});

test('spec positions#order: a move numbers all positions in one step and stays within the membership', async () => {
  const tor = await committee();
  const mandatory = { membership_type: 'mandatory' };
  const [a, b, c] = [
    await position(tor, 'aa', mandatory),
    await position(tor, 'bb', mandatory),
    await position(tor, 'cc'),
  ];
  const order = async () => {
    const { rows } = await server.services.pool.query<{ id: string; place: number }>(
      'select id::text, sort_order as place from entities where id = any($1) order by sort_order',
      [[a, b, c]],
    );
    return rows.map(({ id }) => id);
  };
  const move = (id: string, direction: string, place?: string) =>
    admin.post(`/tor/${tor}/functions/${id}/move`, {
      ...{ direction, ...(place === undefined ? {} : { place }) },
    });
  expect((await move(b, 'up')).location).toContain(`/tor/${tor}/positions?moved=${b}`);
  expect(await order()).toEqual([b, a, c]);
  const events = await auditRows(server, 'tor.function_moved');
  for (const [id, direction, place] of [
    [b, 'up'],
    [a, 'down'],
    [c, 'up'],
    [c, 'up', '1'],
    [b, 'down', '3'],
    [b, 'down', '1'],
    [b, 'down', '9'],
  ] as const)
    expect((await move(id, direction, place)).status).toBe(303);
  expect(await order()).toEqual([b, a, c]);
  expect(await auditRows(server, 'tor.function_moved')).toHaveLength(events.length);
  for (const [direction, place] of [['sideways'], ['up', '0'], ['up', 'first'], ['up', '1.5']])
    expect((await move(a, direction ?? '', place)).status).toBe(422);
  expect((await move(a, 'up', '1')).status).toBe(303);
  expect(await order()).toEqual([a, b, c]);
});

test('spec positions#list: a position of another committee in the path is a 404, and nothing changes', async () => {
  const [tor, foreign] = [await committee(), await positionOf('bc_member')];
  const before = await stored(foreign);
  const path = `/tor/${tor}/functions/${foreign}`;
  const valid = { name: 'x', label: 'x', direction: 'up', user_id: await user(), until: day() };
  for (const action of ['/edit', '/delete', '/assign', '/vacate?user=1', '/history'])
    expect((await admin.get(`${path}${action}`)).status, action).toBe(404);
  for (const action of ['', '/delete', '/move', '/assign', '/vacate'])
    expect((await admin.post(`${path}${action}`, valid)).status, action).toBe(404);
  for (const action of ['', '/assign', '/vacate'])
    expect((await admin.post(`${path}${action}`, {})).status, action).toBe(404);
  expect(await stored(foreign)).toEqual(before);
  expect((await admin.get('/tor/1/positions')).status).toBe(404);
});

test('spec positions#list: members see positions without buttons, and change nothing', async () => {
  const tor = await torOf('budget_committee');
  const chair = await positionOf('bc_chair');
  const secretary = await server.signIn('secretary');
  const { status, text } = await secretary.get(`/tor/${tor}/positions`);
  expect(status).toBe(200);
  for (const action of ['/assign', '/vacate', '/edit', '/delete', '/move', '/functions/new'])
    expect(text, action).not.toContain(`${action}"`);
  const path = `/tor/${tor}/functions/${chair}`;
  for (const action of ['edit', 'delete', 'assign', 'vacate'])
    expect((await secretary.get(`${path}/${action}`)).status, action).toBe(403);
  for (const address of [
    ...['', '/delete', '/move', '/assign', '/vacate'].map((action) => `${path}${action}`),
    ...[`/tor/${tor}/functions`, `/tor/${tor}/members`],
  ])
    expect((await secretary.post(address, { action: 'vacate' })).status, address).toBe(403);
});

test('spec positions#list: the tab of a committee with 400 positions takes three statements', async () => {
  const tor = await committee();
  await server.services.pool.query(
    `with made as (
       insert into entities (entity_type, name, label, sort_order)
       select 'tor_function', $1 || ':' || n, 'Seat ' || n, n from generate_series(1, 400) n returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $1::bigint from made, entities t
     where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'`,
    [tor],
  );
  const { statements } = server.queries;
  const first = textOf((await admin.get(`/tor/${tor}/positions`)).text);
  expect(server.queries.statements - statements).toBe(3);
  expect(first).toContain('1–50 of 400 positions');
  const last = textOf((await admin.get(`/tor/${tor}/positions?page=8`)).text);
  expect(last).toContain('351–400 of 400 positions');
  expect(last).toContain('Seat 400');
});

import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });

/** Today in the installation's zone, and days around it. */
const day = (days = 0): string =>
  new Date(server.services.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const torOf = (name: string) => idOf(server, 'tor', name);
const positionOf = (name: string) => idOf(server, 'tor_function', name);

let made = 0;
/** A committee of its own. */
async function committee(): Promise<string> {
  made += 1;
  const { rows } = await server.services.pool.query<{ id: string }>(
    "insert into entities (entity_type, name, label) values ('tor', $1, $1) returning id",
    [`board_${made}`],
  );
  return rows[0]?.id ?? '';
}

/** A position of a committee, made by its form. */
async function position(tor: string, name: string, fields = {}): Promise<string> {
  const reply = await admin.post(`/tor/${tor}/functions`, { name, label: name, ...fields });
  expect([reply.status, reply.location]).toEqual([303, `/tor/${tor}`]);
  return positionOf(`${tor}:${name}`);
}

async function user(): Promise<string> {
  return (await server.createUser('viewer')).id;
}

const members = (tor: string, fields: Record<string, string>) =>
  admin.post(`/tor/${tor}/members`, fields);

/** The terms in a position, as stored. */
async function stored(position: string): Promise<Record<string, string>[]> {
  const { rows } = await server.services.pool.query<{ properties: Record<string, string> }>(
    `select r.properties from relations r join entities t on t.id = r.relation_type_id
     where t.name = 'fills_position' and r.target_id = $1 order by r.id`,
    [position],
  );
  return rows.map(({ properties }) => properties);
}

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

test('spec positions#fields: a refused form keeps what was typed', async () => {
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

test('spec positions#members: what is wrong is a message on the page of the committee, and nothing changes', async () => {
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

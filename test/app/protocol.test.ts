import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { pool } = server.services;

/** A committee without steps. */
async function committee(name: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "insert into entities (entity_type, name, label) values ('tor', $1, $1) returning id",
    [name],
  );
  return rows[0]?.id ?? '';
}

interface Step {
  readonly id: string;
  readonly label: string;
  readonly properties: Record<string, string>;
}

async function stepsOf(tor: string): Promise<readonly Step[]> {
  const { rows } = await pool.query<Step>(
    `select e.id, e.label, e.properties from relations r join entities e on e.id = r.source_id
     join entities t on t.id = r.relation_type_id and t.name = 'protocol_of'
     where r.target_id = $1 order by (e.properties ->> 'sequence_order')::integer`,
    [tor],
  );
  return rows;
}

const labelsOf = async (tor: string) => (await stepsOf(tor)).map(({ label }) => label);

test('spec protocol#steps: a step is added, changed, moved and removed, and audited at its committee', async () => {
  const tor = await committee('protocol_a');
  for (const label of ['Opening', 'Items', 'Close'])
    expect((await admin.post(`/tor/${tor}/protocol`, { label })).location).toBe(`/tor/${tor}`);
  const [opening, items] = await stepsOf(tor);
  expect(opening?.properties).toMatchObject({ sequence_order: '1', is_required: 'false' });
  const moved = await admin.post(`/tor/${tor}/protocol/${items?.id}/move`, { direction: 'up' });
  expect(moved.location).toBe(`/tor/${tor}`);
  expect(await labelsOf(tor)).toEqual(['Items', 'Opening', 'Close']);
  const form = await admin.get(`/tor/${tor}/protocol/${opening?.id}`);
  const version = /name="version" value="(\d+)"/.exec(form.text)?.[1] ?? '';
  await admin.post(`/tor/${tor}/protocol/${opening?.id}`, {
    ...{ label: 'Welcome', step_type: 'fixed', default_duration_minutes: '5', version },
  });
  expect((await stepsOf(tor))[1]).toMatchObject({
    label: 'Welcome',
    properties: { step_type: 'fixed', default_duration_minutes: '5' },
  });
  await admin.post(`/tor/${tor}/protocol/${items?.id}/delete`);
  expect(
    (await stepsOf(tor)).map(({ label, properties }) => [label, properties['sequence_order']]),
  ).toEqual([
    ['Welcome', '1'],
    ['Close', '2'],
  ]);
  const rows = await auditRows(server, 'tor.protocol_step_moved', 'tor.protocol_step_removed');
  expect(rows.map((row) => row.target_label)).toEqual(['protocol_a', 'protocol_a']);
});

test('spec protocol#steps: a new step is required unless the form says otherwise', async () => {
  const { text } = await admin.get(`/tor/${await committee('protocol_b')}/protocol/new`);
  expect(text).toMatch(/<input[^>]*name="is_required"[^>]*checked/);
});

test.each([
  ['no label', { label: ' ' }, 'Step is required.'],
  ['another type', { label: 'x', step_type: 'other' }, 'Type'],
  ['a length that is no number', { label: 'x', default_duration_minutes: 'long' }, 'Minutes'],
  ['a length above a day', { label: 'x', default_duration_minutes: '1441' }, 'Minutes'],
])('spec protocol#steps: refused: %s', async (_, fields, message) => {
  const tor = await idOf(server, 'tor', 'daily_standup');
  const before = await labelsOf(tor);
  const reply = await admin.post(`/tor/${tor}/protocol`, fields);
  expect(reply.status).toBe(422);
  expect(textOf(reply.text)).toContain(message);
  expect(await labelsOf(tor)).toEqual(before);
});

test('spec protocol#steps: a move over an end or in another direction changes nothing', async () => {
  const tor = await committee('protocol_c');
  for (const label of ['First', 'Last']) await admin.post(`/tor/${tor}/protocol`, { label });
  const [first] = await stepsOf(tor);
  const over = await admin.post(`/tor/${tor}/protocol/${first?.id}/move`, { direction: 'up' });
  expect(over.location).toBe(`/tor/${tor}`);
  await admin.post(`/tor/${tor}/protocol/${first?.id}/move`, { direction: 'sideways' });
  expect(await labelsOf(tor)).toEqual(['First', 'Last']);
});

test('spec protocol#steps: the buttons of the list return to it, with the focus on the moved step', async () => {
  const tor = await committee('protocol_d');
  for (const label of ['First', 'Last']) await admin.post(`/tor/${tor}/protocol`, { label });
  const [first] = await stepsOf(tor);
  const reply = await admin.post(`/tor/${tor}/protocol/${first?.id}/move`, {
    ...{ direction: 'down', back: 'list' },
  });
  expect(reply.location).toBe(`/tor/${tor}/protocol?moved=${first?.id}&by=down`);
});

test('a step of another committee is a 404 and stays', async () => {
  const [own, other] = [await committee('protocol_e'), await committee('protocol_f')];
  await admin.post(`/tor/${other}/protocol`, { label: 'Foreign' });
  const [step] = await stepsOf(other);
  const address = `/tor/${own}/protocol/${step?.id}`;
  expect((await admin.get(address)).status).toBe(404);
  for (const action of ['', '/move', '/delete'])
    expect((await admin.post(`${address}${action}`, { label: 'x', direction: 'up' })).status).toBe(
      404,
    );
  expect(await labelsOf(other)).toEqual(['Foreign']);
});

test('users without the permission see and change nothing', async () => {
  const tor = await idOf(server, 'tor', 'daily_standup');
  const viewer = await server.signIn('viewer');
  expect((await viewer.get(`/tor/${tor}/protocol`)).status).toBe(403);
  expect((await viewer.post(`/tor/${tor}/protocol`, { label: 'x' })).status).toBe(403);
});

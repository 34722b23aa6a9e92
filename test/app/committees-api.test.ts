import { expect, test } from 'vitest';
import { programOf } from './api-fixture.ts';
import { administered } from './app-fixture.ts';
import { freshName, idOf } from './people-fixture.ts';

const { server } = await administered({ from: 'demo' });
const program = await programOf(server, 'admin');

async function send(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const request = { method, headers, ...(body === undefined ? {} : { body }) };
  const reply = await program.send(`/api/v1${path}`, request);
  return {
    status: reply.status,
    etag: reply.headers.get('etag') ?? '',
    value: (reply.body ?? {}) as Record<string, unknown>,
  };
}

test('spec api#governance: a committee is created, read, changed, archived and deleted', async () => {
  const name = freshName();
  const made = await send('POST', '/tors', {
    ...{ name, label: 'Ops', objectives: ['One', 'Two'], meeting_cadence: 'weekly' },
    ...{ cadence_day: 'monday', cadence_duration_minutes: 90 },
  });
  expect([made.status, made.value]).toEqual([
    201,
    expect.objectContaining({
      ...{ name, label: 'Ops', status: 'active', objectives: ['One', 'Two'], member_count: 0 },
      cadence_duration_minutes: '90',
    }),
  ]);
  const path = `/tors/${String(made.value['id'])}`;
  const changed = await send('PATCH', path, { description: 'New', cadence_day: null });
  expect(changed.value).toMatchObject({ description: 'New', cadence_day: '', label: 'Ops' });
  const stale = { 'if-match': made.etag };
  expect((await send('PATCH', path, { label: 'X' }, stale)).status).toBe(412);
  const replaced = await send('PUT', path, { name, label: 'Ops 2' });
  expect(replaced.value).toMatchObject({ label: 'Ops 2', objectives: [], description: '' });
  expect((await send('POST', `${path}/archive`)).value).toMatchObject({ status: 'archived' });
  expect((await send('POST', `${path}/restore`)).value).toMatchObject({ status: 'active' });
  expect((await send('DELETE', path)).status).toBe(204);
  expect((await send('GET', path)).status).toBe(404);
});

test('spec api#governance: refusals are problem documents', async () => {
  const taken = { name: 'budget_committee', label: 'Other' };
  expect((await send('POST', '/tors', taken)).status).toBe(409);
  const address = { name: freshName(), label: 'X', remote_url: 'javascript:alert(1)' };
  expect(await send('POST', '/tors', address)).toMatchObject({
    status: 422,
    value: { status: 422 },
  });
  const held = await idOf(server, 'tor', 'it_governance_board');
  expect(await send('DELETE', `/tors/${held}`)).toMatchObject({
    ...{ status: 409, value: { error: expect.stringContaining('still has 4 members') } },
  });
  const user = await idOf(server, 'user', 'alice');
  expect((await send('PATCH', `/tors/${user}`, { label: 'X' })).status).toBe(404);
  expect((await send('DELETE', `/tors/${user}`)).status).toBe(404);
});

test('spec api#governance: the list counts members and positions', async () => {
  const { value } = await send('GET', '/tors?status=active&per_page=100');
  const { items } = value as { items: Record<string, unknown>[] };
  const board = items.find(({ name }) => name === 'change_advisory_board');
  expect(board).toEqual({
    ...{ id: expect.any(Number), name: 'change_advisory_board', label: 'Change Advisory Board' },
    ...{ description: expect.any(String), status: 'active', meeting_cadence: 'biweekly' },
    ...{ member_count: 4, function_count: 5 },
  });
});

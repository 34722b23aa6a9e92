import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { pool } = server.services;

const [budget, safety, planning, standup] = await Promise.all(
  ['budget_committee', 'safety_review_board', 'sprint_planning', 'daily_standup'].map((name) =>
    idOf(server, 'tor', name),
  ),
);

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly properties: Record<string, string>;
}

/** Dependencies from one committee to another. */
async function between(source = '', target = ''): Promise<readonly Row[]> {
  const { rows } = await pool.query<Row>(
    `select r.id, t.name as kind, r.properties from relations r join entities t on t.id = r.relation_type_id
     where r.source_id = $1 and r.target_id = $2 order by t.name`,
    [source, target],
  );
  return rows;
}

const add = (from = '', fields: Record<string, string> = {}) =>
  admin.post(`/tor/${from}/dependencies`, fields);

test('spec dependencies#changes: a dependency is added and removed, and audited at its committee', async () => {
  const reply = await add(budget, {
    target_tor_id: safety ?? '',
    relation_type: 'escalates_to',
    output_types: 'Releases',
    is_blocking: 'true',
  });
  expect(reply.location).toBe(`/tor/${budget}`);
  const [row] = await between(budget, safety);
  expect([row?.kind, row?.properties]).toEqual([
    'escalates_to',
    { output_types: 'Releases', is_blocking: 'true' },
  ]);
  const question = await admin.get(`/tor/${budget}/dependencies/${row?.id}/delete`);
  expect(textOf(question.text)).toContain('Remove the dependency on “Safety Review Board”?');
  expect((await admin.post(`/tor/${budget}/dependencies/${row?.id}/delete`)).location).toBe(
    `/tor/${budget}`,
  );
  expect(await between(budget, safety)).toEqual([]);
  const rows = await auditRows(server, 'tor.dependency_added', 'tor.dependency_removed');
  expect(rows.map(({ action, target_label }) => [action, target_label])).toEqual([
    ['tor.dependency_added', 'Budget Committee'],
    ['tor.dependency_removed', 'Budget Committee'],
  ]);
});

test('the relation is feeds_into if the form names none', async () => {
  await add(standup, { target_tor_id: safety ?? '' });
  expect((await between(standup, safety)).map(({ kind }) => kind)).toEqual(['feeds_into']);
});

test.each([
  ['no committee', {}, 'Select the other committee.'],
  ['0', { target_tor_id: '0' }, 'Select the other committee.'],
  ['no number', { target_tor_id: 'x' }, 'Select the other committee.'],
  ['itself', { target_tor_id: budget ?? '' }, 'A committee cannot depend on itself.'],
  ['one that does not exist', { target_tor_id: '999999999' }, 'no longer exists'],
  ['an entity of another type', { target_tor_id: admin.userId }, 'no longer exists'],
  [
    'another relation type',
    { target_tor_id: safety ?? '', relation_type: 'has_role' },
    'The relation is feeds_into or escalates_to.',
  ],
])('spec dependencies#changes: refused: %s', async (_, fields, message) => {
  const before = await between(budget, safety);
  const reply = await add(budget, { ...fields, description: 'Typed text' });
  expect([reply.status, reply.text.includes('Typed text')]).toEqual([422, true]);
  expect(textOf(reply.text)).toContain(message);
  expect(await between(budget, safety)).toEqual(before);
});

test('spec dependencies#changes: the same dependency is refused the second time', async () => {
  const fields = { target_tor_id: planning ?? '', relation_type: 'feeds_into' };
  expect((await add(safety, fields)).status).toBe(303);
  const again = await add(safety, fields);
  expect([again.status, textOf(again.text).includes('already exists')]).toEqual([422, true]);
  expect(await between(safety, planning)).toHaveLength(1);
});

test('spec dependencies#changes: a relation of another committee or kind is a 404 and stays', async () => {
  await add(safety, { target_tor_id: standup ?? '', relation_type: 'escalates_to' });
  const [dependency] = await between(safety, standup);
  const { rows } = await pool.query<{ id: string }>(
    `select r.id from relations r join entities t on t.id = r.relation_type_id where t.name = 'has_role' limit 1`,
  );
  for (const id of [dependency?.id, rows[0]?.id]) {
    const address = `/tor/${budget}/dependencies/${id}/delete`;
    expect((await admin.get(address)).status).toBe(404);
    expect((await admin.post(address)).status).toBe(404);
  }
  const kept = await pool.query('select 1 from relations where id = any($1)', [
    [dependency?.id, rows[0]?.id],
  ]);
  expect(kept.rowCount).toBe(2);
});

describe('spec dependencies#cycles: blocking dependencies', () => {
  const blocking = (target = '') => ({ target_tor_id: target, is_blocking: 'true' });
  const made = async (label: string) =>
    (
      await pool.query<{ id: string }>(
        "insert into entities (entity_type, name, label) values ('tor', $1, $1) returning id",
        [label],
      )
    ).rows[0]?.id ?? '';

  test('form no cycle, and the refusal names the path', async () => {
    const [a, b, c] = [await made('Alpha'), await made('Beta'), await made('Gamma')];
    await add(a, blocking(b));
    await add(b, { ...blocking(c), relation_type: 'escalates_to' });
    const closing = await add(c, blocking(a));
    expect(closing.status).toBe(422);
    expect(textOf(closing.text)).toContain('Gamma → Alpha → Beta → Gamma');
    expect(await between(c, a)).toEqual([]);
    expect((await add(c, { target_tor_id: a })).status).toBe(303);
  });

  test('added at the same moment close none either', async () => {
    const [d, e] = [await made('Delta'), await made('Epsilon')];
    const replies = await Promise.all([add(d, blocking(e)), add(e, blocking(d))]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  });
});

test('users without the permission see no form and change nothing', async () => {
  const viewer = await server.signIn('viewer');
  expect((await viewer.get(`/tor/${budget}/dependencies/new`)).status).toBe(403);
  expect(
    (await viewer.post(`/tor/${budget}/dependencies`, { target_tor_id: standup ?? '' })).status,
  ).toBe(403);
  expect(await between(budget, standup)).toEqual([]);
});

test('the form searches committees by label and name, without the committee itself', async () => {
  const found = async (q: string) =>
    (
      (await admin.get(`/tor/${budget}/dependencies/candidates?q=${q}`)).json() as {
        label: string;
      }[]
    ).map(({ label }) => label);
  expect(await found('safety')).toEqual(['Safety Review Board']);
  expect(await found('daily_standup')).toEqual(['Daily Standup']);
  expect(await found('budget')).toEqual([]);
  expect(await found('%25')).toEqual([]);
});

test('spec requests#access: a committee that does not exist is a 404', async () => {
  for (const id of ['999999999', 'abc'])
    expect((await admin.get(`/tor/${id}/dependencies/new`)).status).toBe(404);
});

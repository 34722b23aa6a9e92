import { expect, test } from 'vitest';
import { createRelation, updateEntity } from '#app/entities/index.ts';
import { findEntityByName } from '#app/ontology/lookup.ts';
import {
  entity,
  exported,
  imported,
  reasons,
  relation,
  relationCounts,
  store,
} from './data-transfer-fixture.ts';
import type { Store } from './kernel-fixture.ts';

const blocking = { is_blocking: 'true' };
const tors = ['a', 'b', 'c'].map((name) => entity('tor', name, { label: name.toUpperCase() }));
const chair = (seats: string) =>
  entity('tor_function', 'chair', { label: 'Chair', properties: { seats } });
const people = ['ada', 'ben', 'cem'].map((name) => entity('user', name));
const fills = (user: string, properties?: object) =>
  relation('fills_position', `user:${user}`, 'tor_function:chair', properties);

const idOf = async ({ db }: Store, type: string, name: string) =>
  (await findEntityByName(db, type, name))?.id ?? '';

test('spec dependencies#cycles: an import leaves out the dependency that closes a cycle of blocking ones, and names the path', async () => {
  const to = await store();
  const result = await imported(to, {
    entities: tors,
    relations: [
      relation('feeds_into', 'tor:a', 'tor:b', blocking),
      relation('escalates_to', 'tor:b', 'tor:c', blocking),
      relation('feeds_into', 'tor:c', 'tor:a'),
      relation('escalates_to', 'tor:c', 'tor:a', blocking),
    ],
  });
  expect([relationCounts(result), reasons(result)]).toEqual([
    [3, 0, 0],
    ['Committees would wait for each other: C → A → B → C.'],
  ]);
  const turned = [relation('feeds_into', 'tor:c', 'tor:a', blocking)];
  const skipped = await imported(to, { relations: turned });
  expect([relationCounts(skipped), reasons(skipped)]).toEqual([[0, 0, 1], []]);
  const replaced = await imported(to, { relations: turned }, { mode: 'upsert' });
  expect(reasons(replaced)).toEqual(['Committees would wait for each other: C → A → B → C.']);
  expect(
    await imported(
      to,
      { relations: [relation('escalates_to', 'tor:c', 'tor:b', blocking)] },
      { mode: 'fail' },
    ),
  ).toMatchObject({ committed: false, errors: [{ reason: expect.stringContaining('C → B → C') }] });
  const file = await exported(to);
  expect(await imported(await store(), file)).toMatchObject({ error_count: 0 });
});

test('spec positions#seats: an import leaves out who finds no seat, and counts no substitutes and former holders', async () => {
  const to = await store();
  const result = await imported(to, {
    entities: [...people, chair('1')],
    relations: [
      ...[fills('ada', { until: '2020-01-31' }), fills('ben', { capacity: 'substitute_for' })],
      ...[fills('cem'), fills('admin', { since: '2099-01-01', capacity: 'acting' })],
    ],
  });
  expect([relationCounts(result), reasons(result)]).toEqual([
    [3, 0, 0],
    ['Chair has 1 seat, but 2 users would hold it at the same time.'],
  ]);
  const two = await imported(
    to,
    { entities: [chair('2')], relations: [fills('admin')] },
    { mode: 'upsert' },
  );
  expect(two).toMatchObject({ updated: 1, relations_created: 1, error_count: 0 });
  const one = await imported(to, { entities: [chair('1')] }, { mode: 'upsert' });
  expect([one.updated, reasons(one)]).toEqual([
    0,
    ['Chair has 1 seat, but 2 users would hold it at the same time.'],
  ]);
});

test('spec api#entities: the entity API refuses what the pages refuse', async () => {
  const to = await store();
  await imported(to, {
    entities: [...tors, ...people, chair('1')],
    relations: [relation('feeds_into', 'tor:a', 'tor:b', blocking), fills('ada')],
  });
  const admin = await to.actor('admin');
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => idOf(to, 'tor', name)));
  const [seat, ben] = [await idOf(to, 'tor_function', 'chair'), await idOf(to, 'user', 'ben')];
  const relate = (type: string, source = '', target = '', properties = {}) =>
    createRelation(to, admin, { type, source, target, properties });
  expect(await relate('escalates_to', b, c, blocking)).toMatchObject({ ok: true });
  expect(await relate('feeds_into', c, a, blocking)).toMatchObject({
    ok: false,
    reasons: [{ code: 'rule', message: 'Committees would wait for each other: C → A → B → C.' }],
  });
  expect(await relate('feeds_into', a, a, blocking)).toMatchObject({ ok: false });
  const overfull = { code: 'rule', message: expect.stringContaining('Chair has 1 seat') };
  expect(await relate('fills_position', ben, seat)).toMatchObject({
    ok: false,
    reasons: [overfull],
  });
  const change = (seats: string) => updateEntity(to, admin, { id: seat, properties: { seats } });
  expect(await change('2')).toMatchObject({ ok: true });
  expect(await relate('fills_position', ben, seat)).toMatchObject({ ok: true });
  expect(await change('1')).toMatchObject({ ok: false, reasons: [overfull] });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDb, type Db, type Tx } from '#app/db/database.ts';
import { createPool } from '#app/db/pool.ts';
import {
  createEntity,
  deleteEntity,
  findEntitiesByProperty,
  findEntity,
  findEntityByName,
  listEntities,
  updateEntity,
} from '#app/ontology/entities.ts';
import { deleteProperty, getProperties, getProperty, setProperties } from '#app/ontology/properties.ts';
import { createRelation, deleteRelation, deleteRelationsFrom, findSources, findTargets } from '#app/ontology/relations.ts';
import { createDatabase } from '#test/support/postgres.ts';

const stack = new AsyncDisposableStack();
let db: Db;

beforeAll(async () => {
  const { url } = stack.use(await createDatabase({ from: 'migrated' }));
  db = createDb(stack.use(createPool({ url, applicationName: 'test' })));
});
afterAll(() => stack.disposeAsync());

const change = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(run);
const add = (type: string, name: string, sortOrder = 0) => change((tx) => createEntity(tx, { type, name, label: name, sortOrder }));

test('entities of a type are listed by their order, then their age', async () => {
  const [late, first, second] = [await add('color', 'late', 2), await add('color', 'first', 1), await add('color', 'second', 1)];
  expect((await listEntities(db, 'color')).map(({ id }) => id)).toEqual([first, second, late]);
});

test('an entity is found by id and by name, and what is not there is undefined', async () => {
  const id = await add('tor', 'budget');
  expect(await findEntity(db, id)).toMatchObject({
    id,
    type: 'tor',
    name: 'budget',
    sortOrder: 0,
    isActive: true,
    createdAt: expect.any(Date),
  });
  expect(await findEntityByName(db, 'tor', 'budget')).toMatchObject({ id });
  expect([await findEntity(db, '999999999'), await findEntityByName(db, 'role', 'budget')]).toEqual([undefined, undefined]);
});

test('a name that is taken is refused when creating and when renaming', async () => {
  await add('role', 'clerk');
  await expect(add('role', 'clerk')).rejects.toMatchObject({
    code: 'entity_exists',
    status: 409,
    message: 'There is a role named "clerk" already.',
  });
  const other = await add('role', 'other');
  await expect(change((tx) => updateEntity(tx, other, { name: 'clerk', label: 'x' }))).rejects.toMatchObject({ code: 'entity_exists' });
});

test('a renamed entity says when', async () => {
  const id = await add('role', 'before');
  const before = await findEntity(db, id);
  await change((tx) => updateEntity(tx, id, { name: 'after', label: 'After' }));
  const after = await findEntity(db, id);
  expect(after).toMatchObject({ name: 'after', label: 'After' });
  expect(after?.updatedAt.getTime()).toBeGreaterThan(before?.updatedAt.getTime() ?? Number.POSITIVE_INFINITY);
  await expect(change((tx) => updateEntity(tx, '999999999', { name: 'x', label: 'x' }))).rejects.toMatchObject({
    code: 'entity_missing',
    status: 404,
  });
});

test('properties are set, replaced one by one, read and removed', async () => {
  const id = await add('tor', 'safety');
  await change((tx) => setProperties(tx, id, { status: 'active', cadence: 'weekly' }));
  await change((tx) => setProperties(tx, id, { status: 'archived' }));
  expect(Object.fromEntries(await getProperties(db, id))).toEqual({ cadence: 'weekly', status: 'archived' });
  await change((tx) => deleteProperty(tx, id, 'cadence'));
  expect([await getProperty(db, id, 'cadence'), await getProperty(db, id, 'status')]).toEqual([undefined, 'archived']);
  expect(await getProperties(db, '999999999')).toEqual(new Map());
});

test('entities are found by the value of a property', async () => {
  const [one, two] = [await add('meeting', 'one'), await add('meeting', 'two')];
  for (const id of [one, two]) await change((tx) => setProperties(tx, id, { place: id === one ? 'hall' : 'annex' }));
  expect((await findEntitiesByProperty(db, { type: 'meeting', key: 'place', value: 'hall' })).map(({ id }) => id)).toEqual([one]);
});

test('relations are addressed by the name of their type, once each, in the order of what they lead to', async () => {
  const type = await add('relation_type', 'leads_to');
  const source = await add('node', 'source');
  const [second, first] = [await add('node', 'second', 2), await add('node', 'first', 1)];
  const relate = (target: string) => change((tx) => createRelation(tx, { type: 'leads_to', source, target }));
  for (const target of [second, first, first]) await relate(target);
  expect(await findTargets(db, source, 'leads_to')).toEqual([first, second]);
  expect(await findSources(db, first, 'leads_to')).toEqual([source]);
  await expect(change((tx) => deleteEntity(tx, type))).rejects.toMatchObject({ code: 'relation_type_in_use', status: 409 });
  await change((tx) => deleteRelation(tx, { type: 'leads_to', source, target: first }));
  expect(await findTargets(db, source, 'leads_to')).toEqual([second]);
  await change((tx) => deleteRelationsFrom(tx, source, 'leads_to'));
  await change((tx) => deleteEntity(tx, type));
  expect(await findTargets(db, source, 'leads_to')).toEqual([]);
});

test('a relation type that does not exist is said plainly', async () => {
  const id = await add('node', 'alone');
  await expect(change((tx) => createRelation(tx, { type: 'nothing', source: id, target: id }))).rejects.toMatchObject({
    code: 'relation_type_unknown',
    message: 'There is no relation type "nothing".',
  });
});

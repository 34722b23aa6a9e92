import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '#app/db/database.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  type NewEntity,
  removeEntities,
  uniqueName,
} from '#app/ontology/entities.ts';
import { findEntities, findEntity, findEntityByName, listEntities } from '#app/ontology/lookup.ts';
import { Interruption } from '#app/ontology/outcome.ts';
import { currentPermissions } from '#app/ontology/permissions.ts';
import { findTargets, relate, setTargets, unrelate } from '#app/ontology/relations.ts';
import type { EntityType } from '#app/ontology/schema.ts';
import { lockSnapshot } from '#app/ontology/snapshot.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore('demo');
});
afterAll(() => store[Symbol.asyncDispose]());

const change = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => store.db.transaction().execute(run);
const add = <Type extends EntityType>(
  type: Type,
  name: string,
  more: Partial<NewEntity<Type>> = {},
) => change((tx) => insertEntity(tx, { label: name, ...more, type, name }));
const versionOf = async (id: string) => (await findEntity(store.db, id))?.version;
/** The outcome that ended something early. */
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof Interruption ? error.outcome : error),
  );

describe('entities', () => {
  test('an entity is stored with its properties and read back unchanged', async () => {
    const stored = await add('tor', 'audit_board', {
      properties: { status: 'archived', objectives: ['See', 'Say'] },
      texts: { colour: 'green' },
    });
    expect(stored).toMatchObject({
      type: 'tor',
      version: '1',
      isActive: true,
      properties: { status: 'archived', objectives: '["See","Say"]', colour: 'green' },
    });
    expect(await change((tx) => lockSnapshot(tx, 'tor', stored.id))).toEqual(stored);
    expect(await change((tx) => lockSnapshot(tx, 'user', stored.id))).toBeUndefined();
  });

  test('they are listed by order and age, found by id and by name', async () => {
    const [late, first] = [
      await add('protocol_step', 'late', { sortOrder: 2 }),
      await add('protocol_step', 'first', { sortOrder: 1 }),
    ];
    expect((await listEntities(store.db, 'protocol_step')).map(({ id }) => id)).toEqual(
      expect.arrayContaining([first.id, late.id]),
    );
    expect(await findEntityByName(store.db, 'protocol_step', 'late')).toMatchObject({
      id: late.id,
    });
    expect(await findEntities(store.db, 'role', [late.id])).toEqual([]);
    expect(await findEntity(store.db, '999999999')).toBeUndefined();
  });

  test('a name that is taken is refused when creating and when renaming', async () => {
    const other = await add('role', 'other');
    expect(await outcomeOf(add('role', 'viewer'))).toMatchObject({
      kind: 'refused',
      reasons: [{ field: 'name', code: 'name_taken' }],
    });
    const renamed = change(async (tx) =>
      changeEntity<'role'>(tx, await lockEntity(tx, 'role', other.id), { name: 'viewer' }),
    );
    await expect(renamed).rejects.toMatchObject({
      code: '23505',
      constraint: 'entities_type_name_key',
    });
  });

  test('spec ontology#names: generated names never collide', () => {
    const names = Array.from({ length: 1000 }, () => uniqueName('Zürich — Größe & Co.'));
    expect(new Set(names).size).toBe(1000);
    expect(names[0]).toMatch(/^zu_rich_gro_e_co_[a-z0-9]{10}$|^zurich_gro_e_co_[a-z0-9]{10}$/);
  });

  test('spec ontology#secrets: a key that names a secret is no property', async () => {
    const { id } = await add('user', 'secretive');
    const write = change(async (tx) =>
      changeEntity<'user'>(tx, await lockEntity(tx, 'user', id), {
        texts: { 'old.password': 'x' },
      }),
    );
    expect(await outcomeOf(write)).toMatchObject({
      kind: 'refused',
      reasons: [{ field: 'old.password' }],
    });
  });

  test('spec requests#input: an id of another type is not found', async () => {
    const { id } = await add('role', 'of_another_type');
    expect(await outcomeOf(change((tx) => lockEntity(tx, 'user', id)))).toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('a version', () => {
  test('counts transactions that change the entity, its properties or the relations that begin at it', async () => {
    const user = await add('user', 'versioned');
    const role = await findEntityByName(store.db, 'role', 'viewer');
    const relation = { type: 'has_role', source: user.id, target: role?.id ?? '' };
    const edit = (label: string, email: string) =>
      change(async (tx) => {
        const locked = await lockEntity(tx, 'user', user.id);
        await changeEntity<'user'>(tx, locked, { label, properties: { email } });
      });
    await edit('New', 'new@example.com');
    expect(await versionOf(user.id)).toBe('2');
    await edit('New', 'new@example.com');
    expect(await versionOf(user.id)).toBe('2');
    await change((tx) => relate(tx, [relation]));
    expect([await versionOf(user.id), await versionOf(role?.id ?? '')]).toEqual([
      '3',
      role?.version,
    ]);
    await change((tx) => unrelate(tx, [relation]));
    expect(await versionOf(user.id)).toBe('4');
  });

  test('tells the second writer the current state', async () => {
    const { id, version } = await add('role', 'contended');
    await change(async (tx) =>
      changeEntity<'role'>(tx, await lockEntity(tx, 'role', id, { version }), { label: 'First' }),
    );
    const second = await outcomeOf(change((tx) => lockEntity(tx, 'role', id, { version })));
    expect(second).toMatchObject({
      kind: 'conflict',
      seen: '1',
      current: { label: 'First', version: '2' },
    });
  });

  test('and a change that waited for another sees its result, properties included', async () => {
    const { id } = await add('role', 'waited_for');
    const [first, second] = await Promise.all(
      ['one', 'two'].map((description) =>
        change(async (tx) => {
          const before = await lockEntity(tx, 'role', id);
          await sql`select pg_sleep(0.1)`.execute(tx);
          return (
            await changeEntity<'role'>(tx, before, {
              properties: {
                description: `${before.properties['description'] ?? ''}+${description}`,
              },
            })
          ).properties;
        }),
      ),
    );
    expect([first?.['description'], second?.['description']].toSorted()[1]).toMatch(
      /^\+(one\+two|two\+one)$|^\+two$/,
    );
    const stored = await change((tx) => lockSnapshot(tx, 'role', id));
    expect(stored?.properties['description']).toMatch(/^\+(one\+two|two\+one)$/);
  });
});

describe('relations', () => {
  test("spec ontology#relation-ends: their ends are validated by the type's declaration", async () => {
    const [user, role] = [
      await findEntityByName(store.db, 'user', 'alice'),
      await findEntityByName(store.db, 'role', 'viewer'),
    ];
    const ends = { source: user?.id ?? '', target: role?.id ?? '' };
    const attempt = (type: string, source: string, target: string) =>
      outcomeOf(change((tx) => relate(tx, [{ type, source, target }])));
    expect(await attempt('has_role', ends.target, ends.source)).toMatchObject({
      reasons: [
        {
          code: 'relation_ends',
          message: '"has_role" leads from user to role, not from role to user.',
        },
      ],
    });
    expect(await attempt('nothing', ends.source, ends.target)).toMatchObject({
      reasons: [{ code: 'relation_type_unknown' }],
    });
    expect(await attempt('has_role', ends.source, '999999999')).toMatchObject({
      reasons: [{ code: 'relation_end_missing' }],
    });
  });

  test('a type that declares nothing joins anything', async () => {
    await add('relation_type', 'leads_to');
    const [one, two] = [await add('tor', 'one'), await add('user', 'two')];
    await change((tx) => relate(tx, [{ type: 'leads_to', source: one.id, target: two.id }]));
    expect(await findTargets(store.db, one.id, 'leads_to')).toEqual([two.id]);
  });

  test('they exist once, are set as a whole, and are found from either end', async () => {
    const user = await add('user', 'many_roles');
    const roles = [
      await add('role', 'r1', { sortOrder: 3 }),
      await add('role', 'r2', { sortOrder: 2 }),
      await add('role', 'r3', { sortOrder: 1 }),
    ];
    const [r1, r2, r3] = roles.map(({ id }) => id) as [string, string, string];
    const relations = [r1, r2, r1].map((target) => ({ type: 'has_role', source: user.id, target }));
    expect(await change((tx) => relate(tx, relations))).toBe(2);
    expect(await change((tx) => relate(tx, relations))).toBe(0);
    expect(await change((tx) => setTargets(tx, 'has_role', user.id, [r2, r3]))).toEqual({
      added: [r3],
      removed: [r1],
    });
    expect(await findTargets(store.db, user.id, 'has_role')).toEqual([r3, r2]);
    const { rows } = await sql`select source_id from relations where target_id = ${r3}`.execute(
      store.db,
    );
    expect(rows).toEqual([{ source_id: user.id }]);
  });

  test('they are stored with their properties', async () => {
    const [from, to] = [await add('tor', 'from'), await add('tor', 'to')];
    const properties = { is_blocking: 'true', output_types: 'reports' };
    const relation = { type: 'feeds_into', source: from.id, target: to.id, properties };
    await change((tx) => relate(tx, [relation]));
    const { rows } =
      await sql`select p.key, p.value from relation_properties p join relations r on r.id = p.relation_id where r.source_id = ${from.id} order by p.key`.execute(
        store.db,
      );
    expect(rows).toEqual([
      { key: 'is_blocking', value: 'true' },
      { key: 'output_types', value: 'reports' },
    ]);
  });
});

describe('deleting', () => {
  test('spec ontology#ownership: owned entities are deleted at any depth, and nothing else', async () => {
    const [tor, meeting, minutes, section, user] = [
      await add('tor', 'owner_tor'),
      await add('meeting', 'owned_meeting'),
      await add('minutes', 'owned_minutes'),
      await add('minutes_section', 'owned_section'),
      await add('user', 'holder'),
    ];
    const position = await add('tor_function', 'owned_position');
    await change((tx) =>
      relate(tx, [
        { type: 'belongs_to_tor', source: meeting.id, target: tor.id },
        { type: 'belongs_to_tor', source: position.id, target: tor.id },
        { type: 'minutes_of', source: meeting.id, target: minutes.id },
        { type: 'section_of', source: section.id, target: minutes.id },
        { type: 'fills_position', source: user.id, target: position.id },
      ]),
    );
    const removed = await change((tx) => removeEntities(tx, [tor.id]));
    expect(removed.map(({ type }) => type).toSorted()).toEqual([
      'meeting',
      'minutes',
      'minutes_section',
      'tor',
      'tor_function',
    ]);
    expect(removed[0]).toMatchObject({ id: tor.id, name: 'owner_tor' });
    expect(await findEntity(store.db, user.id)).toMatchObject({ name: 'holder', version: '3' });
  });

  test('spec ontology#relation-types-in-use: deleting a relation type in use is refused with its uses', async () => {
    const type = await findEntityByName(store.db, 'relation_type', 'fills_position');
    expect(await outcomeOf(change((tx) => removeEntities(tx, [type?.id ?? ''])))).toMatchObject({
      kind: 'refused',
      status: 409,
      reasons: [
        {
          code: 'relation_type_in_use',
          message: expect.stringMatching(
            /^The relation type "fills_position" is used by \d+ relations/,
          ),
        },
      ],
    });
  });

  test('nothing remains when something is added to an entity being deleted', async () => {
    const tor = await add('tor', 'going');
    const meeting = await add('meeting', 'coming');
    const results = await Promise.allSettled([
      change(async (tx) => {
        await relate(tx, [{ type: 'belongs_to_tor', source: meeting.id, target: tor.id }]);
        await sql`select pg_sleep(0.2)`.execute(tx);
      }),
      change(async (tx) => {
        await sql`select pg_sleep(0.1)`.execute(tx);
        return removeEntities(tx, [tor.id]);
      }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await findEntity(store.db, meeting.id)).toBeUndefined();
  });
});

test('spec permissions#check: inactive users, roles and permissions give nothing', async () => {
  const { id } = await store.actor('alice');
  const has = async () => (await currentPermissions(store.db, { id })).has('users.edit');
  const activate = (type: string, name: string, active: boolean) =>
    sql`update entities set is_active = ${active} where entity_type = ${type} and name = ${name}`.execute(
      store.db,
    );
  expect(await has()).toBe(true);
  for (const [type, name] of [
    ['user', 'alice'],
    ['role', 'editor'],
    ['permission', 'users.edit'],
  ] as const) {
    await activate(type, name, false);
    expect(await has()).toBe(false);
    await activate(type, name, true);
  }
  expect(await has()).toBe(true);
});

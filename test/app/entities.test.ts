import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createEntity,
  createRelation,
  deleteEntity,
  deleteRelation,
  updateEntity,
} from '#app/entities/index.ts';
import type { Actor, PermissionCode } from '#app/ontology/actor.ts';
import { findEntity, findEntityByName } from '#app/ontology/lookup.ts';
import { lockSnapshot } from '#app/ontology/snapshot.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
let admin: Actor;
beforeAll(async () => {
  store = await openStore('base');
  admin = await store.actor('admin');
});
afterAll(() => store[Symbol.asyncDispose]());

let count = 0;
const fresh = (): string => `thing_${++count}`;

async function make(type: string, properties: Record<string, string> = {}): Promise<string> {
  const outcome = await createEntity(store, admin, {
    type,
    name: fresh(),
    label: 'Thing',
    properties,
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.value.id;
}

/** The stored committee with an id. */
const stored = (id: string) => store.db.transaction().execute((tx) => lockSnapshot(tx, 'tor', id));

/** The administrator, limited to some permissions. */
const limited = (...codes: PermissionCode[]): Actor => ({
  ...admin,
  permissions: new Set(codes),
  limitedTo: new Set(codes),
});

const code = (outcome: { readonly ok: boolean } & object): string =>
  'reasons' in outcome
    ? ((outcome.reasons as { code?: string }[])[0]?.code ?? '')
    : 'kind' in outcome
      ? String(outcome.kind)
      : '';

const systemTypes = [
  'user',
  'role',
  'permission',
  'relation_type',
  'setting',
  'nav_item',
  'audit_entry',
  'workflow_status',
  'warning',
];

describe('entities', () => {
  test('an entity is created with its properties, and its audit row has them', async () => {
    const id = await make('tor', { status: 'active', own_key: 'kept' });
    expect((await stored(id))?.properties).toEqual({
      status: 'active',
      own_key: 'kept',
    });
    expect(store.lines.at(-1)?.audit).toMatchObject({
      action: 'entity.created',
      target_type: 'tor',
      after: { own_key: 'kept' },
    });
  });

  test('undeclared types are accepted', async () => {
    const id = await make('own_type', { colour: 'red' });
    expect((await findEntity(store.db, id))?.type).toBe('own_type');
  });

  test.each(systemTypes)(
    'spec api#entities: %s is not created, changed or deleted here',
    async (type) => {
      const made = await createEntity(store, admin, {
        type,
        name: fresh(),
        label: 'x',
        properties: {},
      });
      expect(code(made)).toBe('system_type');
      const { rows } = await sql<{ id: string }>`
        select id from entities where entity_type = ${type} limit 1`.execute(store.db);
      const [first] = rows;
      if (first === undefined) return;
      expect(
        code(await updateEntity(store, admin, { id: first.id, label: 'y', properties: {} })),
      ).toBe('system_type');
      expect(code(await deleteEntity(store, admin, { id: first.id }))).toBe('system_type');
    },
  );

  test.each([
    ['a value that the schema refuses', 'tor', { status: 'sleeping' }, 'property_invalid'],
    ['a secret', 'tor', { password: 'x' }, 'sensitive'],
    ['the id of something else', 'proposal', { submitted_by_id: '1' }, 'reference_missing'],
  ])(
    'spec ontology#secrets, ontology#types: %s is refused',
    async (_, type, properties, expected) => {
      expect(
        code(await createEntity(store, admin, { type, name: fresh(), label: 'x', properties })),
      ).toBe(expected);
    },
  );

  test('given fields change, others are kept, null removes', async () => {
    const id = await make('tor', { organization: 'Works', description: 'old' });
    const outcome = await updateEntity(store, admin, {
      id,
      label: 'Fresh',
      properties: { description: null, classification: 'open' },
    });
    expect(outcome).toMatchObject({ ok: true, value: 'Fresh' });
    expect(await stored(id)).toMatchObject({
      label: 'Fresh',
      properties: { organization: 'Works', classification: 'open' },
    });
  });

  test('an old version is a conflict, for a change and for a deletion', async () => {
    const id = await make('tor');
    const { version = '' } = (await findEntity(store.db, id)) ?? {};
    await updateEntity(store, admin, { id, version, label: 'first', properties: {} });
    expect(
      await updateEntity(store, admin, { id, version, label: 'second', properties: {} }),
    ).toMatchObject({ kind: 'conflict' });
    expect(await deleteEntity(store, admin, { id, version })).toMatchObject({ kind: 'conflict' });
  });

  test('spec workflow#transitions: a status is changed by its workflow only, also for administrators', async () => {
    const actor = limited('entities.create', 'entities.edit');
    const input = {
      type: 'proposal',
      name: fresh(),
      label: 'x',
      properties: { status: 'approved' },
    };
    expect(code(await createEntity(store, actor, input))).toBe('workflow');
    const id = await make('proposal');
    expect(code(await updateEntity(store, actor, { id, properties: { status: 'approved' } }))).toBe(
      'workflow',
    );
    expect(code(await updateEntity(store, admin, { id, properties: { status: 'approved' } }))).toBe(
      'workflow',
    );
  });

  test('spec permissions#no-escalation: a capability is granted only by users with all of them', async () => {
    const properties = { can_call_meetings: 'true' };
    const actor = limited('entities.create', 'entities.edit');
    expect(
      code(
        await createEntity(store, actor, {
          type: 'tor_function',
          name: fresh(),
          label: 'x',
          properties,
        }),
      ),
    ).toBe('escalation');
  });

  test('spec ontology#ownership: owned entities are deleted too, and the log records it', async () => {
    const [tor, position] = [await make('tor'), await make('tor_function')];
    await createRelation(store, admin, { type: 'belongs_to_tor', source: position, target: tor });
    expect(await deleteEntity(store, admin, { id: tor })).toMatchObject({ ok: true });
    expect(await findEntity(store.db, position)).toBeUndefined();
    expect(store.lines.at(-1)?.audit).toMatchObject({
      action: 'entity.deleted',
      details: { count: 1 },
    });
  });

  test('users without the permission, and with restricted tokens', async () => {
    await expect(
      createEntity(store, limited('entities.list'), {
        type: 'tor',
        name: fresh(),
        label: 'x',
        properties: {},
      }),
    ).rejects.toThrow('entities.create');
    expect(await deleteEntity(store, admin, { id: '987654321' })).toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('relations', () => {
  test('spec ontology#relation-ends: ends are of the types that the relation type joins', async () => {
    const [tor, position] = [await make('tor'), await make('tor_function')];
    expect(
      code(
        await createRelation(store, admin, {
          type: 'belongs_to_tor',
          source: tor,
          target: position,
        }),
      ),
    ).toBe('relation_ends');
    expect(
      code(
        await createRelation(store, admin, { type: 'unheard_of', source: tor, target: position }),
      ),
    ).toBe('relation_type_unknown');
  });

  test('a relation begins once and ends once, with audit rows of both', async () => {
    const [one, other] = [await make('tor'), await make('tor')];
    const input = {
      type: 'feeds_into',
      source: one,
      target: other,
      properties: { output_types: 'papers' },
    };
    const outcome = await createRelation(store, admin, input);
    expect(store.lines.at(-1)?.audit).toMatchObject({
      action: 'relation.created',
      after: { relation: 'feeds_into', output_types: 'papers' },
    });
    expect(code(await createRelation(store, admin, input))).toBe('relation_exists');
    const id = outcome.ok ? outcome.value.id : '';
    expect(await deleteRelation(store, admin, { id })).toMatchObject({ ok: true });
    expect(await deleteRelation(store, admin, { id })).toMatchObject({ kind: 'not-found' });
  });

  test('spec permissions#no-escalation: relations that affect permissions cannot be written here', async () => {
    const role = await findEntityByName(store.db, 'role', 'admin');
    const user = admin.id ?? '';
    expect(
      code(
        await createRelation(store, admin, {
          type: 'has_role',
          source: user,
          target: role?.id ?? '',
        }),
      ),
    ).toBe('escalation');
    const { rows } = await sql<{ id: string }>`select id from relations limit 1`.execute(store.db);
    expect(code(await deleteRelation(store, admin, { id: rows[0]?.id ?? '' }))).toBe('escalation');
    const position = await make('tor_function');
    const actor = limited('entities.edit');
    expect(
      code(
        await createRelation(store, actor, {
          type: 'fills_position',
          source: user,
          target: position,
        }),
      ),
    ).toBe('escalation');
  });
});

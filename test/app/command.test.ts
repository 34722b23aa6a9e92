import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '#app/ontology/actor.ts';
import { command } from '#app/ontology/command.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  removeEntities,
  uniqueName,
} from '#app/ontology/entities.ts';
import { findEntityByName } from '#app/ontology/lookup.ts';
import { notFound, refuse, saved, savedAll } from '#app/ontology/outcome.ts';
import { relate, setTargets } from '#app/ontology/relations.ts';
import {
  databaseDigest,
  differences,
  failEachStatement,
} from '#test/support/fail-each-statement.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
let admin: Actor;
beforeAll(async () => {
  store = await openStore('demo');
});
afterAll(() => store[Symbol.asyncDispose]());
beforeEach(async () => {
  admin = await store.actor('admin');
});

/** A user with a role: several statements, as in real features. */
const createUser = command(
  'user.created',
  { may: 'users.create' },
  async (tx, { input }: { input: { name: string; roles: readonly string[] } }) => {
    const user = await insertEntity(tx, {
      type: 'user',
      name: input.name,
      label: input.name,
      properties: { email: `${input.name}@example.com` },
    });
    await relate(
      tx,
      input.roles.map((target) => ({ type: 'has_role', source: user.id, target })),
    );
    return saved({
      target: user,
      after: user,
      details: { roles: input.roles.length },
      value: { id: user.id },
    });
  },
);

const renameUser = command(
  'user.updated',
  { may: 'users.edit' },
  async (
    tx,
    { input }: { input: { id: string; version: string; label: string; secret?: string } },
  ) => {
    const before = await lockEntity(tx, 'user', input.id, { version: input.version });
    if (input.label === '') throw refuse({ field: 'label', message: 'Enter a name.' });
    const after = await changeEntity<'user'>(tx, before, { label: input.label });
    return saved({
      target: after,
      before,
      after: { ...after, ...(input.secret && { password: input.secret }) },
      value: after.label,
    });
  },
);

const deleteUser = command(
  'user.deleted',
  { may: 'users.delete' },
  async (tx, { input }: { input: string }) => {
    const before = await lockEntity(tx, 'user', input);
    await removeEntities(tx, [input]);
    return saved({ target: before, before, value: null });
  },
);

const giveRoles = command(
  'role.assigned',
  { may: 'roles.assign' },
  async (tx, { input }: { input: { user: string; roles: readonly string[] } }) => {
    const before = await lockEntity(tx, 'user', input.user);
    const changes = await setTargets(tx, 'has_role', input.user, input.roles);
    return savedAll(
      changes.added.map((id) => ({
        target: { type: 'role', id, label: id },
        details: { user: before.name },
      })),
      changes,
    );
  },
);

const logged = async (action: string) => {
  const { rows } = await sql<Record<string, unknown>>`
    select action, outcome, actor_name, actor_id, address, user_agent, session_hash, request_id, target_type, target_id, target_label,
      target_version, before, after, details, environment from audit_log where action = ${action} order by seq desc limit 1`.execute(
    store.db,
  );
  return rows[0];
};
const idOf = async (type: string, name: string) =>
  (await findEntityByName(store.db, type, name))?.id ?? '';
const add = async (roles: readonly string[] = []) => {
  const outcome = await createUser(store, admin, { name: uniqueName('person'), roles });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.value.id;
};

describe('a change', () => {
  test('is committed together with its audit row', async () => {
    const id = await add([await idOf('role', 'viewer')]);
    expect(await logged('user.created')).toMatchObject({
      ...{
        outcome: 'success',
        actor_id: admin.id,
        actor_name: 'admin',
        environment: 'test',
        request_id: 'request-1',
        address: '192.0.2.7',
      },
      ...{
        user_agent: 'a browser',
        session_hash: 'ab12',
        target_type: 'user',
        target_id: id,
        target_version: '1',
        before: null,
      },
      after: { email: expect.stringMatching(/@example.com$/), isActive: true },
      details: { roles: 1 },
    });
    expect(store.lines.at(-1)?.audit).toMatchObject({
      action: 'user.created',
      target_id: id,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('records only differences, and never a secret', async () => {
    const id = await add();
    await renameUser(store, admin, { id, version: '1', label: 'Renamed', secret: 'hunter2' });
    const row = await logged('user.updated');
    expect(row).toMatchObject({
      after: { label: 'Renamed', password: '•••' },
      target_version: '2',
    });
    expect(Object.keys(row?.['before'] as object)).toEqual(['label']);
    expect(JSON.stringify([row, store.lines])).not.toContain('hunter2');
  });

  test('that changes nothing leaves no row', async () => {
    const id = await add();
    const before = await databaseDigest(store.db);
    expect(await giveRoles(store, admin, { user: id, roles: [] })).toMatchObject({
      kind: 'saved',
      value: { added: [], removed: [] },
    });
    expect(differences(before, await databaseDigest(store.db))).toEqual([]);
  });

  test('of several things has a row for each', async () => {
    const id = await add();
    const roles = [await idOf('role', 'viewer'), await idOf('role', 'editor')];
    const count = store.lines.length;
    await giveRoles(store, admin, { user: id, roles });
    expect(store.lines.slice(count).map(({ audit }) => audit['target_id'])).toEqual(roles);
  });
});

describe('nothing is kept', () => {
  test('of a refusal, except that it was refused', async () => {
    const id = await add();
    const outcome = await renameUser(store, admin, { id, version: '1', label: '' });
    expect(outcome).toEqual({
      ok: false,
      kind: 'refused',
      status: 422,
      reasons: [{ field: 'label', message: 'Enter a name.' }],
    });
    expect(await logged('user.updated')).toMatchObject({
      outcome: 'refused',
      details: { reasons: ['label: Enter a name.'] },
    });
  });

  test('of a change to something that is gone', async () => {
    expect(await renameUser(store, admin, { id: '999999999', version: '1', label: 'x' })).toEqual(
      notFound(),
    );
  });

  test('of a change to an old version; the response has the changes since, and who made them', async () => {
    const id = await add();
    await renameUser(store, await store.actor('diana'), { id, version: '1', label: 'By Diana' });
    expect(await renameUser(store, admin, { id, version: '1', label: 'By admin' })).toMatchObject({
      kind: 'conflict',
      seen: '1',
      current: { label: 'By Diana', version: '2' },
      since: [
        { by: 'Diana Admin', action: 'user.updated', fields: ['label'], at: expect.anything() },
      ],
    });
  });

  test('when the user lost the permission after the request began', async () => {
    const alice = await store.actor('alice');
    await sql`update entities set is_active = false where entity_type = 'role' and name = 'editor'`.execute(
      store.db,
    );
    await expect(createUser(store, alice, { name: 'late', roles: [] })).rejects.toMatchObject({
      code: 'forbidden',
      status: 403,
    });
    await sql`update entities set is_active = true where entity_type = 'role' and name = 'editor'`.execute(
      store.db,
    );
    expect(await findEntityByName(store.db, 'user', 'late')).toBeUndefined();
    expect(await logged('access.denied')).toMatchObject({
      outcome: 'denied',
      actor_name: 'alice',
      details: { command: 'user.created' },
    });
  });

  test('when two write the same name at the same moment, but for one of them', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () =>
        createUser(store, admin, { name: 'simultaneous', roles: [] }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      'refused',
      'refused',
      'refused',
      'saved',
    ]);
  });

  test('when the audit log cannot be written', async () => {
    const broken = {
      ...store,
      audit: { ...store.audit, record: () => Promise.reject(new Error('disk full')) },
    };
    const before = await databaseDigest(store.db);
    await expect(createUser(broken, admin, { name: 'unrecorded', roles: [] })).rejects.toThrow(
      'disk full',
    );
    expect(differences(before, await databaseDigest(store.db))).toEqual([]);
  });
});

describe('spec ontology#commands: a failure at any statement leaves nothing', () => {
  test('creating with relations', async () => {
    const input = { name: 'each_statement', roles: [await idOf('role', 'viewer')] };
    const { statements, traces } = await failEachStatement(createUser, {
      services: store,
      actor: admin,
      input,
    });
    expect(traces).toEqual([]);
    expect(statements).toBe(5);
  });

  test('changing', async () => {
    const input = { id: await add(), version: '1', label: 'Changed' };
    expect(await failEachStatement(renameUser, { services: store, actor: admin, input })).toEqual({
      statements: 4,
      traces: [],
    });
  });

  test('deleting with owned entities', async () => {
    const input = await add();
    expect(
      (await failEachStatement(deleteUser, { services: store, actor: admin, input })).traces,
    ).toEqual([]);
  });

  test('relating a set', async () => {
    const input = {
      user: await add(),
      roles: [await idOf('role', 'viewer'), await idOf('role', 'editor')],
    };
    expect(
      (await failEachStatement(giveRoles, { services: store, actor: admin, input })).traces,
    ).toEqual([]);
  });
});

test('two that wait for each other both end well', async () => {
  const [one, two] = [await add(), await add()];
  const swap = command(
    'user.updated',
    { may: 'users.edit' },
    async (tx, { input }: { input: readonly [string, string] }) => {
      const first = await lockEntity(tx, 'user', input[0]);
      await sql`select pg_sleep(0.1)`.execute(tx);
      await lockEntity(tx, 'user', input[1]);
      return saved({
        target: first,
        before: first,
        after: await changeEntity<'user'>(tx, first, { label: `${first.label}+` }),
        value: null,
      });
    },
  );
  const outcomes = await Promise.all([
    swap(store, admin, [one, two]),
    swap(store, admin, [two, one]),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['saved', 'saved']);
});

test('a form that is sent twice, even at once, changes once and answers the same', async () => {
  const actor = {
    ...admin,
    origin: { ...admin.origin, submission: { token: 'a-form-sent-twice-1' } },
  };
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => createUser(store, actor, { name: 'sent_twice', roles: [] })),
  );
  const id = await idOf('user', 'sent_twice');
  expect(outcomes.map((outcome) => outcome.ok && outcome.value)).toEqual([{ id }, { id }, { id }]);
});

test('a rule may look into the database; the program itself needs no permission', async () => {
  const own = command(
    'account.preferences_updated',
    {
      may: (_tx, { actor, input }: { actor: Actor; input: string }) =>
        actor.id === input || 'Only one’s own.',
    },
    async () => savedAll([], 'done'),
  );
  expect(await own(store, admin, admin.id ?? '')).toMatchObject({ value: 'done' });
  await expect(own(store, admin, '1')).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Only one’s own.',
  });
  expect(await own(store, systemActor(), '1')).toMatchObject({ value: 'done' });
});

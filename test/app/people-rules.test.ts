import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '#app/errors.ts';
import type { Actor } from '#app/ontology/actor.ts';
import { deactivateUser } from '#app/people/account-commands.ts';
import { createUser, deleteUser, updateUser } from '#app/people/commands.ts';
import { assignRole, unassignRole, updateRole } from '#app/roles/commands.ts';
import { findRole, readCatalogue } from '#app/roles/queries.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { idOf, newActor, roleInput, userInput } from './people-fixture.ts';
import { makeRole } from './role-fixture.ts';

async function start(from: 'base' | 'demo' = 'base'): Promise<AppServer> {
  const app = await startAppServer({ from });
  onTestFinished(() => app[Symbol.asyncDispose]());
  return app;
}

const password = {
  hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA',
  mark: 'mark',
};

const roleIdsOf = async ({ services }: AppServer, user: string): Promise<unknown> => {
  const { rows } = await services.pool.query(
    'select target_id from relations where source_id = $1 order by 1',
    [user],
  );
  return rows;
};

/**
 * How a change ended. The later user may have lost their own permission, which is a refusal too.
 */
const ended = (change: Promise<{ readonly ok: boolean }>): Promise<boolean> =>
  change.then(
    ({ ok }) => ok,
    (error: unknown) => {
      if (error instanceof AppError && error.status === 403) return false;
      throw error;
    },
  );

describe('spec permissions#administrators: a user remains who can manage and assign roles', () => {
  const lastOne = {
    ok: false,
    kind: 'refused',
    reasons: [expect.objectContaining({ code: 'last_administrator' })],
  };

  /**
   * Two administrators by another role; the seeded one is deactivated, so nothing depends on the
   * name `admin`.
   */
  async function twoAdministrators() {
    const app = await start();
    await sql`update entities set is_active = false where entity_type = 'user' and name = 'admin'`.execute(
      app.services.db,
    );
    const codes = (await readCatalogue(app.services.db)).permissions.map(({ code }) => code);
    const role = await makeRole(app, 'chiefs', codes);
    const [one, two] = [await newActor(app, 'chiefs'), await newActor(app, 'chiefs')];
    return { app, role, one, two };
  }

  test.each([
    ['deactivating', deactivateUser],
    ['deleting', deleteUser],
  ] as const)('%s the other is fine, the last one is not', async (_, command) => {
    const { app, one, two } = await twoAdministrators();
    const third = await newActor(app, 'chiefs');
    expect((await command(app.services, one, { id: third.id })).ok).toBe(true);
    expect((await command(app.services, one, { id: two.id })).ok).toBe(true);
    const system: Actor = {
      kind: 'system',
      id: null,
      name: 'system',
      label: 'System',
      permissions: new Set(),
      origin: {},
    };
    expect(await command(app.services, system, { id: one.id })).toMatchObject(lastOne);
  });

  test('taking the role from the last one, by assignment or by the form of the user', async () => {
    const { app, role, one, two } = await twoAdministrators();
    expect((await unassignRole(app.services, one, { user_id: two.id, role_id: role })).ok).toBe(
      true,
    );
    expect(await unassignRole(app.services, one, { user_id: one.id, role_id: role })).toMatchObject(
      lastOne,
    );
    expect(
      await updateUser(app.services, one, await userInput(app, one.id, { roles: [] })),
    ).toMatchObject(lastOne);
  });

  test.each(['roles.manage', 'roles.assign'])(
    'taking %s from the role that gives it',
    async (code) => {
      const { app, role, one } = await twoAdministrators();
      const { codes } = (await findRole(app.services.db, role)) ?? { codes: [] };
      const input = await roleInput(
        app,
        role,
        codes.filter((each) => each !== code),
      );
      expect(await updateRole(app.services, one, input)).toMatchObject(lastOne);
    },
  );

  test('the two permissions have to meet in one person', async () => {
    const { app, role, one, two } = await twoAdministrators();
    await makeRole(app, 'managers', ['roles.manage']);
    await makeRole(app, 'assigners', ['roles.assign']);
    await app.createUser('managers');
    await app.createUser('assigners');
    await unassignRole(app.services, one, { user_id: two.id, role_id: role });
    expect(await unassignRole(app.services, one, { user_id: one.id, role_id: role })).toMatchObject(
      lastOne,
    );
  });

  test('a deactivated administrator does not count', async () => {
    const { app, role, one, two } = await twoAdministrators();
    expect((await deactivateUser(app.services, one, { id: two.id })).ok).toBe(true);
    expect(await unassignRole(app.services, one, { user_id: one.id, role_id: role })).toMatchObject(
      lastOne,
    );
  });

  test('two users who remove each other’s role concurrently: one role remains', async () => {
    const { app, role, one, two } = await twoAdministrators();
    const outcomes = await Promise.all([
      ended(unassignRole(app.services, one, { user_id: two.id, role_id: role })),
      ended(unassignRole(app.services, two, { user_id: one.id, role_id: role })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
  });

  test.each([
    ['deactivate', deactivateUser],
    ['delete', deleteUser],
  ] as const)('two who %s each other at the same moment: one of them stays', async (_, change) => {
    const { app, one, two } = await twoAdministrators();
    const outcomes = await Promise.all([
      ended(change(app.services, one, { id: two.id })),
      ended(change(app.services, two, { id: one.id })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
  });

  test('two users who reduce each other’s role concurrently: one role stays unchanged', async () => {
    const { app, role, one, two } = await twoAdministrators();
    const second = await makeRole(
      app,
      'chiefs2',
      (await findRole(app.services.db, role))?.codes ?? [],
    );
    await assignRole(app.services, one, { user_id: two.id, role_id: second });
    await unassignRole(app.services, one, { user_id: two.id, role_id: role });
    const inputs = [
      await roleInput(app, role, ['users.list']),
      await roleInput(app, second, ['users.list']),
    ] as const;
    const outcomes = await Promise.all([
      ended(updateRole(app.services, two, inputs[0])),
      ended(updateRole(app.services, one, inputs[1])),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
  });
});

describe('spec permissions#no-escalation: rules hold at the moment of the change', () => {
  test.each([
    [
      'gives a role',
      ({ services }: AppServer, helper: Actor, user: string, role: string) =>
        assignRole(services, helper, { user_id: user, role_id: role }),
    ],
    [
      'deactivates somebody',
      ({ services }: AppServer, helper: Actor, user: string) =>
        deactivateUser(services, helper, { id: user }),
    ],
    [
      'deletes somebody',
      ({ services }: AppServer, helper: Actor, user: string) =>
        deleteUser(services, helper, { id: user }),
    ],
  ])(
    'who %s, and loses the permission while the request waits for its turn, is refused',
    async (_, change) => {
      const app = await start('demo');
      const helper = await newActor(app, 'admin');
      const { id: user } = await app.createUser('viewer');
      const before = await roleIdsOf(app, user);
      const role = await idOf(app, 'role', 'admin');
      await using other = await app.services.pool
        .connect()
        .then((client) => ({ client, [Symbol.asyncDispose]: async () => client.release() }));
      await other.client.query('begin');
      // The lock that serializes changes of access.
      await other.client.query(
        "select pg_advisory_xact_lock(hashtextextended('ahlt who may do what', 0))",
      );
      const waiting = change(app, helper, user, role);
      waiting.catch(() => undefined);
      await eventually(async () => {
        const { rows } = await other.client.query(
          "select from pg_locks where locktype = 'advisory' and not granted",
        );
        expect(rows).toHaveLength(1);
      });
      await other.client.query('delete from relations where source_id = $1 and target_id = $2', [
        helper.id,
        role,
      ]);
      await other.client.query('commit');
      expect(await waiting).toMatchObject({ ok: false, kind: 'refused', status: 409 });
      expect(await roleIdsOf(app, user)).toEqual(before);
      expect(
        (await app.services.pool.query('select is_active from entities where id = $1', [user]))
          .rows,
      ).toEqual([{ is_active: true }]);
    },
  );

  test('two users with the same name created concurrently: one succeeds, the other gets an error', async () => {
    const app = await start();
    const admin = await newActor(app, 'admin');
    const input = {
      username: 'twice',
      display_name: 'Twice',
      email: 'a@example.com',
      is_active: true,
      roles: [],
      roles_shown: true,
      password,
    };
    const outcomes = await Promise.all([1, 2, 3].map(() => createUser(app.services, admin, input)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter(({ ok }) => !ok)[0]).toMatchObject({
      kind: 'refused',
      reasons: [{ field: 'username' }],
    });
  });
});

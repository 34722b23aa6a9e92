import { sql } from 'kysely';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '#app/errors.ts';
import type { Actor } from '#app/ontology/actor.ts';
import { activateUser, deactivateUser, resetPassword, signOutUser, unlockUser } from '#app/people/account-commands.ts';
import { createUser, deleteUser, updateUser } from '#app/people/commands.ts';
import { noteExport } from '#app/people/export.ts';
import { keepColumns, removeView, saveView, setColumnsForEveryone } from '#app/people/preference-commands.ts';
import { stateOf } from '#app/people/shown.ts';
import { seenForm } from '#app/roles/builder-state.ts';
import { assignRole, createRole, deleteRole, unassignRole, updateRole } from '#app/roles/commands.ts';
import { findRole, readCatalogue } from '#app/roles/queries.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { failEachStatement } from '#test/support/fail-each-statement.ts';
import { actorOf, idOf, newActor } from './people-fixture.ts';
import { makeRole } from './role-fixture.ts';

async function start(from: 'base' | 'demo' = 'base'): Promise<AppServer> {
  const app = await startAppServer({ from });
  onTestFinished(() => app[Symbol.asyncDispose]());
  return app;
}

const password = { hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA', mark: 'mark' };

/** The form of a role as the database has it. */
async function roleInput(app: AppServer, id: string, permissions?: readonly string[]) {
  const [role, catalogue] = [await findRole(app.services.db, id), await readCatalogue(app.services.db)];
  if (role === undefined) throw new Error('no such role');
  const seen = seenForm(role, catalogue);
  const { label, name, description } = role;
  const ids = catalogue.permissions.filter(({ code }) => (permissions ?? role.codes).includes(code)).map((permission) => permission.id);
  return {
    ...{ role_id: id, version: role.version, label, name, description, permission_ids: ids },
    ...{ seen_label: seen['seen_label'] ?? '', seen_name: seen['seen_name'] ?? '', seen_description: seen['seen_description'] ?? '' },
    seen_permissions: (seen['seen_permissions'] ?? '').split(',').filter((each) => each !== ''),
  };
}

/** The form of a user as the database has it. */
async function userInput(app: AppServer, id: string, changes: { readonly is_active?: boolean; readonly roles?: string[] } = {}) {
  const { rows } = await sql<{ name: string; label: string; version: string; roles: string[] }>`
    select u.name, u.label, u.version, array(select r.target_id::text from relations r join entities x on x.id = r.target_id and x.entity_type = 'role'
      where r.source_id = u.id order by 1) as roles from entities u where u.id = ${id}`.execute(app.services.db);
  const [row] = rows;
  if (row === undefined) throw new Error('no such user');
  const shown = { username: row.name, display_name: row.label, email: '' };
  return {
    ...{ id, version: row.version, ...shown, email: 'new@example.com', is_active: true, roles: row.roles.toSorted(), roles_shown: true },
    ...{
      seen_username: shown.username,
      seen_display_name: shown.display_name,
      seen_email: '',
      seen_is_active: true,
      seen_roles: row.roles.toSorted(),
    },
    ...changes,
  };
}

describe('data-model 10.10: a failure at any statement leaves nothing behind', () => {
  let app: AppServer;
  let actor: Actor;
  beforeAll(async () => {
    app = await startAppServer({ from: 'demo' });
    actor = await newActor(app, 'admin');
    return () => app[Symbol.asyncDispose]();
  });
  const traces = async (run: ReturnType<typeof failEachStatement>) => {
    const { statements, traces: left } = await run;
    expect(left).toEqual([]);
    expect(statements).toBeGreaterThan(2);
  };

  test('creating a user', async () => {
    const input = {
      username: 'made',
      display_name: 'Made',
      email: 'made@example.com',
      is_active: true,
      roles: [await idOf(app, 'role', 'viewer')],
      roles_shown: true,
      password,
    };
    await traces(failEachStatement(createUser, { services: app.services, actor, input }));
  });

  test('changing a user with their roles and status', async () => {
    const { id } = await app.createUser('viewer');
    const input = await userInput(app, id, { is_active: false, roles: [await idOf(app, 'role', 'editor')] });
    await traces(failEachStatement(updateUser, { services: app.services, actor, input }));
  });

  test.each([
    ['deactivating', deactivateUser],
    ['deleting', deleteUser],
  ] as const)('%s a user who is signed in', async (_, command) => {
    const { userId } = await app.signIn('viewer');
    await traces(failEachStatement<{ readonly id: string }, unknown>(command, { services: app.services, actor, input: { id: userId } }));
  });

  test('activating a user', async () => {
    const { id } = await app.createUser('viewer');
    await deactivateUser(app.services, actor, { id });
    await traces(failEachStatement(activateUser, { services: app.services, actor, input: { id } }));
  });

  test('resetting a password', async () => {
    const { userId } = await app.signIn('viewer');
    await traces(failEachStatement(resetPassword, { services: app.services, actor, input: { id: userId, password } }));
  });

  test('signing somebody out', async () => {
    const { userId } = await app.signIn('viewer');
    await traces(failEachStatement(signOutUser, { services: app.services, actor, input: { id: userId } }));
  });

  test('unlocking an account', async () => {
    const { id, name } = await app.createUser('viewer');
    for (const attempt of [1, 2, 3]) await app.visitor().trySignIn(name, `Wrong-${attempt}`);
    await traces(failEachStatement(unlockUser, { services: app.services, actor, input: { id } }));
  });

  test('keeping columns, views, and noting an export', async () => {
    await traces(failEachStatement(keepColumns, { services: app.services, actor, input: { columns: 'status' } }));
    await traces(failEachStatement(setColumnsForEveryone, { services: app.services, actor, input: { columns: 'status' } }));
    await traces(failEachStatement(setColumnsForEveryone, { services: app.services, actor, input: { columns: 'email' } }));
    await traces(failEachStatement(saveView, { services: app.services, actor, input: { name: 'Mine', query: 'q=x' } }));
    await traces(failEachStatement(removeView, { services: app.services, actor, input: { name: 'Mine' } }));
    const state = stateOf({ request: { originalUrl: '/users?q=a' } } as Parameters<typeof stateOf>[0]);
    await traces(failEachStatement(noteExport, { services: app.services, actor, input: state }));
  });

  test('creating, changing and deleting a role', async () => {
    const { permissions } = await readCatalogue(app.services.db);
    const ids = permissions.slice(0, 3).map(({ id }) => id);
    const made = { name: 'office', label: 'Office', description: 'Looks after things', permission_ids: ids };
    await traces(failEachStatement(createRole, { services: app.services, actor, input: made }));
    const id = await idOf(app, 'role', 'office');
    const input = { ...(await roleInput(app, id, ['users.list', 'users.edit'])), label: 'The office' };
    await traces(failEachStatement(updateRole, { services: app.services, actor, input }));
    await traces(failEachStatement(deleteRole, { services: app.services, actor, input: { id } }));
  });

  test('giving and taking a role', async () => {
    const { id } = await app.createUser();
    const input = { user_id: id, role_id: await idOf(app, 'role', 'viewer') };
    await traces(failEachStatement(assignRole, { services: app.services, actor, input }));
    await traces(failEachStatement(unassignRole, { services: app.services, actor, input }));
  });
});

/** How a change ended. Whoever comes late finds that their own permission is gone already, which is a refusal, too. */
const ended = (change: Promise<{ readonly ok: boolean }>): Promise<boolean> =>
  change.then(
    ({ ok }) => ok,
    (error: unknown) => {
      if (error instanceof AppError && error.status === 403) return false;
      throw error;
    },
  );

describe('admin 15.20: somebody stays who can manage and assign roles', () => {
  const lastOne = { ok: false, kind: 'refused', reasons: [expect.objectContaining({ code: 'last_administrator' })] };

  /** Two administrators of a role of another name; the seed's own is deactivated, so nothing hangs on the name `admin`. */
  async function twoAdministrators() {
    const app = await start();
    await sql`update entities set is_active = false where entity_type = 'user' and name = 'admin'`.execute(app.services.db);
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
    const system: Actor = { kind: 'system', id: null, name: 'system', label: 'System', permissions: new Set(), origin: {} };
    expect(await command(app.services, system, { id: one.id })).toMatchObject(lastOne);
  });

  test('taking the role from the last one, by assignment or by the form of the user', async () => {
    const { app, role, one, two } = await twoAdministrators();
    expect((await unassignRole(app.services, one, { user_id: two.id, role_id: role })).ok).toBe(true);
    expect(await unassignRole(app.services, one, { user_id: one.id, role_id: role })).toMatchObject(lastOne);
    expect(await updateUser(app.services, one, await userInput(app, one.id, { roles: [] }))).toMatchObject(lastOne);
  });

  test.each(['roles.manage', 'roles.assign'])('taking %s from the role that gives it', async (code) => {
    const { app, role, one } = await twoAdministrators();
    const { codes } = (await findRole(app.services.db, role)) ?? { codes: [] };
    const input = await roleInput(
      app,
      role,
      codes.filter((each) => each !== code),
    );
    expect(await updateRole(app.services, one, input)).toMatchObject(lastOne);
  });

  test('the two permissions have to meet in one person', async () => {
    const { app, role, one, two } = await twoAdministrators();
    await makeRole(app, 'managers', ['roles.manage']);
    await makeRole(app, 'assigners', ['roles.assign']);
    await app.createUser('managers');
    await app.createUser('assigners');
    await unassignRole(app.services, one, { user_id: two.id, role_id: role });
    expect(await unassignRole(app.services, one, { user_id: one.id, role_id: role })).toMatchObject(lastOne);
  });

  test('a deactivated administrator does not count', async () => {
    const { app, role, one, two } = await twoAdministrators();
    expect((await deactivateUser(app.services, one, { id: two.id })).ok).toBe(true);
    expect(await unassignRole(app.services, one, { user_id: one.id, role_id: role })).toMatchObject(lastOne);
  });

  test('two who take each other’s role at the same moment: one of them stays', async () => {
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

  test('two who weaken each other’s role at the same moment: one role stays strong', async () => {
    const { app, role, one, two } = await twoAdministrators();
    const second = await makeRole(app, 'chiefs2', (await findRole(app.services.db, role))?.codes ?? []);
    await assignRole(app.services, one, { user_id: two.id, role_id: second });
    await unassignRole(app.services, one, { user_id: two.id, role_id: role });
    const inputs = [await roleInput(app, role, ['users.list']), await roleInput(app, second, ['users.list'])] as const;
    const outcomes = await Promise.all([ended(updateRole(app.services, two, inputs[0])), ended(updateRole(app.services, one, inputs[1]))]);
    expect(outcomes.toSorted()).toEqual([false, true]);
  });
});

describe('access 12.3: rules hold at the moment of the change', () => {
  test('somebody who loses a permission while their request waits is refused', async () => {
    const app = await start('demo');
    const [boss, helper] = [await newActor(app, 'admin'), await newActor(app, 'admin')];
    const viewer = await app.createUser('viewer');
    const role = await idOf(app, 'role', 'admin');
    const [taken, given] = await Promise.all([
      unassignRole(app.services, boss, { user_id: helper.id, role_id: role }),
      new Promise((resolve) => setTimeout(resolve, 5))
        .then(() => assignRole(app.services, helper, { user_id: viewer.id, role_id: role }))
        .catch((error: Error) => error),
    ]);
    expect(taken.ok).toBe(true);
    const after = await actorOf(app, viewer.id);
    const wasFirst = !(given instanceof Error) && given.ok;
    expect(after.permissions.has('roles.manage')).toBe(wasFirst);
  });

  test('two users of one name at the same moment: one is made, the other is told', async () => {
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
    expect(outcomes.filter(({ ok }) => !ok)[0]).toMatchObject({ kind: 'refused', reasons: [{ field: 'username' }] });
  });
});

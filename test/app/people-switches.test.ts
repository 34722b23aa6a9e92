import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { testPassword } from '#test/support/app-server.ts';
import { administered } from './app-fixture.ts';
import {
  auditOf,
  createPerson,
  editForm,
  hidden,
  idOf,
  rolesOf,
  sessionsOf,
  shownPassword,
} from './people-fixture.ts';

const { server: app, admin } = await administered({ from: 'demo' });

const create = (fields: Parameters<typeof createPerson>[2] = {}) =>
  createPerson(app, admin, fields);

describe('switching accounts off and on', () => {
  test('spec people#status: deactivating ends sessions, activating brings back nothing but the account', async () => {
    const user = await app.signIn('viewer');
    const off = await admin.post(`/users/${user.userId}/deactivate`, { back: '/users?q=x' });
    expect(off.location).toBe('/users?q=x');
    expect([await sessionsOf(app, user.userId), (await user.get('/users')).status]).toEqual([
      0, 303,
    ]);
    expect((await auditOf(app, 'user.deactivated', user.userId))[0]).toMatchObject({
      before: { is_active: true },
      after: { is_active: false },
      details: { sessions: 1 },
    });
    await admin.post(`/users/${user.userId}/activate`);
    expect((await user.get('/users')).status).toBe(303);
    expect((await auditOf(app, 'user.activated', user.userId)).length).toBe(1);
  });

  test('users cannot deactivate or delete themselves, or reset their own password', async () => {
    for (const [action, words] of [
      ['deactivate', 'You cannot deactivate your own account.'],
      ['delete', 'You cannot delete your own account.'],
    ] as const) {
      const reply = await admin.post(`/users/${admin.userId}/${action}`);
      expect(textOf((await admin.get(reply.location ?? '')).text)).toContain(words);
    }
    const { is_active: _, ...form } = await editForm(admin, admin.userId);
    expect((await admin.post(`/users/${admin.userId}`, form)).status).toBe(422);
    expect(
      (await admin.post(`/users/${admin.userId}/reset-password`, { initial: 'generated' })).status,
    ).toBe(409);
  });

  test('spec sign-in#initial-passwords: a reset password is shown once, has to be changed, and ends all sessions', async () => {
    const user = await app.signIn('viewer');
    const question = await admin.get(`/users/${user.userId}/reset-password`);
    expect(question.text).toContain('data-dialog-content');
    const reply = await admin.post(`/users/${user.userId}/reset-password`, {
      initial: 'generated',
    });
    const password = shownPassword(reply.text);
    expect(reply.headers.get('cache-control')).toContain('no-store');
    expect((await user.get('/users')).status).toBe(303);
    const { rows } = await app.services.pool.query<{ name: string }>(
      'select name from entities where id = $1',
      [user.userId],
    );
    const browser = app.visitor();
    await browser.signIn(rows[0]?.name ?? '', password);
    expect((await browser.get('/users')).location).toBe('/account/password');
    expect((await auditOf(app, 'auth.password_reset', user.userId))[0]).toMatchObject({
      outcome: 'success',
      details: { sessions: 1 },
    });
  });

  test('spec sign-in#lockout: an administrator lifts the lock of an account', async () => {
    const { id, name } = await app.createUser('viewer');
    for (const attempt of [1, 2, 3]) await app.visitor().trySignIn(name, `Wrong-${attempt}`);
    expect((await app.visitor().trySignIn(name, testPassword)).status).toBe(429);
    expect(textOf((await admin.get(`/users/${id}/edit`)).text)).toContain(
      'Locked after failed sign-in attempts',
    );
    expect((await admin.post(`/users/${id}/unlock`)).status).toBe(303);
    expect(textOf((await admin.get(`/users/${id}/edit`)).text)).not.toContain(
      'Locked after failed sign-in attempts',
    );
    expect((await app.visitor().trySignIn(name, testPassword)).status).toBe(303);
    expect((await auditOf(app, 'auth.account_unlocked', id)).length).toBe(1);
  });

  test('spec sign-in#sessions: a user is signed out everywhere', async () => {
    const user = await app.signIn('viewer');
    await admin.post(`/users/${user.userId}/sign-out`);
    expect((await user.get('/users')).status).toBe(303);
  });
});

describe('deleting', () => {
  test('the confirmation lists the data deleted too', async () => {
    const { text } = await admin.get(`/users/${await idOf(app, 'user', 'charlie')}/delete`);
    expect(textOf(text)).toMatch(
      /Delete user Charlie Manager\? Charlie Manager loses the roles Manager and Member and vacates /,
    );
  });

  test('spec people#deletion: a user is deleted with sessions and roles; a deleted one is 404', async () => {
    const user = await app.signIn('viewer');
    expect((await admin.post(`/users/${user.userId}/delete`)).status).toBe(303);
    expect((await user.get('/users')).status).toBe(303);
    expect((await admin.post(`/users/${user.userId}/delete`)).status).toBe(404);
    expect((await auditOf(app, 'user.deleted', user.userId))[0]).toMatchObject({
      before: { roles: ['Viewer'] },
    });
  });

  test('spec people#bulk-actions: several at once, with ids as numbers or texts, and an honest result for each', async () => {
    const [one, two] = [await create(), await create()];
    const reply = await admin.post('/users/bulk-delete', {
      user_ids: JSON.stringify([Number(one.id), two.id, admin.userId, 99_999_999]),
    });
    expect(reply.status).toBe(303);
    const words = textOf((await admin.get(reply.location ?? '')).text);
    expect(words).toContain('Deleted 2 users. 2 users were not changed:');
    expect(words).toContain('You cannot delete your own account.');
    expect(words).toContain('no longer exists.');
    await expect(idOf(app, 'user', one.name)).rejects.toThrow();
  });

  test('the question for several names them, and works without script', async () => {
    const { id, name } = await create();
    const { status, text } = await admin.post('/users/bulk-delete/confirm', {
      ids: [id],
      scope: 'ids',
      query: '/users?q=x',
    });
    expect(status).toBe(200);
    expect(textOf(text)).toContain(`Delete 1 user? Person ${name}.`);
    const done = await admin.post('/users/bulk-delete', {
      user_ids: hidden(text, 'user_ids').replaceAll('&quot;', '"'),
      query: '/users?q=x',
    });
    expect(done.location).toBe('/users?q=x');
  });

  test('a role for several at once, as far as one may give it', async () => {
    const [one, two] = [await create(), await create()];
    const question = await admin.post('/users/bulk-role/choose', {
      ids: [one.id, two.id],
      scope: 'ids',
      query: '/users?q=person',
    });
    expect([question.status, textOf(question.text)]).toEqual([
      200,
      expect.stringContaining('Assign a role to 2 users'),
    ]);
    const role = await idOf(app, 'role', 'secretary');
    await admin.post('/roles/assign', { user_id: one.id, role_id: role });
    const reply = await admin.post('/users/bulk-role', {
      user_ids: JSON.stringify([one.id, two.id]),
      role_id: role,
      query: '/users?q=person',
    });
    expect(textOf((await admin.get(reply.location ?? '')).text)).toContain(
      'Role assigned to 1 user. 1 user: no change needed.',
    );
    expect(await rolesOf(app, two.id)).toEqual(['Secretary']);
    expect(
      (await admin.post('/users/bulk-role', { user_ids: `[${one.id}]`, role_id: 'x' })).status,
    ).toBe(422);
    expect(
      (
        await (
          await app.signIn('editor')
        ).post('/users/bulk-role', { user_ids: `[${one.id}]`, role_id: role })
      ).status,
    ).toBe(403);
  });

  test.each([
    ['nothing', {}],
    ['no JSON', { user_ids: 'x' }],
    ['no ids', { user_ids: '["a"]' }],
    ['no list', { user_ids: '{"a":1}' }],
  ])('%s is 422', async (_, fields) => {
    expect((await admin.post('/users/bulk-delete', fields)).status).toBe(422);
  });

  test('all of a filtered list are deactivated and activated, and those that need no change are counted', async () => {
    const made = [
      await create({ display_name: 'Zz crowd' }),
      await create({ display_name: 'Zz crowd' }),
    ];
    await admin.post(`/users/${made[0]?.id}/deactivate`);
    const off = await admin.post('/users/bulk-deactivate', {
      scope: 'all',
      query: '/users?q=crowd',
    });
    expect(textOf((await admin.get(off.location ?? '')).text)).toContain(
      '1 user deactivated. 1 user: no change needed.',
    );
    const on = await admin.post('/users/bulk-activate', { scope: 'all', query: '/users?q=crowd' });
    expect(textOf((await admin.get(on.location ?? '')).text)).toContain('2 users activated.');
  });
});

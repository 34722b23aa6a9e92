import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { testPassword } from '#test/support/app-server.ts';
import { administered } from './app-fixture.ts';
import {
  auditOf,
  createPerson,
  editForm,
  freshName,
  hidden,
  idOf,
  rolesOf,
  sessionsOf,
  shownPassword,
} from './people-fixture.ts';
import { makeRole } from './role-fixture.ts';

const { server: app, admin } = await administered({ from: 'demo' });

const create = (fields: Parameters<typeof createPerson>[2] = {}, name?: string) =>
  createPerson(app, admin, fields, name);

describe('creating a user', () => {
  test('spec sign-in#initial-passwords: with a made password, shown once, that has to be changed at the first sign-in', async () => {
    const { id, name, text } = await create({ roles: [await idOf(app, 'role', 'viewer')] });
    const password = shownPassword(text);
    expect(password).toMatch(/^\w+-\d\d-\w+/);
    expect(await rolesOf(app, id)).toEqual(['Viewer']);
    const browser = app.visitor();
    await browser.signIn(name, password);
    expect((await browser.get('/users')).location).toBe('/account/password');
    const [entry] = await auditOf(app, 'user.created', id);
    expect(entry).toMatchObject({
      actor_id: admin.userId,
      after: { username: name, roles: ['Viewer'] },
    });
    const given = await auditOf(app, 'role.assigned', await idOf(app, 'role', 'viewer'));
    expect(given.filter(({ details }) => details['user_id'] === id)).toHaveLength(1);
    expect(JSON.stringify(await auditOf(app, 'user.created'))).not.toContain(password);
    expect((await admin.get(`/users/${id}/edit`)).text).not.toContain(password);
  });

  test('with a chosen password, which must meet the rules and must still be changed', async () => {
    const name = freshName();
    const fields = {
      username: name,
      display_name: '',
      email: `${name}@example.com`,
      is_active: 'true',
      initial: 'typed',
    };
    const short = await admin.post('/users', { ...fields, password: 'Short1!' });
    expect(short.status).toBe(422);
    expect(textOf(short.text)).toContain('The password must be at least');
    expect(short.text).not.toContain('Short1!');
    expect((await admin.post('/users', { ...fields, password: '' })).status).toBe(422);
    const made = await admin.post('/users', { ...fields, password: testPassword });
    expect(made.status).toBe(303);
    const browser = app.visitor();
    await browser.signIn(name, testPassword);
    expect((await browser.get('/users')).location).toBe('/account/password');
  });

  test('spec roles#default-role: without a choice of roles the role of new users comes by itself', async () => {
    const clerk = await app.signIn('editor');
    const name = freshName();
    const { text } = await clerk.get('/users/new');
    expect(textOf(text)).toContain('Default role: User. You need the permission');
    expect(
      (
        await clerk.post('/users', {
          username: name,
          email: `${name}@example.com`,
          initial: 'generated',
        })
      ).status,
    ).toBe(200);
    expect(await rolesOf(app, await idOf(app, 'user', name))).toEqual(['User']);
  });

  test('after a refusal the choice of how the password comes is kept, and the password is not', async () => {
    const { text } = await admin.post('/users', {
      username: 'x',
      email: 'a@example.com',
      initial: 'typed',
      password: testPassword,
    });
    expect(text).toMatch(/<input[^>]*value="typed"[^>]*checked/);
    expect(text).not.toContain(testPassword);
  });

  test('a display name that is left empty is the user name', async () => {
    const { name } = await create({ display_name: '  ' });
    expect(textOf((await admin.get(`/users?q=${name}`)).text)).toContain(`${name} ${name}`);
  });

  test.each([
    ['username', '', 'User name is required'],
    ['username', 'x', 'at least 2 characters'],
    ['username', 'x'.repeat(51), 'at most 50 characters'],
    ['username', 'a b', 'may only contain letters, digits and underscores'],
    ['email', '', 'Email is required'],
    ['email', 'someone', 'must be a valid address'],
    ['email', `${'x'.repeat(250)}@a.de`, 'at most 254 characters'],
    ['display_name', 'x'.repeat(101), 'at most 100 characters'],
    ['roles', '99999999', 'no longer exists'],
    ['roles', 'x', 'no longer exists'],
  ])(
    'spec people#fields, requests#validation: %s “%s” is 422 with the input',
    async (field, value, message) => {
      const fields = {
        username: 'ludwig_1',
        display_name: 'Lúdwig',
        email: 'ludwig@example.com',
        initial: 'generated',
        roles_shown: 'true',
        [field]: value,
      };
      const { status, text } = await admin.post('/users', fields);
      expect(status).toBe(422);
      expect(textOf(text)).toContain(message);
      if (field !== 'email') expect(text).toContain('value="ludwig@example.com"');
      expect(text).toMatch(new RegExp(`id="f-${field}-error"`));
    },
  );

  test('spec requests#input: characters are counted, letters of any script are letters', async () => {
    const { id } = await create({}, `Łódź_${'ж'.repeat(45)}`);
    expect((await auditOf(app, 'user.created', id)).length).toBe(1);
  });

  test('spec requests#duplicates: a taken name is reported with its user, in any case', async () => {
    const { status, text } = await admin.post('/users', {
      username: 'ALICE',
      email: 'a@example.com',
      initial: 'generated',
    });
    expect(status).toBe(422);
    expect(textOf(text)).toContain('The user name “ALICE” is taken by Alice Editor.');
  });

  test('spec permissions#no-escalation: users cannot assign a role with more permissions than theirs', async () => {
    await makeRole(app, 'clerks', ['dashboard.view', 'users.list', 'users.create', 'roles.assign']);
    const clerk = await app.signIn('clerks');
    const { text } = await clerk.get('/users/new');
    expect(text).toMatch(
      new RegExp(
        `value="${await idOf(app, 'role', 'admin')}"[^>]*disabled|disabled[^>]*value="${await idOf(app, 'role', 'admin')}"`,
      ),
    );
    const name = freshName();
    const refused = await clerk.post('/users', {
      username: name,
      email: 'a@example.com',
      initial: 'generated',
      roles_shown: 'true',
      roles: await idOf(app, 'role', 'admin'),
    });
    expect(refused.status).toBe(422);
    expect(textOf(refused.text)).toContain("You can't assign or remove the role Administrator");
    await expect(idOf(app, 'user', name)).rejects.toThrow();
    expect(
      (
        await clerk.post('/users', {
          username: name,
          email: 'a@example.com',
          initial: 'generated',
          roles_shown: 'true',
          roles: await idOf(app, 'role', 'viewer'),
        })
      ).status,
    ).toBe(200);
  });

  test('roles cannot be smuggled past roles.assign', async () => {
    const clerk = await app.signIn('editor');
    const reply = await clerk.post('/users', {
      username: freshName(),
      email: 'a@example.com',
      initial: 'generated',
      roles_shown: 'true',
      roles: await idOf(app, 'role', 'viewer'),
    });
    expect([reply.status, textOf(reply.text)]).toEqual([
      422,
      expect.stringContaining('You need the permission “Assign roles”'),
    ]);
  });
});

describe('spec people#update: the four fields, without what our own page adds', () => {
  test('create an active user with the role of new users and that password, to be changed at the first sign-in', async () => {
    const name = freshName();
    const fields = { username: name, email: `${name}@example.com`, display_name: 'Of a program' };
    const without = await admin.post('/users', { ...fields, password: '' });
    expect([without.status, textOf(without.text)]).toEqual([
      422,
      expect.stringContaining('Password is required'),
    ]);
    const { status, location } = await admin.post('/users', { ...fields, password: testPassword });
    expect([status, location]).toEqual([303, '/users']);
    expect(await rolesOf(app, await idOf(app, 'user', name))).toEqual(['User']);
    const browser = app.visitor();
    await browser.signIn(name, testPassword);
    expect((await browser.get('/users')).location).toBe('/account/password');
  });

  test('change a user and nothing that they do not name; an empty password keeps the present one', async () => {
    const user = await app.signIn('viewer');
    const { name } = (
      await app.services.pool.query<{ name: string }>('select name from entities where id = $1', [
        user.userId,
      ])
    ).rows[0] ?? { name: '' };
    const fields = {
      username: name,
      email: 'program@example.com',
      display_name: 'Of a program',
      password: '',
    };
    expect((await admin.post(`/users/${user.userId}`, fields)).location).toBe('/users');
    expect(await rolesOf(app, user.userId)).toEqual(['Viewer']);
    expect((await user.get('/account')).status).toBe(200);

    const weak = await admin.post(`/users/${user.userId}`, { ...fields, password: 'Short1!' });
    expect([weak.status, textOf(weak.text)]).toEqual([
      422,
      expect.stringContaining('The password must be at least'),
    ]);
    const fresh = 'Tundra-58-osprey';
    expect((await admin.post(`/users/${user.userId}`, { ...fields, password: fresh })).status).toBe(
      303,
    );
    expect((await user.get('/account')).location).toMatch(/^\/login/);
    const again = app.visitor();
    await again.signIn(name, fresh);
    expect((await again.get('/users')).location).toBe('/account/password');
    const entries = await auditOf(app, 'auth.password_reset', user.userId);
    expect(entries).toMatchObject([{ actor_id: admin.userId, details: { sessions: 1 } }]);
    expect(JSON.stringify(entries)).not.toContain(fresh);
  });
});

describe('changing a user', () => {
  test('the form shows the account in three statements, and saves changes', async () => {
    const { id, name } = await create();
    const before = app.queries.statements;
    const { text } = await admin.get(`/users/${id}/edit`);
    expect(app.queries.statements - before).toBeLessThanOrEqual(4);
    expect(textOf(text)).toContain('Must be changed at next sign-in');
    const saved = await admin.post(
      `/users/${id}`,
      await editForm(admin, id, {
        display_name: 'Ørjan Lie',
        roles: [await idOf(app, 'role', 'secretary')],
      }),
    );
    expect(saved).toMatchObject({ status: 303, location: '/users' });
    expect(textOf((await admin.get(saved.location ?? '')).text)).toContain('Ørjan Lie was saved.');
    expect(await rolesOf(app, id)).toEqual(['Secretary']);
    expect((await auditOf(app, 'user.updated', id))[0]).toMatchObject({
      before: { display_name: `Person ${name}`, roles: [] },
      after: { display_name: 'Ørjan Lie', roles: ['Secretary'] },
    });
  });

  test('a form that changes nothing leaves no trace', async () => {
    const { id } = await create();
    expect((await admin.post(`/users/${id}`, await editForm(admin, id))).status).toBe(303);
    expect(await auditOf(app, 'user.updated', id)).toEqual([]);
  });

  test('spec permissions#check: losing a role counts with the very next request', async () => {
    const browser = await app.signIn('editor');
    expect((await browser.get('/users/new')).status).toBe(200);
    expect(
      (
        await admin.post(
          `/users/${browser.userId}`,
          await editForm(admin, browser.userId, { roles: [] }),
        )
      ).status,
    ).toBe(303);
    expect((await browser.get('/users/new')).status).toBe(403);
  });

  test("a second editor sees the first one's changes, keeps their own input, and can overwrite", async () => {
    const { id } = await create({ roles: [await idOf(app, 'role', 'viewer')] });
    const [mine, theirs] = [
      await editForm(admin, id, { email: 'mine@example.com' }),
      await editForm(admin, id, { display_name: 'By the other', roles: [] }),
    ];
    const other = await app.signIn('admin');
    expect((await other.post(`/users/${id}`, theirs)).status).toBe(303);
    const late = await admin.post(`/users/${id}`, mine);
    expect(late.status).toBe(409);
    const words = textOf(late.text);
    expect(words).toContain('was changed while you were editing.');
    expect(words).toMatch(/Display name Person \w+ By the other Roles Viewer removed/);
    expect(late.text).toContain('value="mine@example.com"');
    const again = {
      ...mine,
      version: hidden(late.text, 'version'),
      seen_display_name: hidden(late.text, 'seen_display_name'),
      seen_roles: hidden(late.text, 'seen_roles'),
    };
    expect((await admin.post(`/users/${id}`, again)).status).toBe(303);
    expect(await rolesOf(app, id)).toEqual(['Viewer']);
  });

  test('fields outside the form cause no conflict', async () => {
    const user = await app.signIn('viewer');
    const form = await editForm(admin, user.userId, { display_name: 'Renamed' });
    await user.post('/users/columns', { columns: 'status' });
    expect((await admin.post(`/users/${user.userId}`, form)).status).toBe(303);
  });

  test('spec people#status: deactivating by the form ends the sessions at once', async () => {
    const user = await app.signIn('viewer');
    const { is_active: _, ...form } = await editForm(admin, user.userId);
    expect((await admin.post(`/users/${user.userId}`, form)).status).toBe(303);
    expect(await sessionsOf(app, user.userId)).toBe(0);
    expect((await user.get('/users')).status).toBe(303);
  });

  test.each(['role', 'permission', 'tor'])('spec requests#input: a %s is no user', async (type) => {
    const { rows } = await app.services.pool.query<{ id: string }>(
      'select id from entities where entity_type = $1 limit 1',
      [type],
    );
    const id = rows[0]?.id ?? '';
    const form = { username: 'renamed', email: 'a@example.com', version: '1' };
    expect((await admin.get(`/users/${id}/edit`)).status).toBe(404);
    expect((await admin.post(`/users/${id}`, form)).status).toBe(404);
    expect((await admin.post(`/users/${id}/delete`)).status).toBe(404);
    expect((await admin.post(`/users/${id}/reset-password`, { initial: 'generated' })).status).toBe(
      404,
    );
  });

  test('spec permissions#no-escalation: an account with more permissions is out of reach on every path', async () => {
    const clerk = await app.signIn('editor');
    const boss = await app.createUser('admin');
    const form = {
      username: boss.name,
      email: 'evil@example.com',
      version: '1',
      seen_username: boss.name,
      is_active: 'true',
      seen_is_active: 'true',
      seen_display_name: boss.name,
    };
    expect((await clerk.get(`/users/${boss.id}/edit`)).status).toBe(403);
    expect((await clerk.post(`/users/${boss.id}`, form)).status).toBe(403);
    expect((await clerk.get(`/users/${boss.id}/reset-password`)).status).toBe(403);
    expect(
      (
        await clerk.post(`/users/${boss.id}/reset-password`, {
          initial: 'typed',
          password: testPassword,
        })
      ).status,
    ).toBe(403);
    for (const action of ['deactivate', 'sign-out', 'unlock']) {
      const reply = await clerk.post(`/users/${boss.id}/${action}`);
      expect(reply.status).toBe(303);
      expect(textOf((await clerk.get(reply.location ?? '')).text)).toContain(
        "You can't change the account of",
      );
    }
    expect((await app.visitor().signIn(boss.name, testPassword)).status).toBe(303);
  });

  test('spec permissions#no-escalation: a deactivated account counts with all that it could do', async () => {
    const clerk = await app.signIn('editor');
    const boss = await app.createUser('admin');
    await admin.post(`/users/${boss.id}/deactivate`);
    const reply = await clerk.post(`/users/${boss.id}/activate`);
    expect(textOf((await clerk.get(reply.location ?? '')).text)).toContain(
      "You can't change the account of",
    );
  });
});

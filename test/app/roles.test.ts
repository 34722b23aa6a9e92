import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { auditOf, hidden, idOf, rolesOf } from './people-fixture.ts';
import { grantsOf, makeRole, permissionIds } from './role-fixture.ts';

let app: AppServer;
let admin: AppClient;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  app = await startAppServer({ from: 'demo' });
  admin = await app.signIn('admin');
  ids = await permissionIds(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const idsOf = (...codes: readonly string[]): string[] => codes.map((code) => ids[code] ?? '');

/** The unchanged form of a role, with some changes. */
async function roleForm(
  browser: AppClient,
  id: string,
  changes: Record<string, string | readonly string[]> = {},
) {
  const { text } = await browser.get(`/roles/builder/${id}/edit`);
  const names = [
    'role_id',
    'version',
    'seen_label',
    'seen_name',
    'seen_description',
    'seen_permissions',
  ];
  const seen = Object.fromEntries(names.map((name) => [name, hidden(text, name)]));
  const shown = {
    label: seen['seen_label'] ?? '',
    name: seen['seen_name'] ?? '',
    description: seen['seen_description'] ?? '',
  };
  return {
    ...seen,
    ...shown,
    permission_ids: (seen['seen_permissions'] ?? '').split(','),
    ...changes,
  };
}

const flashOf = async (browser: AppClient, location: string | null): Promise<string> =>
  textOf((await browser.get(location ?? '')).text);

describe('assignments of roles', () => {
  test('spec roles#assignment: each tab reads what it shows, in three statements', async () => {
    for (const path of [
      '/roles',
      `/roles?role_id=${await idOf(app, 'role', 'editor')}`,
      '/roles?tab=by-user',
    ]) {
      const before = app.queries.statements;
      expect((await admin.get(path)).status).toBe(200);
      expect(app.queries.statements - before).toBe(3);
    }
  });

  test('by role: the first one, or the one in the address, with its users', async () => {
    expect(textOf((await admin.get('/roles')).text)).toContain('Users with the role Administrator');
    const words = textOf(
      (await admin.get(`/roles?role_id=${await idOf(app, 'role', 'editor')}`)).text,
    );
    expect(words).toMatch(
      /Users with the role Editor 2 .*Alice Editor alice Active Remove Alice Editor from Editor/,
    );
    expect(textOf((await admin.get('/roles?role_id=99999999')).text)).toContain(
      'Users with the role Administrator',
    );
  });

  test('by user: all users with their roles, searchable', async () => {
    const words = textOf((await admin.get('/roles?tab=by-user&q=grace')).text);
    expect(words).toContain('Grace Lead grace Editor Manager Member Active Add role to Grace Lead');
    expect(words).not.toContain('Alice');
  });

  test('giving and taking, once each, with where it came from', async () => {
    const { id } = await app.createUser();
    const role = await idOf(app, 'role', 'viewer');
    const back = '/roles?tab=by-user&q=x';
    const given = await admin.post('/roles/assign', { user_id: id, role_id: role, back });
    expect(given.location).toBe('/roles?tab=by-user&q=x');
    expect(await flashOf(admin, given.location)).toContain('now has the role Viewer.');
    await admin.post('/roles/assign', { user_id: id, role_id: role });
    expect([await rolesOf(app, id), (await auditOf(app, 'role.assigned', role)).length]).toEqual([
      ['Viewer'],
      1,
    ]);
    const taken = await admin.post('/roles/unassign', {
      user_id: id,
      role_id: role,
      back: 'https://example.com',
    });
    expect(taken.location).toBe('/roles');
    expect(await rolesOf(app, id)).toEqual([]);
    expect((await auditOf(app, 'role.unassigned', role))[0]).toMatchObject({
      details: { user_id: id },
    });
  });

  test('spec requests#messages: a role that was taken is given back by the button of the message', async () => {
    const { id } = await app.createUser('viewer');
    const role = await idOf(app, 'role', 'viewer');
    const back = `/roles?role_id=${role}`;
    const { location } = await admin.post('/roles/unassign', { user_id: id, role_id: role, back });
    const { text } = await admin.get(location ?? '');
    expect(textOf(text)).toContain('Undo');
    const undo = /<form class="undo"[^>]*action="([^"]*)".*?<\/form>/s.exec(text);
    const fields = Object.fromEntries(
      [...(undo?.[0] ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    expect(fields).toMatchObject({ user_id: id, role_id: role, back });
    await admin.post(undo?.[1] ?? '', { user_id: id, role_id: role, back });
    expect(await rolesOf(app, id)).toEqual(['Viewer']);
  });

  test.each([
    [
      'a user for a role',
      async () => ({
        user_id: await idOf(app, 'user', 'alice'),
        role_id: await idOf(app, 'user', 'bob'),
      }),
    ],
    [
      'a role for a user',
      async () => ({
        user_id: await idOf(app, 'role', 'editor'),
        role_id: await idOf(app, 'role', 'editor'),
      }),
    ],
    ['a missing user and role', async () => ({ user_id: '99999999', role_id: '99999999' })],
    ['words', async () => ({ user_id: 'alice', role_id: 'editor' })],
    ['nothing', async () => ({})],
  ])('spec roles#assignment, requests#input: %s is 422', async (_, fields) => {
    expect((await admin.post('/roles/assign', await fields())).status).toBe(422);
    expect((await admin.post('/roles/unassign', await fields())).status).toBe(422);
  });

  test('spec permissions#no-escalation: users cannot assign or remove a role with more permissions than theirs', async () => {
    await makeRole(app, 'assigner', ['dashboard.view', 'users.list', 'roles.assign']);
    const assigner = await app.signIn('assigner');
    const { id } = await app.createUser();
    const over = { user_id: id, role_id: await idOf(app, 'role', 'admin') };
    expect(
      await flashOf(assigner, (await assigner.post('/roles/assign', over)).location),
    ).toContain("You can't assign or remove the role Administrator");
    const away = { user_id: admin.userId, role_id: over.role_id };
    expect(
      await flashOf(assigner, (await assigner.post('/roles/unassign', away)).location),
    ).toContain("You can't assign or remove");
    expect(await rolesOf(app, id)).toEqual([]);
    expect(
      (
        await assigner.post('/roles/assign', {
          user_id: id,
          role_id: await idOf(app, 'role', 'viewer'),
        })
      ).status,
    ).toBe(303);
    expect((await assigner.get('/roles/builder')).status).toBe(403);
    expect(textOf((await assigner.get('/roles')).text)).not.toContain('New role');
  });

  test('candidates are active users without the role', async () => {
    const role = await idOf(app, 'role', 'secretary');
    const { text } = await admin.get(`/roles/add?role_id=${role}`);
    expect(text).toContain('data-dialog-content');
    expect(text).not.toContain('Eva Secretary (eva)');
    const { text: found } = await admin.get(`/roles/candidates?role_id=${role}&q=alice`);
    expect(JSON.parse(found)).toEqual([
      { value: await idOf(app, 'user', 'alice'), label: 'Alice Editor (alice)' },
    ]);
    expect((await admin.get('/roles/add?role_id=99999999')).status).toBe(404);
  });
});

describe('what a user sees', () => {
  test('spec roles#preview: all accessible items by module, not the modules alone', async () => {
    const { id } = await app.createUser('secretary');
    const { text } = await admin.get(`/api/roles/preview?user_id=${id}`);
    const preview = JSON.parse(text) as {
      user_id: number;
      permission_count: number;
      menu_items: { label: string; type: string }[];
    };
    expect([preview.user_id, preview.permission_count]).toEqual([Number(id), 7]);
    expect(preview.menu_items).toEqual([
      { label: 'Dashboard', url: '/dashboard', type: 'module' },
      { label: 'Governance', url: '/tor', type: 'module' },
      { label: 'Terms of Reference', url: '/tor', type: 'sidebar' },
      { label: 'Governance map', url: '/governance/map', type: 'sidebar' },
      { label: 'Questions', url: '/governance/questions', type: 'sidebar' },
      { label: 'Meeting outlook', url: '/tor/outlook', type: 'sidebar' },
      { label: 'Meetings', url: '/meetings', type: 'sidebar' },
      { label: 'Decisions', url: '/decisions', type: 'sidebar' },
      { label: 'My actions', url: '/action-items', type: 'sidebar' },
      { label: 'My work', url: '/my-work', type: 'sidebar' },
    ]);
    const editor = await app.createUser('editor');
    const { text: other } = await admin.get(`/api/roles/preview?user_id=${editor.id}`);
    expect((JSON.parse(other) as typeof preview).menu_items).toEqual([
      { label: 'Dashboard', url: '/dashboard', type: 'module' },
      { label: 'Admin', url: '/users', type: 'module' },
      { label: 'Users', url: '/users', type: 'sidebar' },
      { label: 'Ontology', url: '/ontology', type: 'sidebar' },
      { label: 'Settings', url: '/settings', type: 'sidebar' },
      { label: 'Data manager', url: '/data-manager', type: 'sidebar' },
      { label: 'Jobs', url: '/jobs', type: 'sidebar' },
      { label: 'Webhooks', url: '/webhooks', type: 'sidebar' },
      { label: 'Governance', url: '/workflow', type: 'module' },
      { label: 'Item workflow', url: '/workflow', type: 'sidebar' },
    ]);
  });

  test('no preview shows or counts a page that does not exist: each of its addresses is answered', async () => {
    const { text } = await admin.get(`/api/roles/preview?user_id=${admin.userId}`);
    const { menu_items: items } = JSON.parse(text) as { menu_items: { url: string }[] };
    expect(items.length).toBeGreaterThan(5);
    for (const { url } of items) expect([url, (await admin.get(url)).status]).toEqual([url, 200]);
    const { rows } = await app.services.pool.query<{ id: string }>(
      `with entry as (
         insert into entities (entity_type, name, label, properties)
         values ('nav_item', 'admin.nowhere', 'Nowhere', '{"url": "/nowhere", "parent": "admin"}') returning id),
       needed as (select id from entities where entity_type = 'permission' and name = 'warnings.view'),
       required as (
         insert into relations (relation_type_id, source_id, target_id)
         select t.id, entry.id, needed.id from entities t, entry, needed
         where t.entity_type = 'relation_type' and t.name = 'requires_permission')
       select id from needed`,
    );
    const reply = await admin.json('/roles/builder/preview', {
      permission_ids: rows.map(({ id }) => Number(id)),
    });
    const { items: shown, count } = reply.json() as { items: { path: string }[]; count: number };
    expect([shown.map(({ path }) => path), count]).toEqual([['/warnings'], 1]);
    expect(textOf((await admin.get('/menu-builder')).text)).not.toContain('Shows Nowhere');
    await app.services.pool.query("delete from entities where name = 'admin.nowhere'");
  });

  test('the page says the same in words, and works as a dialog', async () => {
    const secretary = await app.createUser('secretary');
    const { text } = await admin.get(`/roles/preview?user_id=${secretary.id}`);
    expect(text).toContain('data-dialog-content');
    expect(textOf(text)).toContain('9 of 24 menu entries, 7 permissions.');
    const { id } = await app.createUser();
    expect(textOf((await admin.get(`/roles/preview?user_id=${id}`)).text)).toContain(
      'No entries: the roles of this user grant no permissions.',
    );
  });

  test('spec requests#input: other ids are 404', async () => {
    const role = await idOf(app, 'role', 'editor');
    expect((await admin.get(`/api/roles/preview?user_id=${role}`)).status).toBe(404);
    expect((await admin.get(`/roles/preview?user_id=${role}`)).status).toBe(404);
    expect((await admin.get('/roles/preview')).status).toBe(400);
  });
});

describe('the role builder', () => {
  test('new and edit in three statements each', async () => {
    for (const path of [
      '/roles/builder',
      `/roles/builder/${await idOf(app, 'role', 'editor')}/edit`,
    ]) {
      const before = app.queries.statements;
      expect((await admin.get(path)).status).toBe(200);
      expect(app.queries.statements - before).toBeLessThanOrEqual(3);
    }
    expect(
      (await admin.get(`/roles/builder/${await idOf(app, 'user', 'alice')}/edit`)).status,
    ).toBe(404);
  });

  test('a role is created with its permissions, effective at once', async () => {
    const reply = await admin.post('/roles/builder/create', {
      name: 'registrar',
      label: 'Registrar',
      description: 'Keeps lists',
      permission_ids: idsOf('users.list', 'dashboard.view'),
    });
    const id = await idOf(app, 'role', 'registrar');
    expect(reply.location).toBe('/roles');
    expect(await grantsOf(app, 'registrar')).toEqual(['dashboard.view', 'users.list']);
    const user = await app.signIn('registrar');
    expect((await user.get('/users')).status).toBe(200);
    expect((await auditOf(app, 'role.created_via_builder', id))[0]).toMatchObject({
      after: { name: 'registrar', permissions: ['dashboard.view', 'users.list'] },
    });
    expect(
      (
        await admin.post(
          '/roles/builder/update',
          await roleForm(admin, id, { permission_ids: idsOf('dashboard.view') }),
        )
      ).status,
    ).toBe(303);
    expect((await user.get('/users')).status).toBe(403);
    expect((await auditOf(app, 'role.permissions_changed', id))[0]).toMatchObject({
      details: { taken: ['users.list'], given: [], people: 1 },
    });
  });

  test('spec roles#builder: a program changes a role by the fields of the contract alone', async () => {
    await makeRole(app, 'archivist', ['dashboard.view']);
    const fields = {
      role_id: await idOf(app, 'role', 'archivist'),
      name: 'archivist',
      label: 'Archivist',
      description: '',
    };
    const reply = await admin.post('/roles/builder/update', {
      ...fields,
      permission_ids: `[${idsOf('users.list')[0]}]`,
    });
    expect([reply.status, reply.location]).toEqual([303, '/roles']);
    expect(await grantsOf(app, 'archivist')).toEqual(['users.list']);
  });

  test('programs may send the permissions as one JSON list, as numbers or texts', async () => {
    const [one = '', two = ''] = idsOf('users.list', 'audit.view');
    expect(
      (
        await admin.post('/roles/builder/create', {
          name: 'listed',
          label: 'Listed',
          permission_ids: `[${one},"${two}"]`,
        })
      ).status,
    ).toBe(303);
    expect(await grantsOf(app, 'listed')).toEqual(['audit.view', 'users.list']);
  });

  test.each([
    [{ name: '', label: 'x' }, 'Internal name is required.'],
    [{ name: 'a b', label: 'x' }, 'may only contain letters, digits and underscores'],
    [{ name: 'x'.repeat(51), label: 'x' }, 'must be at most 50 characters'],
    [{ name: 'fine', label: ' ' }, 'Label is required.'],
    [{ name: 'fine', label: 'x'.repeat(101) }, 'must be at most 100 characters'],
    [{ name: 'fine', label: 'x', permission_ids: '[]' }, 'Choose at least one permission.'],
    [{ name: 'fine', label: 'x', permission_ids: '[}' }, 'One of the permissions does not exist.'],
    [
      { name: 'fine', label: 'x', permission_ids: '99999999' },
      'One of the permissions no longer exists.',
    ],
    [{ name: 'editor', label: 'x' }, 'named "editor" already exists'],
  ])('spec requests#validation: %o is 422 with the submitted values', async (fields, message) => {
    const { status, text } = await admin.post('/roles/builder/create', {
      permission_ids: idsOf('users.list'),
      description: 'Kept words',
      ...fields,
    });
    expect([status, textOf(text)]).toEqual([422, expect.stringContaining(message)]);
    expect(text).toContain('value="Kept words"');
  });

  test('spec roles#deletion, interface#forms: no form stands in another, and deleting is a page of its own', async () => {
    const { text } = await admin.get(`/roles/builder/${await idOf(app, 'role', 'editor')}/edit`);
    let depth = 0;
    for (const [tag] of text.matchAll(/<\/?form\b/g)) {
      depth += tag === '<form' ? 1 : -1;
      expect(depth).toBeLessThanOrEqual(1);
    }
    const id = await makeRole(app, 'unused', ['users.list']);
    const question = await admin.get(`/roles/builder/${id}/delete`);
    expect(textOf(question.text)).toContain('Delete role Unused?');
    expect(
      await flashOf(admin, (await admin.post(`/roles/builder/${id}/delete`)).location),
    ).toContain('The role Unused was deleted.');
    expect((await admin.post(`/roles/builder/${id}/delete`)).status).toBe(404);
  });

  test('spec roles#deletion: roles that are held or that the app relies on stay, and keep their names', async () => {
    const held = await admin.post(`/roles/builder/${await idOf(app, 'role', 'viewer')}/delete`);
    expect(await flashOf(admin, held.location)).toMatch(
      /Viewer can't be deleted: \d+ users have it\./,
    );
    const system = await admin.post(`/roles/builder/${await idOf(app, 'role', 'user')}/delete`);
    expect(await flashOf(admin, system.location)).toContain(
      "User can't be deleted: the app requires it.",
    );
    for (const name of ['admin', 'user', 'editor']) {
      const { status, text } = await admin.post(
        '/roles/builder/update',
        await roleForm(admin, await idOf(app, 'role', name), { name: 'renamed' }),
      );
      expect([status, textOf(text)]).toEqual([
        422,
        expect.stringContaining(`The internal name ${name} is fixed`),
      ]);
    }
  });

  test('spec permissions#no-escalation: users cannot create a role beyond their own permissions, nor change one that has more', async () => {
    await makeRole(app, 'builder', ['dashboard.view', 'users.list', 'roles.manage']);
    const builder = await app.signIn('builder');
    const over = await builder.post('/roles/builder/create', {
      name: 'over',
      label: 'Over',
      permission_ids: idsOf('users.list', 'settings.manage'),
    });
    expect([over.status, textOf(over.text)]).toEqual([
      422,
      expect.stringContaining("permissions that you don't have: settings.manage"),
    ]);
    const editor = await idOf(app, 'role', 'editor');
    expect(textOf((await builder.get(`/roles/builder/${editor}/edit`)).text)).toContain(
      "it includes permissions that you don't have",
    );
    const weaker = await builder.post(
      '/roles/builder/update',
      await roleForm(admin, editor, { permission_ids: idsOf('users.list') }),
    );
    expect(weaker.status).toBe(422);
    expect(
      (
        await builder.post('/roles/builder/create', {
          name: 'within',
          label: 'Within',
          permission_ids: idsOf('users.list'),
        })
      ).status,
    ).toBe(303);
  });

  test('spec requests#input: the id of something else is no role', async () => {
    const form = await roleForm(admin, await idOf(app, 'role', 'editor'), {
      role_id: await idOf(app, 'user', 'alice'),
    });
    expect((await admin.post('/roles/builder/update', form)).status).toBe(404);
    const wrong = await admin.post('/roles/builder/create', {
      name: 'odd',
      label: 'Odd',
      permission_ids: await idOf(app, 'role', 'editor'),
    });
    expect(wrong.status).toBe(422);
  });

  test("spec requests#conflicts: a change by another user is reported, one's own input is kept, and can overwrite it", async () => {
    const id = await makeRole(app, 'shared', ['users.list']);
    const mine = await roleForm(admin, id, { permission_ids: idsOf('users.list', 'audit.view') });
    const theirs = await roleForm(admin, id, {
      permission_ids: idsOf('dashboard.view'),
      description: 'Changed by the other',
    });
    expect((await admin.post('/roles/builder/update', theirs)).status).toBe(303);
    const late = await admin.post('/roles/builder/update', mine);
    expect(late.status).toBe(409);
    expect(textOf(late.text)).toMatch(
      /Description not set Changed by the other Permissions List users View dashboard/,
    );
    expect(late.text).toMatch(
      new RegExp(
        `value="${ids['audit.view']}"[^>]*checked|checked[^>]*value="${ids['audit.view']}"`,
      ),
    );
    const names = ['version', 'seen_description', 'seen_permissions'];
    const again = {
      ...mine,
      ...Object.fromEntries(names.map((name) => [name, hidden(late.text, name)])),
    };
    expect((await admin.post('/roles/builder/update', again)).status).toBe(303);
    expect(await grantsOf(app, 'shared')).toEqual(['audit.view', 'users.list']);
  });

  test('spec roles#builder: grants of inactive permissions are not taken unseen', async () => {
    const id = await makeRole(app, 'quiet', ['users.list', 'warnings.view']);
    await app.services.pool.query(
      "update entities set is_active = false where entity_type = 'permission' and name = 'warnings.view'",
    );
    expect(
      (await admin.post('/roles/builder/update', await roleForm(admin, id, { label: 'Quieter' })))
        .status,
    ).toBe(303);
    expect(await grantsOf(app, 'quiet')).toEqual(['users.list', 'warnings.view']);
    await app.services.pool.query(
      "update entities set is_active = true where entity_type = 'permission' and name = 'warnings.view'",
    );
  });

  test('works without script: buttons select groups, and changes are shown with the affected users', async () => {
    const form = await roleForm(admin, await idOf(app, 'role', 'viewer'));
    const { status, text } = await admin.post('/roles/builder/draft', {
      ...form,
      label: 'Typed',
      do: 'all:Users',
    });
    expect(status).toBe(200);
    expect(text).toContain('value="Typed"');
    const words = textOf(text);
    expect(words).toMatch(
      /\d+ users get 3 permissions\. Granted Create users Granted Edit users Granted Delete users/,
    );
    expect(words).toMatch(/4 unsaved changes, \d+ users affected/);
    expect(words).toContain('4 of 4');
    const none = await admin.post('/roles/builder/draft', { ...form, do: 'none:Users' });
    expect(textOf(none.text)).toMatch(/users lose 1 permission\. Revoked List users/);
    expect(await grantsOf(app, 'viewer')).toEqual(['dashboard.view', 'users.list']);
  });

  test('spec roles#builder: the preview of chosen permissions, as JSON', async () => {
    const preview = async (...codes: string[]) =>
      (
        await admin.json('/roles/builder/preview', { permission_ids: idsOf(...codes).map(Number) })
      ).json();
    expect(await preview()).toEqual({ items: [], count: 0 });
    expect(await preview('users.list')).toEqual({
      items: [
        {
          id: Number(await idOf(app, 'nav_item', 'admin.users')),
          label: 'Users',
          path: '/users',
          module_name: 'Admin',
        },
      ],
      count: 1,
    });
    expect(await preview('dashboard.view')).toMatchObject({
      items: [{ label: 'Dashboard', module_name: 'Dashboard' }],
      count: 1,
    });
    expect(
      (await admin.json('/roles/builder/preview', { permission_ids: [99_999_999] })).json(),
    ).toEqual({ items: [], count: 0 });
    expect((await admin.json('/roles/builder/preview', { permission_ids: 'x' })).status).toBe(422);
  });

  test('spec roles#builder: the preview takes JSON with the token of the session only', async () => {
    expect((await admin.post('/roles/builder/preview', { permission_ids: '[1]' })).status).toBe(
      415,
    );
    expect(
      (await admin.json('/roles/builder/preview', { permission_ids: [1] }, { csrf: null })).status,
    ).toBe(403);
  });

  test('a copy begins with the permissions of its model', async () => {
    const { text } = await admin.get(`/roles/builder?from=${await idOf(app, 'role', 'viewer')}`);
    expect(text).toContain('value="Viewer (copy)"');
    expect(textOf(text)).toContain('2 of 49');
  });
});

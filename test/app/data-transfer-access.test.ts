import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { currentPermissions } from '#app/ontology/permissions.ts';
import { databaseDigest, differences } from '#test/support/fail-each-statement.ts';
import {
  entity,
  exported,
  imported,
  reasons,
  relation,
  relationCounts,
  store,
} from './data-transfer-fixture.ts';

/** A demo user who may import (`settings.manage`) and edit users, and little else. */
const editor = 'alice';

test('spec permissions#no-escalation: each kind of thing needs what its own page asks for, item by item', async () => {
  const to = await store('demo');
  const result = await imported(
    to,
    {
      entities: [
        entity('tor', 'board'),
        entity('user', 'zoe', { properties: { email: 'zoe@example.org' } }),
        entity('role', 'owner'),
        entity('permission', 'everything.do'),
        entity('relation_type', 'knows'),
        entity('nav_item', 'admin.extra'),
        entity('setting', 'app.motto', { properties: { value: 'Onward' } }),
        entity('workflow_status', 'tor.new'),
        entity('proposal', 'quick', { properties: { status: 'approved' } }),
        entity('tor_function', 'chair', { properties: { can_record_decisions: 'true' } }),
      ],
    },
    { actor: await to.actor(editor) },
  );
  expect(result.created).toBe(3);
  expect(
    result.errors.map(({ index, reason }) => [
      index,
      reason.match(/[a-z]+\.(manage|edit)/)?.[0] ?? reason.slice(0, 20),
    ]),
  ).toEqual([
    [2, 'roles.manage'],
    [3, 'roles.manage'],
    [4, 'roles.manage'],
    [5, 'roles.manage'],
    [7, 'workflow.manage'],
    [8, expect.any(String)],
    [9, expect.any(String)],
  ]);
});

test('spec permissions#no-escalation: a file cannot grant what its importer does not hold', async () => {
  const to = await store('demo');
  await sql`
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, r.id, p.id from entities t, entities r, entities p
    where t.entity_type = 'relation_type' and t.name = 'has_permission' and r.entity_type = 'role' and r.name = 'editor'
      and p.entity_type = 'permission' and p.name in ('roles.manage', 'roles.assign')`.execute(
    to.db,
  );
  const actor = await to.actor(editor);
  const result = await imported(
    to,
    {
      entities: [entity('role', 'helper'), entity('role', 'admin'), entity('user', 'diana')],
      relations: [
        relation('has_permission', 'role:helper', 'permission:users.edit'),
        relation('has_permission', 'role:helper', 'permission:users.delete'),
        relation('has_permission', 'role:manager', 'permission:users.edit'),
        relation('has_role', 'user:alice', 'role:admin'),
        relation('has_role', 'user:bob', 'role:helper'),
        relation('requires_permission', 'nav_item:admin.users', 'permission:users.edit'),
        relation('fills_position', 'user:alice', 'tor_function:igb_member'),
      ],
    },
    { actor, mode: 'upsert' },
  );
  expect(relationCounts(result)).toEqual([3, 0, 0]);
  expect(result.errors.map(({ kind, index }) => `${kind} ${index}`)).toEqual([
    ...['entity 1', 'entity 2'],
    ...['relation 1', 'relation 2', 'relation 3', 'relation 6'],
  ]);
  expect([...(await currentPermissions(to.db, actor))]).not.toContain('users.delete');
});

test('spec permissions#no-escalation: what stays as it is needs no permission', async () => {
  const to = await store('demo');
  const result = await imported(to, await exported(to), { actor: await to.actor(editor) });
  expect(result).toMatchObject({ created: 0, updated: 0, relations_created: 0 });
  expect(reasons(result).filter((reason) => /needs the permission/.test(reason))).toEqual([]);
});

test('in mode fail one refused item refuses the file', async () => {
  const to = await store('demo');
  const before = await databaseDigest(to.db);
  const file = { entities: [entity('tor', 'board'), entity('role', 'owner')] };
  const result = await imported(to, file, { actor: await to.actor(editor), mode: 'fail' });
  expect(result).toMatchObject({
    committed: false,
    created: 0,
    errors: [{ index: 1, reason: 'This needs the permission roles.manage.' }],
  });
  expect(
    differences(before, await databaseDigest(to.db)).filter((table) => !table.includes('audit_')),
  ).toEqual([]);
});

test.each([
  ['import', 'bob'],
  ['export', 'bob'],
] as const)('who may not manage settings may not %s', async (what, name) => {
  const to = await store('demo');
  const actor = await to.actor(name);
  // The demo data has a history of its own.
  const newest = sql<{ seq: string | null }>`select max(seq) as seq from audit_log`;
  const last = (await newest.execute(to.db)).rows[0]?.seq ?? '0';
  const attempt =
    what === 'import'
      ? imported(to, { entities: [entity('tor', 'board')] }, { actor })
      : exported(to, 'json', { actor });
  await expect(attempt).rejects.toMatchObject({ code: 'forbidden', status: 403 });
  const { rows } = await sql<{
    action: string;
    outcome: string;
  }>`select action, outcome from audit_log where seq > ${last}`.execute(to.db);
  expect(rows).toEqual([{ action: 'access.denied', outcome: 'denied' }]);
});

test('spec permissions#administrators: an import cannot remove the last administrator', async () => {
  const to = await store('base');
  const role = await imported(
    to,
    { entities: [entity('role', 'admin', { is_active: false })] },
    { mode: 'upsert' },
  );
  expect(reasons(role)).toEqual(['At least one user must be able to manage and assign roles.']);
  const both = await imported(
    to,
    {
      entities: [
        entity('tor', 'board'),
        entity('user', 'admin', { is_active: false }),
        entity('tor', 'other'),
      ],
    },
    { mode: 'upsert' },
  );
  expect(both).toMatchObject({ created: 2, updated: 0, errors: [{ index: 1 }] });
  const permission = await imported(
    to,
    { entities: [entity('permission', 'roles.assign', { is_active: false })] },
    { mode: 'upsert' },
  );
  expect(permission.error_count).toBe(1);
});

test('users cannot deactivate their own account by a file', async () => {
  const to = await store('demo');
  const actor = await to.actor('diana');
  const result = await imported(
    to,
    { entities: [entity('user', 'diana', { is_active: false })] },
    { actor, mode: 'upsert' },
  );
  expect(reasons(result)).toEqual(["You can't deactivate your own account."]);
});

test('spec roles#default-role: exactly one role stays the one that new users get', async () => {
  const to = await store('base');
  const second = await imported(to, {
    entities: [entity('role', 'guest', { properties: { is_default: '1' } })],
  });
  const none = await imported(to, { entities: [entity('role', 'user')] }, { mode: 'upsert' });
  expect([...reasons(second), ...reasons(none)]).toEqual(
    Array(2).fill('Exactly one role must be the default role.'),
  );
});

test('spec settings#values: settings are imported within their limits', async () => {
  const to = await store('base');
  const setting = (value: string) =>
    entity('setting', 'audit.retention_days', { properties: { value, setting_type: 'number' } });
  expect((await imported(to, { entities: [setting('-1')] }, { mode: 'upsert' })).error_count).toBe(
    1,
  );
  expect((await imported(to, { entities: [setting('30')] }, { mode: 'upsert' })).error_count).toBe(
    1,
  );
  expect((await imported(to, { entities: [setting('120')] }, { mode: 'upsert' })).updated).toBe(1);
});

test('spec ontology#relation-ends: an upsert that does not mention the ends of a relation type keeps them', async () => {
  const to = await store('base');
  await imported(to, { entities: [entity('relation_type', 'has_role')] }, { mode: 'upsert' });
  const { rows } = await sql<{ key: string }>`
    select key from entity_properties p join entities e on e.id = p.entity_id where e.entity_type = 'relation_type' and e.name = 'has_role' order by 1`.execute(
    to.db,
  );
  expect(rows.map(({ key }) => key)).toEqual(['source_types', 'target_types']);
});

test('an import that switches the audit log off is in it', async () => {
  const to = await store('base');
  const off = entity('setting', 'audit.enabled', {
    properties: { value: 'false', setting_type: 'boolean' },
  });
  await imported(to, { entities: [off] }, { mode: 'upsert' });
  const { rows } = await sql<{ action: string }>`select action from audit_log`.execute(to.db);
  expect(rows).toEqual([{ action: 'data.imported' }, { action: 'setting.updated' }]);
});

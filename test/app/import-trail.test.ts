import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { entity, imported, reasons, relation, store } from './data-transfer-fixture.ts';
import type { Store } from './kernel-fixture.ts';

interface Row {
  readonly action: string;
  readonly target: string;
  readonly before: object | null;
  readonly after: object | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Audit rows in addition to that of the import itself. */
const trailOf = async ({ db }: Store): Promise<readonly Row[]> =>
  (
    await sql<Row>`select action, target_label as target, before, after, details from audit_log
      where action <> 'data.imported' order by seq`.execute(db)
  ).rows;

test('each imported setting has a row with its old and its new value', async () => {
  const to = await store('base');
  const name = entity('setting', 'app.name', {
    label: 'Name',
    properties: { value: 'Council', setting_type: 'text' },
  });
  const off = entity('setting', 'audit.enabled', {
    label: 'Audit',
    properties: { value: 'false', setting_type: 'boolean' },
  });
  await imported(
    to,
    { entities: [name, off, entity('setting', 'app.motto', { properties: { value: 'Onward' } })] },
    { mode: 'upsert' },
  );
  const rows = await trailOf(to);
  expect(rows).toHaveLength(3);
  const rowOf = (setting: string) => rows.find(({ details }) => details['name'] === setting);
  expect(rowOf('app.motto')).toMatchObject({
    action: 'setting.created',
    before: null,
    after: { value: 'Onward' },
  });
  expect(rowOf('app.name')).toMatchObject({
    action: 'setting.updated',
    after: { value: 'Council' },
  });
  expect(rowOf('audit.enabled')).toMatchObject({
    action: 'setting.updated',
    before: { value: 'true' },
    after: { value: 'false' },
  });
});

test('each account has one, with what differs', async () => {
  const to = await store('demo');
  await imported(
    to,
    {
      entities: [
        entity('user', 'zoe', { properties: { email: 'zoe@example.org' } }),
        entity('user', 'bob', { label: 'Robert', is_active: false }),
      ],
    },
    { mode: 'upsert' },
  );
  const rows = (await trailOf(to)).filter(({ action }) => action.startsWith('user.'));
  expect(rows).toHaveLength(2);
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        action: 'user.created',
        target: 'Label of zoe',
        after: expect.objectContaining({ email: 'zoe@example.org' }),
      }),
      expect.objectContaining({
        action: 'user.updated',
        before: expect.objectContaining({ is_active: true }),
        after: expect.objectContaining({ display_name: 'Robert', is_active: false }),
      }),
    ]),
  );
});

test('each grant has one: permissions of roles, roles of users, permissions of menu entries', async () => {
  const to = await store('base');
  await imported(to, {
    entities: [entity('role', 'clerk'), entity('user', 'zoe'), entity('nav_item', 'desk')],
    relations: [
      relation('has_permission', 'role:clerk', 'permission:users.list'),
      relation('has_permission', 'role:clerk', 'permission:audit.view'),
      relation('has_role', 'user:zoe', 'role:clerk'),
      relation('requires_permission', 'nav_item:desk', 'permission:users.list'),
    ],
  });
  const grants = (await trailOf(to)).slice(3);
  expect(grants).toMatchObject([
    {
      action: 'role.permissions_changed',
      target: 'Label of clerk',
      before: { permissions: [] },
      after: { permissions: ['audit.view', 'users.list'] },
    },
    {
      action: 'menu.updated',
      target: 'Label of desk',
      before: { permissions: [] },
      after: { permissions: ['users.list'] },
    },
    { action: 'role.assigned', target: 'Label of clerk', details: { user: 'Label of zoe' } },
  ]);
});

test('what stays as it was has none, and neither has a dry run', async () => {
  const to = await store('base');
  const same = entity('user', 'zoe', { properties: { email: 'zoe@example.org' } });
  await imported(to, { entities: [same] }, { dryRun: true });
  expect(await trailOf(to)).toEqual([]);
  await imported(to, { entities: [same] });
  await imported(to, { entities: [same] }, { mode: 'upsert' });
  expect((await trailOf(to)).map(({ action }) => action)).toEqual(['user.created']);
});

test('thousands of users are logged together, settings and grants of permissions never', async () => {
  const to = await store('base');
  const people = Array.from({ length: 2200 }, (_, n) => entity('user', `person_${n}`));
  await imported(to, {
    entities: [entity('role', 'clerk'), ...people],
    relations: people.map(({ name }) => relation('has_role', `user:${name}`, 'role:clerk')),
  });
  const rows = await trailOf(to);
  const count = (action: string, isTogether: boolean): number =>
    rows.filter(
      (row) => row.action === action && Array.isArray(row.details['people']) === isTogether,
    ).length;
  expect([count('user.created', false), count('user.created', true)]).toEqual([1000, 3]);
  expect([count('role.assigned', false), count('role.assigned', true)]).toEqual([1000, 3]);
  const recorded = rows.flatMap(({ action, details }) =>
    action === 'role.assigned' ? ((details['people'] as string[] | undefined) ?? ['one']) : [],
  );
  expect(recorded).toHaveLength(2200);
});

test('settings come in by the rules of their page', async () => {
  const to = await store('demo');
  const setting = (name: string, value: string, type = 'text') =>
    entity('setting', name, { properties: { value, setting_type: type } });
  const file = {
    entities: [
      setting('audit.log_path', '/tmp/elsewhere'),
      setting('audit.enabled', 'false', 'boolean'),
      setting('auth.password_min_length', '1', 'number'),
      setting('app.name', 'Council'),
    ],
  };
  const result = await imported(to, file, { mode: 'upsert', actor: await to.actor('alice') });
  expect(result.errors.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(result.updated).toBe(1);
});

test('an unchanged setting needs no permission, and one without a value is invalid', async () => {
  const to = await store('base');
  const { rows } = await sql<{
    value: string;
  }>`select p.value from entities e join entity_properties p on p.entity_id = e.id and p.key = 'value'
    where e.entity_type = 'setting' and e.name = 'audit.log_path'`.execute(to.db);
  const same = entity('setting', 'audit.log_path', {
    properties: { value: rows[0]?.value ?? '', setting_type: 'text' },
  });
  expect((await imported(to, { entities: [same] }, { mode: 'upsert' })).error_count).toBe(0);
  const without = await imported(
    to,
    { entities: [entity('setting', 'audit.enabled')] },
    { mode: 'upsert' },
  );
  expect(reasons(without)).toEqual(['"properties.value" is missing.']);
});

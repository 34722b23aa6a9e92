import { describe, expect, test } from 'vitest';
import { applyPinnedSettings } from '#app/settings/index.ts';
import { expireChanges } from '#app/settings/pending-commands.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { app, auditRows, minutes } from './app-fixture.ts';

/** What prod needs to start in a test. */
const prod = {
  ...{ APP_ENV: 'prod', PUBLIC_URL: 'http://localhost', DATABASE_SSL: 'disable' },
  SESSION_KEY: 'abcdefghijklmnop'.repeat(4),
};

async function settingOf(
  { services }: AppServer,
  name: string,
): Promise<{ id: string; value: string }> {
  const { rows } = await services.pool.query<{ id: string; value: string }>(
    "select e.id, p.value from entities e join entity_properties p on p.entity_id = e.id and p.key = 'value' where e.entity_type = 'setting' and e.name = $1",
    [name],
  );
  return rows[0] ?? { id: '', value: '' };
}

async function save(server: AppServer, browser: AppClient, name: string, value: string) {
  const { id, value: seen } = await settingOf(server, name);
  return browser.post('/settings', { [`setting_${id}`]: value, [`seen_${id}`]: seen });
}

/** A role that may manage settings except security settings. */
async function withoutSecurity(server: AppServer): Promise<AppClient> {
  await server.services.pool.query(`
    with made as (insert into entities (entity_type, name, label) values ('role', 'decorator', 'Decorator') returning id)
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, made.id, p.id from made, entities t, entities p
    where t.entity_type = 'relation_type' and t.name = 'has_permission' and p.entity_type = 'permission' and p.name = 'settings.manage'`);
  return server.signIn('decorator');
}

const changeIdIn = (html: string): string => /\/settings\/changes\/(\d+)\//.exec(html)?.[1] ?? '';

test('security settings need settings.security; the page shows them read-only without it', async () => {
  const server = await app();
  const browser = await withoutSecurity(server);
  const { id } = await settingOf(server, 'auth.lock_minutes');
  const { text } = await browser.get('/settings');
  expect(text).toMatch(new RegExp(`<input[^>]*name="setting_${id}"[^>]*disabled`));
  expect(textOf(text)).toContain(
    'You need the permission “Manage security settings” to change it.',
  );
  expect((await save(server, browser, 'auth.lock_minutes', '60')).status).toBe(422);
  expect((await save(server, browser, 'app.name', 'Norrvik')).status).toBe(303);
  expect((await settingOf(server, 'auth.lock_minutes')).value).toBe('15');
});

test('a retention of one day, twenty failures, no history: the refusal names the floor', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const reply = await save(server, browser, 'auth.sign_in_failures', '20');
  expect([reply.status, textOf(reply.text)]).toEqual([
    422,
    expect.stringContaining('enter a whole number from 1 to 10'),
  ]);
  expect(textOf((await save(server, browser, 'auth.password_history', '0')).text)).toContain(
    'enter a whole number from 5 to 24',
  );
});

describe('in prod a second person confirms the change of a security setting', () => {
  /** The app in prod with two administrators, one of whom requested a lock of an hour. */
  async function asked() {
    const server = await app({ environment: prod });
    const [one, other] = [await server.signIn('admin'), await server.signIn('admin')];
    const reply = await save(server, one, 'auth.lock_minutes', '60');
    const page = await one.get(reply.location ?? '');
    return { server, one, other, page, id: changeIdIn(page.text) };
  }

  test('it is written by the second, and the log has both', async () => {
    const { server, one, other, page, id } = await asked();
    expect(textOf(page.text)).toContain('1 change needs confirmation by a second person.');
    expect((await settingOf(server, 'auth.lock_minutes')).value).toBe('15');
    expect(page.text).not.toContain(`/settings/changes/${id}/confirm`);
    await one.post(`/settings/changes/${id}/confirm`, {});
    expect((await settingOf(server, 'auth.lock_minutes')).value).toBe('15');
    expect((await other.get('/settings')).text).toContain(`/settings/changes/${id}/confirm`);
    expect((await other.post(`/settings/changes/${id}/confirm`, {})).status).toBe(303);
    expect((await settingOf(server, 'auth.lock_minutes')).value).toBe('60');
    const rows = await auditRows(server, 'setting.change_requested', 'setting.updated');
    expect(
      rows.map(({ action, outcome, before, after }) => [action, outcome, before, after]),
    ).toEqual([
      ['setting.change_requested', 'success', { value: '15' }, { value: '60' }],
      ['setting.updated', 'refused', null, null],
      ['setting.updated', 'success', { value: '15' }, { value: '60' }],
    ]);
    expect(rows[2]?.details).toMatchObject({
      setting: 'auth.lock_minutes',
      requested_by: expect.stringContaining('Test admin'),
    });
    expect((await other.post(`/settings/changes/${id}/confirm`, {})).status).toBe(404);
  });

  test('other settings are written at once', async () => {
    const server = await app({ environment: prod });
    await save(server, await server.signIn('admin'), 'app.name', 'Norrvik');
    expect((await settingOf(server, 'app.name')).value).toBe('Norrvik');
  });

  test('a second change of the same setting has to wait for the first', async () => {
    const { server, other } = await asked();
    const reply = await save(server, other, 'auth.lock_minutes', '90');
    expect([reply.status, textOf(reply.text)]).toEqual([
      409,
      expect.stringContaining('already requested a change of'),
    ]);
  });

  test('it can be withdrawn', async () => {
    const { server, one, other, id } = await asked();
    expect((await one.post(`/settings/changes/${id}/withdraw`, {})).status).toBe(303);
    expect((await other.post(`/settings/changes/${id}/confirm`, {})).status).toBe(404);
    expect(await auditRows(server, 'setting.change_withdrawn')).toMatchObject([
      { details: { proposed: '60' } },
    ]);
  });

  test('after three days it has expired: not shown, not confirmed, and noted', async () => {
    const { server, id } = await asked();
    server.advance(minutes(3 * 24 * 60 + 1));
    const late = await server.signIn('admin');
    expect((await late.get('/settings')).text).not.toContain('/settings/changes/');
    await late.post(`/settings/changes/${id}/confirm`, {});
    expect((await settingOf(server, 'auth.lock_minutes')).value).toBe('15');
    expect(await expireChanges(server.services)).toBe(1);
    expect(await auditRows(server, 'setting.change_expired')).toMatchObject([
      { details: { proposed: '60' } },
    ]);
  });

  test('it is not confirmed if the setting changed meanwhile, or the requester lost the permission', async () => {
    const { server, one, other, id } = await asked();
    const write = "update entity_properties set value = $1 where key = 'value' and entity_id = $2";
    const { id: settingId } = await settingOf(server, 'auth.lock_minutes');
    await server.services.pool.query(write, ['30', settingId]);
    const moved = await other.post(`/settings/changes/${id}/confirm`, {});
    expect(textOf((await other.get(moved.location ?? '')).text)).toContain('has changed since');
    await server.services.pool.query(write, ['15', settingId]);
    await server.services.pool.query('update entities set is_active = false where id = $1', [
      one.userId,
    ]);
    const gone = await other.post(`/settings/changes/${id}/confirm`, {});
    expect(textOf((await other.get(gone.location ?? '')).text)).toContain(
      'may no longer change security settings',
    );
    expect((await settingOf(server, 'auth.lock_minutes')).value).toBe('15');
  });

  test('two users who confirm concurrently write it once', async () => {
    const { server, other, id } = await asked();
    const third = await server.signIn('admin');
    await Promise.all(
      [other, third].map((browser) => browser.post(`/settings/changes/${id}/confirm`, {})),
    );
    const rows = await auditRows(server, 'setting.updated');
    expect(rows.filter(({ outcome }) => outcome === 'success')).toHaveLength(1);
  });

  test('the audit log can not be switched off at all', async () => {
    const server = await app({ environment: prod });
    const reply = await save(server, await server.signIn('admin'), 'audit.enabled', 'false');
    expect([reply.status, textOf(reply.text)]).toEqual([
      422,
      expect.stringContaining('must be yes in prod'),
    ]);
  });
});

describe('a setting of the environment file', () => {
  const pinnedTo = (settings: object) => ({
    environment: { PINNED_SETTINGS: JSON.stringify(settings) },
  });

  test('is written at startup with its audit entry, shown read-only, and refused', async () => {
    const server = await app(pinnedTo({ 'audit.retention_days': 365, 'app.name': 'Norrvik' }));
    expect(await applyPinnedSettings(server.services, server.services.config)).toBe(2);
    expect(await applyPinnedSettings(server.services, server.services.config)).toBe(0);
    expect(await auditRows(server, 'setting.updated')).toMatchObject([
      { actor_name: 'environment file', before: { value: 'Ahlt' }, after: { value: 'Norrvik' } },
      { actor_name: 'environment file', before: { value: '90' }, after: { value: '365' } },
    ]);
    const browser = await server.signIn('admin');
    const { text } = await browser.get('/settings');
    const { id } = await settingOf(server, 'app.name');
    expect(text).toMatch(new RegExp(`<input[^>]*name="setting_${id}"[^>]*disabled`));
    expect(textOf(text)).toContain('Set by the environment file.');
    const reply = await save(server, browser, 'app.name', 'Other');
    expect([reply.status, textOf(reply.text)]).toEqual([
      422,
      expect.stringContaining('by the environment file'),
    ]);
  });

  test.each([
    ['below its floor', { 'audit.retention_days': 1 }, /from 90/],
    ['that does not exist', { 'auth.lok_minutes': 30 }, /auth\.lok_minutes/],
    ['that nobody may set', { 'audit.log_path': '/etc' }, /audit\.log_path/],
  ])('%s keeps the app from starting', async (_, settings, message) => {
    const server = await app(pinnedTo(settings));
    await expect(applyPinnedSettings(server.services, server.services.config)).rejects.toThrow(
      message,
    );
  });
});

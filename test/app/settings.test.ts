import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { app, auditRows } from './app-fixture.ts';

let shared: AppServer;
beforeAll(async () => {
  shared = await startAppServer();
});
afterAll(() => shared[Symbol.asyncDispose]());

interface Stored {
  readonly id: string;
  readonly value: string;
}

async function settingsOf({ services }: AppServer): Promise<Record<string, Stored>> {
  const { rows } = await services.pool.query<Stored & { name: string }>(
    "select e.id, e.name, p.value from entities e join entity_properties p on p.entity_id = e.id and p.key = 'value' where e.entity_type = 'setting'",
  );
  return Object.fromEntries(rows.map(({ id, name, value }) => [name, { id, value }]));
}

/** Submits values by setting name, together with the previous ones. */
async function save(
  server: AppServer,
  browser: AppClient,
  wanted: Record<string, string>,
  seen: Record<string, string> = {},
) {
  const stored = await settingsOf(server);
  const fields = Object.entries(wanted).flatMap(([name, value]) => {
    const setting = stored[name];
    return setting === undefined
      ? []
      : [
          [`setting_${setting.id}`, value],
          [`seen_${setting.id}`, seen[name] ?? setting.value],
        ];
  });
  return browser.post('/settings', Object.fromEntries(fields));
}

test('the page shows a control for each setting, except the directory of the audit file (spec settings#fixed-settings)', async () => {
  const browser = await shared.signIn('admin');
  const { status, text } = await browser.get('/settings');
  expect(status).toBe(200);
  expect(textOf(text)).toContain('Application name');
  expect(textOf(text)).not.toContain('Audit log directory');
  const stored = await settingsOf(shared);
  expect(text).toContain(`name="setting_${stored['audit.retention_days']?.id}"`);
});

test('spec interface#classification: a classification stands above and below every page, once it is set', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const banners = async (path: string) =>
    [...(await browser.get(path)).text.matchAll(/<(p|footer) class="banner">([^<]*)</g)].map(
      ([, , words]) => words,
    );
  expect(await banners('/dashboard')).toEqual([]);
  await save(server, browser, { 'app.classification': 'Internal use only' });
  for (const path of ['/dashboard', '/users', '/nothing-here']) {
    expect(await banners(path)).toEqual(['Internal use only', 'Internal use only']);
  }
});

test('spec interface#classification: the classification is in the name of every export', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const names = async () =>
    Promise.all(
      ['/users/export.csv', '/audit/export.csv', '/api/data/export'].map(
        async (path) => (await browser.get(path)).headers.get('content-disposition') ?? '',
      ),
    );
  for (const name of await names()) expect(name).toMatch(/^attachment; filename="?[\w.-]+"?$/);
  expect(
    await save(server, browser, { 'app.classification': 'NATO/Restricted: "é"' }),
  ).toMatchObject({ status: 303 });
  for (const name of await names()) {
    expect(decodeURIComponent(name)).toMatch(
      /filename\*=UTF-8''[\w.-]+ \(NATO Restricted é\)\.\w+$/,
    );
  }
});

test('a new name of the app is in the shell of the next page, and the audit log has old and new (spec settings#audit)', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const reply = await save(server, browser, {
    'app.name': 'Norrvik',
    'audit.retention_days': '120',
  });
  expect(reply).toMatchObject({ status: 303, location: '/settings' });
  expect((await browser.get(reply.location ?? '')).text).toContain('2 settings saved.');
  expect((await browser.get('/dashboard')).text).toContain('<title>Dashboard — Norrvik</title>');
  const rows = await auditRows(server, 'setting.updated');
  expect(rows.map(({ target_label, before, after }) => [target_label, before, after])).toEqual([
    ['Application name', { value: 'Ahlt' }, { value: 'Norrvik' }],
    ['Audit retention (days)', { value: '90' }, { value: '120' }],
  ]);
});

test('turning the audit log off is recorded, and so are changes afterwards', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  expect((await save(server, browser, { 'audit.enabled': 'false' })).status).toBe(303);
  expect((await save(server, browser, { 'app.description': 'Quiet' })).status).toBe(303);
  expect(
    (await auditRows(server, 'setting.updated')).map(({ target_label }) => target_label),
  ).toEqual(['Enable audit logging', 'Application description']);
});

describe('spec settings#values: values are checked, each by its field', () => {
  test('nothing is saved if one is invalid, and the submitted values are kept', async () => {
    const browser = await shared.signIn('admin');
    const before = await settingsOf(shared);
    const reply = await save(shared, browser, {
      'app.name': 'Changed',
      'audit.retention_days': '9999',
    });
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toContain(
      'enter a whole number from 90 to 3,650, or 0 (entries are never removed)',
    );
    expect(reply.text).toContain('value="9999"');
    expect(reply.text).toContain('value="Changed"');
    expect(await settingsOf(shared)).toEqual(before);
  });

  test.each([
    ['a user', 'user'],
    ['a role', 'role'],
  ])('%s is no setting (spec requests#input)', async (_, type) => {
    const browser = await shared.signIn('admin');
    const { rows } = await shared.services.pool.query(
      'select id from entities where entity_type = $1 limit 1',
      [type],
    );
    expect((await browser.post('/settings', { [`setting_${rows[0].id}`]: 'x' })).status).toBe(422);
    const { rows: written } = await shared.services.pool.query(
      "select from entity_properties where entity_id = $1 and key = 'value'",
      [rows[0].id],
    );
    expect(written).toEqual([]);
  });

  test('a setting that the page does not offer cannot be written', async () => {
    const browser = await shared.signIn('admin');
    expect((await save(shared, browser, { 'audit.log_path': '/etc' })).status).toBe(422);
  });
});

test('spec requests#conflicts: the later user sees the current value, keeps their input, and can save again', async () => {
  const server = await app();
  const [one, other] = [await server.signIn('admin'), await server.signIn('admin')];
  await save(server, one, { 'audit.retention_days': '120' });
  const late = await save(
    server,
    other,
    { 'audit.retention_days': '180', 'app.name': 'Ahlt' },
    { 'audit.retention_days': '90' },
  );
  expect(late.status).toBe(409);
  expect(textOf(late.text)).toMatch(
    /is now “120”: .+ changed it on \d{1,2} \w+ \d{4}, \d\d:\d\d UTC/,
  );
  expect(late.text).toContain('value="180"');
  const { id } = (await settingsOf(server))['audit.retention_days'] ?? { id: '' };
  expect(late.text).toMatch(new RegExp(`name="seen_${id}" value="120"`));
  expect((await save(server, other, { 'audit.retention_days': '180' })).status).toBe(303);
  expect((await settingsOf(server))['audit.retention_days']?.value).toBe('180');
});

test('two users who change different settings do not conflict', async () => {
  const server = await app();
  const [one, other] = [await server.signIn('admin'), await server.signIn('admin')];
  const shown = { 'app.description': 'Administration Platform', 'auth.lock_minutes': '15' };
  expect((await save(server, one, { ...shown, 'auth.lock_minutes': '20' }, shown)).status).toBe(
    303,
  );
  expect((await save(server, other, { ...shown, 'app.description': 'Other' }, shown)).status).toBe(
    303,
  );
  expect(await settingsOf(server)).toMatchObject({
    'auth.lock_minutes': { value: '20' },
    'app.description': { value: 'Other' },
  });
});

test.each([
  ['GET', (browser: AppClient) => browser.get('/settings')],
  ['POST', (browser: AppClient) => browser.post('/settings', {})],
])('%s is refused without settings.manage, and the refusal is noted', async (_, ask) => {
  const browser = await shared.signIn('user');
  expect((await ask(browser)).status).toBe(403);
  expect((await auditRows(shared, 'access.denied')).at(-1)).toMatchObject({ outcome: 'denied' });
});

test('a form without its token changes nothing', async () => {
  const browser = await shared.signIn('admin');
  expect((await browser.post('/settings', { setting_1: 'x' }, { csrf: null })).status).toBe(403);
});

test('spec lists#cost: saving every setting takes as many statements as saving one', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const cost = async (wanted: Record<string, string>) => {
    const before = server.queries.statements;
    expect((await save(server, browser, wanted)).status).toBe(303);
    return server.queries.statements - before;
  };
  const one = await cost({ 'app.name': 'One' });
  const many = await cost({
    'app.name': 'Many',
    'app.description': 'Many',
    'auth.lock_minutes': '30',
    'auth.password_history': '9',
    'audit.retention_days': '200',
  });
  expect(many).toBe(one);
});

test('the page takes two statements', async () => {
  const browser = await shared.signIn('admin');
  const before = shared.queries.statements;
  await browser.get('/settings');
  expect(shared.queries.statements - before).toBeLessThanOrEqual(2);
});

test('spec calendar#holidays: a pasted iCalendar file becomes lines, and an invalid date names its line', async () => {
  const admin = await shared.signIn('admin');
  const file = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'BEGIN:VEVENT', 'UID:1'],
    ...['DTSTART;VALUE=DATE:20261225', 'SUMMARY:Christmas Day', 'END:VEVENT', 'END:VCALENDAR'],
  ].join('\r\n');
  expect((await save(shared, admin, { 'app.holidays': `2026-01-01\r\n${file}` })).status).toBe(303);
  const saved = (await settingsOf(shared))['app.holidays']?.value;
  expect(saved).toBe('2026-01-01\n2026-12-25 Christmas Day');
  const refused = await save(shared, admin, { 'app.holidays': '2026-01-01\r\n2026-02-30' });
  expect(refused.status).toBe(422);
  expect(textOf(refused.text)).toContain('Holidays: line 2 has no valid date: “2026-02-30”.');
  expect(refused.text).toContain('2026-02-30</textarea>');
  expect((await save(shared, admin, { 'app.holidays': '' })).status).toBe(303);
});

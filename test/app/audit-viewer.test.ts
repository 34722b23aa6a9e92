import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditActions } from '#app/declarations.ts';
import { systemActor } from '#app/ontology/actor.ts';
import type { AuditEntry } from '#app/ontology/audit-trail.ts';
import type { AuditAction } from '#app/ontology/declared.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { rowPartsIn } from '#test/support/page-forms.ts';
import { app, auditRows } from './app-fixture.ts';

const write = ({ services }: AppServer, entries: readonly Partial<AuditEntry>[]) =>
  inTransaction(services, async (_tx, record) =>
    record(
      entries.map((entry) => ({
        action: 'user.created',
        actor: systemActor('henrik'),
        always: true,
        ...entry,
      })),
    ),
  );

const user = (label: string, id = '1') => ({ type: 'user', id, label });

/** Labels of the targets on a page, from top to bottom. */
const targetsOn = (html: string): readonly string[] =>
  [...html.matchAll(/data-label="Target">(?:<a[^>]*>)?([^<]*)</g)].map(([, label = '']) => label);

/** The open detail on a page, as HTML; empty if none is open. */
const detailOf = (html: string): string =>
  /<tr[^>]*id="table-detail-open">.*?<\/tr>(?=<tr role=|<\/tbody><\/table><\/section>)/s.exec(
    html,
  )?.[0] ?? '';

/** Numbers of the entries on a page whose detail can be requested. */
const keysOn = (html: string): readonly number[] =>
  [...html.matchAll(/name="open" value="(\d+)"/g)].map(([, key]) => Number(key));

let shared: AppServer;
let reader: AppClient;
beforeAll(async () => {
  shared = await startAppServer();
  reader = await shared.signIn('admin');
  await write(shared, [
    { target: user('Ada Lovelace'), after: { label: 'Ada Lovelace' } },
    {
      action: 'user.updated',
      target: user('Ada Lovelace'),
      before: { email: 'ada@old.example' },
      after: { email: 'ada@new.example' },
    },
    {
      action: 'user.updated',
      target: user('100%_Ümlaut'),
      outcome: 'refused',
      details: { reasons: ['No.'] },
    },
    {
      action: 'auth.login_failed',
      target: user('Ada Lovelace'),
      outcome: 'failure',
      details: { attempts: 3 },
    },
    {
      action: 'setting.updated',
      target: { type: 'setting', id: '2', label: 'Audit retention' },
      before: { value: '180' },
      after: { value: '90' },
    },
    {
      action: 'role.permissions_changed',
      target: { type: 'role', id: '3', label: 'Secretary' },
      before: { permissions: ['tor.edit', 'tor.list'] },
      after: { permissions: ['agenda.view', 'tor.list'] },
    },
  ]);
});
afterAll(() => shared[Symbol.asyncDispose]());

test('spec audit-log#page: every action has its own entry, newest first, opened to what it was before and after', async () => {
  const { status, text } = await reader.get('/audit');
  expect(status).toBe(200);
  expect(targetsOn(text).slice(0, 6)).toEqual([
    'Secretary',
    'Audit retention',
    'Ada Lovelace',
    '100%_Ümlaut',
    'Ada Lovelace',
    'Ada Lovelace',
  ]);
  const words = textOf(text);
  expect(words).toContain('Audit retention changed from 180 to 90');
  expect(words).toContain('1 permission granted, 1 revoked');
  const details = await Promise.all(
    rowPartsIn(text, '/audit').map(async (address) => detailOf((await reader.get(address)).text)),
  );
  expect(details.length).toBeGreaterThanOrEqual(6);
  const [permissions = '', setting = '', failed = '', refused = '', changed = '', created = ''] =
    details;
  expect(permissions).toMatch(/agenda\.view<\/th>.*?<ins>granted<\/ins>/s);
  expect(permissions).toMatch(/tor\.edit<\/th>.*?<del>granted<\/del>/s);
  expect(setting).toMatch(/<del>180<\/del>.*<ins>90<\/ins>/s);
  expect(textOf(failed)).toContain('Attempts 3');
  expect(refused).not.toMatch(/<del>|<ins>/);
  expect(changed).toMatch(/<del>ada@old\.example<\/del>.*<ins>ada@new\.example<\/ins>/s);
  expect(created).toMatch(/<ins>Ada Lovelace<\/ins>/);
  for (const detail of details)
    expect(textOf(detail)).toMatch(
      /Entry \d+ · .*\d\d:\d\d:\d\d · henrik|Entry \d+ · .* · request/,
    );
});

test('an open entry says where it came from: address, request, session and program', async () => {
  const { rows } = await shared.services.pool.query<
    Record<'seq' | 'address' | 'request' | 'session' | 'program', string>
  >(
    `select seq, address, 'request ' || request_id as request, 'session ' || session_hash as session, user_agent as program
     from audit_log where action = 'audit.viewed' order by seq limit 1`,
  );
  const { seq, ...origin } = rows[0] ?? expect.fail('Nobody has read the log.');
  const detail = textOf(detailOf((await reader.get(`/audit?open=${seq}`)).text));
  expect(Object.keys(origin)).toHaveLength(4);
  for (const part of Object.values(origin)) expect(detail).toContain(part);
});

describe('an open entry', () => {
  const formOf = (html: string) => /<form id="table-detail"[^>]*>.*?<\/form>/.exec(html)?.[0] ?? '';
  const fieldsOf = (html: string) =>
    [...formOf(html).matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => `${name}=${value}`,
    );

  test('is requested by a form with search, filters, size, and position', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    await write(
      server,
      Array.from({ length: 60 }, (_, place) => ({ target: user(`Number ${place}`) })),
    );
    const query = 'q=number&action=user&target_type=user&from=2026-01-01&per_page=25';
    const first = (await browser.get(`/audit?${query}`)).text;
    const [newest = 0] = keysOn(first);
    expect(formOf(first)).toContain('action="/audit#table-detail-open"');
    const kept = ['q=number', 'action=user', 'target_type=user', 'from=2026-01-01'];
    expect(fieldsOf(first).toSorted()).toEqual([...kept, `before=${newest + 1}`].toSorted());

    // Newer entries do not displace shown entries, neither on the first page nor on links to newer
    // ones.
    await write(
      server,
      Array.from({ length: 30 }, (_, place) => ({ target: user(`Number ${place + 60}`) })),
    );
    for (const shown of [first, (await browser.get(`/audit?${query}&after=${newest - 30}`)).text]) {
      for (const key of [keysOn(shown)[0], keysOn(shown).at(-1)]) {
        const opened = await browser.get(`/audit?${fieldsOf(shown).join('&')}&open=${key}`);
        expect(targetsOn(opened.text)).toEqual(targetsOn(shown));
        expect(textOf(detailOf(opened.text))).toContain(`Entry ${key} `);
      }
    }
  });

  test('is in no other address of the page, in no export and in no note about the reader', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    await write(
      server,
      Array.from({ length: 30 }, (_, place) => ({ target: user(`Number ${place}`) })),
    );
    const { text } = await browser.get('/audit?action=user&open=20');
    expect(detailOf(text)).not.toBe('');
    expect(
      text
        .match(/(?:href|action|data-region)="\/audit[^"]*"/g)
        ?.filter((address) => /[?&;]open=/.test(address)),
    ).toEqual([]);
    expect(text).toContain('href="/audit/export.csv?action=user"');
    expect((await browser.get('/audit/export.csv?action=user&open=20')).text).toBe(
      (await browser.get('/audit/export.csv?action=user')).text,
    );
    expect((await auditRows(server, 'audit.viewed')).map(({ details }) => details)).toEqual([
      { filter: { family: 'user' } },
    ]);
  });

  test.each(['0', '99999999', 'x', '%00', '9'.repeat(200)])(
    'that does not exist is none: open=%s',
    async (key) => {
      const { status, text } = await reader.get(`/audit?open=${key}`);
      expect([status, detailOf(text)]).toEqual([200, '']);
      expect(targetsOn(text)).toContain('Secretary');
    },
  );
});

describe('filters', () => {
  test.each([
    ['q=ADA', ['Ada Lovelace', 'Ada Lovelace', 'Ada Lovelace']],
    ['q=100%25_', ['100%_Ümlaut']],
    ['q=ümlaut', ['100%_Ümlaut']],
    ['q=lo&action=user', ['Ada Lovelace', 'Ada Lovelace']],
    ['q=ce&action=user', []],
    ['q=henrik&action=setting', ['Audit retention']],
    ['q=changed+the+permissions', ['Secretary']],
    ['action=user.updated', ['100%_Ümlaut', 'Ada Lovelace']],
    ['action=role', ['Secretary']],
    ['target_type=setting', ['Audit retention']],
    ['target_type=setting&action=all', ['Audit retention']],
    ['target_type=setting&action=setting.', ['Audit retention']],
    ['target_type=user&target_id=1&action=user', ['100%_Ümlaut', 'Ada Lovelace', 'Ada Lovelace']],
    ['outcome=refused', ['100%_Ümlaut']],
    ['outcome=failure', ['Ada Lovelace']],
    ['from=2000-01-01&to=2000-12-31', []],
    ['q=nobody+at+all', []],
  ])('%s', async (query, targets) => {
    const { status, text } = await reader.get(`/audit?${query}`);
    expect([status, targetsOn(text)]).toEqual([200, targets]);
  });

  test('from now on everything is found, by actor only their own', async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(targetsOn((await reader.get(`/audit?from=${today}&to=${today}`)).text)).toContain(
      'Secretary',
    );
    const own = await reader.get(`/audit?actor=${reader.userId}`);
    expect(targetsOn(own.text)).not.toContain('Secretary');
    expect(textOf(own.text)).toContain('auth.login');
  });

  test.each([
    ['from=yesterday', 'is not a date'],
    ['from=2026-02-30', 'is not a date'],
    ['from=2026-03-02&to=2026-03-01', 'The first day is after the last day.'],
    ['action=nothing.such', 'Unknown action'],
    ['outcome=perhaps', 'Unknown outcome'],
    ['actor=1%20or%201', 'Unknown user.'],
    ['actor=99999999999999999999', 'Unknown user.'],
    ['target_id=x', 'Unknown target.'],
  ])('spec audit-log#filters: %s shows why, and no entries', async (query, message) => {
    const { status, text } = await reader.get(`/audit?${query}`);
    expect(status).toBe(400);
    expect(textOf(text)).toContain(message);
    expect(targetsOn(text)).toEqual([]);
  });
});

test('by pages, both ways, without gaps and repetitions', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await write(
    server,
    Array.from({ length: 60 }, (_, place) => ({ target: user(`Number ${place}`) })),
  );
  const follow = async (html: string, rel: 'next' | 'prev') => {
    const to = new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&');
    return to === undefined ? undefined : (await browser.get(to)).text;
  };
  const pages = [(await browser.get('/audit?action=user')).text];
  for (
    let next = await follow(pages[0] ?? '', 'next');
    next !== undefined;
    next = await follow(next, 'next')
  )
    pages.push(next);
  expect(pages).toHaveLength(3);
  expect(pages.flatMap(targetsOn)).toEqual(
    Array.from({ length: 60 }, (_, place) => `Number ${59 - place}`),
  );
  const second = (await follow(pages[2] ?? '', 'prev')) ?? '';
  expect(targetsOn(second)).toEqual(targetsOn(pages[1] ?? ''));
  const first = (await follow(second, 'prev')) ?? '';
  expect(targetsOn(first)).toEqual(targetsOn(pages[0] ?? ''));
  expect(await follow(first, 'prev')).toBeUndefined();
});

test('entries that come in between neither repeat nor hide anything on the next page', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await write(
    server,
    Array.from({ length: 30 }, (_, place) => ({ target: user(`Old ${place}`) })),
  );
  const first = (await browser.get('/audit?action=user')).text;
  await write(server, [{ target: user('New') }]);
  const next = /href="([^"]*)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(targetsOn((await browser.get(next)).text)).toEqual([
    'Old 4',
    'Old 3',
    'Old 2',
    'Old 1',
    'Old 0',
  ]);
});

describe('spec audit-log#reading: reading the log leaves a trace', () => {
  test('once a session and hour', async () => {
    const server = await app();
    const [one, other] = [await server.signIn('admin'), await server.signIn('admin')];
    for (const browser of [one, one, other, one]) await browser.get('/audit');
    expect(await auditRows(server, 'audit.viewed')).toHaveLength(2);
  });

  test('each export, with its filter', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    await browser.get('/audit/export.csv?action=user&q=ada');
    await browser.get('/audit/export.csv');
    expect((await auditRows(server, 'audit.exported')).map(({ details }) => details)).toEqual([
      { filter: { family: 'user', search: 'ada' } },
      null,
    ]);
  });
});

describe('CSV', () => {
  test('spec requests#csv: contains the filtered entries, ISO times, and no formulas', async () => {
    await write(shared, [
      { action: 'document.created', target: { type: 'document', id: '9', label: '=cmd|calc' } },
    ]);
    const { headers, text } = await reader.get('/audit/export.csv?action=document');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="?audit-\d{4}-\d\d-\d\d\.csv"?$/,
    );
    const lines = text.replace('\uFEFF', '').split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(
      /^\d+,\d{4}-\d\d-\d\dT[\d:.]+Z,henrik,henrik,document\.created,success,document,'=cmd\|calc,/,
    );
  });

  test('goes beyond one portion', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    await write(
      server,
      Array.from({ length: 2300 }, (_, place) => ({ target: user(`Number ${place}`) })),
    );
    const { text } = await browser.get('/audit/export.csv?action=user');
    expect(text.split('\r\n')).toHaveLength(2302);
  });

  test('an invalid filter exports nothing', async () =>
    expect((await reader.get('/audit/export.csv?from=x')).status).toBe(400));
});

test('texts: every action that exists can be read', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await write(
    server,
    (Object.keys(auditActions) as AuditAction[]).map((action) => ({
      action,
      target: user('Somebody'),
    })),
  );
  await browser.get('/audit');
  const pages: string[] = [];
  const addresses: string[] = [];
  for (let address = '/audit?per_page=100'; pages.length < 3; ) {
    const { text } = await browser.get(address);
    pages.push(text);
    addresses.push(...rowPartsIn(text, address));
    address = `/audit?per_page=100&before=${keysOn(text).at(-1)}`;
  }
  expect(addresses.length).toBeGreaterThanOrEqual(Object.keys(auditActions).length);
  const details = await Promise.all(
    addresses.map(async (address) => detailOf((await browser.get(address)).text)),
  );
  for (const html of [...pages, ...details]) expect(textOf(html)).not.toMatch(/^$|\{\}/);
});

test.each(['/audit', '/audit/export.csv'])('%s is refused without audit.view', async (path) => {
  const browser = await shared.signIn('user');
  expect((await browser.get(path)).status).toBe(403);
  expect((await shared.visitor().get(path)).status).toBe(303);
});

test('the chain is followed on request; the page says when, and with which result', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  expect(textOf((await browser.get('/audit')).text)).toContain('Chain not verified yet');
  const whole = await browser.post('/audit/verify');
  expect(textOf((await browser.get(whole.location ?? '')).text)).toMatch(
    /The chain is intact: \d+ entries.*Chain verified just now/,
  );
  await server.services.pool.query('alter table audit_log disable trigger all');
  await server.services.pool.query(
    "update audit_log set actor_name = 'somebody else' where seq = 1",
  );
  await server.services.pool.query('alter table audit_log enable trigger all');
  const broken = await browser.post('/audit/verify');
  expect(textOf((await browser.get(broken.location ?? '')).text)).toMatch(
    /The chain is broken\. Row 1 was changed.*Chain broken, found just now/,
  );
  expect((await auditRows(server, 'audit.verified')).map(({ outcome }) => outcome)).toEqual([
    'success',
    'failure',
  ]);
  expect((await (await server.signIn('user')).post('/audit/verify')).status).toBe(403);
});

test('the page takes two statements, whatever the filter', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await browser.get('/audit');
  for (const query of [
    '',
    '?q=ada&action=user&outcome=success&from=2020-01-01',
    '?before=2',
    '?actor=1',
    '?open=2',
  ]) {
    const before = { ...server.queries };
    await browser.get(`/audit${query}`);
    expect(server.queries.statements - before.statements).toBe(2);
    expect(server.queries.rows - before.rows).toBeLessThanOrEqual(500);
  }
});

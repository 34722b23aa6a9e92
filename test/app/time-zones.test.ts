import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppServer, testPassword } from '#test/support/app-server.ts';
import { app } from './app-fixture.ts';

/** A browser that sent its time zone at sign-in. */
async function signedInFrom(server: AppServer, zone: string | undefined, ...roles: string[]) {
  const { id, name } = await server.createUser(...roles);
  const browser = server.visitor();
  await browser.get('/login');
  const fields = {
    username: name,
    password: testPassword,
    ...(zone === undefined ? {} : { time_zone: zone }),
  };
  const { location } = await browser.post('/login', fields);
  return { browser, id, greeting: textOf((await browser.get(location ?? '')).text) };
}

/** Half past midnight of 25 November in Tokyo, still the 24th in Oslo and New York. */
const night = '2026-11-24T15:30:00Z';

async function userMadeAt(server: AppServer, at: string): Promise<string> {
  const { id } = await server.createUser('user');
  await server.services.pool.query(
    "update entities set label = 'Nora Night', created_at = $2 where id = $1",
    [id, at],
  );
  return `/users/${id}/edit`;
}

const createdOn = (day: string) =>
  `/users?filter=${encodeURIComponent(JSON.stringify({ logic: 'and', conditions: [{ field: 'created_at', op: 'on', value: day }] }))}`;

test('times are those of the browser that a user signed in with, exact and with the zone in the title', async () => {
  const server = await app();
  const account = await userMadeAt(server, night);
  const { browser } = await signedInFrom(server, 'Asia/Tokyo', 'admin');
  const { text } = await browser.get(account);
  expect(text).toContain(
    'datetime="2026-11-25T00:30:00.000+09:00" title="25 November 2026, 00:30 GMT+9"',
  );
  expect(textOf(text)).toContain('Times in Asia/Tokyo');
});

test.each([
  ['Asia/Tokyo', '2026-11-25', '2026-11-24'],
  ['America/New_York', '2026-11-24', '2026-11-25'],
  [undefined, '2026-11-24', '2026-11-25'],
])('a day of a filter is a day of the reader: %s', async (zone, day, other) => {
  const server = await app();
  await userMadeAt(server, night);
  const { browser } = await signedInFrom(server, zone, 'admin');
  expect(textOf((await browser.get(createdOn(day))).text)).toContain('Nora Night');
  expect(textOf((await browser.get(createdOn(other))).text)).not.toContain('Nora Night');
});

test('exports use the reader’s time zone with UTC offset, and filter by the same days', async () => {
  const server = await app();
  await userMadeAt(server, night);
  const { browser } = await signedInFrom(server, 'Asia/Tokyo', 'admin');
  const { text } = await browser.get(
    createdOn('2026-11-25').replace('/users?', '/users/export.csv?'),
  );
  expect(text).toContain('Nora Night');
  expect(text).toContain('2026-11-25T00:30:00.000+09:00');
});

test('the days of the audit log begin at the reader’s midnight', async () => {
  const server = await app();
  const { browser } = await signedInFrom(server, 'Pacific/Kiritimati', 'admin');
  const { rows } = await server.services.pool.query<{ day: string }>(
    "select to_char(max(at) at time zone 'Pacific/Kiritimati', 'YYYY-MM-DD') as day from audit_log",
  );
  const day = rows[0]?.day ?? '';
  const csv = await browser.get(`/audit/export.csv?from=${day}&to=${day}`);
  expect(csv.text).toMatch(new RegExp(`"?${day}T[\\d:.]+\\+14:00`));
  const page = await browser.get(`/audit?from=${day}&to=${day}`);
  expect(textOf(page.text)).toContain('Days in Pacific/Kiritimati');
});

test("the user's choice takes precedence over the browser's, and can be removed", async () => {
  const server = await app();
  const account = await userMadeAt(server, night);
  const { browser } = await signedInFrom(server, 'Asia/Tokyo', 'admin');
  const reply = await browser.post('/account/time-zone', { time_zone: 'America/New_York' });
  expect(reply.location).toBe('/account?tab=preferences');
  const chosen = await browser.get(account);
  expect(chosen.text).toContain('datetime="2026-11-24T10:30:00.000-05:00"');
  await browser.post('/account/time-zone', { time_zone: '' });
  expect(textOf((await browser.get('/account?tab=preferences')).text)).toContain(
    'Same as browser (Asia/Tokyo)',
  );
});

test.each(['Oslo', '+01:00', '../../etc/passwd'])(
  '%s is no time zone: refused as a choice, ignored from a browser',
  async (zone) => {
    const server = await app();
    const { browser } = await signedInFrom(server, zone, 'user');
    expect(browser.cookies.has('ahlt-test-time-zone')).toBe(false);
    expect(textOf((await browser.get('/dashboard')).text)).toContain('Times in UTC');
    expect((await browser.post('/account/time-zone', { time_zone: zone })).status).toBe(422);
  },
);

test('without a script and a choice the setting of the installation counts', async () => {
  const server = await app();
  await server.services.pool.query(
    "update entity_properties set value = 'Europe/Oslo' where key = 'value' and entity_id = (select id from entities where name = 'app.time_zone')",
  );
  const { browser } = await signedInFrom(server, undefined, 'user');
  expect(textOf((await browser.get('/dashboard')).text)).toContain('Times in Europe/Oslo');
});

test("the last sign-in is shown in the user's time zone", async () => {
  const server = await app();
  const { name } = await server.createUser('user');
  await server.visitor().signIn(name, testPassword);
  const browser = server.visitor();
  await browser.get('/login');
  const { location } = await browser.post('/login', {
    username: name,
    password: testPassword,
    time_zone: 'Asia/Kathmandu',
  });
  expect(textOf((await browser.get(location ?? '')).text)).toMatch(
    /Your last sign-in was (to|yester)day, \d\d:\d\d GMT\+5:45/,
  );
});

test('a form that was changed meanwhile says when by the clock of the reader', async () => {
  const server = await app();
  const { browser } = await signedInFrom(server, 'Asia/Tokyo', 'admin');
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where name = 'admin.audit'",
  );
  const path = `/menu/${rows[0]?.id}`;
  const { text } = await browser.get(path);
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  const module = /<option[^>]*value="(\d+)"[^>]*selected/.exec(text)?.[1] ?? '';
  const sent = { version, label: 'History', module, active: 'true' };
  expect((await browser.post(path, sent)).status).toBe(303);
  const late = await browser.post(path, { ...sent, label: 'Late' });
  expect([late.status, textOf(late.text)]).toEqual([
    409,
    expect.stringMatching(/changed History \(.*; today, \d\d:\d\d GMT\+9\)/),
  ]);
});

import ICAL from 'ical.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { daysFromNow, holder, insert, join, meeting } from './calendar-fixture.ts';

const { server } = await administered({ from: 'demo' });

const daily = { status: 'active', meeting_cadence: 'daily', cadence_time: '10:00' };
let tor: string;
let other: string;
beforeAll(async () => {
  tor = await insert(server, 'tor', 'sub_a', { label: 'Board A', ...daily });
  other = await insert(server, 'tor', 'sub_b', { label: 'Board B', ...daily });
});

/** Creates an address; returns its path. */
async function subscribe(client: AppClient, committee = ''): Promise<string> {
  await client.get('/account/calendars/new');
  const { status, text } = await client.post('/account/calendars', { tor_id: committee });
  expect(status).toBe(200);
  return new URL(/https?:\/\/[^<\s]+\/calendar\/[^<\s]+\.ics/.exec(text)?.[0] ?? '').pathname;
}

/** What a calendar app gets. */
async function fetched(path: string, headers: Record<string, string> = {}) {
  const reply = await server.visitor().get(path, { headers: { Accept: '*/*', ...headers } });
  const events =
    reply.status === 200
      ? new ICAL.Component(ICAL.parse(reply.text))
          .getAllSubcomponents('vevent')
          .map((component) => ({
            uid: String(component.getFirstPropertyValue('uid')),
            summary: String(component.getFirstPropertyValue('summary')),
            status: String(component.getFirstPropertyValue('status')),
            day: String(component.getFirstPropertyValue('dtstart')).slice(0, 10),
          }))
      : [];
  return { ...reply, events };
}
const namesIn = (events: readonly { readonly summary: string }[]) =>
  [...new Set(events.map(({ summary }) => summary))].toSorted();

describe('spec calendar#subscriptions', () => {
  test('an address is shown once and gives the calendar of the own committees', async () => {
    const client = await holder(server, tor, {}, 'secretary');
    const path = await subscribe(client);
    const { status, headers, events } = await fetched(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(namesIn(events)).toEqual(['Board A']);
    expect(events.length).toBe(31 + 1 + 365);
    const list = textOf((await client.get('/account/calendars')).text);
    expect(list).toContain('My committees');
    expect(list).not.toContain(path.split('/').at(-1));
    const { rows } = await server.services.pool.query('select * from calendar_feeds');
    expect(JSON.stringify(rows)).not.toContain('ahlt_cal_');
  });

  test('the address of a committee gives its calendar', async () => {
    const client = await server.signIn('secretary');
    expect(namesIn((await fetched(await subscribe(client, other))).events)).toEqual(['Board B']);
    expect(textOf((await client.get('/account/calendars')).text)).toContain('Board B');
  });

  test('a client that has the calendar gets 304 until it changes', async () => {
    const client = await server.signIn('secretary');
    const path = await subscribe(client, other);
    const { headers } = await fetched(path);
    const etag = headers.get('etag') ?? '';
    const since = headers.get('last-modified') ?? '';
    const known = await fetched(path, { 'If-None-Match': etag });
    expect([known.status, known.text, known.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await fetched(path, { 'If-Modified-Since': since })).status).toBe(304);
    server.advance(2000);
    await meeting(server, other, daysFromNow(3), { status: 'confirmed', location: 'Hall' });
    const changed = await fetched(path, { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await fetched(path, { 'If-Modified-Since': since })).status).toBe(200);
  });

  test('a meeting that is confirmed, moved and cancelled stays one event', async () => {
    const own = await insert(server, 'tor', 'sub_c', { label: 'Board C', ...daily });
    const chair = await holder(server, own, { can_call_meetings: 'true' }, 'secretary');
    const path = await subscribe(chair, own);
    const [date, later] = [daysFromNow(10), daysFromNow(12)];
    const of = async (uid?: string) =>
      (await fetched(path)).events.filter((each) => (uid ? each.uid === uid : each.day === date));
    const [projected] = await of();
    const uid = projected?.uid ?? '';
    expect(projected?.status).toBe('TENTATIVE');
    const made = await chair.post(`/api/tor/${own}/meetings/confirm-calendar`, {
      meeting_date: date,
      tor_name: 'sub_c',
    });
    const { meeting_id: id } = made.json() as { meeting_id: number };
    expect(await of(uid)).toMatchObject([{ status: 'CONFIRMED', day: date }]);
    const set = (properties: object) =>
      server.services.pool.query(
        'update entities set properties = properties || $2, updated_at = now() where id = $1',
        [id, JSON.stringify(properties)],
      );
    await set({ meeting_date: later });
    expect(await of(uid)).toMatchObject([{ status: 'CONFIRMED', day: later }]);
    await set({ status: 'cancelled' });
    expect(await of(uid)).toMatchObject([{ status: 'CANCELLED', day: later }]);
    const uids = (await fetched(path)).events.map((each) => each.uid);
    expect(new Set(uids).size).toBe(uids.length);
  });

  test('it shows what the owner may see at that moment', async () => {
    const { pool } = server.services;
    const client = await holder(server, tor, {}, 'secretary');
    const [mine, one] = [await subscribe(client), await subscribe(client, other)];
    expect(namesIn((await fetched(mine)).events)).toEqual(['Board A']);
    const position = await insert(server, 'tor_function', 'sub_seat');
    await join(server, 'belongs_to_tor', position, other);
    await join(server, 'fills_position', client.userId, position, { until: daysFromNow(-1) });
    expect(namesIn((await fetched(mine)).events)).toEqual(['Board A']);
    await pool.query(`update relations set properties = '{}' where target_id = $1`, [position]);
    expect(namesIn((await fetched(mine)).events)).toEqual(['Board A', 'Board B']);
    await pool.query(
      `delete from relations where source_id = $1 and relation_type_id =
       (select id from entities where entity_type = 'relation_type' and name = 'has_role')`,
      [client.userId],
    );
    expect((await fetched(mine)).events).toEqual([]);
    expect((await fetched(one)).events).toEqual([]);
    await pool.query('update entities set is_active = false where id = $1', [client.userId]);
    expect((await fetched(mine)).status).toBe(404);
  });

  test('an address that was revoked, or never existed, is a 404', async () => {
    const client = await server.signIn('secretary');
    const path = await subscribe(client, other);
    const html = (await client.get('/account/calendars')).text;
    const revoke = /\/account\/calendars\/\d+\/revoke/.exec(html)?.[0] ?? '';
    const stranger = await server.signIn('secretary');
    expect((await stranger.post(revoke)).status).toBe(404);
    expect((await fetched(path)).status).toBe(200);
    expect((await client.post(revoke)).location).toBe('/account/calendars');
    const unknown = `/calendar/ahlt_cal_${'x'.repeat(43)}.ics`;
    for (const gone of [path, unknown, '/calendar/x', '/calendar/x.ics'])
      expect((await fetched(gone)).status).toBe(404);
    expect((await client.post(revoke)).status).toBe(404);
  });

  test('creating and revoking are audited, without the secret', async () => {
    const client = await server.signIn('secretary');
    const path = await subscribe(client, other);
    const html = (await client.get('/account/calendars')).text;
    await client.post(/\/account\/calendars\/\d+\/revoke/.exec(html)?.[0] ?? '');
    const rows = await auditRows(server, 'calendar.subscribed', 'calendar.unsubscribed');
    expect(rows.slice(-2).map(({ action, target_label }) => [action, target_label])).toEqual([
      ['calendar.subscribed', 'Board B'],
      ['calendar.unsubscribed', 'Board B'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('ahlt_cal_');
    await fetched(path);
    expect(JSON.stringify(server.log)).not.toMatch(/ahlt_cal_\w/);
  });

  test('an address needs the permission, a committee that exists, and there are at most 20', async () => {
    const nobody = await server.signIn();
    await nobody.get('/account/calendars');
    expect((await nobody.post('/account/calendars', { tor_id: '' })).status).toBe(403);
    const client = await server.signIn('secretary');
    await client.get('/account/calendars/new');
    for (const tor_id of ['x', client.userId, '999999999']) {
      const reply = await client.post('/account/calendars', { tor_id });
      expect([tor_id, reply.status]).toEqual([tor_id, 422]);
      expect(textOf(reply.text)).toContain('Choose a committee from the list.');
    }
    for (let count = 0; count < 20; count += 1) await subscribe(client, other);
    const more = await client.post('/account/calendars', { tor_id: '' });
    expect([more.status, textOf(more.text).includes('You already have 20 addresses')]).toEqual([
      422,
      true,
    ]);
  });
});

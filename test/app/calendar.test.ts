import { beforeAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { daysFromNow, eventsOf, holder, insert, join, meeting } from './calendar-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });

const weekly = { meeting_cadence: 'weekly', cadence_day: 'wednesday', cadence_time: '10:00' };
let ids: Record<'a' | 'b', string>;
let member: AppClient;
beforeAll(async () => {
  const a = await insert(server, 'tor', 'board_a', {
    ...{ label: 'Board A', status: 'active', ...weekly },
    ...{ cadence_duration_minutes: '60', default_location: 'Room 1' },
  });
  const b = await insert(server, 'tor', 'board_b', {
    label: 'Board B',
    meeting_cadence: 'ad-hoc',
    cadence_time: '15:30',
    cadence_duration_minutes: '45',
  });
  ids = { a, b };
  await insert(server, 'tor', 'c', { meeting_cadence: 'biweekly', cadence_day: 'Thursday' });
  await insert(server, 'tor', 'd', { ...weekly, meeting_cadence: 'monthly' });
  await insert(server, 'tor', 'e', { meeting_cadence: 'working_days' });
  await insert(server, 'tor', 'h', { meeting_cadence: 'weekly' });
  await insert(server, 'tor', 'gone', { ...weekly, status: 'archived' });
  member = await holder(server, a, {}, 'secretary');
});

const march = { start: '2026-03-01', end: '2026-03-31' };

describe('spec calendar#api: the events of a range', () => {
  test('are those that the cadences project', async () => {
    const events = await eventsOf(member, march);
    const datesOf = (name: string) =>
      events.filter(({ tor_name }) => tor_name === name).map(({ date }) => date.slice(8));
    expect(datesOf('board_a')).toEqual(['04', '11', '18', '25']);
    expect(datesOf('c')).toEqual(['05', '19']);
    expect(datesOf('d')).toEqual(['04']);
    expect(datesOf('e')).toHaveLength(22);
    for (const name of ['board_b', 'h', 'gone']) expect(datesOf(name)).toEqual([]);
    expect(events.find(({ tor_name }) => tor_name === 'board_a')).toEqual({
      ...{ tor_id: Number(ids.a), tor_label: 'Board A', tor_name: 'board_a' },
      ...{ date: '2026-03-04', start_time: '10:00', duration_minutes: 60 },
      ...{ location: 'Room 1', cadence: 'weekly', can_confirm: false },
    });
    const order = events.map(({ date, start_time }) => `${date} ${start_time}`);
    expect(order).toEqual(order.toSorted());
  });

  test('have a stored meeting in place of the projected one, with its own location', async () => {
    const id = await meeting(server, ids.a, '2026-04-08', { location: 'Hall' });
    const events = await eventsOf(member, { start: '2026-04-08', end: '2026-04-08' });
    const own = events.filter(({ tor_name }) => tor_name === 'board_a');
    expect(own).toMatchObject([
      { meeting_id: Number(id), meeting_status: 'projected', location: 'Hall', cadence: 'weekly' },
    ]);
  });

  test('have a meeting outside the cadence, with the time and duration of its committee', async () => {
    await meeting(server, ids.b, '2026-03-20', { status: 'cancelled' });
    const events = await eventsOf(member, march);
    expect(events.filter(({ tor_name }) => tor_name === 'board_b')).toMatchObject([
      { start_time: '15:30', duration_minutes: 45, cadence: '', meeting_status: 'cancelled' },
    ]);
  });

  test('have a moved meeting once, where it is now', async () => {
    await meeting(server, ids.a, '2026-05-14', { occurrence_date: '2026-05-13' });
    const events = await eventsOf(member, { start: '2026-05-11', end: '2026-05-17' });
    expect(events.filter(({ tor_name }) => tor_name === 'board_a').map(({ date }) => date)).toEqual(
      ['2026-05-14'],
    );
  });

  test('have both a cancelled meeting and the one in its place', async () => {
    await meeting(server, ids.a, '2026-06-10', { status: 'cancelled' });
    await meeting(server, ids.a, '2026-06-10', { status: 'confirmed' });
    const events = await eventsOf(member, { start: '2026-06-10', end: '2026-06-10' });
    expect(
      events
        .filter(({ tor_name }) => tor_name === 'board_a')
        .map(({ meeting_status, cadence }) => [meeting_status, cadence]),
    ).toEqual([
      ['confirmed', 'weekly'],
      ['cancelled', ''],
    ]);
  });

  test('span 90 days at most', async () => {
    const of = (start: string, end: string) =>
      member.get(`/api/tor/calendar?start=${start}&end=${end}`);
    expect((await of('2026-01-01', '2026-04-01')).status).toBe(200);
    const tooLong = await of('2026-01-01', '2026-04-02');
    expect(tooLong.status).toBe(400);
    expect(tooLong.json()).toEqual({ error: expect.any(String) });
    expect((await of('2026-01-02', '2026-01-01')).json()).toEqual([]);
  });

  test('begin today and span a week unless a range is given', async () => {
    const events = await eventsOf(member, { start: 'nonsense' });
    const dates = new Set(events.map(({ date }) => date));
    for (const date of dates) {
      expect(date >= daysFromNow(0)).toBe(true);
      expect(date <= daysFromNow(6)).toBe(true);
    }
    expect(dates.size).toBeGreaterThan(4);
  });

  test('are refused to users without the permission, and to visitors', async () => {
    const nobody = await server.signIn();
    const refused = await nobody.get('/api/tor/calendar');
    expect([refused.status, refused.json()]).toMatchObject([403, { error: expect.any(String) }]);
    const visitor = await server.visitor().get('/api/tor/calendar');
    expect([visitor.status, visitor.json()]).toMatchObject([401, { error: expect.any(String) }]);
  });

  test('skip holidays if the committee does', async () => {
    const { pool } = server.services;
    const set = (value: string) =>
      pool.query(
        `update entities set properties = properties || jsonb_build_object('value', $1::text)
         where entity_type = 'setting' and name = 'app.holidays'`,
        [value],
      );
    await set('2026-07-14, 2026-07-15');
    await insert(server, 'tor', 'skipping', { ...weekly, holiday_rule: 'skip' });
    await insert(server, 'tor', 'moving', { ...weekly, holiday_rule: 'next_working_day' });
    const events = await eventsOf(member, { start: '2026-07-13', end: '2026-07-19' });
    await set('');
    const datesOf = (name: string) =>
      events.filter(({ tor_name }) => tor_name === name).map(({ date }) => date);
    expect(datesOf('board_a')).toEqual(['2026-07-15']);
    expect(datesOf('skipping')).toEqual([]);
    expect(datesOf('moving')).toEqual(['2026-07-16']);
  });

  test('take two statements after the session', async () => {
    const { statements } = server.queries;
    await member.get('/api/tor/calendar');
    expect(server.queries.statements - statements).toBe(3);
  });
});

describe('spec calendar#confirming: a meeting of the calendar', () => {
  const confirm = (client: AppClient, tor: string, fields: Record<string, string>, csrf?: string) =>
    client.post(
      `/api/tor/${tor}/meetings/confirm-calendar`,
      { tor_name: 'x', ...fields },
      csrf === undefined ? {} : { csrf },
    );
  const live = async (tor: string, date: string) => {
    const { rows } = await server.services.pool.query<{ status: string }>(
      `select m.properties ->> 'status' as status from entities m join relations r on r.source_id = m.id and r.target_id = $1
       where m.entity_type = 'meeting' and m.properties ->> 'meeting_date' = $2`,
      [tor, date],
    );
    return rows.map(({ status }) => status);
  };

  test('is created and confirmed, and audited', async () => {
    const chair = await holder(server, ids.b, { can_call_meetings: 'true' }, 'secretary');
    const date = daysFromNow(40);
    const reply = await confirm(chair, ids.b, { meeting_date: date });
    expect([reply.status, reply.json()]).toEqual([
      200,
      { ok: true, meeting_id: expect.any(Number) },
    ]);
    expect(await live(ids.b, date)).toEqual(['confirmed']);
    const [row] = (await auditRows(server, 'meeting.confirmed')).slice(-1);
    expect(row?.target_label).toBe(`Board B — ${date}`);
    const again = await confirm(chair, ids.b, { meeting_date: date });
    expect([again.status, again.json()]).toEqual([409, { ok: false, error: expect.any(String) }]);
    expect(await live(ids.b, date)).toEqual(['confirmed']);
  });

  test('is confirmed if it is stored, and only once', async () => {
    const date = daysFromNow(41);
    const id = await meeting(server, ids.b, date, { status: 'projected', location: 'Hall' });
    const reply = await confirm(admin, ids.b, { meeting_date: date, meeting_id: id });
    expect(reply.json()).toEqual({ ok: true, meeting_id: Number(id) });
    const again = await confirm(admin, ids.b, { meeting_date: date, meeting_id: id });
    expect([again.status, again.json()]).toMatchObject([400, { ok: false }]);
    expect(await live(ids.b, date)).toEqual(['confirmed']);
  });

  test('is confirmed in place of a new one if it is projected', async () => {
    const date = daysFromNow(42);
    const id = await meeting(server, ids.b, date);
    const reply = await confirm(admin, ids.b, { meeting_date: date });
    expect(reply.json()).toEqual({ ok: true, meeting_id: Number(id) });
  });

  test('may follow a cancelled one', async () => {
    const date = daysFromNow(43);
    await meeting(server, ids.b, date, { status: 'cancelled' });
    expect((await confirm(admin, ids.b, { meeting_date: date })).status).toBe(200);
    expect((await live(ids.b, date)).toSorted()).toEqual(['cancelled', 'confirmed']);
  });

  test('is created once by several requests at the same time', async () => {
    const date = daysFromNow(44);
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => confirm(admin, ids.b, { meeting_date: date })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await live(ids.b, date)).toEqual(['confirmed']);
  });

  test('is refused with a reason, and nothing changes', async () => {
    const later = daysFromNow(50);
    const foreign = await meeting(server, ids.a, later);
    const archived = await insert(server, 'tor', 'shut', { status: 'archived' });
    const cases: readonly (readonly [string, Record<string, string>, number])[] = [
      [ids.b, {}, 400],
      [ids.b, { meeting_date: 'soon' }, 400],
      [ids.b, { meeting_date: '2026-02-30' }, 400],
      [ids.b, { meeting_date: daysFromNow(0) }, 400],
      [ids.b, { meeting_date: daysFromNow(-1) }, 400],
      [ids.b, { meeting_date: later, meeting_id: 'x' }, 400],
      [ids.b, { meeting_date: later, meeting_id: foreign }, 404],
      [ids.b, { meeting_date: later, meeting_id: ids.a }, 404],
      [ids.b, { meeting_date: later, meeting_id: '999999999' }, 404],
      [archived, { meeting_date: later }, 409],
      [foreign, { meeting_date: later }, 404],
    ];
    for (const [tor, fields, status] of cases) {
      const reply = await confirm(admin, tor, fields);
      expect
        .soft([fields, reply.status, reply.json()])
        .toMatchObject([fields, status, { ok: false, error: expect.any(String) }]);
    }
    expect(await live(ids.b, later)).toEqual([]);
    expect(await live(archived, later)).toEqual([]);
  });

  test('is for those who may call meetings', async () => {
    const date = daysFromNow(45);
    const secretary = await holder(server, ids.b, { can_manage_agenda: 'true' }, 'secretary');
    const elsewhere = await holder(server, ids.a, { can_call_meetings: 'true' }, 'secretary');
    for (const client of [member, secretary, elsewhere]) {
      const reply = await confirm(client, ids.b, { meeting_date: date });
      expect([reply.status, reply.json()]).toMatchObject([403, { ok: false }]);
    }
    const forged = await confirm(admin, ids.b, { meeting_date: date }, 'x'.repeat(43));
    expect([forged.status, forged.json()]).toMatchObject([403, { ok: false }]);
    expect(await live(ids.b, date)).toEqual([]);
  });

  test('is for those who hold the position at the time', async () => {
    const former = await server.signIn('secretary');
    const position = await insert(server, 'tor_function', 'former_chair', {
      can_call_meetings: 'true',
    });
    await join(server, 'belongs_to_tor', position, ids.b);
    await join(server, 'fills_position', former.userId, position, { until: daysFromNow(-2) });
    expect((await confirm(former, ids.b, { meeting_date: daysFromNow(46) })).status).toBe(403);
  });

  test('can be confirmed in the calendar exactly where the API says so', async () => {
    const chair = await holder(server, ids.a, { can_call_meetings: 'true' }, 'secretary');
    const range = { start: daysFromNow(-7), end: daysFromNow(60) };
    const events = await eventsOf(chair, range);
    for (const { can_confirm, date, tor_name, meeting_status = 'projected' } of events)
      expect
        .soft([tor_name, date, can_confirm])
        .toEqual([
          tor_name,
          date,
          tor_name === 'board_a' && date > daysFromNow(0) && meeting_status === 'projected',
        ]);
    expect(events.some(({ can_confirm }) => can_confirm)).toBe(true);
  });

  test('is confirmed by a form without script, also for today', async () => {
    const fields = {
      meeting_date: daysFromNow(0),
      location: 'Hall',
      back: '/tor/outlook?view=day',
    };
    const reply = await admin.post(`/tor/${ids.b}/meetings/confirm`, fields);
    expect([reply.status, reply.location]).toEqual([303, '/tor/outlook?view=day']);
    expect(await live(ids.b, daysFromNow(0))).toEqual(['confirmed']);
    const [event] = (await eventsOf(member)).filter(({ tor_name }) => tor_name === 'board_b');
    expect(event).toMatchObject({ location: 'Hall', meeting_status: 'confirmed' });
    const past = { meeting_date: daysFromNow(-1), back: 'https://elsewhere.example/' };
    const refused = await admin.post(`/tor/${ids.b}/meetings/confirm`, past);
    expect(refused.location).toBe(`/tor/${ids.b}/meetings`);
    expect(await live(ids.b, daysFromNow(-1))).toEqual([]);
  });
});

describe('spec calendar#views: the page', () => {
  const initOf = (html: string) =>
    JSON.parse(/<script[^>]+id="outlook-init-data"[^>]*>([^<]*)</.exec(html)?.[1] ?? '{}') as {
      readonly today: string;
      readonly week_start: string;
      readonly events: readonly { readonly date: string; readonly tor_name: string }[];
    };

  test('has the current week as data, and the parts that scripts of others rely on', async () => {
    const { status, text } = await member.get('/tor/outlook');
    expect(status).toBe(200);
    const { today, week_start: monday, events } = initOf(text);
    expect(today).toBe(daysFromNow(0));
    expect(new Date(monday).getUTCDay()).toBe(1);
    expect(monday <= today).toBe(true);
    expect(events.every(({ date }) => date >= monday)).toBe(true);
    for (const id of ['prev', 'today', 'next', 'title', 'container'])
      expect(text).toContain(`id="outlook-${id}"`);
    for (const view of ['day', 'week', 'month'])
      expect(text).toMatch(new RegExp(`class="outlook-tab" data-view="${view}"`));
    expect(text).toMatch(/id="csrf_token"[^>]+name="csrf_token"/);
  });

  test('leads those with a position to a calendar of their committees', async () => {
    const link = 'href="/account/calendars/new"';
    expect((await member.get('/tor/outlook')).text).toContain(link);
    const other = await server.signIn('secretary');
    expect((await other.get('/tor/outlook')).text).not.toContain(link);
  });

  test.each(['agenda', 'day', 'week', 'month'])('shows a meeting in the view %s', async (view) => {
    const { text } = await member.get(`/tor/outlook?view=${view}&date=2026-03-04&whose=all`);
    expect(textOf(text)).toContain('Board A');
    expect(text).toContain('aria-current="page"');
  });

  test('shows the committees of the reader unless all are asked for', async () => {
    const mine = textOf((await member.get('/tor/outlook?view=agenda&date=2026-03-02')).text);
    expect(mine).toContain('Board A');
    expect(mine).not.toContain('Sprint Review');
    const all = await member.get('/tor/outlook?view=agenda&date=2026-03-02&whose=all');
    expect(textOf(all.text)).toContain('Sprint Review');
    expect(textOf(all.text)).toContain('Show only yours');
  });

  test('strikes cancelled meetings through', async () => {
    await meeting(server, ids.a, '2026-08-12', { status: 'cancelled' });
    const { text } = await member.get('/tor/outlook?view=week&date=2026-08-12');
    expect(text).toContain('outlook-event outlook-event--cancelled');
    expect(text).toContain('<s>Board A</s>');
  });

  test('offers to confirm only to those who may', async () => {
    const address = `/tor/outlook?view=agenda&date=${daysFromNow(1)}`;
    const chair = await holder(server, ids.a, { can_call_meetings: 'true' }, 'secretary');
    const action = `formaction="/tor/${ids.a}/meetings/confirm"`;
    expect((await chair.get(address)).text).toContain(action);
    expect((await member.get(address)).text).not.toContain('formaction');
  });

  test('escapes what committees are called', async () => {
    const label = '</script><b>Bold';
    await insert(server, 'tor', 'bold', { ...weekly, label });
    for (const view of ['agenda', 'day', 'week', 'month']) {
      const { text } = await member.get(`/tor/outlook?view=${view}&date=2026-03-04&whose=all`);
      expect(text).not.toContain('<b>Bold');
      expect(initOf(text).events.length).toBeGreaterThan(0);
    }
  });

  test.each(['agenda', 'day', 'week', 'month'])(
    'takes three statements with the session: %s',
    async (view) => {
      const { statements, rows } = server.queries;
      await member.get(`/tor/outlook?view=${view}&whose=all`);
      expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
      expect(server.queries.rows - rows).toBeLessThan(10);
    },
  );

  test('of very many committees it shows the own ones and the first by name, and says so', async () => {
    const address = '/tor/outlook?date=2026-03-02&whose=all';
    expect((await admin.get(address)).text).not.toContain('Choose another committee');
    await server.services.pool.query(
      `insert into entities (entity_type, name, label, properties)
       select 'tor', 'aaa_' || n, '!A ' || to_char(n, 'FM000'), $1 from generate_series(1, 201) n`,
      [JSON.stringify({ ...weekly, cadence_day: 'friday' })],
    );
    const shownTo = async (client: AppClient) => {
      const { text } = await client.get(address);
      expect(text).toContain('<a href="/tor">Choose another committee</a>');
      return { words: textOf(text), names: initOf(text).events.map(({ tor_name }) => tor_name) };
    };
    const own = await shownTo(member);
    expect(own.words).toContain(
      'Meetings of your committees and of the first 200 committees by name.',
    );
    expect(own.names).toEqual(expect.arrayContaining(['board_a', 'aaa_1', 'aaa_200']));
    expect(own.names).not.toContain('aaa_201');
    const others = await shownTo(admin);
    expect(others.words).toContain('Meetings of the first 200 committees by name.');
    expect(new Set(others.names).size).toBe(200);
    expect(others.names).not.toContain('board_a');
    const all = await eventsOf(admin, { start: '2026-03-06', end: '2026-03-06' });
    expect(all.filter(({ tor_name }) => tor_name.startsWith('aaa_'))).toHaveLength(201);
    await server.services.pool.query(`delete from entities where name like 'aaa\\_%'`);
  });

  test('shows the current week for an address that makes no sense', async () => {
    const { status, text } = await member.get('/tor/outlook?view=year&date=2026-13-40&whose=x');
    expect(status).toBe(200);
    expect(text).toMatch(/data-view="week"[^>]+aria-current="page"/);
  });

  test('is refused to users who may not list committees', async () => {
    expect((await (await server.signIn()).get('/tor/outlook')).status).toBe(403);
  });
});

describe('spec calendar#meetings: the tab of a committee', () => {
  test('has upcoming meetings, stored and projected, and past ones', async () => {
    const own = await insert(server, 'tor', 'tabbed', { label: 'Tabbed', ...weekly });
    const client = await holder(server, own, {}, 'secretary');
    await meeting(server, own, daysFromNow(-8), { status: 'completed', location: 'Long ago' });
    await meeting(server, own, daysFromNow(3), { status: 'cancelled', location: 'Not here' });
    const { status, text } = await client.get(`/tor/${own}/meetings`);
    expect(status).toBe(200);
    const words = textOf(text);
    expect(words).toMatch(/Upcoming.*Not here.*Past.*Long ago/);
    expect(words).toContain('Projected');
    expect(text).toContain('<s>');
    expect(text).not.toContain('formaction');
    const dates = (page: string) => textOf(page.split('id="past"')[0] ?? '').match(/\d\d:\d\d–/g);
    expect(dates(text)).toHaveLength(5);
    expect(text).toContain('?coming=all');
    const all = (await client.get(`/tor/${own}/meetings?coming=all`)).text;
    expect(dates(all)).toHaveLength(20);
    expect(all).not.toContain('?coming=all#');
    const { statements } = server.queries;
    await client.get(`/tor/${own}/meetings`);
    expect(server.queries.statements - statements).toBe(3);
  });

  test('pages through past meetings', async () => {
    const own = await insert(server, 'tor', 'long', { label: 'Long', meeting_cadence: 'ad-hoc' });
    for (let day = 1; day <= 30; day += 1)
      await meeting(server, own, daysFromNow(-day), { status: 'completed' });
    const first = (await admin.get(`/tor/${own}/meetings`)).text;
    expect(first.match(/calendar\.ics/g)).toHaveLength(25);
    expect(textOf(first)).toContain('Page 1 of 2');
    const second = (await admin.get(`/tor/${own}/meetings?page=2`)).text;
    expect(second.match(/calendar\.ics/g)).toHaveLength(5);
  });

  test('lets those confirm who may, by a form', async () => {
    const own = await insert(server, 'tor', 'calls', { label: 'Calls', ...weekly });
    const chair = await holder(server, own, { can_call_meetings: 'true' }, 'secretary');
    const tab = `/tor/${own}/meetings`;
    expect((await chair.get(tab)).text).toContain(`formaction="${tab}/confirm"`);
    const date = daysFromNow(1);
    const reply = await chair.post(`${tab}/confirm`, { meeting_date: date, back: tab });
    expect([reply.status, reply.location]).toEqual([303, tab]);
    expect(textOf((await chair.get(tab)).text)).toContain('Confirmed');
    for (const meeting_date of ['', 'soon', '2026-02-30']) {
      const refused = await chair.post(`${tab}/confirm`, { meeting_date, back: tab });
      expect([meeting_date, refused.status]).toEqual([meeting_date, 303]);
    }
  });

  test('is for members, and for a committee that exists', async () => {
    const tab = `/tor/${ids.b}/meetings`;
    expect((await (await server.signIn('secretary')).get(tab)).status).toBe(403);
    expect((await admin.get('/tor/999999999/meetings')).status).toBe(404);
  });

  test('a meeting is a file, of its own committee only', async () => {
    const id = await meeting(server, ids.a, '2026-09-02', { status: 'confirmed' });
    const { status, headers, text } = await member.get(`/tor/${ids.a}/meetings/${id}/calendar.ics`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(headers.get('content-disposition')).toContain('meeting-2026-09-02.ics');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toContain(`UID:meeting-${id}@`);
    expect((await member.get(`/tor/${ids.b}/meetings/${id}/calendar.ics`)).status).toBe(404);
    const nobody = await server.signIn();
    expect((await nobody.get(`/tor/${ids.a}/meetings/${id}/calendar.ics`)).status).toBe(403);
  });
});

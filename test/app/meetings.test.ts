import { beforeAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { daysFromNow, holder, insert, join, meeting } from './calendar-fixture.ts';
import { type Governance, governance } from './governance-fixture.ts';

const { server } = await administered();
const { pool } = server.services;
let own: Governance;
beforeAll(async () => {
  own = await governance(server);
});

const point = async (tor: string, title: string, more: Record<string, string> = {}) => {
  const id = await insert(server, 'agenda_point', `ap-${Math.random()}`, {
    ...{ label: title, title, item_type: 'informative', status: 'scheduled' },
    ...{ time_allocation_minutes: '15', ...more },
  });
  await join(server, 'belongs_to_tor', id, tor);
  return id;
};
const stored = async (id: string): Promise<Record<string, string>> =>
  (
    await pool.query<{ properties: Record<string, string> }>(
      'select properties from entities where id = $1',
      [id],
    )
  ).rows[0]?.properties ?? {};
/** Titles on the agenda of a meeting, in order. */
const agenda = async (id: string): Promise<readonly (readonly [string, string | null])[]> => {
  const { rows } = await pool.query<{ label: string; place: string | null }>(
    `select a.label, s.properties ->> 'agenda_order' as place from relations s join entities a on a.id = s.source_id
     where s.target_id = $1 and a.entity_type in ('agenda_point', 'meeting_entry')
     order by (s.properties ->> 'agenda_order')::integer, a.id`,
    [id],
  );
  return rows.map(({ label, place }) => [label, place]);
};
let days = 400;
const confirmed = (status = 'confirmed', tor = own.boardA): Promise<string> => {
  days += 1;
  return meeting(server, tor, daysFromNow(days), { status });
};
const at = (id: string, tor = own.boardA) => `/tor/${tor}/meetings/${id}`;

describe('spec meetings#life-cycle: a chair who may only call meetings runs one', () => {
  test('from confirming to its end', async () => {
    const { chair, member, outsider, boardA, boardB } = own;
    const date = daysFromNow(700);
    const made = await chair.post(`/tor/${boardA}/meetings/confirm`, {
      ...{ meeting_date: date, tor_name: 'Someone else’s', location: 'Hall' },
      ...{ chair_user_id: chair.userId, secretary_user_id: member.userId, notes: '' },
    });
    expect([made.status, made.location]).toEqual([
      303,
      expect.stringMatching(new RegExp(`^/tor/${boardA}/meetings/\\d+$`)),
    ]);
    const detail = made.location ?? '';
    const id = detail.split('/').at(-1) ?? '';
    expect(await stored(id)).toMatchObject({ status: 'confirmed', location: 'Hall' });
    expect(await stored(id)).not.toHaveProperty('notes');
    const g = await point(boardA, 'Release window');
    const page = await chair.get(detail);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`value="${g}" name="agenda_point_id"`);
    expect(textOf(page.text)).toContain('Start meeting');
    for (const time of [1, 2])
      expect([
        time,
        (await chair.post(`${detail}/agenda/assign`, { agenda_point_id: g })).location,
      ]).toEqual([...[time, detail]]);
    expect(await agenda(id)).toEqual([['Release window', '1']]);
    const move = (who: AppClient, new_status: string) =>
      who.post(`${detail}/transition`, { new_status });
    expect((await move(chair, 'in_progress')).status).toBe(303);
    expect((await stored(id))['status']).toBe('in_progress');
    expect(textOf((await chair.get(`${detail}/live`)).text)).toMatch(
      /Agenda 1 item.*Ends about \d\d:\d\d/s,
    );
    expect((await move(member, 'completed')).status).toBe(403);
    expect((await move(chair, 'cancelled')).status).toBe(403);
    expect((await move(chair, 'nonsense')).status).toBe(403);
    const roll = JSON.stringify([{ username: 'Chair', status: 'present' }]);
    expect((await chair.post(`${detail}/roll-call`, { roll_call_data: roll })).status).toBe(303);
    await chair.post(`${detail}/roll-call`, { roll_call_data: '</script>' });
    expect((await stored(id))['roll_call_data']).toBe(roll);
    expect((await chair.post(`${detail}/agenda/remove`, { agenda_point_id: g })).status).toBe(303);
    expect(await agenda(id)).toEqual([]);
    await chair.post(`${detail}/agenda/assign`, { agenda_point_id: g });
    expect((await move(chair, 'completed')).status).toBe(303);
    const over = textOf((await chair.get(detail)).text);
    expect(over).not.toContain('End meeting');
    expect(over).toMatch(/In progress to Completed.*Workflow version \d+/s);
    expect((await chair.post(`${detail}/agenda/remove`, { agenda_point_id: g })).status).toBe(403);
    expect(await agenda(id)).toHaveLength(1);
    expect((await outsider.get(`/tor/${boardB}/meetings/${id}`)).status).toBe(404);
    expect((await own.viewer.get(detail)).status).toBe(403);
    const actions = (
      await auditRows(
        server,
        'meeting.confirmed',
        'meeting.transition',
        'meeting.agenda_assigned',
        'meeting.agenda_removed',
        'meeting.roll_call_saved',
      )
    )
      .filter(({ outcome }) => outcome === 'success')
      .map(({ action }) => action.replace('meeting.', ''));
    expect(actions).toEqual([
      ...['confirmed', 'agenda_assigned', 'transition', 'roll_call_saved', 'agenda_removed'],
      ...['agenda_assigned', 'transition'],
    ]);
  });
});

describe('spec meetings#one-per-date', () => {
  test('a committee has one meeting on a date, however it is written', async () => {
    const { chair, boardA } = own;
    const date = daysFromNow(710);
    const first = await chair.post(`/tor/${boardA}/meetings/confirm`, { meeting_date: date });
    const again = await chair.post(`/tor/${boardA}/meetings/confirm`, { meeting_date: date });
    expect(again.location).toBe(`/tor/${boardA}`);
    await expect(meeting(server, boardA, date)).rejects.toThrow('meeting_days_takes_place');
    await chair.post(`${first.location}/transition`, { new_status: 'cancelled' });
    const second = await chair.post(`/tor/${boardA}/meetings/confirm`, { meeting_date: date });
    expect(second.location).not.toBe(first.location);
    const id = first.location?.split('/').at(-1);
    await expect(
      pool.query(
        `update entities set properties = properties || '{"status":"confirmed"}' where id = $1`,
        [id],
      ),
    ).rejects.toThrow('meeting_days_takes_place');
  });

  test('a projected meeting is confirmed instead of another one', async () => {
    const date = daysFromNow(711);
    const id = await meeting(server, own.boardA, date);
    const { location } = await own.chair.post(`/tor/${own.boardA}/meetings/confirm`, {
      ...{ meeting_date: date, meeting_number: '41' },
    });
    expect(location).toBe(at(id));
    expect(await stored(id)).toMatchObject({ status: 'confirmed', meeting_number: '41' });
  });

  test('of twenty requests at once, one confirms and one starts', async () => {
    const date = daysFromNow(712);
    const confirm = () =>
      own.chair.post(`/tor/${own.boardA}/meetings/confirm`, { meeting_date: date });
    await Promise.all(Array.from({ length: 20 }, confirm));
    const { rows } = await pool.query<{ id: string }>(
      `select id from entities where entity_type = 'meeting' and properties ->> 'meeting_date' = $1`,
      [date],
    );
    expect(rows).toHaveLength(1);
    const start = () =>
      own.chair.post(`${at(rows[0]?.id ?? '')}/transition`, { new_status: 'in_progress' });
    const replies = await Promise.all(Array.from({ length: 20 }, start));
    expect(replies.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([303, 403]));
  });
});

test.each<[string, Record<string, string>]>([
  ['no date', {}],
  ['a date that is none', { meeting_date: '2026-02-30' }],
  ['a date in the past', { meeting_date: daysFromNow(-1) }],
  ['a chair who is no member', { meeting_date: daysFromNow(720), chair_user_id: 'GOV' }],
  ['a secretary that is no id', { meeting_date: daysFromNow(720), secretary_user_id: 'x' }],
  ['a location that is too long', { meeting_date: daysFromNow(720), location: 'x'.repeat(256) }],
])('spec meetings#confirming: %s is refused with the form', async (_, fields) => {
  const sent = Object.entries(fields).map(([key, value]) => [
    key,
    value === 'GOV' ? own.gov.userId : value,
  ]);
  const reply = await own.chair.post(
    `/tor/${own.boardA}/meetings/confirm`,
    Object.fromEntries(sent),
  );
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('name="secretary_user_id"');
});

describe('spec meetings#editing', () => {
  test('date and details change, empty details go, and its label follows', async () => {
    const id = await confirmed();
    const date = daysFromNow(730);
    const form = await own.chair.get(`${at(id)}/edit`);
    const version = /name="version" value="(\d+)"/.exec(form.text)?.[1] ?? '';
    const fields = {
      meeting_date: date,
      location: 'Room 9',
      chair_user_id: own.member.userId,
      version,
    };
    expect((await own.chair.post(at(id), fields)).location).toBe(at(id));
    expect(await stored(id)).toMatchObject({ meeting_date: date, location: 'Room 9' });
    const text = textOf((await own.member.get(at(id))).text);
    expect(text).toContain('Room 9');
    expect(text).toContain('Test test_member');
    const late = await own.chair.post(at(id), { ...fields, location: 'Other' });
    expect(late.status).toBe(409);
    expect((await own.chair.post(at(id), { meeting_date: date, location: '' })).status).toBe(303);
    expect(await stored(id)).not.toHaveProperty('location');
    const other = await confirmed();
    const taken = { meeting_date: date };
    expect((await own.chair.post(at(other), taken)).status).toBe(422);
    expect((await own.chair.post(at(other), { meeting_date: daysFromNow(-3) })).status).toBe(422);
    expect((await own.member.post(at(other), taken)).status).toBe(403);
    const done = await confirmed('completed');
    expect((await own.chair.post(at(done), { meeting_date: daysFromNow(731) })).status).toBe(409);
  });
});

describe('spec meetings#agenda', () => {
  test('points, sections and breaks are ordered, planned and removed', async () => {
    const id = await confirmed();
    const [a, b] = [
      await point(own.boardA, 'First'),
      await point(own.boardA, 'Second', { time_allocation_minutes: '50' }),
    ];
    const { chair } = own;
    await chair.post(`${at(id)}/agenda/assign`, { agenda_point_id: [a, b] });
    await chair.post(`${at(id)}/agenda/entries`, { kind: 'section', title: 'Opening' });
    await chair.post(`${at(id)}/agenda/entries`, { kind: 'break', title: 'Coffee', minutes: '15' });
    const { rows } = await pool.query<{ id: string }>(
      "select s.source_id as id from relations s join entities e on e.id = s.source_id and e.entity_type = 'meeting_entry' where s.target_id = $1 order by 1",
      [id],
    );
    const [opening = '', coffee = ''] = rows.map((row) => row.id);
    const up = await chair.post(`${at(id)}/agenda/${opening}/move`, { before: a });
    expect(up.status).toBe(303);
    const moved = await chair.post(`${at(id)}/agenda/${coffee}/move`, { direction: 'up' });
    expect(moved.location).toBe(`${at(id)}?moved=${coffee}&by=up#agenda`);
    expect(await agenda(id)).toEqual([
      ...[
        ['Opening', '1'],
        ['First', '2'],
        ['Coffee', '3'],
        ['Second', '4'],
      ],
    ]);
    const dropped = { direction: 'down', place: '4' };
    await chair.post(`${at(id)}/agenda/${opening}/move`, dropped);
    expect((await agenda(id)).at(-1)).toEqual(['Opening', '4']);
    await chair.post(`${at(id)}/agenda/${opening}/move`, { direction: 'up', place: '1' });
    const text = textOf((await chair.get(at(id))).text);
    expect(text).toMatch(/2 items, 80 min planned 20 min over the meeting’s time/);
    expect(text).toMatch(/10:30\s+Second/);
    await chair.post(`${at(id)}/agenda/entries/${coffee}/remove`);
    await chair.post(`${at(id)}/agenda/remove`, { agenda_point_id: a });
    expect(await agenda(id)).toEqual([
      ['Opening', '1'],
      ['Second', '2'],
    ]);
  });

  test('what the last meeting left open is carried over in one step', async () => {
    const tor = await insert(server, 'tor', `carry-${Math.random()}`, { label: 'Carry' });
    const chair = await holder(server, tor, { can_manage_agenda: 'true' }, 'test_member');
    const last = await meeting(server, tor, daysFromNow(-7), { status: 'completed' });
    const next = await meeting(server, tor, daysFromNow(7), { status: 'confirmed' });
    const [open, done] = [
      await point(tor, 'Left open'),
      await point(tor, 'Done', { status: 'completed' }),
    ];
    for (const id of [open, done]) await join(server, 'scheduled_for_meeting', id, last);
    expect(textOf((await chair.get(at(next, tor))).text)).toContain('Carry over 1 open item');
    await chair.post(`${at(next, tor)}/agenda/carry`);
    await chair.post(`${at(next, tor)}/agenda/carry`);
    expect(await agenda(next)).toEqual([['Left open', '1']]);
    expect(await agenda(last)).toHaveLength(2);
  });

  test('of several points that are added at once, one that can’t be keeps all of them away', async () => {
    const id = await confirmed();
    const [a, b] = [await point(own.boardA, 'Alone'), await point(own.boardB, 'Elsewhere')];
    await own.chair.post(`${at(id)}/agenda/assign`, { agenda_point_id: [a, b] });
    expect(await agenda(id)).toEqual([]);
    expect((await own.chair.get(at(id))).text).toContain(`value="${a}" name="agenda_point_id"`);
  });

  test('spec meetings#action-items: the next meeting lists open action items, with their decision', async () => {
    const tor = await insert(server, 'tor', `open-${Math.random()}`, { label: 'Open' });
    const chair = await holder(server, tor, { can_manage_agenda: 'true' }, 'test_member');
    const next = await meeting(server, tor, daysFromNow(3), { status: 'confirmed' });
    const later = await meeting(server, tor, daysFromNow(9), { status: 'projected' });
    const item = async (description: string, status: string): Promise<string> => {
      const made = await insert(server, 'action_item', `item-${Math.random()}`, {
        ...{ description, status, due_date: daysFromNow(-1) },
      });
      await join(server, 'belongs_to_tor', made, tor);
      return made;
    };
    const [open] = [await item('Order the spare parts', 'open'), await item('Called', 'done')];
    const decision = await insert(server, 'decision', `d-${Math.random()}`, {
      ...{ label: 'Buy spare parts', tor_id: tor, decision_year: '2026' },
    });
    await join(server, 'action_item_of', open, decision);
    const { text } = await chair.get(at(next, tor));
    expect(textOf(text)).toMatch(
      /Open action items 1 .*Order the spare parts From Buy spare parts .*Overdue, open/,
    );
    expect(textOf(text)).not.toContain('Called');
    expect(text).toContain(`href="/decisions/${decision}"`);
    expect(textOf((await chair.get(at(later, tor))).text)).not.toContain('Order the spare parts');
  });

  test('of two meetings that want one point at once, one gets it', async () => {
    const [one, other] = [await confirmed(), await confirmed()];
    const id = await point(own.boardA, 'Wanted');
    await Promise.all(
      [one, other].map((m) => own.chair.post(`${at(m)}/agenda/assign`, { agenda_point_id: id })),
    );
    expect([...(await agenda(one)), ...(await agenda(other))]).toHaveLength(1);
  });
});

describe('a refused change saves nothing', () => {
  let open = '';
  let running = '';
  let past = '';
  let foreign = '';
  let ids: Record<string, string> = {};
  beforeAll(async () => {
    [open, running, past] = [
      await confirmed(),
      await confirmed('in_progress'),
      await confirmed('completed'),
    ];
    foreign = await confirmed('confirmed', own.boardB);
    ids = {
      mine: await point(own.boardA, 'Mine'),
      theirs: await point(own.boardB, 'Theirs'),
      busy: await point(own.boardA, 'Busy'),
      voted: await point(own.boardA, 'Voted', { status: 'voted' }),
    };
    await join(server, 'scheduled_for_meeting', ids['busy'] ?? '', running);
  });

  test.each<[string, () => string, string, Record<string, string>, number]>([
    ['an unknown meeting', () => '999999', 'agenda/assign', { agenda_point_id: 'mine' }, 404],
    [
      'a meeting of another committee',
      () => foreign,
      'agenda/assign',
      { agenda_point_id: 'mine' },
      404,
    ],
    ['its transition', () => foreign, 'transition', { new_status: 'in_progress' }, 404],
    ['its roll call', () => foreign, 'roll-call', { roll_call_data: '[]' }, 404],
    ['its entries', () => foreign, 'agenda/entries', { kind: 'break', title: 'X' }, 404],
    ['its order', () => foreign, 'agenda/1/move', { direction: 'up' }, 404],
    [
      'a point of another committee',
      () => open,
      'agenda/assign',
      { agenda_point_id: 'theirs' },
      303,
    ],
    ['a point of another agenda', () => open, 'agenda/assign', { agenda_point_id: 'busy' }, 303],
    ['a point that was decided', () => open, 'agenda/assign', { agenda_point_id: 'voted' }, 303],
    ['no point', () => open, 'agenda/assign', {}, 422],
    ['a point that is no id', () => open, 'agenda/assign', { agenda_point_id: 'x' }, 422],
    ['a meeting that is over', () => past, 'agenda/assign', { agenda_point_id: 'mine' }, 403],
    ['a point that is not here', () => open, 'agenda/remove', { agenda_point_id: 'mine' }, 303],
    ['an entry that is not here', () => open, 'agenda/1/move', { direction: 'up' }, 303],
    ['no direction', () => open, 'agenda/1/move', {}, 422],
    [
      'a section without a title',
      () => open,
      'agenda/entries',
      { kind: 'section', title: ' ' },
      422,
    ],
    [
      'a break of 481 minutes',
      () => open,
      'agenda/entries',
      { kind: 'break', title: 'X', minutes: '481' },
      422,
    ],
    ['an entry that is none', () => open, 'agenda/entries/1/remove', {}, 404],
    ['nothing to carry over', () => open, 'agenda/carry', {}, 303],
    ['no roll call', () => open, 'roll-call', {}, 422],
    [
      'an unknown presence',
      () => open,
      'roll-call',
      { roll_call_data: '[{"username":"a","status":"late"}]' },
      303,
    ],
  ])('%s', async (_, id, path, fields, status) => {
    const sent = Object.entries(fields).map(([key, value]) => [key, ids[value] ?? value]);
    const before = await pool.query('select count(*) from relations');
    const reply = await own.chair.post(`${at(id())}/${path}`, Object.fromEntries(sent));
    expect(reply.status).toBe(status);
    expect((await pool.query('select count(*) from relations')).rows).toEqual(before.rows);
    expect(await stored(open)).not.toHaveProperty('roll_call_data');
  });

  test.each([
    'agenda/assign',
    'agenda/remove',
    'agenda/carry',
    'agenda/entries',
    'transition',
    'roll-call',
  ])('a member without the capability: %s', async (path) => {
    const fields = {
      ...{ agenda_point_id: ids['mine'] ?? '', kind: 'break', title: 'X' },
      ...{ new_status: 'in_progress', roll_call_data: '[]' },
    };
    expect((await own.member.post(`${at(open)}/${path}`, fields)).status).toBe(403);
    expect((await own.outsider.post(`${at(open)}/${path}`, fields)).status).toBe(403);
  });
});

describe('spec meetings#roll-call: the form', () => {
  test('has a line for each user who fills a position on the day, and works without script', async () => {
    const id = await confirmed('in_progress');
    const { chair, member, reviewer } = own;
    const { text } = await chair.get(at(id));
    expect(text.match(/name="represented_by"/g)).toHaveLength(3);
    expect(textOf(text)).toMatch(/Vacant\s+Spare seat, mandatory/);
    const names = await pool.query<{ id: string; name: string }>(
      'select id, name from entities where id = any($1)',
      [[chair.userId, member.userId, reviewer.userId]],
    );
    const nameOf = new Map(names.rows.map((row) => [row.id, row.name]));
    const reply = await chair.post(`${at(id)}/roll-call`, {
      user: [chair.userId, member.userId, reviewer.userId],
      status: ['present', 'excused', ''],
      represented_by: ['', nameOf.get(reviewer.userId) ?? '', ''],
    });
    expect(reply.status).toBe(303);
    expect(JSON.parse((await stored(id))['roll_call_data'] ?? '')).toEqual([
      { username: nameOf.get(chair.userId), status: 'present', name: expect.any(String) },
      {
        ...{ username: nameOf.get(member.userId), status: 'excused', name: expect.any(String) },
        represented_by: nameOf.get(reviewer.userId),
      },
    ]);
    const shown = textOf((await member.get(at(id))).text);
    expect(shown).toMatch(/2 of 3 present/);
    expect(shown).toContain('Represented by Test test_reviewer');
  });

  test('has times of coming and leaving, which count for the quorum and go into the minutes', async () => {
    const id = await confirmed('in_progress');
    const { chair, member, reviewer } = own;
    expect((await chair.get(at(await confirmed()))).text).not.toContain('name="arrived"');
    const user = [chair.userId, member.userId, reviewer.userId];
    const roll = (fields: Record<string, readonly string[]>) =>
      chair.post(`${at(id)}/roll-call`, {
        ...{ user, status: ['present', 'present', 'present'], represented_by: ['', '', ''] },
        ...{ arrived: ['', '10:05', ''], left: ['', '', '11:20'], ...fields },
      });
    const refused = await roll({ arrived: ['', '10:05', '11:30'] });
    expect(textOf((await chair.get(refused.location ?? '')).text)).toMatch(
      /must leave after coming/,
    );
    expect(await stored(id)).not.toHaveProperty('roll_call_data');
    expect((await roll({})).status).toBe(303);
    const shown = textOf((await member.get(at(id))).text);
    expect(shown).toMatch(/2 of 3 present.*Came at 10:05.*Left at 11:20/s);
    const { text } = await chair.get(at(id));
    expect(text).toMatch(/name="arrived"[^>]*value="10:05"/);
    // Another form that was opened before changes only the touched lines.
    const opened = [...text.matchAll(/name="shown" value="([^"]*)"/g)].map(
      ([, shown]) => shown ?? '',
    );
    const users = [...text.matchAll(/name="user" value="([^"]*)"/g)].map(([, sent]) => sent ?? '');
    const [first = ''] = users.filter((one) => one !== reviewer.userId);
    await roll({ arrived: ['', '10:05', ''], left: ['', '', '11:30'] });
    const values = opened.map((one) => one.split(' '));
    const column = (place: number) => values.map((one) => one[place] ?? '');
    await roll({
      ...{ user: users, shown: opened, represented_by: column(1) },
      status: users.map((one, place) => (one === first ? 'excused' : (column(0)[place] ?? ''))),
      left: column(3),
      ...{ arrived: users.map((one, place) => (one === first ? '' : (column(2)[place] ?? ''))) },
    });
    const kept = textOf((await member.get(at(id))).text);
    expect(kept).toMatch(/Excused/);
    expect(kept).toMatch(/Left at 11:30/);
    await roll({});
    await chair.post(`${at(id)}/transition`, { new_status: 'completed' });
    const made = await chair.post(`${at(id)}/minutes/generate`);
    expect(textOf((await chair.get(made.location ?? '')).text)).toMatch(
      /present \(arrived 10:05\).*present \(left 11:20\)/,
    );
  });
});

describe('spec meetings#answers', () => {
  test('members answer before the meeting, and the roll call starts with it', async () => {
    const id = await confirmed();
    const { chair, member, gov } = own;
    const { rows } = await pool.query<{ name: string }>('select name from entities where id = $1', [
      own.reviewer.userId,
    ]);
    const substitute = rows[0]?.name ?? '';
    const reply = (who: AppClient, fields: Record<string, string>) =>
      who.post(`${at(id)}/answer`, fields);
    expect((await reply(member, { answer: 'accepted' })).status).toBe(303);
    await reply(member, { answer: 'declined', substitute, note: 'On leave' });
    await reply(chair, { answer: 'accepted', substitute });
    expect((await reply(chair, { answer: 'perhaps' })).status).toBe(422);
    for (const who of [gov, chair]) await reply(who, { answer: 'declined', substitute: 'nobody' });
    expect((await reply(own.outsider, { answer: 'accepted' })).status).toBe(403);
    const { text } = await chair.get(at(id));
    expect(textOf(text)).toContain('1 of 3 accepted');
    expect(textOf(text)).toContain('represented by Test test_reviewer');
    expect(text).toMatch(new RegExp(`<option value="${substitute}" selected`));
    expect(await stored(id)).not.toHaveProperty('roll_call_data');
    await chair.post(`${at(id)}/transition`, { new_status: 'in_progress' });
    await reply(member, { answer: 'accepted' });
    const { rows: given } = await pool.query<{ answer: string }>(
      `select r.properties ->> 'answer' as answer from relations r join entities t on t.id = r.relation_type_id
       where t.name = 'answers_meeting' and r.target_id = $1 order by 1`,
      [id],
    );
    expect(given.map(({ answer }) => answer)).toEqual(['accepted', 'declined']);
  });
});

describe('spec meetings#list', () => {
  test('shows the meetings of the own committees; all to those who manage workflows', async () => {
    const foreign = await meeting(server, own.boardB, daysFromNow(-20), { status: 'completed' });
    const mine = await meeting(server, own.boardA, daysFromNow(-21), { status: 'cancelled' });
    const text = (await own.member.get('/meetings')).text;
    expect(text).toContain(`href="${at(mine)}"`);
    expect(text).not.toContain(at(foreign, own.boardB));
    const { statements } = server.queries;
    expect((await own.gov.get('/meetings')).text).toContain(at(foreign, own.boardB));
    expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
    expect((await own.viewer.get('/meetings')).status).toBe(403);
  });

  test('has fifty lines to a page', async () => {
    const tor = await insert(server, 'tor', `long-${Math.random()}`, { label: 'Long' });
    const reader = await holder(server, tor, {}, 'test_member');
    for (let day = 1; day <= 60; day += 1)
      await meeting(server, tor, daysFromNow(-day), { status: 'completed' });
    const first = (await reader.get('/meetings')).text;
    expect(first.match(/href="\/tor\/\d+\/meetings\/\d+"/g)).toHaveLength(50);
    expect(first).toContain('href="/meetings?page=2"');
    const second = (await reader.get('/meetings?page=2')).text;
    expect(second.match(/href="\/tor\/\d+\/meetings\/\d+"/g)).toHaveLength(10);
  });
});

test('design 8: a meeting costs three statements', async () => {
  const id = await confirmed();
  await own.chair.get(at(id));
  const { statements, rows } = server.queries;
  await own.chair.get(at(id));
  expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
  expect(server.queries.rows - rows).toBeLessThan(10);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { type Governance, governance } from './governance-fixture.ts';

// Whole scenarios with several users, each of whom signed in: what a committee's people do one after
// the other.

let server: AppServer;
let given: Governance;
beforeAll(async () => {
  server = await startAppServer();
  given = await governance(server);
});
afterAll(() => server[Symbol.asyncDispose]());

async function stored(id: string) {
  const { rows } = await server.services.pool.query<{
    label: string;
    properties: Record<string, string>;
  }>('select label, properties from entities where id = $1', [id]);
  return rows[0];
}

const holdersOf = async (position: string): Promise<readonly string[]> => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    `select r.source_id::text as id from relations r
       join entities t on t.id = r.relation_type_id and t.name = 'fills_position'
     where r.target_id = $1 and coalesce(r.properties ->> 'until', '9999') >= to_char(now(), 'YYYY-MM-DD')`,
    [position],
  );
  return rows.map(({ id }) => id);
};

describe('permission, membership, token and sign-in', () => {
  test('visitors are asked to sign in, programs get 401', async () => {
    const page = await server.visitor().get('/tor');
    expect([page.status, page.location?.startsWith('/login')]).toEqual([303, true]);
    expect((await server.visitor().get('/api/tor/calendar')).status).toBe(401);
  });

  test.each(['/tor', '/documents', '/tor/outlook'])(
    'a user without the permission is refused %s',
    async (path) => expect((await given.viewer.get(path)).status).toBe(403),
  );

  test('an id that is no number is a 404', async () =>
    expect((await given.member.get('/tor/abc')).status).toBe(404));

  test('a form without the token, or with a wrong one, changes nothing', async () => {
    const fields = { name: 'unsigned', label: 'Unsigned' };
    const replies = [
      await given.gov.post('/tor', fields, { csrf: 'wrong' }),
      await given.gov.post('/tor', fields, { csrf: null }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([403, 403]);
    const { rowCount } = await server.services.pool.query(
      "select 1 from entities where entity_type = 'tor' and name = 'unsigned'",
    );
    expect(rowCount).toBe(0);
  });
});

describe('Terms of Reference are created, validated, changed and deleted', () => {
  let ops = '';

  test('each missing field has its message', async () => {
    const reply = await given.gov.post('/tor', { name: '', label: '' });
    expect(reply.status).toBe(422);
    expect(reply.text).toMatch(/href="#f-name"/);
    expect(reply.text).toMatch(/href="#f-label"/);
  });

  test('a name of 51 characters is refused', async () =>
    expect((await given.gov.post('/tor', { name: 'x'.repeat(51), label: 'X' })).status).toBe(422));

  test('only entered values are stored, and lists line by line', async () => {
    const { location } = await given.gov.post('/tor', {
      ...{ name: 'ops', label: 'Ops Board', objectives: ' first \n\n second ' },
      ...{ meeting_cadence: 'monthly', cadence_day: 'friday' },
    });
    expect(location).toMatch(/^\/tor\/\d+$/);
    ops = location?.split('/').at(-1) ?? '';
    const properties = (await stored(ops))?.properties ?? {};
    expect(JSON.parse(properties['objectives'] ?? '')).toEqual(['first', 'second']);
    expect('description' in properties).toBe(false);
  });

  test('a name that is taken is refused, and the typed label stays', async () => {
    const reply = await given.gov.post('/tor', { name: 'ops', label: 'Other' });
    expect([reply.status, reply.text.includes('value="Other"')]).toEqual([422, true]);
    expect(textOf(reply.text)).not.toMatch(/duplicate key|constraint|23505/);
  });

  test('the label is changed', async () => {
    const reply = await given.gov.post(`/tor/${ops}`, { name: 'ops', label: 'Ops Council' });
    expect(reply.location).toBe(`/tor/${ops}`);
    expect((await stored(ops))?.label).toBe('Ops Council');
  });

  test('an address that runs a script is refused', async () => {
    const reply = await given.gov.post(`/tor/${ops}`, {
      ...{ name: 'ops', label: 'Ops Council', remote_url: 'javascript:alert(1)' },
    });
    expect(reply.status).toBe(422);
    expect((await stored(ops))?.properties['remote_url']).toBeUndefined();
  });

  test('a committee with members stays, and the message counts them', async () => {
    const reply = await given.gov.post(`/tor/${given.boardA}/delete`);
    expect(reply.location).toBe('/tor');
    expect(textOf((await given.gov.get('/tor')).text)).toMatch(
      /3 (members|people|users|positions)/,
    );
    expect(await stored(given.boardA)).toBeDefined();
  });

  test('one without members is deleted', async () => {
    expect((await given.gov.post(`/tor/${ops}/delete`)).location).toBe('/tor');
    expect((await given.gov.get(`/tor/${ops}`)).status).toBe(404);
  });
});

describe('positions are filled and vacated', () => {
  const act = (fields: Record<string, string>) =>
    given.gov.post(`/tor/${given.boardA}/members`, fields);
  const spare = () => given.positions['a_spare'] ?? '';

  test('a user is assigned, and the overview names them', async () => {
    const reply = await act({
      ...{ action: 'assign', user_id: given.viewer.userId, position_id: spare() },
      membership_type: 'mandatory',
    });
    expect(reply.location).toBe(`/tor/${given.boardA}`);
    expect(await holdersOf(spare())).toEqual([given.viewer.userId]);
    const label = (await stored(given.viewer.userId))?.label ?? '';
    expect(textOf((await given.gov.get(`/tor/${given.boardA}`)).text)).toContain(label);
  });

  test('without a user nothing changes', async () => {
    const reply = await act({ action: 'assign', user_id: '', position_id: spare() });
    expect(reply.location).toBe(`/tor/${given.boardA}`);
    expect(await holdersOf(spare())).toEqual([given.viewer.userId]);
  });

  test('a vacated position is vacant at once', async () => {
    const reply = await act({ action: 'vacate', position_id: spare() });
    expect(reply.location).toBe(`/tor/${given.boardA}`);
    expect(await holdersOf(spare())).toEqual([]);
  });

  test('another action changes nothing', async () =>
    expect((await act({ action: 'dance' })).location).toBe(`/tor/${given.boardA}`));

  test('a member may not', async () =>
    expect(
      (await given.member.post(`/tor/${given.boardA}/members`, { action: 'vacate' })).status,
    ).toBe(403));

  test.each([
    ['a position of another committee', () => given.positions['b_member'] ?? ''],
    ['an entity that is no position', () => given.boardB],
  ])('%s is refused', async (_, position) => {
    await act({ action: 'assign', user_id: given.viewer.userId, position_id: position() });
    expect(await holdersOf(position())).not.toContain(given.viewer.userId);
  });

  test('a new position has the capability that was ticked, and no other', async () => {
    const reply = await given.gov.post(`/tor/${given.boardA}/functions`, {
      ...{ name: 'a_secretary', label: 'Secretary', membership_type: 'mandatory' },
      can_record_decisions: 'true',
    });
    expect(reply.location).toBe(`/tor/${given.boardA}`);
    const { rows } = await server.services.pool.query<{ properties: Record<string, string> }>(
      "select properties from entities where entity_type = 'tor_function' and label = 'Secretary'",
    );
    const held = Object.entries(rows[0]?.properties ?? {}).filter(
      ([key, value]) => key.startsWith('can_') && value === 'true',
    );
    expect(held).toEqual([['can_record_decisions', 'true']]);
  });
});

describe('the calendar of all committees', () => {
  interface Event {
    readonly tor_label: string;
    readonly tor_name: string;
    readonly date: string;
    readonly start_time: string;
    readonly duration_minutes: number;
    readonly location: string;
    readonly cadence: string;
    readonly meeting_id?: number;
    readonly meeting_status?: string;
  }
  const calendar = async (query: string): Promise<readonly Event[]> =>
    (await given.member.get(`/api/tor/calendar?${query}`)).json() as readonly Event[];
  const march = 'start=2026-03-01&end=2026-03-31';
  const daysOf = (events: readonly Event[], label: string) =>
    events.filter((event) => event.tor_label === label).map(({ date }) => date.slice(5));
  const insert = async (type: string, name: string, label: string, properties: object) =>
    (
      await server.services.pool.query<{ id: string }>(
        'insert into entities (entity_type, name, label, properties) values ($1, $2, $3, $4) returning id',
        [type, name, label, JSON.stringify(properties)],
      )
    ).rows[0]?.id ?? '';
  const meetingOf = async (tor: string, date: string, properties: object = {}) => {
    const id = await insert('meeting', `m_${tor}_${date}`, 'Meeting', {
      ...{ meeting_date: date, status: 'projected' },
      ...properties,
    });
    await server.services.pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'belongs_to_tor'`,
      [id, tor],
    );
    return id;
  };
  beforeAll(async () => {
    const cadence = (meeting_cadence: string, cadence_day?: string) => ({
      ...{ status: 'active', meeting_cadence },
      ...(cadence_day === undefined ? {} : { cadence_day }),
    });
    await insert('tor', 'board_c', 'Board C', cadence('biweekly', 'Thursday'));
    await insert('tor', 'board_d', 'Board D', cadence('monthly', 'wednesday'));
    await insert('tor', 'board_e', 'Board E', cadence('working_days'));
    await insert('tor', 'board_h', 'Board H', cadence('weekly'));
  });

  test('cadences are expanded, in order of day and time', async () => {
    const events = await calendar(march);
    expect(daysOf(events, 'Board A')).toEqual(['03-04', '03-11', '03-18', '03-25']);
    expect(events.find(({ tor_label }) => tor_label === 'Board A')).toMatchObject({
      ...{ start_time: '10:00', duration_minutes: 60, location: 'Room 1', tor_name: 'board_a' },
      cadence: 'weekly',
    });
    expect(daysOf(events, 'Board C')).toEqual(['03-05', '03-19']);
    expect(daysOf(events, 'Board D')).toEqual(['03-04']);
    expect(daysOf(events, 'Board E')).toHaveLength(22);
    expect([daysOf(events, 'Board B'), daysOf(events, 'Board H')]).toEqual([[], []]);
    const keys = events.map(({ date, start_time }) => `${date} ${start_time}`);
    expect(keys).toEqual(keys.toSorted());
    expect(events.some((event) => 'meeting_id' in event)).toBe(false);
  });

  test('a stored meeting takes the place of its occurrence', async () => {
    const id = await meetingOf(given.boardA, '2026-03-11', { location: 'Hall' });
    const events = (await calendar(march)).filter(
      ({ tor_label, date }) => tor_label === 'Board A' && date === '2026-03-11',
    );
    expect(events).toEqual([
      expect.objectContaining({
        ...{ meeting_id: Number(id), meeting_status: 'projected', location: 'Hall' },
      }),
    ]);
  });

  test('one without an occurrence is an event of its own', async () => {
    await meetingOf(given.boardB, '2026-03-20');
    const found = (await calendar(march)).filter(({ tor_label }) => tor_label === 'Board B');
    expect(found).toEqual([
      expect.objectContaining({
        ...{ date: '2026-03-20', start_time: '09:00', duration_minutes: 60, cadence: '' },
        tor_name: 'board_b',
      }),
    ]);
  });

  test.each([
    ['start=2026-01-01&end=2026-04-01', 200],
    ['start=2026-01-01&end=2026-04-02', 400],
    ['start=nonsense', 200],
  ])('%s is answered with %i', async (query, status) => {
    const reply = await given.member.get(`/api/tor/calendar?${query}`);
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.json()).toHaveProperty('error');
  });

  test('an end before the start has no events', async () =>
    expect(await calendar('start=2026-03-10&end=2026-03-09')).toEqual([]));

  test('a biweekly day before the anchor is not a week off', async () => {
    await insert('tor', 'board_w', 'Board W', {
      ...{ status: 'active', meeting_cadence: 'biweekly', cadence_day: 'wednesday' },
    });
    const events = await calendar('start=2025-12-22&end=2026-01-04');
    expect(daysOf(events, 'Board W')).toEqual(['12-24']);
  });

  test('the page carries the events of the week', async () => {
    const { status, text } = await given.member.get('/tor/outlook');
    expect(status).toBe(200);
    const [, data = ''] = /id="outlook-init-data"[^>]*>([\s\S]*?)<\/script>/.exec(text) ?? [];
    const found = JSON.parse(data) as { today: string; week_start: string; events: unknown[] };
    expect(new Date(found.week_start).getUTCDay()).toBe(1);
    expect(Array.isArray(found.events)).toBe(true);
  });
});

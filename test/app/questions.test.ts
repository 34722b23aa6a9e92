import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';

let app: AppServer;
let admin: AppClient;
let ids: ReadonlyMap<string, string>;

const root = '/governance/questions';

beforeAll(async () => {
  app = await startAppServer({ from: 'demo' });
  admin = await app.signIn('admin');
  const { rows } = await app.services.pool.query<{ name: string; id: string }>(
    `select name, id::text from entities where entity_type in ('tor', 'tor_function', 'user')`,
  );
  ids = new Map(rows.map(({ name, id }) => [name, id]));
});

const idOf = (name: string): string => ids.get(name) ?? '0';

/** The words of a page, what it cost, and which store answered. */
async function opened(address: string, client: AppClient = admin) {
  const before = { ...app.queries };
  const { status, text, headers } = await client.get(address);
  const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
  return {
    ...{ status, main, words: textOf(main), source: headers.get('ahlt-source') },
    statements: app.queries.statements - before.statements,
  };
}

/** The JSON export of an answer. */
async function exported(address: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { text } = await admin.get(address);
  return (JSON.parse(text) as { tables: Record<string, Record<string, unknown>[]> }).tables;
}

describe('spec questions#vacancy: what breaks if a position or committee is vacant', () => {
  const path = `${root}/vacancy`;

  test('without a choice, the mandatory positions that are vacant today', async () => {
    const { words, main, source } = await opened(path);
    expect(words).toContain('Technical Lead');
    expect(main).toContain(`${path}?position=${idOf('cab_technical_lead')}`);
    expect(source).toBe('database');
  });

  test('a committee: capabilities, people, items, meetings, downstream, within three statements', async () => {
    const { words, main, statements, source } = await opened(
      `${path}?committee=${idOf('change_advisory_board')}`,
    );
    for (const shown of [
      ...['Change Manager', 'Henry Officer', 'Call meetings', 'IT Governance Board'],
      ...['Committees downstream', 'Meetings without a chair or secretary', 'Nobody'],
    ])
      expect(words).toContain(shown);
    expect(main).toContain('data-node=');
    expect([statements <= 3, source]).toEqual([true, 'database']);
  });

  test('a position: what others keep is not lost', async () => {
    const { capabilities } = await exported(
      `${path}/export.json?position=${idOf('cab_secretary')}`,
    );
    expect(capabilities).toContainEqual({
      capability: 'can_manage_agenda',
      others: ['Henry Officer'],
    });
  });
});

test('spec questions#deciders: people by capability on a day, with terms of office', async () => {
  const path = `${root}/deciders`;
  const board = 'words=change+advisory';
  const { words, statements } = await opened(`${path}?${board}`);
  expect(words).toContain('Henry Officer');
  expect([statements <= 3]).toEqual([true]);
  const { matrix, terms } = await exported(`${path}/export.json?${board}`);
  expect(matrix).toEqual([
    expect.objectContaining({
      ...{ committee: 'Change Advisory Board', can_call_meetings: ['Henry Officer'] },
      can_record_decisions: ['Eva Secretary', 'Henry Officer'],
    }),
  ]);
  expect(terms?.map(({ person }) => person)).not.toContain('Frank Ops');
  const { rows } = await app.services.pool.query<{ day: string }>(
    `select fills.properties ->> 'until' as day from relations fills where fills.target_id = $1 and fills.source_id = $2`,
    [idOf('cab_technical_lead'), idOf('frank')],
  );
  const then = await exported(`${path}/export.json?${board}&day=${rows[0]?.day}`);
  expect(then['terms']?.map(({ person }) => person)).toContain('Frank Ops');
});

describe('spec questions#escalation', () => {
  const path = `${root}/escalation`;

  test('the committees that take over, with who approves there', async () => {
    const { words, main, statements } = await opened(
      `${path}?committee=${idOf('budget_committee')}`,
    );
    expect(words).toContain('Budget Committee escalates to IT Governance Board.');
    expect(main).toContain(`data-node="${idOf('it_governance_board')}"`);
    expect(statements).toBeLessThanOrEqual(3);
    const { path: stages } = await exported(
      `${path}/export.json?committee=${idOf('budget_committee')}`,
    );
    expect(stages?.map(({ committee, steps }) => [committee, steps])).toEqual([
      ['Budget Committee', 0],
      ['IT Governance Board', 1],
    ]);
  });

  test('without a choice, the only committee of the reader, or what to choose', async () => {
    const without = await opened(path);
    expect(without.words).toContain('Choose a committee');
    expect(without.main).toMatch(/<select[^>]*name="committee"[^>]* autofocus/);
    expect((await opened(`${path}?committee=${idOf('budget_committee')}`)).main).not.toContain(
      'autofocus',
    );
    const client = await app.signIn('admin');
    const seat = (name: string) =>
      app.services.pool.query(
        `insert into relations (relation_type_id, source_id, target_id)
         select t.id, $1, $2 from entities t where t.entity_type = 'relation_type' and t.name = 'fills_position'`,
        [client.userId, idOf(name)],
      );
    const { rows } = await app.services.pool.query<{ name: string; tor: string }>(
      `select distinct on (tor.id) seat.name, tor.label as tor from entities seat
         join relations r on r.source_id = seat.id
         join entities t on t.id = r.relation_type_id and t.name = 'belongs_to_tor'
         join entities tor on tor.id = r.target_id
       where seat.entity_type = 'tor_function' and tor.name in ('budget_committee', 'change_advisory_board')
       order by tor.id, seat.id`,
    );
    const [first, second] = rows;
    await seat(first?.name ?? '');
    const only = await opened(path, client);
    expect(only.words).toContain(`${first?.tor} escalates to`);
    expect(only.statements).toBeLessThanOrEqual(3);
    await seat(second?.name ?? '');
    expect((await opened(path, client)).words).toContain('Choose a committee');
  });

  test('of an item: its step, and who can move it on', async () => {
    const { rows } = await app.services.pool.query<{ id: string }>(
      `select e.id from entities e join relations r on r.source_id = e.id where r.target_id = $1
         and e.entity_type = 'agenda_point' and e.properties ->> 'status' = 'scheduled' limit 1`,
      [idOf('change_advisory_board')],
    );
    const { words } = await opened(`${path}?item=${rows[0]?.id}`);
    expect(words).toContain('is at the step “Scheduled”');
    expect(words).toContain('Change Advisory Board escalates to no other committee.');
    expect(words).toContain('Eva Secretary');
  });
});

test('spec questions#waits: from the histories of steps, and what waits now', async () => {
  const { rows } = await app.services.pool.query<{ id: string }>(
    `insert into entities (entity_type, name, label, properties)
     values ('proposal', 'slow', 'Slow', '{"status": "under_review", "submitted_date": "2020-01-01"}') returning id`,
  );
  await app.services.pool.query(
    `with version as (
       insert into workflow_versions (scope, number, definition, since)
       values ('proposal', 999, '{}', now()) returning number),
     submitted as (
       insert into relations (relation_type_id, source_id, target_id)
       select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'submitted_to')
     insert into workflow_moves (item_id, scope, version, from_status, to_status, moved_at, moved_by)
     select $1, 'proposal', number, 'submitted', 'under_review', now() - interval '10 days', 'Test' from version`,
    [rows[0]?.id, idOf('budget_committee')],
  );
  const query = `committee=${idOf('budget_committee')}`;
  const { words, statements } = await opened(`${root}/waits?${query}`);
  expect(words).toContain('Budget Committee');
  expect(statements).toBeLessThanOrEqual(3);
  const { waits } = await exported(`${root}/waits/export.json?${query}`);
  const at = (step: string) =>
    waits?.find((wait) => wait['kind'] === 'proposal' && wait['step'] === step);
  expect(at('Under review')).toMatchObject({ waiting: 1, oldest_days: 10, oldest_item: 'Slow' });
  expect(at('Submitted')?.['median_days']).toBeGreaterThan(2000);
  const recent = await exported(`${root}/waits/export.json?${query}&days=5`);
  expect(JSON.stringify(recent)).not.toContain('"moved":1');
});

test('spec questions#idle-decisions: in force, of this age, without an action item that is done', async () => {
  const path = `${root}/idle-decisions`;
  const decided = async (name: string, days: number) => {
    const { rows } = await app.services.pool.query<{ id: string }>(
      `with made as (
         insert into entities (entity_type, name, label, properties) values ('decision', $1, $1,
           jsonb_build_object('decided_date', to_char(now() - make_interval(days => $2), 'YYYY-MM-DD"T"HH24:MI:SS'))) returning id),
       owned as (
         insert into relations (relation_type_id, source_id, target_id)
         select t.id, made.id, $3 from entities t, made where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor')
       select id from made`,
      [name, days, idOf('budget_committee')],
    );
    return rows[0]?.id ?? '';
  };
  const acted = async (decision: string, status: string) =>
    app.services.pool.query(
      `with made as (
         insert into entities (entity_type, name, label, properties) values ('action_item', $1 || $2, 'Act', jsonb_build_object('status', $2::text)) returning id)
       insert into relations (relation_type_id, source_id, target_id)
       select t.id, made.id, $1::bigint from entities t, made where t.entity_type = 'relation_type' and t.name = 'action_item_of'`,
      [decision, status],
    );
  await decided('Forgotten', 40);
  await decided('Fresh', 2);
  await acted(await decided('Begun', 50), 'open');
  await acted(await decided('Finished', 60), 'done');
  const { words, statements } = await opened(path);
  expect(words).toContain('2 decisions without an action item, 1 decision with open ones only.');
  expect(statements).toBeLessThanOrEqual(3);
  const { decisions } = await exported(`${path}/export.json`);
  expect(decisions?.map(({ decision }) => decision)).toEqual([
    'Begun',
    'Forgotten',
    'Fixed maintenance night for the ticket gates',
  ]);
  const outsider = await app.signIn('secretary');
  expect((await opened(path, outsider)).words).not.toContain('Forgotten');
});

test('spec questions#crowded: people above a limit', async () => {
  const { words, statements } = await opened(`${root}/positions`);
  expect(words).toContain('2 people fill more than 5 positions today.');
  expect(words).toContain('Charlie Manager');
  expect(statements).toBeLessThanOrEqual(3);
  const { people } = await exported(`${root}/positions/export.json?more_than=7`);
  expect(people).toMatchObject([{ person: 'Charlie Manager', positions: 8 }]);
});

test('spec questions#dead-ends: committees that pass nothing on', async () => {
  const { words, statements } = await opened(`${root}/dead-ends`);
  expect(words).toContain('Of 9 committees, 2 pass nothing on and 1 is isolated.');
  expect(statements).toBeLessThanOrEqual(3);
  const { committees } = await exported(`${root}/dead-ends/export.json`);
  expect(committees?.map(({ committee, kind }) => [committee, kind])).toEqual([
    ['Safety Review Board', 'isolated'],
    ['IT Governance Board', 'end'],
  ]);
});

describe('spec questions#export', () => {
  const path = `${root}/dead-ends`;

  test('CSV of one table, a picture, and an audit entry', async () => {
    const csv = await admin.get(`${path}/export.csv?table=committees`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text).toContain('committee,committee_id,organization,kind,from\r\n');
    const picture = await admin.get(`${path}.svg`);
    expect(picture.text).toContain('IT Governance Board');
    const { rows } = await app.services.pool.query(
      `select details from audit_log where action = 'question.exported' order by seq desc limit 1`,
    );
    expect(rows[0]?.details).toMatchObject({ question: 'dead-ends', format: 'csv', count: 2 });
  });

  test('bars are a picture, too', async () => {
    const { text, headers } = await admin.get(`${root}/waits.svg`);
    expect(headers.get('content-type')).toContain('image/svg+xml');
    expect(text).toContain('Where do items wait longest?</text>');
    expect(text.match(/class="amount"/g)).toHaveLength(12);
    expect((await admin.get(`${root}/waits`)).text).toContain(`href="${root}/waits.svg"`);
  });

  test.each([
    ['an unknown table', `${path}/export.csv?table=nothing`, 404],
    ['an unknown committee', `${root}/vacancy?committee=999999999`, 404],
    ['an unknown position', `${root}/vacancy?position=999999999`, 404],
    ['an unknown item', `${root}/escalation?item=999999999`, 404],
    ['a wrong id', `${root}/vacancy?committee=abc`, 400],
    ['a limit that is no number', `${root}/positions?more_than=x`, 200],
    ['a day that is none', `${root}/deciders?day=2026-02-31`, 200],
    ['a picture of a table only', `${root}/deciders.svg`, 404],
    ['a picture of nothing', `${root}/vacancy.svg`, 404],
  ])('%s', async (_, address, status) => expect((await admin.get(address)).status).toBe(status));

  test('without tor.list no question is answered', async () => {
    const viewer = await app.signIn('viewer');
    for (const address of [root, `${root}/waits`, `${root}/waits/export.csv`, `${path}.svg`])
      expect((await viewer.get(address)).status, address).toBe(403);
  });
});

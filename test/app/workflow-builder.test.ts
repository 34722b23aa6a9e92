import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { holder, join } from './calendar-fixture.ts';

const { server, admin } = await administered({ from: 'base' });
const { pool } = server.services;

const builder = (path = '') => `/workflow/builder${path}`;
const pageOf = async (path: string): Promise<string> => textOf((await admin.get(path)).text);

/** The parts of a workflow by name, with their ids. */
async function parts(scope: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    `select id, name from entities where entity_type in ('workflow_status', 'workflow_transition')
       and properties ->> 'entity_type_scope' = $1`,
    [scope],
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Posts a form and returns where it leads, with the message of that page. */
async function sent(path: string, fields: Record<string, string> = {}): Promise<string> {
  const reply = await admin.post(builder(path), fields);
  expect(reply.status).toBe(303);
  return textOf((await admin.get(reply.location ?? '')).text);
}

test('the list has a row for each workflow with its counts, and a code opens a new one', async () => {
  const { text } = await admin.get(builder());
  const rows = [...text.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => textOf(row));
  expect(rows.slice(1).map((row) => row.replaceAll(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(/^Agenda points agenda_point 4 5/),
    expect.stringMatching(/^Meetings meeting 5 5/),
    expect.stringMatching(/^Proposals proposal 5 6/),
    expect.stringMatching(/^Suggestions suggestion 3 3/),
  ]);
  expect((await admin.post(builder(), { scope: 'ticket' })).location).toBe(builder('/ticket'));
  expect(await pageOf(builder('/ticket'))).toContain('No statuses yet');
  expect((await admin.post(builder(), { scope: 'No code' })).location).toBe(builder());
});

test('a workflow is built: statuses, transitions, their refusals, and everything deleted again', async () => {
  const added = await sent('/demo/statuses', {
    ...{ status_code: 'new', label: 'New', order: '1', is_initial: 'true' },
  });
  expect(added).toMatch(/Status New added.*Initial/s);
  expect(await sent('/demo/statuses', { status_code: '', label: 'X' })).toContain('Enter a code');
  expect(await sent('/demo/statuses', { status_code: 'x', label: ' ' })).toContain('Enter a label');
  expect(await sent('/demo/statuses', { status_code: 'new', label: 'Again' })).toContain(
    'already has the status new',
  );
  expect([...(await parts('demo')).keys()]).toEqual(['demo.new']);
  await sent('/demo/statuses', { status_code: 'done', label: 'Done', is_terminal: 'true' });
  const ids = await parts('demo');
  const [from, done] = [ids.get('demo.new') ?? '', ids.get('demo.done') ?? ''];
  const ends = { from_status_id: from, to_status_id: done };
  const finish = { ...ends, label: 'Finish', required_permission: 'tor.edit' };
  expect(await sent('/demo/transitions', finish)).toMatch(/Transition Finish added.*tor\.edit/s);
  expect(await sent('/demo/transitions', finish)).toContain('already a transition from “New”');
  expect(await sent('/demo/transitions', { ...finish, to_status_id: '999999' })).toContain(
    'Choose a status of this workflow to lead to',
  );
  expect(await sent('/demo/transitions', { ...finish, required_permission: 'x.y' })).toContain(
    'There is no permission x.y',
  );
  const foreign = (await parts('meeting')).get('meeting.projected') ?? '';
  expect(await sent('/demo/transitions', { ...finish, to_status_id: foreign })).toContain(
    'Choose a status of this workflow to lead to',
  );
  expect(await sent(`/demo/statuses/${done}/delete`)).toContain('still uses the status “Done”');
  const finishing = (await parts('demo')).get('demo.new_to_done') ?? '';
  expect(await sent(`/demo/transitions/${finishing}/delete`)).toContain(
    'Transition Finish deleted',
  );
  expect(await sent(`/demo/statuses/${done}/delete`)).toContain('Status Done deleted');
  expect([...(await parts('demo')).keys()]).toEqual(['demo.new']);
});

test('a workflow has exactly one initial status', async () => {
  await sent('/one/statuses', { status_code: 'first', label: 'First' });
  await sent('/one/statuses', { status_code: 'second', label: 'Second', is_initial: 'true' });
  const initial = async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select name from entities where entity_type = 'workflow_status'
         and properties ->> 'entity_type_scope' = 'one' and properties ->> 'is_initial' = 'true'`,
    );
    return rows.map(({ name }) => name);
  };
  expect(await initial()).toEqual(['one.second']);
  const second = (await parts('one')).get('one.second') ?? '';
  expect(await sent(`/one/statuses/${second}/update`, { label: 'Second' })).toContain(
    'Mark another status as initial first',
  );
  expect(await sent(`/one/statuses/${second}/delete`)).toContain('is the initial status');
  const first = (await parts('one')).get('one.first') ?? '';
  await sent(`/one/statuses/${first}/update`, { label: 'First', is_initial: 'true' });
  expect(await initial()).toEqual(['one.first']);
});

test('statuses that routes name or items are in stay; parts of another workflow are not found', async () => {
  const proposal = await parts('proposal');
  const draft = proposal.get('proposal.draft') ?? '';
  expect(await sent(`/proposal/statuses/${draft}/delete`)).toContain(
    'The app uses the status “Draft”',
  );
  await sent('/ticket/statuses', { status_code: 'open', label: 'Open' });
  await sent('/ticket/statuses', { status_code: 'shut', label: 'Shut' });
  await pool.query(
    `insert into entities (entity_type, name, label, properties) values ('ticket', 't', 't', '{"status":"shut"}')`,
  );
  const shut = (await parts('ticket')).get('ticket.shut') ?? '';
  expect(await sent(`/ticket/statuses/${shut}/delete`)).toContain('1 item is still in the status');
  const { rows } = await pool.query<{ id: string }>(
    `select id from entities where name = 'admin' and entity_type = 'role'`,
  );
  for (const id of [draft, rows[0]?.id ?? '', '999999']) {
    for (const path of [`/ticket/statuses/${id}`, `/ticket/transitions/${id}`]) {
      const update = await admin.post(builder(`${path}/update`), { label: 'Taken over' });
      expect([update.status, (await admin.post(builder(`${path}/delete`))).status]).toEqual([
        404, 404,
      ]);
      expect((await admin.get(builder(`${path}/edit`))).status).toBe(404);
    }
  }
  expect((await admin.get(builder('/No%20code'))).status).toBe(404);
});

test('a changed transition is tried on the items before it is saved, and gets a new version', async () => {
  const tor = await pool.query<{ id: string }>(
    `insert into entities (entity_type, name, label) values ('tor', 'board', 'Board') returning id`,
  );
  for (const [name, type] of [
    ['one', 'decision'],
    ['two', 'informative'],
  ])
    await pool.query(
      `with made as (insert into entities (entity_type, name, label, properties)
         values ('agenda_point', $1, $1, jsonb_build_object('status', 'in_progress', 'item_type', $2::text)) returning id)
       insert into relations (relation_type_id, source_id, target_id)
       select t.id, made.id, $3 from made, entities t where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'`,
      [name, type, tor.rows[0]?.id],
    );
  const id = (await parts('agenda_point')).get('agenda_point.in_progress_to_completed') ?? '';
  const at = builder(`/agenda_point/transitions/${id}`);
  const change = {
    label: 'Complete',
    condition: 'item_type=informative',
    required_permission: 'agenda.manage',
  };
  // A permission counts for the position of its own holder only.
  const board = tor.rows[0]?.id ?? '';
  await holder(server, board, {});
  const check = async () => textOf((await admin.post(`${at}/check`, change)).text);
  expect(await check()).toMatch(
    /2 items in “In progress”\. With this change 2 items could not make this transition: 1 item without the required value 1 item whose committee has nobody/,
  );
  const { rows } = await pool.query<{ id: string }>(
    `select id from entities where entity_type = 'tor_function'`,
  );
  await join(server, 'fills_position', admin.userId, rows[0]?.id ?? '');
  expect(await check()).toMatch(
    /With this change 1 item could not make this transition: 1 item without the required value(?! 1 item)/,
  );
  expect(await pageOf(builder('/agenda_point'))).toContain('No item has moved yet');
  const refused = await admin.post(`${at}/update`, { ...change, condition: 'always' });
  expect(textOf((await admin.get(refused.location ?? '')).text)).toContain('Enter a condition as');
  await admin.post(`${at}/update`, { ...change, label: 'Finish' });
  expect(await pageOf(builder('/agenda_point'))).toMatch(
    /Transition Finish saved.*Versions.*1.*4 states/s,
  );
  expect(await pageOf(`${at}/delete`)).toContain('2 items in “In progress”');
});

test('a page of the builder takes three statements', async () => {
  for (const path of ['', '/proposal']) {
    const { statements } = server.queries;
    await admin.get(builder(path));
    expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
  }
});

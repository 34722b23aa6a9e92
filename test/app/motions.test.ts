import { beforeEach, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { eventually } from '#test/support/eventually.ts';
import { administered, auditRows } from './app-fixture.ts';
import { daysFromNow, insert, join, meeting } from './calendar-fixture.ts';
import { governance } from './governance-fixture.ts';
import { openPage, sinceOf } from './live-fixture.ts';
import { callRoll, seat } from './motion-fixture.ts';

const { server } = await administered();
const { pool } = server.services;
const own = await governance(server);
const { boardA, chair, member, reviewer, outsider, viewer } = own;

/** A member without a vote, of the same committee. */
const advisor = await server.signIn('test_member');
await seat(server, boardA, advisor.userId, { voting: 'advisory' });

let id = '';
let [first, second] = ['', ''];
const live = (meetingId = id) => `/tor/${boardA}/meetings/${meetingId}/live`;
const users = (...who: AppClient[]) => who.map(({ userId }) => ({ id: userId }));

/** A running meeting with the first of two items open; the reviewer is absent. */
beforeEach(async () => {
  await pool.query(
    `update entities set properties = properties || '{"status": "completed"}' where id = $1`,
    [id || '0'],
  );
  id = await meeting(server, boardA, daysFromNow(days++), { status: 'in_progress' });
  await callRoll(server, { id }, users(chair, member, advisor));
  [first, second] = [await point('1'), await point('2')];
  await chair.post(`${live()}/items/${first}/start`);
});
let days = 0;

async function point(order: string): Promise<string> {
  const made = await insert(server, 'agenda_point', `motions-${id}-${order}`, {
    ...{ label: `Item ${order}`, item_type: 'informative', status: 'scheduled' },
  });
  await join(server, 'belongs_to_tor', made, boardA);
  await join(server, 'scheduled_for_meeting', made, id, { agenda_order: order });
  return made;
}

const moves = (who: AppClient, kind: string, wording = '') =>
  who.post(`${live()}/motions`, { kind, wording });

interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly wording: string;
  readonly agenda_point_id: string;
  readonly moved_by_id: string;
  readonly seconded_by_id: string | null;
  readonly opened_by_id: string | null;
  readonly closed_by_id: string | null;
  readonly result: string | null;
  readonly votes_for: number | null;
  readonly votes_against: number | null;
  readonly votes_abstained: number | null;
}
const stored = async (): Promise<readonly Stored[]> =>
  (
    await pool.query<Stored>('select * from meeting_motions where meeting_id = $1 order by id', [
      id,
    ])
  ).rows;

/** Moves a motion; returns its address. */
async function moved(who = member, kind = 'close_debate', wording = ''): Promise<string> {
  expect((await moves(who, kind, wording)).location).toBe(live());
  return `${live()}/motions/${(await stored()).at(-1)?.id}`;
}

/** Moves a motion and opens it. */
async function opened(who = member, kind = 'close_debate'): Promise<string> {
  const to = await moved(who, kind);
  expect((await chair.post(`${to}/open`)).location).toBe(live());
  return to;
}

const page = async (who: AppClient) => textOf((await who.get(live())).text);
const results = async () => (await stored()).map(({ result }) => result);

test('spec motions#page: a motion is moved, seconded, opened and carried, and all see each step', async () => {
  const since = await sinceOf(advisor, live());
  using socket = openPage(server, advisor);
  await eventually(() => expect(socket.count()).toBeDefined());
  socket.say({ type: 'watch', topic: live(), since });
  const received = () => socket.messages.filter(({ type }) => type === 'page_changed').length;
  const announced = async <Value>(change: () => Promise<Value>): Promise<Value> => {
    const before = received();
    const value = await change();
    await eventually(() => expect(received()).toBeGreaterThan(before));
    return value;
  };
  const to = await announced(() => moved(member, 'take_break', 'ten minutes'));
  for (const who of [chair, member, advisor, reviewer])
    expect(await page(who)).toMatch(
      /Motions Take a break: ten minutes Moved by Test test_member \d+ 1 in line/,
    );
  await announced(() => advisor.post(`${to}/second`));
  await announced(() => chair.post(`${to}/open`));
  for (const who of [chair, member, reviewer])
    expect(await page(who)).toMatch(/seconded by Test test_member \d+ Open/);
  const votes = { votes_for: '2', votes_against: '', votes_abstained: '0' };
  await announced(() => chair.post(`${to}/close`, { result: 'carried', ...votes }));
  for (const who of [chair, member, reviewer])
    expect(await page(who)).toMatch(/Carried 2 for, 0 against, 0 abstained/);
  expect(await stored()).toMatchObject([
    {
      ...{ kind: 'take_break', wording: 'ten minutes', agenda_point_id: first },
      ...{ moved_by_id: member.userId, seconded_by_id: advisor.userId },
      ...{ opened_by_id: chair.userId, closed_by_id: chair.userId, result: 'carried' },
      ...{ votes_for: 2, votes_against: 0, votes_abstained: 0 },
    },
  ]);
  const rows = await auditRows(
    server,
    ...['motion.moved', 'motion.seconded', 'motion.opened', 'motion.closed'],
  );
  const motion = 'Take a break: ten minutes';
  expect(rows.slice(-4)).toMatchObject([
    { action: 'motion.moved', after: { motion } },
    { action: 'motion.seconded', after: { motion } },
    { action: 'motion.opened', after: { motion } },
    { action: 'motion.closed', after: { motion, result: 'carried', for: 2, against: 0 } },
  ]);
});

test('spec motions#page: each user is offered what they can do, and no more', async () => {
  const offers = async (who: AppClient) => {
    const text = await page(who);
    return ['Move motion', 'Second :', 'Withdraw :', 'Open motion :', 'Record result'].filter(
      (button) => text.includes(button),
    );
  };
  await moved();
  expect(await offers(member)).toEqual(['Move motion', 'Withdraw :']);
  expect(await offers(advisor)).toEqual(['Second :']);
  expect(await offers(reviewer)).toEqual([]);
  const led = ['Move motion', 'Second :', 'Withdraw :', 'Open motion :'];
  expect(await offers(chair)).toEqual(led);
  await chair.post(`${live()}/motions/${(await stored())[0]?.id}/open`);
  expect(await offers(member)).toEqual(['Move motion']);
  expect(await offers(chair)).toEqual(['Move motion', 'Second :', 'Record result']);
  expect(await page(chair)).toContain('2 votes present.');
});

test('spec motions#moving: only members with a vote who are present move motions', async () => {
  for (const who of [reviewer, advisor]) {
    const { status, text } = await moves(who, 'take_break');
    expect(status).toBe(403);
    expect(textOf(text)).toContain('Only members with a vote who are present move motions.');
  }
  for (const who of [outsider, viewer]) expect((await moves(who, 'take_break')).status).toBe(403);
  const foreign = live().replace(`/tor/${boardA}/`, `/tor/${own.boardB}/`);
  expect((await outsider.post(`${foreign}/motions`, { kind: 'take_break' })).status).toBe(404);
  expect(await stored()).toEqual([]);
});

test('spec motions#moving: a substitute moves motions instead of the member, who cannot', async () => {
  const substitute = await server.signIn('test_member');
  await join(server, 'fills_position', substitute.userId, own.positions['a_reviewer'] ?? '', {
    capacity: 'substitute_for',
  });
  await callRoll(server, { id }, users(chair, substitute));
  await moved(substitute);
  expect((await moves(reviewer, 'take_break')).status).toBe(403);
  expect(await stored()).toHaveLength(1);
});

test('spec motions#moving: a refusal gives the reason, and keeps the input', async () => {
  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ['', 'now', /Choose a motion/],
    ['revolution', 'now', /Choose a motion/],
    ['other', ' ', /Enter the wording of the motion/],
    ['other', 'x'.repeat(201), /Wording.*200/],
  ];
  for (const [kind, wording, why] of refusals) {
    const reply = await moves(member, kind, wording);
    expect([reply.status, textOf(reply.text)]).toEqual([422, expect.stringMatching(why)]);
    expect(reply.text).toContain(wording.trim());
  }
  expect((await moves(member, 'other', 'x'.repeat(200))).status).toBe(303);
  await moves(member, 'take_break');
  await moves(chair, 'take_break');
  expect(await page(chair)).toContain('The same motion waits already.');
  expect(await stored()).toHaveLength(2);
  await chair.post(`${live()}/stop`);
  await moves(member, 'change_order');
  expect(await page(member)).toContain('No agenda point is open.');
  expect(await stored()).toHaveLength(2);
});

test('spec motions#seconding: another one who is present seconds, once', async () => {
  const to = await moved();
  await member.post(`${to}/second`);
  expect(await page(member)).toContain('You moved this motion.');
  for (const who of [reviewer, outsider]) expect((await who.post(`${to}/second`)).status).toBe(403);
  await advisor.post(`${to}/second`);
  await chair.post(`${to}/second`);
  expect(await page(chair)).toContain('The motion is already seconded.');
  expect(await stored()).toMatchObject([{ seconded_by_id: advisor.userId }]);
  expect((await chair.post(`${live()}/motions/999999/second`)).status).toBe(404);
});

test('spec motions#opening: one at a time, in order, by those who manage the agenda', async () => {
  const [one, two] = [await moved(), await moved(member, 'take_break')];
  await chair.post(`${two}/open`);
  expect(await page(chair)).toContain('Another motion comes first.');
  expect((await member.post(`${one}/open`)).status).toBe(403);
  await chair.post(`${one}/open`);
  await chair.post(`${two}/open`);
  expect(await page(chair)).toContain('Another motion is open. Settle it first.');
  expect((await stored()).map((motion) => motion.opened_by_id)).toEqual([chair.userId, null]);
  await chair.post(`${one}/close`, { result: 'rejected' });
  await chair.post(`${two}/open`);
  expect((await stored())[1]?.opened_by_id).toBe(chair.userId);
  expect((await chair.post(`${one.replace(id, '999999')}/open`)).status).toBe(404);
});

test('spec motions#opening: of two requests at once one opens the motion', async () => {
  const to = await moved();
  await Promise.all([chair.post(`${to}/open`), own.gov.post(`${to}/open`)]);
  const rows = (await auditRows(server, 'motion.opened')).slice(-2);
  expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'success']);
});

test('spec motions#results: counts that cannot be are refused, and stay in the form', async () => {
  const to = await opened();
  const counts = (yes: string, no: string, none: string) => ({
    ...{ votes_for: yes, votes_against: no, votes_abstained: none },
  });
  const refusals: readonly (readonly [object, RegExp])[] = [
    [{ result: 'carried', ...counts('2', '1', '0') }, /Only 2 votes are present/],
    [{ result: 'carried', ...counts('1', '1', '0') }, /more votes for it/],
    [{ result: 'rejected', ...counts('0', '0', '0') }, /leave all counts empty/],
    [{ result: 'withdrawn', ...counts('1', '', '') }, /Leave the counts empty/],
    [{ result: 'carried', ...counts('-1', '', '') }, /whole numbers/],
    [{ result: 'carried', ...counts('two', '', '') }, /whole numbers/],
    [{ result: 'lapsed' }, /Choose carried, rejected or withdrawn/],
    [{}, /Choose carried, rejected or withdrawn/],
  ];
  for (const [fields, why] of refusals) {
    const reply = await chair.post(`${to}/close`, { ...fields });
    expect([reply.status, textOf(reply.text)]).toEqual([422, expect.stringMatching(why)]);
  }
  const kept = await chair.post(`${to}/close`, { result: 'carried', ...counts('2', '1', '0') });
  expect(kept.text).toMatch(/name="votes_for"[^>]*value="2"/);
  const own = await member.post(`${to}/close`, { result: 'carried' });
  expect([own.status, textOf(own.text)]).toEqual([
    403,
    expect.stringContaining('Only those who manage the agenda settle motions.'),
  ]);
  expect(await results()).toEqual([null]);
});

test('spec motions#results: of two results at once the first counts', async () => {
  const to = await opened();
  await Promise.all([
    chair.post(`${to}/close`, { result: 'carried' }),
    own.gov.post(`${to}/close`, { result: 'carried' }),
  ]);
  const rows = (await auditRows(server, 'motion.closed')).slice(-2);
  expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'success']);
  await chair.post(`${to}/close`, { result: 'rejected' });
  expect(await page(chair)).toContain('The motion is already settled.');
  expect(await results()).toEqual(['carried']);
});

test('spec motions#results: a mover withdraws until it is opened, the chair until it is settled', async () => {
  const [one, two] = [await moved(), await moved(member, 'take_break')];
  await chair.post(`${one}/close`, { result: 'carried' });
  expect(await page(chair)).toContain('Open the motion before its result is recorded.');
  for (const who of [advisor, reviewer])
    expect((await who.post(`${one}/close`, { result: 'withdrawn' })).status).toBe(403);
  expect(await results()).toEqual([null, null]);
  await member.post(`${one}/close`, { result: 'withdrawn' });
  await chair.post(`${two}/open`);
  expect((await member.post(`${two}/close`, { result: 'withdrawn' })).status).toBe(403);
  expect(await results()).toEqual(['withdrawn', null]);
  await chair.post(`${two}/close`, { result: 'withdrawn' });
  expect(await results()).toEqual(['withdrawn', 'withdrawn']);
});

test('spec motions#lapsing: motions lapse with their item, and with the meeting', async () => {
  await opened();
  await moved(member, 'take_break');
  await chair.post(`${live()}/stop`);
  expect(await results()).toEqual([null, null]);
  await chair.post(`${live()}/items/${first}/start`);
  expect(await results()).toEqual([null, null]);
  await chair.post(`${live()}/items/${second}/start`);
  expect(await results()).toEqual(['lapsed', 'lapsed']);
  expect(await page(member)).toMatch(
    /Minutes by item .*Motion: Take a break \(moved by .*\): lapsed/,
  );
  const to = await opened();
  await chair.post(`/tor/${boardA}/meetings/${id}/transition`, { new_status: 'completed' });
  expect((await results())[2]).toBe('lapsed');
  for (const path of [`${live()}/motions`, `${to}/second`, `${to}/open`, `${to}/close`]) {
    const fields = path.endsWith('close') ? { result: 'carried' } : { kind: 'take_break' };
    const { status, text } = await chair.post(path, fields);
    expect([path, status]).toEqual([path, 403]);
    expect(textOf(text)).toContain('The meeting is not running.');
  }
});

test('spec motions#final: triggers keep the motion and its settlement', async () => {
  const to = await opened();
  const motion = to.split('/').at(-1);
  const where = `where id = ${motion}`;
  const insertMotion = `insert into meeting_motions (meeting_id, agenda_point_id, kind, wording, moved_at, moved_by_id, moved_by`;
  const values = `values (${id}, ${first}, 'take_break', '', now(), 1, 'x'`;
  const statements: readonly (readonly [string, RegExp])[] = [
    [`update meeting_motions set wording = 'x' ${where}`, /stays as it was moved/],
    [`update meeting_motions set moved_by = 'x' ${where}`, /stays as it was moved/],
    [`update meeting_motions set opened_by = 'x' ${where}`, /stays as it was moved/],
    [`delete from meeting_motions ${where}`, /stays as it was moved/],
    ['truncate meeting_motions', /stays as it was moved/],
    [
      `${insertMotion}, opened_at, opened_by_id, opened_by) ${values}, now(), 1, 'x')`,
      /before it is/,
    ],
    [`${insertMotion}, closed_at, result) ${values}, now(), 'carried')`, /meeting_motions_closed/],
  ];
  for (const [statement, why] of statements)
    await expect(pool.query(statement), statement).rejects.toThrow(why);
  await chair.post(`${to}/close`, { result: 'carried' });
  const { rows } = await pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'meeting_motions' and column_name <> 'id'`,
  );
  expect(rows.length).toBeGreaterThan(18);
  for (const { name } of rows)
    await expect(
      pool.query(`update meeting_motions set ${name} = ${name} ${where}`),
      name,
    ).rejects.toThrow(/a settled motion stays/);
  for (const entity of [id, first])
    await expect(pool.query('delete from entities where id = $1', [entity])).rejects.toThrow(
      /a settled motion stays/,
    );
  await pool.query(
    `update entities set properties = properties || '{"status": "completed"}' where id = $1`,
    [id],
  );
  await expect(pool.query(`${insertMotion}) ${values})`)).rejects.toThrow(/while a meeting runs/);
});

test('an agenda point with a motion stays on the agenda', async () => {
  await moved();
  await chair.post(`${live()}/stop`);
  await pool.query(
    `update relations set properties = properties - 'used_seconds' where source_id = $1`,
    [first],
  );
  const detail = `/tor/${boardA}/meetings/${id}`;
  await chair.post(`${detail}/agenda/remove`, { agenda_point_id: first });
  expect(textOf((await chair.get(detail)).text)).toContain(
    'has notes, motions or used time at this meeting',
  );
});

test('spec motions#minutes: minutes list the motions of an item, and approved ones keep them', async () => {
  const to = await opened();
  await advisor.post(`${to}/second`);
  await chair.post(`${to}/close`, { result: 'carried' });
  await moved(member, 'other', 'Hear the *auditor*');
  const detail = `/tor/${boardA}/meetings/${id}`;
  await chair.post(`${detail}/transition`, { new_status: 'completed' });
  const made = await chair.post(`${detail}/minutes/generate`);
  const text = await textOf((await chair.get(made.location ?? '')).text);
  expect(text).toMatch(
    /Motion: Close the debate \(moved by Test test_member \d+, seconded by Test test_member \d+\): carried by consent/,
  );
  expect(text).toMatch(/Motion: Hear the \*auditor\* \(moved by Test test_member \d+\): lapsed/);
});

test('the live view with motions takes three statements', async () => {
  await opened();
  await moved(member, 'take_break');
  const { statements } = server.queries;
  await member.get(live());
  expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { daysFromNow, insert, join, meeting } from './calendar-fixture.ts';
import { type Governance, governance } from './governance-fixture.ts';
import { openPage, sinceOf } from './live-fixture.ts';

let server: AppServer;
/** Another replica on the same database. */
let other: AppServer;
let own: Governance;
let id = '';
let [first, second] = ['', ''];
beforeAll(async () => {
  server = await startAppServer();
  other = await startAppServer({ url: server.databaseUrl });
  own = await governance(server);
  id = await meeting(server, own.boardA, daysFromNow(0), { status: 'in_progress' });
  [first, second] = [await point('First', '1'), await point('Second', '2')];
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function point(title: string, place: string): Promise<string> {
  const made = await insert(server, 'agenda_point', `live-${title}`, {
    ...{
      label: title,
      item_type: 'informative',
      status: 'scheduled',
      time_allocation_minutes: '1',
    },
  });
  await join(server, 'belongs_to_tor', made, own.boardA);
  await join(server, 'scheduled_for_meeting', made, id, { agenda_order: place });
  return made;
}
const live = () => `/tor/${own.boardA}/meetings/${id}/live`;
const kept = async (entry: string): Promise<Record<string, string>> =>
  (
    await server.services.pool.query<{ properties: Record<string, string> }>(
      'select properties from relations where source_id = $1 and target_id = $2',
      [entry, id],
    )
  ).rows[0]?.properties ?? {};

/** An open live view of a meeting, and how many messages it received to read itself again. */
async function following(
  to: AppServer,
  who: AppClient,
  { topic = live(), since }: { readonly topic?: string; readonly since?: string } = {},
) {
  const known = since ?? (await sinceOf(who, live()));
  const page = openPage(to, who);
  await eventually(() => expect(page.count()).toBeDefined());
  page.say({ type: 'watch', topic, since: known });
  const received = () => page.messages.filter(({ type }) => type === 'page_changed').length;
  return { received, [Symbol.dispose]: () => page[Symbol.dispose]() };
}

test('spec meetings#live: opening an item stops the one before and keeps its time', async () => {
  const { chair, member } = own;
  expect((await chair.post(`${live()}/items/${first}/start`)).location).toBe(live());
  expect(textOf((await member.get(live())).text)).toContain('Now: First');
  server.advance(90_000);
  const over = textOf((await member.get(live())).text);
  expect(over).toMatch(/01:3\d of 1 min/);
  await chair.post(`${live()}/items/${second}/start`);
  expect(Number((await kept(first))['used_seconds'])).toBeGreaterThanOrEqual(90);
  expect(await kept(first)).not.toHaveProperty('running_since');
  expect(await kept(second)).toHaveProperty('running_since');
  await chair.post(`${live()}/stop`);
  expect(await kept(second)).not.toHaveProperty('running_since');
  for (const path of [`items/${first}/start`, 'stop'])
    expect([path, (await member.post(`${live()}/${path}`)).status]).toEqual([path, 403]);
  await chair.post(`${live()}/items/999999/start`);
  expect(await kept(first)).not.toHaveProperty('running_since');
});

test('an agenda point moves to its discussion if the chair may move it', async () => {
  const status = async () =>
    (
      await server.services.pool.query<{ status: string }>(
        "select properties ->> 'status' as status from entities where id = $1",
        [first],
      )
    ).rows[0]?.status;
  expect(await status()).toBe('scheduled');
  await own.gov.post(`${live()}/items/${first}/start`);
  expect(await status()).toBe('in_progress');
  await own.gov.post(`${live()}/stop`);
});

test('spec meetings#notes: notes are kept by item, and nobody overwrites those of others', async () => {
  const notes = (text: string, version: string) =>
    own.chair.post(`${live()}/items/${first}/notes`, { notes: text, notes_version: version });
  expect((await notes('Presented.', '0')).status).toBe(303);
  expect((await notes('Presented.', '0')).status).toBe(303);
  const late = await notes('Another text', '0');
  expect(late.status).toBe(409);
  expect(textOf(late.text)).toMatch(/Saved meanwhile by someone else Presented/);
  expect(late.text).toContain('Another text');
  expect((await notes('Both texts', '1')).status).toBe(303);
  expect(await kept(first)).toMatchObject({ notes: 'Both texts', notes_version: '2' });
  expect((await notes('x'.repeat(10_001), '2')).status).toBe(422);
  const { member } = own;
  const refused = await member.post(`${live()}/items/${first}/notes`, { notes: 'Mine' });
  expect(refused.status).toBe(403);
  expect(textOf((await member.get(live())).text)).toContain('Both texts');
});

test('spec meetings#speakers: members ask, the chair gives the floor', async () => {
  const { chair, member, reviewer, outsider } = own;
  for (const who of [member, reviewer, member])
    expect((await who.post(`${live()}/speakers`)).status).toBe(303);
  expect((await outsider.post(`${live()}/speakers`)).status).toBe(403);
  const { rows } = await server.services.pool.query<{ id: string }>(
    'select id from meeting_speakers where meeting_id = $1 order by id',
    [id],
  );
  expect(rows).toHaveLength(2);
  const [one = '', two = ''] = rows.map((row) => row.id);
  const change = (who: AppClient, speaker: string, to: string) =>
    who.post(`${live()}/speakers/${speaker}`, { to });
  expect((await change(member, two, 'give')).status).toBe(403);
  expect((await change(member, two, 'end')).status).toBe(403);
  await change(chair, two, 'give');
  expect(textOf((await member.get(live())).text)).toMatch(/Test test_reviewer \d+ Speaking/);
  await change(chair, one, 'give');
  expect(textOf((await member.get(live())).text)).not.toContain('Test test_reviewer 4 Speaking');
  expect((await change(member, one, 'end')).status).toBe(303);
  expect((await change(chair, one, 'end')).status).toBe(404);
  expect((await change(chair, '1', 'nonsense')).status).toBe(422);
});

test('spec meetings#voting: the chair opens and closes ballots of the current item, and all see it', async () => {
  const { chair, member, reviewer } = own;
  const item = await insert(server, 'agenda_point', 'live-vote', {
    ...{ label: 'Vote', item_type: 'decision', status: 'scheduled' },
  });
  const option = await insert(server, 'coa', 'live-option', { label: 'Buy it' });
  await join(server, 'belongs_to_tor', item, own.boardA);
  await join(server, 'scheduled_for_meeting', item, id, { agenda_order: '3' });
  await join(server, 'considers_coa', item, option);
  await chair.post(`${live()}/items/${item}/start`);
  using heard = await following(server, reviewer);
  const page = async (who: AppClient) => textOf((await who.get(live())).text);
  expect(await page(chair)).toContain('Open ballot');
  expect(await page(member)).not.toContain('Open ballot');
  const ballots = `/tor/${own.boardA}/workflow/agenda/${item}/ballots`;
  const sent = async (who: AppClient, to: string, fields: Record<string, string> = {}) => {
    const before = heard.received();
    const { location } = await who.post(to, { ...fields, back: live() });
    expect(location).toBe(live());
    await eventually(() => expect(heard.received()).toBeGreaterThan(before));
  };
  await sent(chair, ballots, { method: 'yes_no', coa_ids: option });
  expect(await page(member)).toMatch(/Cast vote.*Votes by seat.*Not voted yet/);
  const { rows } = await server.services.pool.query<{ id: string; electorate: { seat: string }[] }>(
    'select id, electorate from ballots where agenda_point_id = $1',
    [item],
  );
  const ballot = `${ballots}/${rows[0]?.id}`;
  const seatOf = (who: AppClient) =>
    rows[0]?.electorate.find(({ seat }) => seat.endsWith(`:${who.userId}`))?.seat ?? '';
  await sent(member, `${ballot}/vote`, { seat: seatOf(member), answer: 'yes' });
  await sent(chair, `${ballot}/proxy`, { seat: seatOf(chair), user_id: member.userId });
  expect(await page(reviewer)).toMatch(
    /Votes so far Buy it 1 vote.*Not voted yet, proxy Test test_member \d+.*Yes/,
  );
  await sent(member, `${ballot}/vote`, { seat: seatOf(chair), answer: 'abstain' });
  await sent(reviewer, `${ballot}/recuse`, { seat: seatOf(reviewer) });
  await sent(chair, `${ballot}/close`);
  for (const who of [chair, member, reviewer])
    expect(await page(who)).toMatch(/Closed .*Chosen: Buy it.*Abstain, cast by.*Conflict declared/);
  const elsewhere = await chair.post(`${ballot}/recount`, { back: `/tor/${own.boardB}` });
  expect(elsewhere.location).toBe(`/tor/${own.boardA}/workflow/agenda/${item}`);
  await chair.post(`${live()}/stop`);
  expect(await page(chair)).not.toContain('Chosen: Buy it');
});

test('spec meetings#live: a change reaches another replica, also after the connection was lost', async () => {
  const earlier = await sinceOf(own.member, live());
  using heard = await following(other, own.member);
  await own.chair.post(`${live()}/items/${second}/start`);
  await eventually(() => expect(heard.received()).toBeGreaterThan(0));
  await server.services.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ahlt live'",
  );
  const before = heard.received();
  await own.chair.post(`${live()}/stop`);
  await eventually(() => expect(heard.received()).toBeGreaterThan(before));
  // A page that was read before hears of it at once; one that was read after, of later changes only.
  using late = await following(other, own.member, { since: earlier });
  using fresh = await following(other, own.member);
  await eventually(() => expect(late.received()).toBe(1));
  expect(fresh.received()).toBe(0);
});

test('spec meetings#live: a page receives each change of what it shows, and none of other meetings', async () => {
  const elsewhere = await meeting(server, own.boardA, daysFromNow(3), { status: 'in_progress' });
  using here = await following(server, own.member);
  using there = await following(server, own.member, {
    topic: live().replace(id, elsewhere),
  });
  const changes = [
    () => own.chair.post(`${live()}/items/${first}/start`),
    () => own.member.post(`${live()}/speakers`),
    () => own.chair.post(`${live()}/items/${first}/notes`, { notes: 'Told', notes_version: '2' }),
    () => own.chair.post(`${live()}/stop`),
    () =>
      server.services.pool.query("update entities set label = label || '.' where id = $1", [first]),
    () =>
      server.services.pool.query("update entities set label = label || '.' where id = $1", [id]),
  ];
  for (const change of changes) {
    const before = here.received();
    await change();
    await eventually(() => expect(here.received(), String(change)).toBeGreaterThan(before));
  }
  expect(there.received()).toBe(0);
});

test('spec meetings#live: only those who may see the meeting receive its changes', async () => {
  const client = await server.signIn('test_member');
  const fills = async () =>
    join(server, 'fills_position', client.userId, own.positions['a_member'] ?? '');
  await fills();
  const since = await sinceOf(client);
  const foreign = `/tor/${own.boardB}/meetings/${id}/live`;
  using reader = await following(server, client);
  using outsider = await following(server, own.outsider, { since });
  using viewer = await following(server, own.viewer, { since });
  using elsewhere = await following(server, own.outsider, { topic: foreign, since });
  await own.chair.post(`${live()}/items/${second}/start`);
  await eventually(() => expect(reader.received()).toBeGreaterThan(0));
  expect([outsider.received(), viewer.received(), elsewhere.received()]).toEqual([0, 0, 0]);
  for (const who of [own.outsider, own.viewer])
    expect((await who.get(`${live()}/state`)).status).toBe(403);
  expect((await own.outsider.get(foreign)).status).toBe(404);
});

test('only a running meeting is run', async () => {
  await own.chair.post(`/tor/${own.boardA}/meetings/${id}/transition`, { new_status: 'completed' });
  for (const path of [`items/${first}/start`, 'stop', 'speakers'])
    expect([path, (await own.chair.post(`${live()}/${path}`)).status]).toEqual([path, 403]);
  expect((await own.chair.get(live())).status).toBe(200);
});

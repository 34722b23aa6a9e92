import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';
import { positionsOf } from './position-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { pool } = server.services;
const { day, committee, position, user, members, stored, fill } = positionsOf(server, admin);

const pageOf = async (address: string): Promise<string> => textOf((await admin.get(address)).text);

/** What the forms of the pages ask for. */
const assign = (tor: string, id: string, fields: Record<string, string>) =>
  admin.post(`/tor/${tor}/functions/${id}/assign`, fields);
const vacate = (tor: string, id: string, fields: Record<string, string>) =>
  admin.post(`/tor/${tor}/functions/${id}/vacate`, fields);

/** A committee with one mandatory position, and a user. */
async function vacancy(fields = {}) {
  const tor = await committee();
  const chair = await position(tor, 'chair', { membership_type: 'mandatory', ...fields });
  return { tor, chair, someone: await user() };
}

test('spec positions#assign: a planned term begins by itself, and ends by itself', async () => {
  const { tor, chair } = await vacancy({ can_call_meetings: 'true' });
  const member = await server.signIn('secretary');
  const fields = { user_id: member.userId, since: day(5), until: day(8), capacity: 'acting' };
  expect((await assign(tor, chair, fields)).status).toBe(303);
  expect(await pageOf(`/tor/${tor}/positions`)).toMatch(/Vacant.*Planned.*Acting/);
  const { findCommittee } = await import('#app/authority/index.ts');
  const { sql } = await import('kysely');
  const calls = async (days: number) =>
    (
      await findCommittee(server.services.db, member.userId, tor, sql.val(day(days)))
    )?.capabilities.has('can_call_meetings');
  expect(await Promise.all([0, 4, 5, 8, 9].map(calls))).toEqual([false, false, true, true, false]);
  const question = `/tor/${tor}/functions/${chair}/vacate?user=${member.userId}&term=${day(5)}`;
  expect(await pageOf(question)).toContain('Cancel the term of');
  await members(tor, {
    ...{ action: 'vacate', position_id: chair, user_id: member.userId, since: day(5) },
  });
  expect(await stored(chair)).toEqual([]);
});

test('spec positions#seats: a seat has one user on each day; a successor can be planned', async () => {
  const { tor, chair, someone } = await vacancy();
  const next = await user();
  await members(tor, { action: 'assign', user_id: someone, position_id: chair });
  const refused = await assign(tor, chair, { user_id: next, since: day(10) });
  expect(refused.status).toBe(422);
  expect(textOf(refused.text)).toContain('has no free seat in this period');
  expect(refused.text).toContain(`value="${day(10)}"`);
  const end = { user_id: someone, term: day(), until: day(9) };
  expect((await vacate(tor, chair, end)).status).toBe(303);
  expect((await assign(tor, chair, { user_id: next, since: day(10) })).status).toBe(303);
  expect(await stored(chair)).toEqual([{ since: day(), until: day(9) }, { since: day(10) }]);
  const substitute = { user_id: await user(), since: day(), capacity: 'substitute_for' };
  expect((await assign(tor, chair, substitute)).status).toBe(303);
});

test('spec positions#seats: a position with two seats takes two users, and keeps a seat for each', async () => {
  const { tor, chair, someone } = await vacancy({ seats: '2' });
  const other = await user();
  for (const id of [someone, other])
    await members(tor, { action: 'assign', user_id: id, position_id: chair });
  expect(await stored(chair)).toHaveLength(2);
  expect((await assign(tor, chair, { user_id: await user(), since: day() })).status).toBe(422);
  const fewer = { name: 'chair', label: 'Chair', seats: '1' };
  const reply = await admin.post(`/tor/${tor}/functions/${chair}`, fewer);
  expect([reply.status, textOf(reply.text).includes('2 seats will be taken')]).toEqual([422, true]);
  await members(tor, { action: 'vacate', position_id: chair, user_id: other });
  expect(await stored(chair)).toHaveLength(1);
});

test('spec positions#vacate: old data without dates ends yesterday and is kept', async () => {
  const { tor, chair, someone } = await vacancy();
  await fill(someone, chair);
  expect(await pageOf(`/tor/${tor}/positions`)).not.toContain('Vacant');
  await members(tor, { action: 'vacate', position_id: chair });
  expect(await stored(chair)).toEqual([{ until: day(-1) }]);
  expect(await pageOf(`/tor/${tor}/positions`)).toContain('Vacant since');
});

test('spec positions#terms: the same user holds the same position again, and the first term is kept', async () => {
  const { tor, chair, someone } = await vacancy();
  await fill(someone, chair, { since: day(-90), until: day(-30), note: 'kept' });
  const again = { user_id: someone, since: day(), capacity: 'acting' };
  expect((await assign(tor, chair, again)).status).toBe(303);
  expect(await stored(chair)).toEqual([
    {
      ...{ since: day(), capacity: 'acting', note: 'kept' },
      terms: JSON.stringify([{ since: day(-90), until: day(-30) }]),
    },
  ]);
  const twice = await assign(tor, chair, { user_id: someone, since: day(-40), until: day(-35) });
  expect(textOf(twice.text)).toContain('already fills');
  const history = await pageOf(`/tor/${tor}/functions/${chair}/history`);
  expect(history).toMatch(/Acting.*Today.*Assigned by Test admin.*Ended/);
  // The second term began today: it goes, and the first one stays.
  await members(tor, { action: 'vacate', position_id: chair });
  expect(await stored(chair)).toEqual([{ since: day(-90), until: day(-30), note: 'kept' }]);
});

test('spec positions#vacate: the question names user and last day; a day outside of the term is refused', async () => {
  const { tor, chair, someone } = await vacancy();
  await fill(someone, chair, { since: day(-90), until: day(30) });
  const question = await admin.get(
    `/tor/${tor}/functions/${chair}/vacate?user=${someone}&term=${day(-90)}`,
  );
  expect(textOf(question.text)).toMatch(/Vacate chair, held by Test viewer/);
  expect(question.text).toContain(`value="${day()}"`);
  const term = { user_id: someone, term: day(-90) };
  const early = await vacate(tor, chair, { ...term, until: day(-91) });
  expect([early.status, textOf(early.text).includes('The term begins on')]).toEqual([422, true]);
  const late = await vacate(tor, chair, { ...term, until: day(31) });
  expect([late.status, textOf(late.text).includes('The term ends on')]).toEqual([422, true]);
  expect((await vacate(tor, chair, { ...term, until: day() })).status).toBe(303);
  // It is still held today.
  expect(await pageOf(`/tor/${tor}/positions`)).not.toContain('Vacant');
  expect((await vacate(tor, chair, { user_id: someone, term: '2020-01-01' })).status).toBe(303);
});

test('spec positions#history: deleting a user keeps name and terms, and ends the open one', async () => {
  const { tor, chair } = await vacancy({ seats: '2' });
  const [gone, planned] = [await user(), await user()];
  const earlier = JSON.stringify([{ since: day(-90), until: day(-60), capacity: 'acting' }]);
  await fill(gone, chair, { since: day(-30), note: 'private', terms: earlier });
  await fill(planned, chair, { since: day(30) });
  for (const id of [gone, planned])
    expect((await admin.post(`/users/${id}/delete`)).status).toBe(303);
  const history = await pageOf(`/tor/${tor}/functions/${chair}/history`);
  expect(history.match(/Test viewer/g)).toHaveLength(2);
  expect(history).toMatch(/Test viewer.*Ended by Test admin.*Test viewer.*Acting.*Ended/);
  expect(await pageOf(`/tor/${tor}/positions`)).toContain('Vacant');
  const { rows } = await pool.query(
    'select properties, last_day from former_holders order by user_id',
  );
  expect(rows).toEqual([
    { properties: { since: day(-30), terms: earlier }, last_day: day(-1) },
    { properties: { since: day(30) }, last_day: day(-1) },
  ]);
  expect((await admin.post(`/tor/${tor}/functions/${chair}/delete`)).status).toBe(303);
  expect((await pool.query('select from former_holders')).rowCount).toBe(0);
});

test('spec positions#assign: the picker finds active users outside of the committee by name', async () => {
  const { tor, chair, someone } = await vacancy();
  const found = async (q: string) =>
    (await admin.get(`/tor/${tor}/candidates?q=${q}`)).json() as { value: string; label: string }[];
  expect((await found('alice')).map(({ label }) => label)).toEqual(['Alice Editor (alice)']);
  await members(tor, {
    ...{ action: 'assign', position_id: chair },
    user_id: await idOf(server, 'user', 'alice'),
  });
  expect(await found('alice')).toEqual([]);
  const form = await admin.get(`/tor/${tor}/functions/${chair}/assign`);
  expect(form.text).toContain(`value="${someone}"`);
  expect(textOf(form.text)).toContain('Days begin at midnight in UTC.');
});

test('spec positions#users: the page of a user lists today’s, planned and former positions, and what stops without the user', async () => {
  const { tor, chair, someone } = await vacancy({ can_record_decisions: 'true' });
  const deputy = await position(tor, 'deputy', { can_record_decisions: 'true' });
  const member = await position(tor, 'member');
  await fill(someone, chair, { since: day(-90) });
  await fill(someone, deputy, { since: day(30) });
  await fill(someone, member, { until: day(-91) });
  const page = await pageOf(`/users/${someone}/edit`);
  expect(page).toMatch(/Positions chair, .*deputy, .*Planned.*member, .*Ended/);
  expect(page).toMatch(/No other user can do this.*record decisions/);
  expect(await pageOf(`/users/${someone}/delete`)).toMatch(
    /vacates chair.*No other user can do this.*record decisions/,
  );
  const asks = `/users/${someone}/deactivate`;
  expect((await admin.get(`/users/${someone}/edit`)).text).toContain(`href="${asks}"`);
  expect(await pageOf(asks)).toMatch(/Deactivate user .*No other user can do this/);
  await fill(await user(), deputy);
  expect(await pageOf(`/users/${someone}/edit`)).not.toContain('No other user can do this');
});

import { expect, test } from 'vitest';
import { agendaOf } from './agenda-fixture.ts';
import { administered, auditRows } from './app-fixture.ts';
import { daysFromNow, join, meeting } from './calendar-fixture.ts';
import { governance } from './governance-fixture.ts';
import { positionsOf } from './position-fixture.ts';

const { server, admin } = await administered();
const { boardA, chair, member, outsider, positions, reviewer } = await governance(server);
const { at, option, point } = agendaOf(server, reviewer, boardA);
const { fill, position } = positionsOf(server, admin);
const { pool } = server.services;
const fourth = await server.signIn('test_member');
const fifth = await server.signIn('test_member');
await fill(fourth.userId, positions['a_spare'] ?? '');
await fill(fifth.userId, await position(boardA, 'fifth'));
const five = [chair, member, reviewer, fourth, fifth];

type Client = typeof chair;

async function seatOf(ballot: string, client: Client): Promise<string> {
  const { rows } = await pool.query<{ seat: string }>(
    `select s ->> 'seat' as seat from ballots b, jsonb_array_elements(b.electorate) s where b.id = $1 and s ->> 'holderId' = $2`,
    [ballot, client.userId],
  );
  return rows[0]?.seat ?? '';
}

async function opened(title: string, rules: Record<string, string>) {
  const id = await point(title);
  const [a, b] = [await option(id, 'Alpha'), await option(id, 'Beta')];
  const fields = {
    majority: 'simple',
    ...rules,
    ...(rules['method'] === 'yes_no' ? { coa_ids: a } : {}),
  };
  expect((await chair.post(`${at(id)}/ballots`, fields)).status).toBe(303);
  const { rows } = await pool.query('select id from ballots where agenda_point_id = $1', [id]);
  const ballot: string = rows[0]?.id;
  const to = `${at(id)}/ballots/${ballot}`;
  return { id, a, b, ballot, to };
}

const votersOf = async (ballot: string): Promise<number> =>
  (
    await pool.query('select count(*)::integer as n from ballot_voters where ballot_id = $1', [
      ballot,
    ])
  ).rows[0]?.n;

test('spec ballots#voting: five people, one proxy, one recusal, each seat once, and the result decides', async () => {
  const { id, a, b, ballot, to } = await opened('Five', { method: 'yes_no' });
  const cast = async (client: Client, answer: string, seat?: string) =>
    client.post(`${to}/vote`, { seat: seat ?? (await seatOf(ballot, client)), answer });
  expect((await member.get(at(id))).text).toContain('Cast vote');
  const waits = async (client: Client) =>
    (await client.get('/my-work?kind=ballots')).text.includes(`href="${at(id)}"`);
  expect(await Promise.all([...five, outsider].map(waits))).toEqual([
    ...five.map(() => true),
    false,
  ]);
  for (const [client, answer] of [
    [chair, 'yes'],
    [member, 'no'],
  ] as const)
    await cast(client, answer);
  const again = await cast(member, 'yes');
  expect(again.status).toBe(403);
  await fifth.post(`${to}/recuse`, { seat: await seatOf(ballot, fifth) });
  expect((await cast(fifth, 'yes')).status).toBe(403);
  await fourth.post(`${to}/proxy`, {
    seat: await seatOf(ballot, fourth),
    user_id: reviewer.userId,
  });
  expect((await cast(fourth, 'yes')).status).toBe(403);
  await cast(reviewer, 'no');
  // The proxy still has a vote to cast; the others have voted, or given theirs away.
  expect(await Promise.all(five.map(waits))).toEqual([false, false, true, false, false]);
  expect((await cast(reviewer, 'yes', await seatOf(ballot, fourth))).status).toBe(303);
  expect((await cast(outsider, 'yes')).status).toBe(403);
  expect(await votersOf(ballot)).toBe(5);
  const decide = { selected_coa_id: a, decision_rationale: '' };
  expect((await reviewer.post(`${at(id)}/decide`, decide)).status).toBe(409);
  for (const action of ['close', 'recount'])
    expect((await member.post(`${to}/${action}`)).status).toBe(403);
  await chair.post(`${to}/close`);
  const { rows } = await pool.query('select result from ballots where id = $1', [ballot]);
  expect(rows[0]?.result).toMatchObject({ winner: null, reason: 'tie', cast: 4, electorate: 4 });
  await chair.post(`${to}/recount`);
  expect((await auditRows(server, 'ballot.recounted')).at(-1)?.after).toMatchObject({
    is_same: true,
  });
  await admin.post(`/tor/${boardA}/deciding`, {
    ...{ kind: 'none', without: 'refuse', decides_by: 'ballot', proxies: '1' },
  });
  expect((await reviewer.post(`${at(id)}/decide`, decide)).status).toBe(409);
  expect(
    (await chair.post(`${at(id)}/ballots`, { method: 'ranked', majority: 'simple' })).status,
  ).toBe(303);
  const second = (await pool.query('select max(id)::text as id from ballots')).rows[0]?.id;
  for (const client of five)
    await client.post(`${at(id)}/ballots/${second}/vote`, {
      ...{ seat: await seatOf(second, client), [`rank_${a}`]: '2', [`rank_${b}`]: '1' },
    });
  await chair.post(`${at(id)}/ballots/${second}/close`);
  expect((await reviewer.post(`${at(id)}/decide`, decide)).status).toBe(422);
  expect((await reviewer.post(`${at(id)}/decide`, { ...decide, selected_coa_id: b })).status).toBe(
    303,
  );
  await admin.post(`/tor/${boardA}/deciding`, {
    ...{ kind: 'none', without: 'refuse', decides_by: 'record', proxies: '1' },
  });
});

test('spec ballots#secrecy: neither keys, order, transactions nor the audit log join votes to voters', async () => {
  const { ballot, to, a, b } = await opened('Secret', { method: 'approval', is_secret: 'true' });
  for (const [place, client] of five.entries())
    await client.post(`${to}/vote`, {
      seat: await seatOf(ballot, client),
      options: place === 2 ? a : b,
    });
  expect(await votersOf(ballot)).toBe(5);
  const box = await pool.query('select * from ballot_boxes where ballot_id = $1', [ballot]);
  expect(Object.keys(box.rows[0])).toEqual(['ballot_id', 'choices']);
  const choices: readonly unknown[] = box.rows[0].choices;
  expect(choices).toHaveLength(5);
  const texts = choices.map((choice) => JSON.stringify(choice));
  expect(texts).toEqual(texts.toSorted());
  expect(texts.some((text) => five.some(({ userId }) => text.includes(`"${userId}"`)))).toBe(false);
  expect(
    (await pool.query('select from ballot_votes where ballot_id = $1', [ballot])).rowCount,
  ).toBe(0);
  const shared = await pool.query(
    `select a.column_name from information_schema.columns a join information_schema.columns b using (column_name)
     where a.table_name = 'ballot_voters' and b.table_name = 'ballot_boxes'`,
  );
  expect(shared.rows).toEqual([{ column_name: 'ballot_id' }]);
  const rows = await auditRows(server, 'ballot.cast');
  expect(JSON.stringify(rows.slice(-5).map(({ after }) => after))).not.toMatch(/Alpha|Beta|vote/);
  await chair.post(`${to}/close`);
  expect(
    (await chair.post(`${to}/vote`, { seat: await seatOf(ballot, chair), options: a })).location,
  ).not.toBe(null);
  for (const statement of [
    `update ballots set result = '{}' where id = ${ballot}`,
    `delete from ballots where id = ${ballot}`,
    `update ballot_boxes set choices = '[]' where ballot_id = ${ballot}`,
    `delete from ballot_boxes where ballot_id = ${ballot}`,
    `delete from ballot_voters where ballot_id = ${ballot}`,
    `update ballot_voters set voter = 'x' where ballot_id = ${ballot}`,
    `insert into ballot_votes values (${ballot}, 'x', '{}')`,
    `insert into ballot_proxies values (${ballot}, 'x', 1, 'x')`,
    `delete from entities where id = (select agenda_point_id from ballots where id = ${ballot})`,
  ])
    await expect(pool.query(statement), statement).rejects.toThrow(/stays/);
});

test('spec ballots#rules: a step that is not allowed is refused, and nothing is stored', async () => {
  const { id, a, to, ballot } = await opened('Refused', { method: 'yes_no' });
  const count = async () =>
    (await pool.query('select count(*)::integer as n from ballots')).rows[0]?.n;
  const before = await count();
  await chair.post(`${at(id)}/ballots`, { method: 'yes_no', coa_ids: a });
  for (const client of [member, outsider])
    expect((await client.post(`${at(id)}/ballots`, { method: 'ranked' })).status).toBe(403);
  expect(
    (
      await chair.post(`${at(id)}/ballots`, {
        method: 'ranked',
        is_secret: 'true',
        is_weighted: 'true',
      })
    ).status,
  ).toBe(422);
  expect(await count()).toBe(before);
  for (const fields of [{ answer: 'maybe' }, { options: a }, {}])
    await chair.post(`${to}/vote`, { seat: await seatOf(ballot, chair), ...fields });
  expect(await votersOf(ballot)).toBe(0);
  await chair.post(`${to}/proxy`, { seat: await seatOf(ballot, chair), user_id: member.userId });
  await fourth.post(`${to}/proxy`, { seat: await seatOf(ballot, fourth), user_id: member.userId });
  expect(
    (await pool.query('select from ballot_proxies where ballot_id = $1', [ballot])).rowCount,
  ).toBe(1);
});

test('spec ballots#counting: only the chair opens a ballot with a casting vote, which decides a tie', async () => {
  const id = await point('Tied');
  const a = await option(id, 'Alpha');
  const ballots = async (): Promise<readonly { id: string }[]> =>
    (await pool.query('select id from ballots where agenda_point_id = $1', [id])).rows;
  const open = async (who: Client) => {
    const fields = { method: 'yes_no', majority: 'simple', coa_ids: a, has_casting_vote: 'true' };
    const { location } = await who.post(`${at(id)}/ballots`, fields);
    return (await who.get(location ?? '')).text;
  };
  const refusal = 'Only the chair of the meeting has a casting vote.';
  expect(await open(reviewer)).toContain(refusal);
  // The meeting can name another chair than the one of the committee.
  const held = await meeting(server, boardA, daysFromNow(3), {
    ...{ status: 'confirmed', chair_user_id: reviewer.userId },
  });
  await join(server, 'scheduled_for_meeting', id, held);
  expect(await open(chair)).toContain(refusal);
  expect(await ballots()).toEqual([]);
  await open(reviewer);
  const [ballot = { id: '' }] = await ballots();
  const to = `${at(id)}/ballots/${ballot.id}`;
  for (const [who, answer] of [
    [reviewer, 'yes'],
    [member, 'no'],
  ] as const)
    await who.post(`${to}/vote`, { seat: await seatOf(ballot.id, who), answer });
  await reviewer.post(`${to}/close`);
  expect((await reviewer.get(at(id))).text).toContain('Chosen by the casting vote of the chair.');
});

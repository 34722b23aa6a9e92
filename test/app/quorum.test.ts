import { describe, expect, test } from 'vitest';
import { dayAt } from '#app/authority/index.ts';
import { quorumOf, readAttendance } from '#app/quorum/index.ts';
import { administered, auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { positionsOf } from './position-fixture.ts';

const { server, admin } = await administered();
const { boardA, boardB, member, outsider } = await governance(server);
const { pool, db } = server.services;
const { day, fill, position, user } = positionsOf(server, admin);

const rule = {
  ...{ kind: 'majority', least: '50', without: 'refuse', decides_by: 'record', proxies: '1' },
  counts_substitutes: 'true',
};

const stored = async (tor: string): Promise<Record<string, string>> =>
  (await pool.query('select properties from entities where id = $1', [tor])).rows[0]?.properties;

describe('spec quorum#rule', () => {
  test('the rule is stored with the committee, summed up on its positions page, and audited', async () => {
    const reply = await admin.post(`/tor/${boardA}/deciding`, {
      ...{ ...rule, kind: 'share', least: '60', needs_mandatory: 'true', without: 'mark' },
      ...{ decides_by: 'ballot', proxies: '2' },
    });
    expect([reply.status, reply.location]).toEqual([303, `/tor/${boardA}/positions`]);
    expect(await stored(boardA)).toMatchObject({
      ...{ quorum_kind: 'share', quorum_least: '60', quorum_needs_mandatory: 'true' },
      ...{ quorum_without: 'mark', decides_by: 'ballot', proxies_per_user: '2' },
    });
    const { text } = await admin.get(`/tor/${boardA}/positions`);
    expect(text).toContain('At least 60 % of the filled voting seats must be present.');
    expect(text).toContain('Each filled mandatory position must be present.');
    const form = await admin.get(`/tor/${boardA}/deciding`);
    expect(form.text).toMatch(/name="kind" value="share" checked/);
    expect((await auditRows(server, 'tor.deciding_changed')).at(-1)?.after).toMatchObject({
      quorum_kind: 'share',
    });
  });

  test.each<[Record<string, string>, string]>([
    [{ kind: 'most' }, 'Choose a kind of quorum.'],
    [{ kind: 'share', least: '0' }, 'A share must be between 1 and 100 percent.'],
    [{ kind: 'share', least: '101' }, 'A share must be between 1 and 100 percent.'],
    [{ kind: 'count', least: '' }, 'The number of seats must be between 1 and 999.'],
    [{ kind: 'count', least: '-1' }, 'The number of seats must be between 1 and 999.'],
    [{ without: 'ignore' }, 'Choose what happens to decisions without quorum.'],
    [{ decides_by: 'lot' }, 'Choose how decisions are made.'],
    [{ proxies: '10' }, 'The number of proxies must be between 0 and 9.'],
  ])('%j is refused', async (fields, message) => {
    const before = await stored(boardB);
    const { status, text } = await admin.post(`/tor/${boardB}/deciding`, { ...rule, ...fields });
    expect(status).toBe(422);
    expect(text).toContain(message);
    expect(await stored(boardB)).toEqual(before);
  });

  test('others may neither see nor change it, and a foreign id is not found', async () => {
    for (const client of [member, outsider]) {
      expect((await client.get(`/tor/${boardA}/deciding`)).status).toBe(403);
      expect((await client.post(`/tor/${boardA}/deciding`, rule)).status).toBe(403);
    }
    const { rows } = await pool.query("select id from entities where entity_type = 'role' limit 1");
    expect((await admin.post(`/tor/${rows[0].id}/deciding`, rule)).status).toBe(404);
  });
});

test('spec quorum#counting: terms and the roll call of the day of the meeting count', async () => {
  const tor = await positionsOf(server, admin).committee();
  const [chair, clerk] = [await position(tor, 'chair'), await position(tor, 'clerk')];
  await position(tor, 'guest', { voting: 'advisory' });
  const [former, holder, substitute] = [await user(), await user(), await user()];
  await fill(former, chair, { until: day(-10) });
  await fill(holder, chair, { since: day(-9) });
  await fill(substitute, clerk, { capacity: 'substitute_for' });
  await fill(former, clerk, { since: day(-9) });
  const meetingOn = async (date: string, present: readonly string[]): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(
      `insert into entities (entity_type, name, label, properties)
       select 'meeting', gen_random_uuid(), 'Meeting', jsonb_build_object('meeting_date', $1::text, 'roll_call_data',
         (select coalesce(jsonb_agg(jsonb_build_object('username', name, 'status', 'present')), '[]')::text from entities where id = any($2)))
       returning id`,
      [date, present],
    );
    return rows[0]?.id ?? '';
  };
  const countOn = async (date: string, present: readonly string[]) => {
    const meeting = await meetingOn(date, present);
    const attendance = await readAttendance(db, tor, meeting, dayAt(server.services.now()));
    const { state, present: there, filled } = quorumOf({ quorum_kind: 'majority' }, attendance);
    return [state, there, filled];
  };
  expect(await countOn(day(-20), [former])).toEqual(['met', 1, 1]);
  expect(await countOn(day(-20), [holder])).toEqual(['missing', 0, 1]);
  expect(await countOn(day(-1), [holder])).toEqual(['missing', 1, 2]);
  expect(await countOn(day(-1), [holder, substitute])).toEqual(['met', 2, 2]);
  expect(await countOn(day(-1), [])).toEqual(['unknown', 0, 2]);
});

import { describe, expect, test } from 'vitest';
import { agendaOf } from './agenda-fixture.ts';
import { administered, auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';

const { server, admin } = await administered();
const { boardA, boardB, chair, gov, member, outsider, reviewer, viewer } = await governance(server);
const agenda = agendaOf(server, reviewer, boardA);
const { at, move, option, point, stored } = agenda;
const { pool } = server.services;

const decideOn = (id: string, coa: string, rationale = 'Because.', client = reviewer) =>
  client.post(`${at(id)}/decide`, { selected_coa_id: coa, decision_rationale: rationale });

/** A decision item with two courses of action. */
async function open(title: string): Promise<{ id: string; a: string; b: string }> {
  const id = await point(title);
  return { id, a: await option(id, 'Alpha'), b: await option(id, 'Beta') };
}

interface Row {
  readonly id: string;
  readonly properties: Record<string, string>;
}
const decisionsOf = async (point: string): Promise<readonly Row[]> =>
  (
    await pool.query<Row>(
      `select id, properties from entities where entity_type = 'decision' and properties ->> 'agenda_point_id' = $1 order by id`,
      [point],
    )
  ).rows;

async function decided(
  title: string,
): Promise<{ id: string; a: string; b: string; decision: string }> {
  const made = await open(title);
  const { status, text } = await decideOn(made.id, made.a);
  if (status !== 303) throw new Error(text.slice(0, 800));
  return { ...made, decision: (await decisionsOf(made.id))[0]?.id ?? '' };
}

const ruleOf = (changes: Record<string, string>) =>
  admin.post(`/tor/${boardA}/deciding`, {
    ...{ kind: 'none', least: '50', without: 'refuse', decides_by: 'record', proxies: '1' },
    ...{ counts_substitutes: 'true', ...changes },
  });

describe('spec decisions#record', () => {
  test('a decision is recorded by one user, moves the point, and is shown with its reasons', async () => {
    const { id, a, b } = await open('Release window');
    await member.post(`${at(id)}/input`, { preferred_coa_id: b, commentary: '' });
    expect((await reviewer.get(`${at(id)}/decide`)).status).toBe(200);
    expect((await decideOn(id, a, 'Stop after the ferries.')).location).toBe(at(id));
    expect(await stored(id)).toMatchObject({
      ...{ status: 'voted', selected_coa_id: a, decided_by_id: reviewer.userId },
    });
    const [row] = await decisionsOf(id);
    expect(row?.properties).toMatchObject({
      ...{ selected_coa_id: a, decision_rationale: 'Stop after the ferries.' },
      ...{ decided_by_id: reviewer.userId, tor_id: boardA, chosen_title: 'Alpha' },
    });
    expect(JSON.parse(row?.properties['record'] ?? '')).toMatchObject({
      options: [
        { key: 'A', title: 'Alpha', preferred: 0 },
        { key: 'B', title: 'Beta', preferred: 1 },
      ],
      quorum: { state: 'not-required' },
    });
    const { text } = await member.get(at(id));
    for (const shown of ['Alpha', 'Stop after the ferries.', '/decisions/'])
      expect(text).toContain(shown);
    expect((await auditRows(server, 'decision.finalized')).at(-1)).toMatchObject({
      target_label: 'Release window',
      after: { chosen: 'Alpha', quorum: 'not-required' },
    });
  });

  test('of two decisions at once one is recorded, and a second one later is refused', async () => {
    const { id, a, b } = await open('Race');
    const replies = await Promise.all([a, b, a, b].map((coa) => decideOn(id, coa)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([303, 403, 403, 403]);
    expect((await decideOn(id, a)).status).toBe(403);
    expect((await reviewer.get(`${at(id)}/decide`)).status).toBe(403);
    expect(await decisionsOf(id)).toHaveLength(1);
  });

  test('a point that is no decision item, or an option of another one, is refused, and nothing changes', async () => {
    const { id, a } = await open('Strict');
    const foreign = (await open('Elsewhere')).a;
    for (const coa of ['', '0', 'x', foreign, id])
      expect((await decideOn(id, coa)).status).toBe(422);
    expect((await decideOn(id, a, 'x'.repeat(5001))).status).toBe(422);
    const news = await point('News', { item_type: 'informative' });
    const own = await option(news, 'Own');
    expect((await decideOn(news, own)).status).toBe(403);
    expect(
      (
        await gov.post(`/tor/${boardB}/workflow/agenda/${id}/decide`, {
          selected_coa_id: a,
          decision_rationale: '',
        })
      ).status,
    ).toBe(404);
    for (const client of [member, outsider, viewer]) {
      expect((await decideOn(id, a, '', client)).status).toBe(403);
      expect((await client.get(`${at(id)}/decide`)).status).toBe(403);
    }
    expect((await stored(id))?.['status']).toBe('scheduled');
    expect((await decisionsOf(id)).length + (await decisionsOf(news)).length).toBe(0);
    expect((await decideOn(id, a, '', chair)).status).toBe(303);
  });

  test('a decided point and what belongs to it are frozen', async () => {
    const { id, a } = await decided('Frozen');
    const own = at(id);
    const text = { title: 'x', description: 'x' };
    expect((await reviewer.post(`${own}/coa/${a}`, text)).status).toBe(403);
    expect((await reviewer.post(`${own}/coa/${a}/delete`)).status).toBe(403);
    expect((await reviewer.post(`${own}/coa`, { ...text, coa_type: 'simple' })).status).toBe(403);
    expect((await reviewer.post(`${own}/delete`)).status).toBe(403);
    const opinion = { preferred_coa_id: a, commentary: '' };
    expect((await member.post(`${own}/input`, opinion)).status).toBe(403);
    expect((await move(id, 'completed')).status).toBe(303);
  });
});

describe('spec decisions#numbers', () => {
  test('a hundred decisions at once are numbered without gap or double', async () => {
    const { rows } = await pool.query<{ id: string }>(
      `insert into entities (entity_type, name, label, properties)
       select 'agenda_point', 'p' || n, 'Point ' || n, '{"item_type": "decision", "status": "scheduled", "title": "Point"}'
       from generate_series(1, 100) n returning id`,
    );
    const points = rows.map(({ id }) => id);
    const coas = (
      await pool.query<{ id: string }>(
        `insert into entities (entity_type, name, label) select 'coa', 'c' || n, 'C' from generate_series(1, 100) n returning id`,
      )
    ).rows.map(({ id }) => id);
    await pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select t.id, p, $2 from entities t, unnest($1::bigint[]) p where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'
       union all
       select t.id, p, c from entities t, unnest($1::bigint[], $3::bigint[]) w(p, c) where t.entity_type = 'relation_type' and t.name = 'considers_coa'`,
      [points, boardB, coas],
    );
    // A busy server may refuse with 503; programs repeat such a request.
    const until = async (id: string, coa: string): Promise<number> => {
      const { status } = await gov.post(`/tor/${boardB}/workflow/agenda/${id}/decide`, {
        ...{ selected_coa_id: coa, decision_rationale: '' },
      });
      return status === 503 ? until(id, coa) : status;
    };
    const replies = await Promise.all(points.map((id, place) => until(id, coas[place] ?? '')));
    expect(new Set(replies)).toEqual(new Set([303]));
    const numbers = await pool.query<{ n: number }>(
      `select (properties ->> 'decision_number')::integer as n from entities
       where entity_type = 'decision' and properties ->> 'tor_id' = $1 order by 1`,
      [boardB],
    );
    expect(numbers.rows.map(({ n }) => n)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });

  test('a decision that is not recorded takes no number, and each committee counts for itself', async () => {
    const before = await lastNumber();
    const { id } = await open('No number');
    await decideOn(id, '1');
    const { id: other, a } = await open('Next');
    await decideOn(other, a);
    expect(await lastNumber()).toBe(before + 1);
  });

  const lastNumber = async (): Promise<number> =>
    (
      await pool.query(
        `select max((properties ->> 'decision_number')::integer) as n from entities where entity_type = 'decision' and properties ->> 'tor_id' = $1`,
        [boardA],
      )
    ).rows[0]?.n;
});

describe('spec quorum#decisions', () => {
  async function inMeeting(title: string, roll: readonly string[]) {
    const made = await open(title);
    const { rows } = await pool.query(
      `insert into entities (entity_type, name, label, properties) values ('meeting', gen_random_uuid(), 'Meeting', $1) returning id`,
      [
        JSON.stringify({
          meeting_date: new Date().toISOString().slice(0, 10),
          roll_call_data: JSON.stringify(roll.map((username) => ({ username, status: 'present' }))),
        }),
      ],
    );
    await pool.query(
      `insert into relations (relation_type_id, source_id, target_id) select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'scheduled_for_meeting'`,
      [made.id, rows[0]?.id],
    );
    return made;
  }
  const nameOf = async (id: string): Promise<string> =>
    (await pool.query('select name from entities where id = $1', [id])).rows[0]?.name;

  test('a decision without quorum is refused, or marked for good where the rule allows it', async () => {
    await ruleOf({ kind: 'majority' });
    const unknown = await open('No roll call');
    const refused = await decideOn(unknown.id, unknown.a);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Take the roll call');
    const few = await inMeeting('Too few', [await nameOf(chair.userId)]);
    const missing = await decideOn(few.id, few.a);
    expect([missing.status, missing.text]).toEqual([
      409,
      expect.stringContaining('There is no quorum'),
    ]);
    expect((await stored(few.id))?.['status']).toBe('scheduled');
    const enough = await inMeeting('Enough', [
      ...[await nameOf(chair.userId), await nameOf(member.userId)],
    ]);
    expect((await decideOn(enough.id, enough.a)).status).toBe(303);
    await ruleOf({ kind: 'majority', without: 'mark' });
    expect((await decideOn(few.id, few.a)).status).toBe(303);
    const [row] = await decisionsOf(few.id);
    expect(row?.properties['without_quorum']).toBe('true');
    await ruleOf({});
    expect((await member.get(`/decisions/${row?.id}`)).text).toContain('made without quorum');
    expect((await decisionsOf(enough.id))[0]?.properties['without_quorum']).toBeUndefined();
  });
});

describe('spec decisions#corrections', () => {
  test('a correction is a new decision that names the old one, and both pages say so', async () => {
    const { id, b, decision } = await decided('Corrected');
    const before = await pool.query('select * from entities where id = $1', [decision]);
    const fields = { selected_coa_id: b, decision_rationale: 'Typo in the first.' };
    expect((await member.post(`${at(id)}/correct`, fields)).status).toBe(403);
    expect((await reviewer.get(`${at(id)}/correct`)).status).toBe(200);
    expect((await reviewer.post(`${at(id)}/correct`, fields)).location).toBe(at(id));
    const [old, correction] = await decisionsOf(id);
    expect(correction?.properties).toMatchObject({ selected_coa_id: b });
    expect((await pool.query('select * from entities where id = $1', [decision])).rows).toEqual(
      before.rows,
    );
    expect((await member.get(`/decisions/${old?.id}`)).text).toContain(
      'This decision was corrected by decision',
    );
    expect((await member.get(`/decisions/${correction?.id}`)).text).toContain(
      'This decision corrects decision',
    );
    expect((await stored(id))?.['selected_coa_id']).toBe(b);
    expect((await member.get('/decisions')).text).toContain('Corrected');
  });

  test('a point that is not decided can’t be corrected', async () => {
    const { id, a } = await open('Undecided');
    const fields = { selected_coa_id: a, decision_rationale: '' };
    expect((await reviewer.post(`${at(id)}/correct`, fields)).status).toBe(409);
    expect((await reviewer.get(`${at(id)}/correct`)).status).toBe(409);
  });
});

describe('spec decisions#register', () => {
  test('an entry verifies its place in the audit log, and names its number and citation', async () => {
    const { decision } = await decided('Sealed');
    const before = server.queries.statements;
    const { text } = await member.get(`/decisions/${decision}`);
    expect(server.queries.statements - before).toBeLessThanOrEqual(2);
    for (const shown of [
      'Verified',
      'Board A, decision',
      `/decisions/${decision}`,
      'What was considered',
    ])
      expect(text).toContain(shown);
    const json = await member.get(`/decisions/${decision}/json`);
    expect(JSON.parse(json.text)).toMatchObject({
      id: decision,
      chosen: 'Alpha',
      seal: { isSame: true, isIntact: true },
    });
  });

  test('the list is searched, filtered and exported, and shows members their committees only', async () => {
    const { decision } = await decided('Needle in the register');
    const filter = encodeURIComponent(
      JSON.stringify({
        logic: 'and',
        conditions: [{ field: 'chosen', op: 'contains', value: 'alph' }],
        groups: [],
      }),
    );
    for (const address of [
      '/decisions?q=needle',
      `/decisions?q=needle&filter=${filter}`,
      '/decisions?q=How Beta works',
    ])
      expect((await member.get(address)).text).toContain(`/decisions/${decision}"`);
    expect((await outsider.get('/decisions?q=needle')).text).not.toContain(
      `/decisions/${decision}"`,
    );
    expect((await outsider.get(`/decisions/${decision}`)).status).toBe(404);
    expect((await outsider.get(`/decisions/${decision}/json`)).status).toBe(404);
    expect((await viewer.get('/decisions')).status).toBe(403);
    const csv = await member.get('/decisions/export.csv?q=needle');
    expect(csv.text).toContain('Needle in the register');
    expect((await auditRows(server, 'decision.exported')).length).toBeGreaterThan(0);
    expect((await member.get('/decisions?filter=broken')).status).toBe(400);
    expect((await member.get(`/decisions/${boardA}`)).status).toBe(404);
  });
});

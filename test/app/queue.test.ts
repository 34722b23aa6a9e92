import { afterAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, idIn, itemsOf, proposed } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, stored, newest, targetsOf, set } = itemsOf(server);
const { gov, member, reviewer, outsider, boardA, boardB } = given;
const queue = `/tor/${boardA}/workflow/queue`;

const dateIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function approved(title = 'Ready'): Promise<string> {
  const address = await proposed(given, { title });
  await set(idIn(address), { status: 'approved' });
  return address;
}

async function queued(title?: string): Promise<string> {
  const address = await approved(title);
  const { status, location } = await reviewer.post(`${address}/ready-for-agenda`);
  expect([status, location]).toEqual([303, `/tor/${boardA}/workflow?tab=proposals`]);
  return address;
}

const isReady = async (address: string): Promise<string | undefined> =>
  (await stored(idIn(address)))?.properties['ready_for_agenda'];

const schedule = (ids: readonly string[], fields: Record<string, string> = {}, by = reviewer) =>
  by.post(`${queue}/schedule`, {
    ...{ proposal_ids: ids, scheduled_date: dateIn(7), time_allocation_minutes: '20' },
    ...fields,
  });

test('spec proposals#queue: an approved proposal is queued and taken off again', async () => {
  const address = await queued('Queued title');
  expect(await isReady(address)).toBe('true');
  const list = await reviewer.get(`/tor/${boardA}/workflow?tab=proposals`);
  expect(list.text).toContain(`action="${address}/unqueue"`);
  expect(textOf(list.text)).toContain('Queued');
  const { statements } = server.queries;
  const { status, text } = await reviewer.get(queue);
  expect([status, server.queries.statements - statements]).toEqual([200, 3]);
  expect(text).toContain('Queued title');
  expect((await reviewer.get(`${queue}/schedule-form`)).status).toBe(200);
  const removed = await reviewer.post(`${address}/unqueue`);
  expect([removed.status, removed.location, await isReady(address)]).toEqual([303, queue, 'false']);
});

test('spec proposals#scheduling: queued proposals become agenda points', async () => {
  const proposals = [await queued('One'), await queued('Two')];
  const ids = proposals.map(idIn);
  const reply = await schedule(ids, { item_type: 'decision' });
  expect([reply.status, reply.location]).toEqual([
    303,
    `/tor/${boardA}/workflow?tab=agenda_points`,
  ]);
  expect(textOf((await reviewer.get(reply.location ?? '')).text)).toContain('2 agenda points');
  for (const [at, id] of ids.entries()) {
    const [point = ''] = await targetsOf(id, 'spawns_agenda_point');
    expect(await stored(point)).toMatchObject({
      label: ['One', 'Two'][at],
      properties: {
        ...{ title: ['One', 'Two'][at], item_type: 'decision', scheduled_date: dateIn(7) },
        ...{ time_allocation_minutes: '20', created_by: reviewer.userId, status: 'scheduled' },
        description: (await stored(id))?.properties['description'],
      },
    });
    expect(await targetsOf(point, 'belongs_to_tor')).toEqual([boardA]);
    expect(await isReady(proposals[at] ?? '')).toBe('false');
  }
  expect((await auditRows(server, 'queue.bulk_scheduled')).length).toBe(1);
  const again = await reviewer.post(`${proposals[0]}/ready-for-agenda`);
  expect([again.status, await isReady(proposals[0] ?? '')]).toEqual([303, 'false']);
  expect((await reviewer.get(proposals[0] ?? '')).text).toContain('/workflow/agenda/');
});

describe('spec proposals#scheduling: all or nothing', () => {
  test('a refusal schedules none, and the choice stays', async () => {
    const one = idIn(await queued('Kept'));
    const foreign = await query<{ id: string }>(
      `with made as (
         insert into entities (entity_type, name, label, properties)
         values ('proposal', 'foreign', 'Foreign', '{"status": "approved", "ready_for_agenda": "true"}')
         returning id)
       insert into relations (relation_type_id, source_id, target_id)
       select t.id, made.id, $1 from made, entities t
       where t.entity_type = 'relation_type' and t.name = 'submitted_to' returning source_id::text as id`,
      [boardB],
    );
    const last = await newest('agenda_point');
    const refusals: readonly (readonly [string, readonly string[], Record<string, string>])[] = [
      ['none', [], {}],
      ['an unknown one', [one, '9007199254740991'], {}],
      ['no id', [one, 'x'], {}],
      ['one that is not queued', [one, idIn(await approved())], {}],
      ['one of another committee', [one, foreign[0]?.id ?? ''], {}],
      ['yesterday', [one], { scheduled_date: dateIn(-2) }],
      ['no date', [one], { scheduled_date: 'soon' }],
      ['a date that does not exist', [one], { scheduled_date: '2999-02-30' }],
      ['no time', [one], { time_allocation_minutes: '0' }],
      ['481 minutes', [one], { time_allocation_minutes: '481' }],
      ['no number', [one], { time_allocation_minutes: 'long' }],
      ['another type', [one], { item_type: 'vote' }],
    ];
    for (const [name, ids, fields] of refusals) {
      const reply = await schedule(ids, fields);
      expect.soft([name, reply.status]).toEqual([name, 422]);
      if (ids.length > 0)
        expect
          .soft(reply.text)
          .toMatch(new RegExp(`value="${one}"[^>]*checked|checked[^>]*value="${one}"`));
    }
    expect(await newest('agenda_point')).toBe(last);
  });

  test('one chosen twice is scheduled once', async () => {
    const id = idIn(await queued());
    await schedule([id, id]);
    expect(await targetsOf(id, 'spawns_agenda_point')).toHaveLength(1);
  });

  test('of two users who schedule at once, one is refused', async () => {
    const ids = [idIn(await queued()), idIn(await queued())];
    const replies = await Promise.all([schedule(ids), schedule(ids.toReversed(), {}, gov)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([303, 422]);
    for (const id of ids) expect(await targetsOf(id, 'spawns_agenda_point')).toHaveLength(1);
  });
});

test('a refused change saves nothing', async () => {
  const draft = await proposed(given);
  const ready = await queued();
  const inB = ready.replace(`/tor/${boardA}/`, `/tor/${boardB}/`);
  await expectRefusals([
    ['a draft', reviewer, `${draft}/ready-for-agenda`, {}, 403],
    ['a member', member, `${ready}/unqueue`, {}, 403],
    ['a user of another committee', outsider, `${ready}/unqueue`, {}, 403],
    ['a foreign committee in the path', gov, `${inB}/unqueue`, {}, 404],
    ['a member schedules', member, `${queue}/schedule`, {}, 403],
  ]);
  expect((await member.get(queue)).status).toBe(403);
  const twice = await reviewer.post(`${ready}/ready-for-agenda`);
  const never = await reviewer.post(`${draft}/unqueue`);
  expect([twice.status, never.status]).toEqual([303, 303]);
  expect(textOf((await reviewer.get(queue)).text)).toContain('is not in the queue');
  expect([await isReady(draft), await isReady(ready)]).toEqual(['false', 'true']);
});

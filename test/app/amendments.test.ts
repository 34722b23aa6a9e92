import { afterAll, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, idIn, itemsOf, proposed } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, stored, newest, set } = itemsOf(server);
const { gov, member, reviewer, outsider, chair, boardA, boardB } = given;

const description = 'Send release notes to staff on the day. Ask the board each week.';
const amendedText = 'Send release notes to station staff two days before. Ask the board each week.';

/** A proposal of the member. */
const proposal = (): Promise<string> => proposed(given, { description });

/** An amendment of the reviewer, with two parts. Returns its address. */
async function amended(
  item: string,
  fields: Readonly<Record<string, string>> = {},
  by = reviewer,
): Promise<string> {
  const sent = { field: 'description', text: amendedText, ...fields };
  const { status, location } = await by.post(`${item}/amendments`, sent);
  expect([status, location]).toEqual([303, `${item}/amendments/${await newest('amendment')}`]);
  return location ?? '';
}

const decide = (amendment: string, part: number, verdict: string, by = member) =>
  by.post(`${amendment}/parts`, { part: String(part), verdict });
const textOfItem = async (item: string): Promise<string | undefined> =>
  (await stored(idIn(item)))?.properties['description'];

test('spec amendments#parts: parts are accepted and refused one by one, with their author', async () => {
  const item = await proposal();
  const form = await reviewer.get(`${item}/amendments/new`);
  expect([form.status, form.text.includes(description)]).toEqual([200, true]);
  const amendment = await amended(item, { reason: 'Staff need **time**' });
  const { statements } = server.queries;
  const { text } = await member.get(amendment);
  expect(server.queries.statements - statements).toBe(3);
  expect(text).toContain('<ins>two days before</ins>');
  expect(text).toContain('<strong>time</strong>');
  expect((await decide(amendment, 0, 'accepted')).location).toBe(amendment);
  expect(await textOfItem(item)).toBe(description.replace('staff', 'station staff'));
  await decide(amendment, 1, 'refused');
  expect(await textOfItem(item)).toBe(description.replace('staff', 'station staff'));
  const shown = textOf((await reviewer.get(amendment)).text);
  expect(shown).toMatch(/Accepted by .*Refused by/s);
  expect(textOf((await reviewer.get(item)).text)).toContain('1 part accepted, 1 refused, 0 open');
  const [row] = await auditRows(server, 'amendment.accepted');
  expect(row?.details).toMatchObject({ part: 1, author: expect.stringContaining('reviewer') });
  expect(JSON.stringify(row?.after)).toContain('station staff');
});

test('spec amendments#conflicts: other changes stay, and a part that no longer applies is refused', async () => {
  const item = await proposal();
  const amendment = await amended(item);
  await set(idIn(item), {
    description: `First of all: ${description.replace('the day', 'Monday')}`,
  });
  const { text } = await member.get(amendment);
  expect(text).toContain('The text has changed here');
  await decide(amendment, 1, 'accepted');
  await decide(amendment, 0, 'accepted');
  expect(await textOfItem(item)).toBe(
    'First of all: Send release notes to station staff on Monday. Ask the board each week.',
  );
});

test('spec amendments#conflicts: of two users who accept the same part at once, one is refused', async () => {
  const item = await proposal();
  const amendment = await amended(item);
  await Promise.all([
    decide(amendment, 0, 'accepted'),
    decide(amendment, 0, 'accepted', gov),
    decide(amendment, 1, 'accepted', gov),
  ]);
  expect(await textOfItem(item)).toBe(amendedText);
  const decided = (await stored(idIn(amendment)))?.properties['decided'] ?? '';
  expect(JSON.parse(decided)).toHaveLength(2);
});

test('spec amendments#conflicts: a form that shows an older text is refused with the input', async () => {
  const item = await proposal();
  const { text } = await reviewer.get(`${item}/amendments/new`);
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  await member.post(item, { title: 'Aim', description: 'Other', rationale: '' });
  const sent = { field: 'description', text: 'Typed text', version };
  const reply = await reviewer.post(`${item}/amendments`, sent);
  expect([reply.status, reply.text.includes('Typed text')]).toEqual([409, true]);
});

test('spec amendments#access: a refused change saves nothing', async () => {
  const item = await proposal();
  const amendment = await amended(item);
  const own = await amended(item, {}, member);
  const done = await proposal();
  const closed = await amended(done);
  await set(idIn(done), { status: 'approved' });
  const withdrawn = await amended(item);
  await reviewer.post(`${withdrawn}/withdraw`);
  const inB = (address: string): string => address.replace(`/tor/${boardA}/`, `/tor/${boardB}/`);
  const part = { part: '0', verdict: 'accepted' };
  const text = { field: 'description', text: 'x' };
  const last = await newest('amendment');
  await expectRefusals([
    ['a user of another committee proposes', outsider, `${item}/amendments`, text, 403],
    ['a member who may not see proposals', chair, `${item}/amendments`, text, 403],
    ['the same text', reviewer, `${item}/amendments`, { ...text, text: description }, 422],
    ['no text', reviewer, `${item}/amendments`, { ...text, text: ' ' }, 422],
    ['5,001 characters', reviewer, `${item}/amendments`, { ...text, text: 'x'.repeat(5001) }, 422],
    ['another field', reviewer, `${item}/amendments`, { ...text, field: 'status' }, 422],
    ['an approved proposal', reviewer, `${done}/amendments`, text, 409],
    ['a user of another committee decides', outsider, `${amendment}/parts`, part, 403],
    ['a chair who may not edit', chair, `${amendment}/parts`, part, 403],
    ['a foreign committee in the path', gov, `${inB(amendment)}/parts`, part, 404],
    ['another item in the path', gov, `${done}/amendments/${idIn(amendment)}/parts`, part, 404],
    ['a part that does not exist', gov, `${amendment}/parts`, { ...part, part: '7' }, 404],
    ['another verdict', gov, `${amendment}/parts`, { ...part, verdict: 'maybe' }, 422],
    ['the own amendment', member, `${own}/parts`, part, 403],
    ['another user withdraws', member, `${amendment}/withdraw`, {}, 403],
  ]);
  for (const address of [closed, withdrawn])
    expect((await decide(address, 0, 'accepted', gov)).location).toBe(address);
  expect([await textOfItem(item), await textOfItem(done)]).toEqual([description, description]);
  expect(await newest('amendment')).toBe(last);
  expect((await stored(idIn(closed)))?.properties['decided']).toBeUndefined();
});

test('spec amendments#targets: the text of a course of action is amended until its point is decided', async () => {
  const [row] = await query<{ coa: string; point: string }>(
    `with point as (insert into entities (entity_type, name, label, properties)
       values ('agenda_point', 'window', 'Window', '{"status": "scheduled", "item_type": "decision"}') returning id),
     coa as (insert into entities (entity_type, name, label, properties)
       values ('coa', 'weekly', 'Weekly', jsonb_build_object('title', 'Weekly', 'description', $2::text)) returning id),
     related as (insert into relations (relation_type_id, source_id, target_id)
       select t.id, point.id, $1::bigint from point, entities t where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'
       union all select t.id, point.id, coa.id from point, coa, entities t where t.entity_type = 'relation_type' and t.name = 'considers_coa')
     select coa.id::text as coa, point.id::text as point from coa, point`,
    [boardA, description],
  );
  const item = `/tor/${boardA}/coa/${row?.coa}`;
  const amendment = await amended(item, {}, member);
  expect((await member.get(`${item}/amendments`)).text).toContain(
    `/tor/${boardA}/workflow/agenda/${row?.point}`,
  );
  expect((await decide(amendment, 0, 'accepted', member)).status).toBe(403);
  await decide(amendment, 0, 'accepted', reviewer);
  expect(await textOfItem(row?.coa ?? '')).toContain('station staff');
  await set(row?.point ?? '', { status: 'voted' });
  await decide(amendment, 1, 'accepted', reviewer);
  expect(await textOfItem(row?.coa ?? '')).not.toContain('two days');
});

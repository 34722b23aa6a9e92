import { afterAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { governance } from './governance-fixture.ts';
import { idIn, itemsOf, proposed } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, set } = itemsOf(server);

const suggest = (by: AppClient, tor: string, description: string) =>
  by.post(`/tor/${tor}/suggestions`, { description });
await suggest(given.member, given.boardA, 'Suggestion of A');
await suggest(given.outsider, given.boardB, 'Suggestion of B');
const proposal = await proposed(given, { title: 'Proposal of A' });

/** An agenda point of a committee, as an import stores it. */
async function agendaPoint(tor: string, title: string): Promise<void> {
  await query(
    `with made as (
       insert into entities (entity_type, name, label, properties)
       values ('agenda_point', $2, $2, jsonb_build_object('title', $2::text, 'status', 'scheduled',
         'item_type', 'decision', 'scheduled_date', '2026-11-24', 'time_allocation_minutes', '15'))
       returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $1 from made, entities t
     where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'`,
    [tor, title],
  );
}
await agendaPoint(given.boardA, 'Point of A');

const shownBy = async (client: AppClient, path: string): Promise<string> => {
  const { status, text } = await client.get(path);
  expect([path, status]).toEqual([path, 200]);
  return text;
};

describe('spec work-items#tabs: a list is shown to those who may see its items', () => {
  const titles = ['Suggestion of A', 'Proposal of A', 'Point of A', 'Suggestion of B'];
  const seen = (text: string): readonly string[] =>
    titles.filter((title) => textOf(text).includes(title));

  test.each([
    ['member', '', ['Suggestion of A', 'Proposal of A', 'Point of A']],
    ['member', '?tab=suggestions', ['Suggestion of A']],
    ['member', '?tab=proposals', ['Proposal of A']],
    ['member', '?tab=agenda_points', ['Point of A']],
    ['member', '?tab=elsewhere', []],
    ['chair', '', ['Point of A']],
    ['chair', '?tab=proposals', []],
    ['gov', '', ['Suggestion of A', 'Proposal of A', 'Point of A']],
  ] as const)('%s opens %s of board A', async (who, tab, expected) => {
    expect(seen(await shownBy(given[who], `/tor/${given.boardA}/workflow${tab}`))).toEqual(
      expected,
    );
  });

  test.each([
    ['member', ['Suggestion of A', 'Proposal of A', 'Point of A']],
    ['chair', ['Point of A']],
    ['outsider', ['Suggestion of B']],
    ['gov', titles],
  ] as const)('%s opens the lists of all committees', async (who, expected) => {
    expect(seen(await shownBy(given[who], '/workflow'))).toEqual(expected);
  });

  test('others are refused', async () => {
    for (const path of [`/tor/${given.boardA}/workflow`, '/workflow'])
      expect((await given.viewer.get(path)).status).toBe(403);
    for (const tab of ['', '?tab=suggestions', '?tab=agenda_points'])
      expect((await given.outsider.get(`/tor/${given.boardA}/workflow${tab}`)).status).toBe(403);
  });
});

describe('spec work-items#lists', () => {
  test('a row has the moves that its reader may make', async () => {
    const list = `/tor/${given.boardA}/workflow`;
    const [member, reviewer] = [
      await shownBy(given.member, list),
      await shownBy(given.reviewer, list),
    ];
    const forms = (text: string): readonly string[] =>
      [...text.matchAll(/action="[^"]*\/\d+\/([a-z-]+)"/g)].map(([, action = '']) => action);
    expect(forms(member)).toEqual(['submit']);
    expect(forms(reviewer)).toEqual(['accept', 'reject', 'submit']);
    expect(member).toContain(`href="${proposal}/edit"`);
  });

  test('a move from the list of all committees returns there', async () => {
    const to = await proposed(given);
    const back = '/workflow?tab=proposals';
    expect((await given.member.post(`${to}/submit`, { back })).location).toBe(back);
    const outside = await given.reviewer.post(`${to}/review`, { back: 'https://example.com/' });
    expect(outside.location).toBe(to);
  });

  test('a page has 50 rows, newest first, and three statements', async () => {
    const { boardB } = given;
    await query(
      `with made as (
         insert into entities (entity_type, name, label, properties)
         select 'suggestion', 'many_' || n, 'Idea ' || n, jsonb_build_object('description', 'Idea ' || n,
           'status', 'open', 'submitted_date', to_char(date '2020-01-01' + n, 'YYYY-MM-DD'))
         from generate_series(1, 120) n returning id)
       insert into relations (relation_type_id, source_id, target_id)
       select t.id, made.id, $1 from made, entities t
       where t.entity_type = 'relation_type' and t.name = 'suggested_to'`,
      [boardB],
    );
    const pages = [];
    for (const at of [1, 2, 3]) {
      const { statements, rows } = server.queries;
      const text = await shownBy(given.gov, `/tor/${boardB}/workflow?tab=suggestions&page=${at}`);
      expect(server.queries.statements - statements).toBe(3);
      expect(server.queries.rows - rows).toBeLessThan(500);
      pages.push([...text.matchAll(/>(Idea \d+)</g)].map(([, title]) => title));
    }
    expect(pages.map(({ length }) => length)).toEqual([49, 50, 21]);
    expect(pages.flat()).toEqual(Array.from({ length: 120 }, (_, n) => `Idea ${120 - n}`));
    const beyond = await shownBy(given.gov, `/tor/${boardB}/workflow?tab=suggestions&page=9`);
    expect(beyond).toContain('Suggestions');
  });

  test('of very many committees, those who see all have the first by name, and members their own', async () => {
    const lead = 'of the first 200 committees by name. Open a committee to list its own.';
    expect(textOf(await shownBy(given.gov, '/workflow'))).not.toContain(lead);
    await query(
      `insert into entities (entity_type, name, label)
       select 'tor', 'crowd_' || n, '!Crowd ' || n from generate_series(1, 201) n`,
    );
    const all = textOf(await shownBy(given.gov, '/workflow'));
    expect(all).toContain(lead);
    expect(all).not.toContain('Suggestion of A');
    const own = textOf(await shownBy(given.member, '/workflow'));
    expect(own).toContain('Suggestion of A');
    expect(own).not.toContain(lead);
    await query(`delete from entities where name like 'crowd\\_%'`);
  });

  test('counts say how many are open', async () => {
    await set(idIn(proposal), { status: 'approved' });
    const text = textOf(await shownBy(given.member, `/tor/${given.boardA}/workflow?tab=proposals`));
    expect(text).toContain('1 open, 1 closed');
  });
});

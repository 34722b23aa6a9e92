import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { pool } = server.services;

const found = await pool.query<{ id: string; number: string }>(
  `select id::text as id, properties ->> 'decision_number' as number from entities where entity_type = 'decision' order by id`,
);
const [first, second] = found.rows.map(({ id }) => `/decisions/${id}`);

/** Text of the main part, and what the page cost. */
async function opened(address: string) {
  const before = { ...server.queries };
  const { text, status } = await admin.get(address);
  const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
  return {
    ...{ status, main, words: textOf(main) },
    statements: server.queries.statements - before.statements,
    rows: server.queries.rows - before.rows,
  };
}

test('spec decisions#page: an entry explains itself, within three statements', async () => {
  const { words, main, statements, rows } = await opened(first ?? '');
  for (const shown of [
    ...['Every second Wednesday', 'First Sunday of the month', 'Station by station'],
    ...['Ranking · Simple majority · Open ballot', 'Chosen by the required majority', '3 votes'],
    ...['Technical Lead, Frank Ops', 'cast by Grace Lead', '1. Every second Wednesday, 2. First'],
    ...['Two short nights need no additional staff', '1 part accepted, 1 refused'],
    ...['Fixed maintenance night for the ticket gates', 'Minutes', 'Change Advisory Board'],
    ...['Henry Officer', 'Excused', 'Verified', 'corrected by decision', 'Citation', 'Permalink'],
  ])
    expect(words).toContain(shown);
  expect(main).toMatch(/href="\/minutes\/\d+"/);
  expect(main).toMatch(/href="\/tor\/\d+\/proposals\/\d+"/);
  expect(main).toContain(`href="${second}"`);
  expect([statements <= 3, rows <= 500]).toEqual([true, true]);
  expect((await opened(second ?? '')).words).toContain('corrects decision');
});

test('spec minutes#generation: minutes say by which vote a decision was made, and its number', async () => {
  const { main } = await opened(first ?? '');
  const minutes = /href="(\/minutes\/\d+)"/.exec(main)?.[1] ?? '';
  expect((await opened(minutes)).words).toMatch(
    /Decision \d{4}\/1\. Ballot \(ranking, simple majority, open\): .*“Every second Wednesday” 3, .*4 of 4 votes cast\./,
  );
});

test('spec decisions#register: the list, the CSV file and JSON say the same', async () => {
  const list = await opened('/decisions');
  expect([list.statements <= 3, list.rows <= 500]).toEqual([true, true]);
  for (const { number } of found.rows) expect(list.words).toMatch(new RegExp(`\\d{4}/${number} `));
  expect(list.words).toContain('Corrected');
  const csv = (await admin.get('/decisions/export.csv')).text.trim().split('\r\n');
  expect(csv).toHaveLength(1 + found.rows.length);
  const json = (await admin.get(`${first}/json`)).json() as Record<string, unknown>;
  expect(json).toMatchObject({
    chosen: 'Every second Wednesday',
    record: { ballot: { method: 'ranked', voters: { length: 4 } }, quorum: { state: 'met' } },
    amended: [{ kind: 'proposal', lines: [{ parts: 2 }] }],
    proposal: { title: 'Fixed maintenance night for the ticket gates' },
    seal: { isIntact: true, isSame: true },
  });
});

test('spec decisions#visibility: members read it, others get 404', async () => {
  const member = await server.signIn('member');
  expect((await member.get(first ?? '')).status).toBe(404);
  const seat = await pool.query<{ id: string }>(
    `select id from entities where name = 'cab_operations'`,
  );
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'fills_position'`,
    [member.userId, seat.rows[0]?.id],
  );
  expect((await member.get(first ?? '')).status).toBe(200);
});

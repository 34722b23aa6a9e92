import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { app } from './app-fixture.ts';
import { makeRole } from './role-fixture.ts';

/** Text of a page's main part. */
const mainOf = (html: string): string => textOf(/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '');

test('greets by the hour and says the day and one’s roles', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const words = mainOf((await browser.get('/dashboard')).text);
  expect(words).toMatch(/Good (morning|afternoon|evening), Test/);
  expect(words).toMatch(/\w+day \d+ \w+ \d{4} · Administrator/);
});

describe('spec dashboard#parts: users see exactly what they may open', () => {
  test.each([
    ['nothing', [], [], ['Recent activity', 'Overview', 'Accounts']],
    ['users', ['users.list'], ['Users'], ['Roles', 'Recent activity']],
    ['bodies', ['tor.list'], ['Committees', 'Positions'], ['Users', 'Recent activity']],
    ['the audit log', ['audit.view'], ['Recent activity'], ['Overview']],
  ])('%s', async (_, codes, shown, hidden) => {
    const server = await app();
    await makeRole(server, 'tester', codes);
    const words = mainOf((await (await server.signIn('tester')).get('/dashboard')).text);
    for (const word of shown) expect(words).toContain(word);
    for (const word of hidden) expect(words).not.toContain(word);
  });
});

test('recent activity is shown as text, without sign-ins, sign-outs and views of the log', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await browser.get('/audit');
  await browser.get('/audit/export.csv');
  await browser.get('/audit/export.csv?action=user');
  const words = mainOf((await browser.get('/dashboard')).text);
  expect(words).toMatch(/Test admin \d exported the audit log just now/);
  expect(words).not.toMatch(/read the audit log|signed in/);
});

test('users without a role need attention, for those who can assign one', async () => {
  const server = await app();
  await server.createUser();
  const browser = await server.signIn('admin');
  expect(mainOf((await browser.get('/dashboard')).text)).toContain('1 user has no role');
  expect(mainOf((await (await server.signIn('user')).get('/dashboard')).text)).toContain(
    'Nothing needs your attention.',
  );
});

test('the positions that one holds', async () => {
  const server = await app({ from: 'demo' });
  const { rows } = await server.services.pool.query(
    `select r.source_id as id from relations r join entities t on t.id = r.relation_type_id and t.name = 'fills_position' order by r.id limit 1`,
  );
  const { rows: positions } = await server.services.pool.query(
    `select p.label from relations r join entities t on t.id = r.relation_type_id and t.name = 'fills_position' join entities p on p.id = r.target_id where r.source_id = $1`,
    [rows[0].id],
  );
  await server.services.pool.query(
    `insert into credentials (user_id, password_hash) values ($1, $2) on conflict (user_id) do update set password_hash = excluded.password_hash, must_change = false`,
    [rows[0].id, await server.services.passwords.make('Ravine-47-kestrel')],
  );
  const { rows: names } = await server.services.pool.query(
    'select name from entities where id = $1',
    [rows[0].id],
  );
  const browser = server.visitor();
  await browser.signIn(names[0].name, 'Ravine-47-kestrel');
  const words = mainOf((await browser.get('/dashboard')).text);
  for (const { label } of positions) expect(words).toContain(label);
});

test('spec dashboard#attention: what waits for a user, with true numbers, and nothing else', async () => {
  const server = await app({ from: 'demo' });
  const { pool, passwords } = server.services;
  await pool.query('update credentials set password_hash = $1, must_change = false', [
    await passwords.make('Ravine-47-kestrel'),
  ]);
  const { rows } = await pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' and name = 'change_advisory_board'",
  );
  await pool.query(
    `with made as (insert into entities (entity_type, name, label, properties)
       select 'suggestion', 'more_' || n, 'More', '{"description": "More light", "status": "open"}' from generate_series(1, 6) n returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $1 from made, entities t where t.entity_type = 'relation_type' and t.name = 'suggested_to'`,
    [rows[0]?.id],
  );
  const shown = async (name: string) => {
    const browser = server.visitor();
    await browser.signIn(name, 'Ravine-47-kestrel');
    const before = server.queries.statements;
    const { text } = await browser.get('/dashboard');
    expect(server.queries.statements - before).toBeLessThanOrEqual(3);
    return { text, words: mainOf(text) };
  };
  const chair = await shown('henry');
  expect(chair.words).toMatch(/Proposals 2 To approve Freeze network changes/);
  expect(chair.words).toMatch(/Suggestions 9 All suggestions( To review .*?){5}/);
  expect(chair.words).toMatch(/My actions 4 Overdue /);
  expect(chair.text).toMatch(/href="\/tor\/\d+\/proposals\/\d+"/);
  expect(chair.text.match(/href="\/tor\/\d+\/suggestions\/\d+"/g)).toHaveLength(5);
  expect(chair.words).toMatch(/Change Advisory Board is meeting now\. Open the meeting/);
  expect(chair.text).toMatch(/href="\/tor\/\d+\/meetings\/\d+\/live"/);
  expect(chair.words).toMatch(/Upcoming meetings Outlook .*?Change Advisory Board In progress/);
  const secretary = await shown('eva');
  expect(secretary.words).toMatch(/Minutes 2 To write .*? To complete Minutes/);
  const planned = await shown('jack');
  expect(planned.words).toMatch(/Technical Lead from \d+ \w{3} \d{4}/);
  const other = await shown('bob');
  expect(other.words).toContain('You have no position in a committee.');
  expect(other.words).not.toContain('My committees');
  expect(other.words).toContain('Nothing needs your attention.');
  expect(other.words).not.toContain('Freeze network');
});

test('a great number is shown exactly, without being counted', async () => {
  const server = await app();
  await server.services.pool.query(
    "insert into entities (entity_type, name, label) select 'tor', 'body_' || n, 'Body ' || n from generate_series(1, 1001) n",
  );
  const words = mainOf((await (await server.signIn('admin')).get('/dashboard')).text);
  expect(words).toMatch(/Committees 1,0\d\d\b/);
});

test.each([
  ['ballots', 'Your tasks could not be read. Try again', 'My committees'],
  ['entity_tallies', 'Your committees and the overview could not be read. Try again', 'Proposals'],
])(
  'spec dashboard#parts: without %s the page says what could not be read, and shows the rest',
  async (table, said, shown) => {
    const server = await app({ from: 'demo' });
    const { pool, passwords } = server.services;
    await pool.query('update credentials set password_hash = $1, must_change = false', [
      await passwords.make('Ravine-47-kestrel'),
    ]);
    const chair = server.visitor();
    await chair.signIn('henry', 'Ravine-47-kestrel');
    await pool.query(`alter table ${table} rename to gone`);
    const words = mainOf((await chair.get('/dashboard')).text);
    await pool.query(`alter table gone rename to ${table}`);
    expect(words).toContain(said);
    expect(words).toContain(shown);
    expect(words).not.toContain('Nothing needs your attention');
    expect(mainOf((await chair.get('/dashboard')).text)).not.toContain('could not be read');
  },
);

test('three statements, however much is shown', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const before = server.queries.statements;
  await browser.get('/dashboard');
  expect(server.queries.statements - before).toBe(3);
});

test('the root redirects there, and from there to the form without a session', async () => {
  const server = await app();
  expect(await server.visitor().get('/')).toMatchObject({ status: 303, location: '/dashboard' });
  expect((await server.visitor().get('/dashboard')).location).toMatch(/^\/login/);
});

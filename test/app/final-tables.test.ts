import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administered } from './app-fixture.ts';

// Raw SQL against each column of each table that holds something final (spec decisions#final).

const { server } = await administered({ from: 'demo' });
const { pool } = server.services;
/** A connection of its own, so that a refused statement disturbs nothing else. */
const client = new Client({ connectionString: server.databaseUrl });

const closed = 'ballot_id in (select id from ballots where closed_at is not null)';
const isType = (...types: readonly string[]) =>
  `entity_type in (${types.map((type) => `'${type}'`).join(', ')})`;
const approved = `id in (select minutes_id from approved_minutes
  union select r.source_id from relations r join approved_minutes a on a.minutes_id = r.target_id
    join entities s on s.id = r.source_id and ${isType('minutes_section')})`;

/** The rows that are final, of each table that has any. */
const final: Readonly<Record<string, readonly string[]>> = {
  entities: [isType('decision'), approved],
  relations: [
    `source_id in (select id from entities where ${isType('decision')})`,
    'target_id in (select minutes_id from approved_minutes)',
  ],
  ballots: ['closed_at is not null'],
  ballot_voters: [closed],
  ballot_votes: [closed],
  ballot_boxes: [closed],
  ballot_proxies: [closed],
  approved_minutes: ['true'],
  minutes_signatures: ['true'],
  meeting_packs: ['true'],
  meeting_pack_readers: ['read_at is not null'],
  meeting_motions: ['closed_at is not null'],
  workflow_versions: ['true'],
  workflow_moves: ['true'],
};

/** Tables whose triggers keep what other specifications call final. */
const others: readonly string[] = [
  ...['attachments', 'attachment_pieces', 'audit_log', 'document_versions', 'tor_versions'],
];

beforeAll(async () => {
  await client.connect();
  // The demo's ballots are open ones.
  await pool.query(
    `with point as (select agenda_point_id as id from ballots order by id limit 1),
     opened as (
       insert into ballots (agenda_point_id, method, majority, is_secret, is_weighted, has_casting_vote, options, electorate, opened_at, opened_by)
       select id, 'yes_no', 'simple', true, false, false, '[]', '[]', now(), 'Ann' from point returning id),
     voted as (insert into ballot_voters (ballot_id, seat, voter_id, voter, way) select id, '1:1', 1, 'Ann', 'own' from opened)
     insert into ballot_boxes (ballot_id, choices) select id, '[{"kind": "yes"}]' from opened`,
  );
  await pool.query(
    `update ballots set closed_at = now(), closed_by = 'Ann', result = '{}' where closed_at is null and is_secret`,
  );
});
afterAll(() => client.end());

/** Another value for each type of column. */
const values: Readonly<Record<string, string>> = {
  ...{ bigint: '424242', integer: '7', boolean: 'null', text: `'forged'`, jsonb: `'{"a": "b"}'` },
  ...{ bytea: `'forged'`, 'timestamp with time zone': `now() + interval '1 day'` },
};

test('spec decisions#final: the tables that triggers keep are those below', async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and t.tgname ~ 'stay|keep_approved|decisions_(change|delete)|append|immutable' order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...Object.keys(final), ...others].toSorted());
});

const cases = Object.entries(final).flatMap(([table, rows]) =>
  rows.map((where) => [table, where] as const),
);

test.each(cases)(
  'spec decisions#final: no column of %s changes, where %s',
  async (table, where) => {
    const digest = async (): Promise<unknown> => {
      const read = `select count(*)::integer as n, md5(string_agg(to_jsonb(t)::text, '|' order by to_jsonb(t)::text)) as digest from ${table} t where ${where}`;
      return (await pool.query(read)).rows[0];
    };
    const before = await digest();
    expect(before).toMatchObject({ n: expect.any(Number), digest: expect.any(String) });
    const columns = await pool.query<{ name: string; type: string }>(
      `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name = $1`,
      [table],
    );
    const statements = [
      ...columns.rows.map(
        ({ name, type }) => `update ${table} set ${name} = ${values[type]} where ${where}`,
      ),
      `delete from ${table} where ${where}`,
      `with gone as (delete from ${table} where ${where} returning *) select count(*) from gone`,
      `merge into ${table} m using (select 1) s on ${where} when matched then delete`,
      // The app's role has no right to empty these two (decisions-final.test.ts).
      ...(table.startsWith('workflow_') ? [] : [`truncate ${table} cascade`]),
    ];
    for (const statement of statements) {
      const answer = await client.query(statement).then(
        () => 'done',
        (error: unknown) => String(error),
      );
      expect(await digest(), statement).toEqual(before);
      // Columns that count and date changes: the update is made, and the row stays as it is.
      if (!/ set (version|updated_at) = /.test(statement))
        expect(answer, statement).toMatch(
          /stay|is final|permission denied|can only be updated to DEFAULT|keeps its (type|question)/,
        );
    }
  },
);

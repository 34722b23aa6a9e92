import { expect, test } from 'vitest';
import { gradeMigrations, planGrade } from './grade.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations/index.ts';

const migration = (...statements: string[]): Migration => ({
  id: '0099',
  name: 'probe',
  statements,
});

async function graded(...statements: string[]): Promise<[string, string]> {
  const [result] = await gradeMigrations([migration(...statements)]);
  return [result?.grade ?? 'nothing', result?.effect ?? ''];
}

test.each([
  [
    'create table notes (id bigint primary key, author bigint references entities)',
    'creates table notes',
  ],
  ['create table if not exists notes (id bigint)', 'creates table notes'],
  ['create table totals as select count(*) from relations', 'creates table totals from a query'],
  [
    'create index concurrently if not exists relations_weight on relations (weight)',
    'creates index concurrently on relations',
  ],
  [
    'create unique index concurrently u on relations (id)',
    'creates unique index concurrently on relations',
  ],
  [
    'drop index concurrently if exists relations_source',
    'drops index relations_source concurrently',
  ],
  ['alter table relations add column weight integer', 'adds column relations.weight'],
  [
    'alter table relations add column weight integer not null default 0',
    'adds column relations.weight',
  ],
  ["alter table relations add column note text default 'none'::text", 'adds column relations.note'],
  [
    'alter table relations add column seen_at timestamptz not null default now()',
    'adds column relations.seen_at',
  ],
  [
    'alter table relations add column tags text[] default array[]::text[]',
    'adds column relations.tags',
  ],
  [
    'alter table entities add constraint short check (length(name) < 99) not valid',
    'adds constraint short to entities, for new rows only',
  ],
  [
    'alter table relations add foreign key (weight) references entities not valid',
    'adds constraint to relations, for new rows only',
  ],
  ['alter table entities validate constraint short', 'validates constraint short on entities'],
  ['alter table entities alter column label drop not null', 'makes entities.label nullable'],
  [
    "alter table entities alter column label set default ''",
    'changes the default of entities.label',
  ],
  ['alter table entities set (fillfactor = 80)', 'changes settings of entities'],
  [
    'alter index relations_source rename to relations_by_source',
    'renames index relations_source to relations_by_source',
  ],
  ['create or replace function f() returns int language sql return 1', 'replaces function f'],
  ['create view tors as select * from entities', 'creates view tors'],
  ["create type mood as enum ('good', 'bad')", 'creates type mood'],
  ["alter type mood add value 'fair'", 'adds value fair to type mood'],
  [
    'create trigger t after insert on entities for each row execute function f()',
    'creates trigger t on entities',
  ],
  ['comment on table entities is $$everything$$', 'comments'],
  ['create statistics s (mcv) on name, label from entities', 'creates statistics'],
  ['alter statistics s set statistics 1000', 'changes statistics'],
  ['grant select on entities to reader', 'grants privileges'],
  [
    "insert into entities (entity_type, name, label) values ('setting', 'a', 'A')",
    'adds rows to entities',
  ],
  [
    "insert into entities (entity_type, name, label) values ('setting', 'a', 'A') on conflict do nothing",
    'adds rows to entities',
  ],
  ['vacuum analyze entities', 'vacuums or analyzes'],
  ['reindex index concurrently relations_source', 'rebuilds indexes concurrently'],
  ["select pg_notify('a', '')", 'reads'],
])('safe: %s', async (sql, effect) => expect(await graded(sql)).toEqual(['safe', effect]));

test.each([
  [
    'create index relations_weight on relations (weight)',
    'creates index on relations, which blocks writes',
  ],
  [
    'alter table relations add column code uuid default gen_random_uuid()',
    'adds column relations.code with a default that differs by row, which rewrites the table',
  ],
  [
    'alter table relations add column n bigint generated always as identity',
    'adds column relations.n with computed values, which rewrites the table',
  ],
  [
    'alter table relations add column d bigint generated always as (id * 2) stored',
    'adds column relations.d with computed values, which rewrites the table',
  ],
  [
    'alter table relations add column n bigserial',
    'adds column relations.n of type bigserial, which may rewrite relations',
  ],
  [
    'alter table relations add column u text unique',
    'adds column relations.u with an index, which blocks writes while it is built',
  ],
  [
    'alter table relations add column e bigint references entities',
    'adds column relations.e with a constraint, which scans the table',
  ],
  [
    'alter table relations add column m text not null',
    'adds column relations.m not null without a default, which fails when relations has rows',
  ],
  [
    'alter table entities alter column label set not null',
    'sets entities.label not null, which scans entities and blocks all access',
  ],
  [
    'alter table entities alter column sort_order type bigint',
    'changes the type of entities.sort_order to int8, which rewrites the table',
  ],
  [
    'alter table entities add constraint short check (length(name) < 99)',
    'adds constraint short to entities, which scans it and blocks writes',
  ],
  [
    'alter table entities add constraint one unique (label)',
    'adds constraint one to entities, which builds an index and blocks writes',
  ],
  [
    'alter table entities drop constraint entities_type_name_key',
    'drops constraint entities_type_name_key of entities',
  ],
  ['alter table entities disable trigger all', 'switches triggers of entities'],
  ['drop index relations_source', 'drops index relations_source'],
  ['drop trigger graph_insert on entities', 'drops trigger entities.graph_insert'],
  ['lock table entities', 'locks entities'],
  ['vacuum full entities', 'rewrites tables (vacuum full)'],
  ['refresh materialized view totals', 'refreshes totals'],
  ['revoke select on entities from reader', 'revokes privileges'],
  ['cluster entities using entities_list', 'rewrites entities in the order of an index'],
])('locking: %s', async (sql, effect) => expect(await graded(sql)).toEqual(['locking', effect]));

test.each([
  ['alter table relations drop column weight', 'drops column relations.weight'],
  [
    'alter table public.relations drop column if exists weight cascade',
    'drops column relations.weight',
  ],
  [
    'alter table entities alter column label type varchar(20)',
    'changes the type of entities.label to varchar, which rewrites the table and may lose parts of values',
  ],
  [
    'alter table entities rename column label to title',
    'renames column entities.label to title, and the running version no longer finds it',
  ],
  [
    'alter table entities rename to things',
    'renames table entities to things, and the running version no longer finds it',
  ],
  ['drop table if exists relation_properties', 'drops table relation_properties'],
  ['drop table relations cascade', 'drops table relations and everything that depends on it'],
  ['drop schema ledger cascade', 'drops schema ledger and everything that depends on it'],
  ['drop view tors', 'drops view tors'],
  ['truncate relations, entities', 'empties relations, entities'],
  ['delete from entities where false', 'deletes rows of entities'],
  ["update entities set label = 'x'", 'overwrites entities.label'],
  [
    'with gone as (delete from relations returning *) select * from gone',
    'deletes rows of relations',
  ],
  [
    'insert into entities select * from entities on conflict (id) do update set label = excluded.label',
    'adds rows to entities and overwrites those that exist',
  ],
  [
    'merge into entities e using relations r on r.id = e.id when matched then delete',
    'overwrites or deletes rows of entities',
  ],
  [
    'do $$ begin execute $q$drop table entities$q$; end $$',
    "runs a block of code that can't be graded",
  ],
  ['select purge_everything()', "calls purge_everything, whose effects can't be graded"],
  ['alter table entities set unlogged', 'makes entities unlogged, so a crash empties it'],
  ['alter table entities set schema attic', 'moves entities to another schema'],
  ['drop extension citext', 'drops extension citext'],
  [
    'create rule r as on delete to entities do instead nothing',
    "runs a statement that can't be graded (RuleStmt)",
  ],
  ["copy entities from program 'cat'", "runs a statement that can't be graded (CopyStmt)"],
  ['commit', "runs a statement that can't be graded (TransactionStmt)"],
  ['alter table audit_log detach partition audit_log_2025', 'detaches a partition from audit_log'],
  [
    'alter table audit_log detach partition audit_log_2025 concurrently',
    'detaches a partition from audit_log',
  ],
  [
    'alter table audit_log detach partition audit_log_2025 finalize',
    'detaches a partition from audit_log',
  ],
])('destructive: %s', async (sql, effect) =>
  expect(await graded(sql)).toEqual(['destructive', effect]),
);

test.each([
  [
    'a table that the plan made',
    [
      'create table notes (id bigint)',
      'create index on notes (id)',
      'alter table notes alter column id set not null',
    ],
  ],
  [
    '… even its end',
    [
      'create table notes (id bigint, old text)',
      'alter table notes drop column old',
      'drop table notes',
    ],
  ],
  [
    '… under another name',
    [
      'create table notes (id bigint)',
      'alter table notes rename to remarks',
      'create index on remarks (id)',
    ],
  ],
  [
    'rows of such a table',
    [
      'create table notes (id bigint)',
      'update notes set id = 1',
      'delete from notes',
      'truncate notes',
    ],
  ],
])('any change of %s is safe', async (_, statements) =>
  expect((await graded(...statements))[0]).toBe('safe'),
);

test.each([
  [
    'a table that may have existed',
    ['create table if not exists notes (id bigint)', 'alter table notes drop column id'],
    'destructive',
  ],
  [
    'a table of that name after the new one was dropped',
    ['create table notes (id bigint)', 'drop table notes', 'drop table notes'],
    'destructive',
  ],
  [
    'filling a column that the plan added',
    ['alter table relations add column weight integer', 'update relations set weight = 1'],
    'locking',
  ],
  [
    'an update that also overwrites',
    ['alter table relations add column w integer', 'update relations set w = 1, source_id = 2'],
    'destructive',
  ],
])('%s is graded as what it may be', async (_, statements, grade) =>
  expect((await graded(...statements))[0]).toBe(grade),
);

test('several statements in one text count with the gravest', async () => {
  expect(await graded('create table notes (id bigint); drop table entities')).toEqual([
    'destructive',
    'drops table entities',
  ]);
});

test('a string or comment that looks like SQL changes nothing', async () => {
  expect(
    (
      await graded(
        "insert into entities (label) values ('drop table entities; --')",
        '/* drop table x */ create table y ()',
      )
    )[0],
  ).toBe('safe');
});

test('what one migration makes is new for the next', async () => {
  const plan = await gradeMigrations([
    migration('create table notes (id bigint)'),
    migration('drop table notes'),
  ]);
  expect(plan.map(({ grade }) => grade)).toEqual(['safe', 'safe']);
});

test('a long migration names three effects and counts the rest', async () => {
  const [, effect] = await graded(
    ...['a', 'b', 'c', 'd', 'e'].map((table) => `drop table ${table}`),
  );
  expect(effect).toBe('drops table a, drops table b, drops table c and 2 more');
});

test('SQL that is not valid is found before anything runs', async () => {
  await expect(
    gradeMigrations([migration('select 1', 'alter table x drop colum y')]),
  ).rejects.toMatchObject({
    code: 'migration_failed',
    message: '0099 failed: syntax error at or near "y"',
    details: { migration: '0099', statement: 2, of: 2, kept: 0 },
  });
});

test('our own migrations are safe on an empty database, and an empty plan has no grade', async () => {
  expect(planGrade(await gradeMigrations(migrations))).toBe('safe');
  expect(planGrade([])).toBe('none');
});

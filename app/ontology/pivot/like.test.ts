import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { expect, test } from 'vitest';
import { like, likeInPart } from './like.ts';

const db = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

test.each([
  ['%ada%', 'name like $1'],
  ['%straße%', 'name like $1'],
  ['ad%', 'name like $1'],
  ['% ad%', 'name like $1'],
  ['%x\\_a%', 'name like $1'],
  ['%ad%', "(name || '') like $1"],
  ['%a\\%b%', "(name || '') like $1"],
  ['% %', "(name || '') like $1"],
])('%s is asked of an index only when it knows something', (pattern, statement) => {
  expect(like(sql`name`, pattern).compile(db)).toMatchObject({ sql: statement, parameters: [pattern] });
});

const ends = "(name like $1 and name like $2 and (name || '') like $3)";

test.each([
  [['%ada%'], '(name like $1)', ['%ada%']],
  [['%hopp%'], '(name like $1)', ['%hopp%']],
  [['%turing%'], ends, ['%tur%', '%ing%', '%turing%']],
  [['%budget plan%'], ends, ['%bud%', '%get%', '%budget plan%']],
  [['%größe%'], ends, ['%grö%', '%öße%', '%größe%']],
  [['%er\\_123%'], "(name like $1 and (name || '') like $2)", ['%123%', '%er\\_123%']],
  [['%user\\_12%'], "(name like $1 and (name || '') like $2)", ['%\\_12%', '%user\\_12%']],
  [['%anne m%'], "(name like $1 and (name || '') like $2)", ['%anne%', '%anne m%']],
  [['%x m%'], "(name like $1 and (name || '') like $2)", ['% m%', '%x m%']],
  [['%turing%', '%ada%'], ends, ['%tur%', '%ada%', '%turing%']],
  [
    ['%turing%', '%lovelace%', '%ada%'],
    `${ends.slice(0, -1)} and (name || '') like $4 and (name || '') like $5)`,
    ['%tur%', '%lov%', '%turing%', '%lovelace%', '%ada%'],
  ],
  [['%turing%', '%ad%'], `${ends.slice(0, -1)} and (name || '') like $4)`, ['%tur%', '%ing%', '%turing%', '%ad%']],
  [['ada%'], '(name like $1)', ['ada%']],
  [['% ad%'], '(name like $1)', ['% ad%']],
  [['%ad%'], "((name || '') like $1)", ['%ad%']],
])('of %j a part is asked for six signs at most', (patterns, statement, parameters) => {
  expect(likeInPart(sql`name`, patterns).compile(db)).toMatchObject({ sql: statement, parameters });
});

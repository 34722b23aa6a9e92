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

const [one, two] = ["(name like $1 and (name || '') like $2", "(name like $1 and name like $2 and (name || '') like $3"];

test.each([
  [['%ada%'], '(name like $1)', ['%ada%']],
  [['%hopp%'], '(name like $1)', ['%hopp%']],
  [['%turing%'], `${one})`, ['%turi%', '%turing%']],
  [['%budget plan%'], `${one})`, ['%budg%', '%budget plan%']],
  [['%größe%'], `${one})`, ['%größ%', '%größe%']],
  [['%er\\_123%'], `${one})`, ['%123%', '%er\\_123%']],
  [['%user\\_12%'], `${one})`, ['%\\_12%', '%user\\_12%']],
  [['%anne m%'], `${one})`, ['%anne%', '%anne m%']],
  [['%x m%'], `${one})`, ['% m%', '%x m%']],
  [['%turing%', '%ada%'], `${two})`, ['%turi%', '%ada%', '%turing%']],
  [
    ['%turing%', '%grace%', '%ada%'],
    `${two} and (name || '') like $4 and (name || '') like $5)`,
    ['%turi%', '%grac%', '%turing%', '%grace%', '%ada%'],
  ],
  [['%turing%', '%ad%'], `${one} and (name || '') like $3)`, ['%turi%', '%turing%', '%ad%']],
  [['ada%'], '(name like $1)', ['ada%']],
  [['% ad%'], '(name like $1)', ['% ad%']],
  [['%ad%'], "((name || '') like $1)", ['%ad%']],
])('of %j a part is asked how one or two words begin', (patterns, statement, parameters) => {
  expect(likeInPart(sql`name`, patterns).compile(db)).toMatchObject({ sql: statement, parameters });
});

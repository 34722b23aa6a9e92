import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { expect, test } from 'vitest';
import { isIndexed, like, likeInPart, patternsOf } from './words.ts';

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
  expect(like(sql`name`, pattern).compile(db)).toMatchObject({
    sql: statement,
    parameters: [pattern],
  });
});

const [one, two] = [
  "(name like $1 and (name || '') like $2",
  "(name like $1 and name like $2 and (name || '') like $3",
];

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

test.each([
  ['a', ['a%', '% a%']],
  ['ä1', ['ä1%', '% ä1%']],
  ['abc', ['%abc%']],
  ['a b', ['%a b%']],
  ['a-', ['%a-%']],
  ['', ['%%']],
])('"%s" is sought as %j', (words, patterns) => expect(patternsOf(words)).toEqual(patterns));

test.each([
  ['%ada%', true],
  ['%a1%', false],
  ['% ad%', true],
  ['%ad%', false],
  ['%-- ..%', false],
  ['ada', true],
  ['ad%', true],
  ['%', false],
])('an index over trigrams can be asked for %s: %s', (pattern, known) => {
  expect(isIndexed(pattern)).toBe(known);
});

test('the last word with a digit is the most selective, otherwise the longest', () => {
  const parameters = (pattern: string) => likeInPart(sql`name`, [pattern]).compile(db).parameters;
  expect(parameters('%room12 x a34 longword%')).toEqual(['%a34%', '%room12 x a34 longword%']);
  expect(parameters('%one longest four%')).toEqual(['%long%', '%one longest four%']);
  expect(parameters('%line\nlonger%')[0]).toBe('%long%');
});

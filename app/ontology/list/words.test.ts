import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { expect, test } from 'vitest';
import { isIndexed, like, patternsOf } from './words.ts';

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

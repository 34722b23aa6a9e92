import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { expect, test } from 'vitest';
import { likeInPart } from './like-in-part.ts';

const db = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const both = "(name like $1 and (name || '') like $2)";

test.each([
  ['%ada%', 'name like $1', ['%ada%']],
  ['%hopp%', 'name like $1', ['%hopp%']],
  ['%turing%', both, ['%turi%', '%turing%']],
  ['%budget plan%', both, ['%budg%', '%budget plan%']],
  ['%größe%', both, ['%größ%', '%größe%']],
  ['%er\\_123%', both, ['%123%', '%er\\_123%']],
  ['%user\\_12%', both, ['%\\_12%', '%user\\_12%']],
  ['%anne m%', both, ['%anne%', '%anne m%']],
  ['%x m%', both, ['% m%', '%x m%']],
  ['ada%', 'name like $1', ['ada%']],
  ['% ad%', 'name like $1', ['% ad%']],
  ['%ad%', "(name || '') like $1", ['%ad%']],
])('of %j a part is asked how a word begins', (pattern, statement, parameters) => {
  expect(likeInPart(sql`name`, pattern).compile(db)).toMatchObject({ sql: statement, parameters });
});

test('the last word with a digit is the most selective, otherwise the longest', () => {
  const parameters = (pattern: string) => likeInPart(sql`name`, pattern).compile(db).parameters;
  expect(parameters('%room12 x a34 longword%')).toEqual(['%a34%', '%room12 x a34 longword%']);
  expect(parameters('%one longest four%')).toEqual(['%long%', '%one longest four%']);
  expect(parameters('%line\nlonger%')[0]).toBe('%long%');
});

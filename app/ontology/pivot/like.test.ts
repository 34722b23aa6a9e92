import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { expect, test } from 'vitest';
import { like } from './like.ts';

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

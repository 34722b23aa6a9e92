import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#app/db/database.ts';
import { entityTypes } from '#app/declarations.ts';
import {
  countedUpTo,
  field,
  listPage,
  type PageRequest,
  property,
  searchedIn,
} from '#app/ontology/list/index.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
let db: Db;
beforeAll(async () => {
  store = await openStore('demo');
  ({ db } = store);
});
afterAll(() => store[Symbol.asyncDispose]());

const users = {
  name: field('name'),
  label: field('label'),
  email: property(entityTypes.user, 'email'),
};
const searched = searchedIn('user', [users.label, users.name, users.email]);

describe('a search for what hundreds hold', () => {
  const byLabel = { column: users.label };
  const search = (
    words: string,
    page: PageRequest = { number: 1, size: 100 },
    descending = false,
  ) =>
    listPage(db, {
      type: 'user',
      columns: users,
      search: { in: searched, words },
      orderBy: { ...byLabel, descending },
      page,
    });

  beforeAll(async () => {
    await sql`insert into entities (entity_type, name, label) select 'user', 'crowd_' || n, given || ' Quimby' || case when n % 50 = 0 then 'son' else '' end
      from generate_series(1, 750) n, lateral (select (array['Ada', 'Nora', 'Zoe'])[1 + n % 3] as given) g`.execute(
      db,
    );
    await sql`insert into entities (entity_type, name, label) values ('user', 'outsider', 'Ana Mcquimby')`.execute(
      db,
    );
  });
  afterAll(() =>
    sql`delete from entities where name like 'crowd\\_%' or name = 'outsider'`.execute(db),
  );

  /** Matching users in order, as found by the database without the code under test. */
  const expected = async (pattern: string, descending: boolean) => {
    const direction = sql.raw(descending ? 'desc' : 'asc');
    const { rows } = await sql<{ name: string }>`select name from entities
      where entity_type = 'user' and lower(label) like ${pattern}
      order by lower(label) ${direction}, id ${direction}`.execute(db);
    return rows.map(({ name }) => name);
  };

  test.each([
    ['nora', '%nora%'],
    ['NORA  quim', 'nora quim%'],
    ['quimby', '%quimby%'],
  ])(
    '%s: the first of them, in order, how many are counted, and that there are more',
    async (words, pattern) => {
      for (const descending of [false, true]) {
        const page = await search(words, { number: 1, size: 25 }, descending);
        expect(page).toMatchObject({
          total: countedUpTo,
          exact: false,
          isPart: false,
          goesOn: true,
        });
        const first = (await expected(pattern, descending)).slice(0, 25);
        expect(page.rows.map(({ name }) => name)).toEqual(first);
      }
    },
  );

  test('each of them is on one of the pages, in order, and the last page says how many there are', async () => {
    const all = await expected('%quimby%', false);
    const found: string[] = [];
    let page = await search('quimby');
    for (;;) {
      found.push(...page.rows.map(({ name }) => name));
      if (page.exact) break;
      page = await search('quimby', {
        number: page.number + 1,
        size: 100,
        after: page.rows.at(-1)?.id,
      });
    }
    expect(found).toEqual(all);
    expect(page).toMatchObject({ total: all.length, number: 8 });
  });

  test('what fewer hold is found wherever it stands, exactly', async () => {
    expect(await search('mcquim')).toMatchObject({ total: 1, exact: true });
    expect(await search('cquim')).toMatchObject({ total: 1, exact: true });
    expect(await search('quimbyson')).toMatchObject({ total: 15, exact: true });
    expect(await search('crowd_59')).toMatchObject({ total: 11, exact: true });
    expect(await search('son crowd')).toMatchObject({ total: 15, exact: true, isPart: false });
  });

  test('beyond the pages that were counted is the last one of them', async () => {
    const page = await search('crowd', { number: 99, size: 25 });
    expect(page).toMatchObject({ total: 100, exact: false, number: 4 });
    expect(page.rows).toHaveLength(25);
  });
});

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

  test.each([
    ['nora', /nora/i],
    ['NORA  quim', /^nora quim/i],
    ['quimby', /quimby/i],
  ])('%s: some of them in order, and that there are more', async (words, pattern) => {
    for (const descending of [false, true]) {
      const page = await search(words, { number: 1, size: 25 }, descending);
      expect(page).toMatchObject({ total: countedUpTo, exact: false, isPart: true });
      const found = page.rows.map(({ label }) => label);
      expect(found.every((label) => pattern.test(label))).toBe(true);
      const sorted = found.toSorted((one, other) =>
        one.toLowerCase() < other.toLowerCase() ? -1 : 1,
      );
      expect(found).toEqual(descending ? sorted.toReversed() : sorted);
    }
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

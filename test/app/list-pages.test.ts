import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#app/db/database.ts';
import { entityTypes } from '#app/declarations.ts';
import {
  active,
  and,
  type Condition,
  contains,
  countedUpTo,
  equals,
  field,
  fromFilter,
  holdsWords,
  labels,
  listPage,
  listSlices,
  not,
  type OrderBy,
  type PageRequest,
  property,
  searchedIn,
  within,
} from '#app/ontology/list/index.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
let db: Db;

const searched = searchedIn('user', [
  field('label'),
  field('name'),
  property(entityTypes.user, 'email'),
]);
const users = {
  name: within(searched, field('name')),
  label: within(searched, field('label')),
  email: within(searched, property(entityTypes.user, 'email')),
  createdAt: field('createdAt'),
  roles: labels('has_role', { to: 'role' }),
};
const called = (name: string) =>
  fromFilter(users, { logic: 'and', conditions: [{ field: 'name', op: 'equals', value: name }] });
const list = (where?: Condition, orderBy?: OrderBy, page: PageRequest = { number: 1, size: 100 }) =>
  listPage(db, {
    type: 'user',
    columns: users,
    page,
    ...(where && { where }),
    ...(orderBy && { orderBy }),
  });

const size = 10;
const pageOf = (where: Condition | undefined, orderBy: OrderBy, page: Partial<PageRequest> = {}) =>
  list(where, orderBy, { number: 1, size, ...page });
const search = (words: string, of = size) =>
  listPage(db, {
    type: 'user',
    columns: users,
    search: { in: searched, words },
    orderBy: { column: users.label },
    page: { number: 1, size: of },
  });

beforeAll(async () => {
  store = await openStore('demo');
  ({ db } = store);
  await sql`insert into entities (entity_type, name, label, is_active) select 'user', 'brief_' || n, (array['Ada', 'Nora', 'Zoe'])[1 + n % 3] || ' Weller', n % 4 > 0
    from generate_series(1, 300) n`.execute(db);
  await sql`insert into entity_properties (entity_id, key, value) select id, 'email', 'b' || (id * 7919 % 300) || '@brief.example'
    from entities where name like 'brief\\_%' and id % 2 > 0`.execute(db);
  await sql`insert into relations (relation_type_id, source_id, target_id) select t.id, u.id, r.id
    from entities t, entities r, entities u where t.entity_type = 'relation_type' and t.name = 'has_role' and r.entity_type = 'role'
      and u.name like 'brief\\_%' and ((r.name = 'viewer' and u.id % 3 = 0) or (r.name = 'editor' and u.id % 4 = 0))`.execute(
    db,
  );
  await sql`analyze entities, relations`.execute(db);
});
afterAll(() => store[Symbol.asyncDispose]());

const whole = async (where: Condition | undefined, orderBy: OrderBy): Promise<string[]> => {
  const names: string[] = [];
  for (let page = await pageOf(where, orderBy); ; ) {
    names.push(...page.rows.map(({ name }) => name));
    const next = { number: page.number + 1, after: page.rows.at(-1)?.id };
    if (page.rows.length < size || (page.exact && page.number >= page.pages)) return names;
    page = await pageOf(where, orderBy, next);
  }
};

test.each([
  ['names', users.label, false],
  ['names, backwards', users.label, true],
  ['dates', users.createdAt, false],
  ['addresses, which some lack', users.email, false],
  ['addresses, backwards', users.email, true],
  ['roles, of which some have two and some none', users.roles, false],
  ['roles, backwards', users.roles, true],
] as const)(
  'and page after page is the whole list in the order of %s, and the same on the way back',
  async (_, column, descending) => {
    const orderBy = { column, descending };
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::int as count from entities where entity_type = 'user'`.execute(db);
    const count = rows[0]?.count ?? 0;
    const [pages, ids]: [string[][], string[]] = [[], []];
    let page = await pageOf(undefined, orderBy);
    for (;;) {
      pages.push(page.rows.map(({ id }) => id));
      ids.push(...page.rows.map(({ id }) => id));
      if (page.number >= page.pages) break;
      const { number } = page;
      page = await pageOf(undefined, orderBy, { number: number + 1, after: page.rows.at(-1)?.id });
      expect(page.number).toBe(number + 1);
    }
    expect([ids.length, new Set(ids).size]).toEqual([count, count]);
    for (let at = pages.length - 2; at >= 0; at -= 1) {
      const back = await pageOf(undefined, orderBy, { number: at + 1, before: pages[at + 1]?.[0] });
      expect(back.rows.map(({ id }) => id)).toEqual(pages[at]);
    }
  },
);

test('the end of a list is reached by its number, the middle is not, and the page shown instead is named', async () => {
  const orderBy = { column: users.label };
  const last = await pageOf(undefined, orderBy, { number: 999 });
  expect(last.number).toBe(last.pages);
  expect(last.rows.at(-1)).toEqual(
    (await list(undefined, { ...orderBy, descending: true }, { number: 1, size: 1 })).rows[0],
  );
  expect(last.rows).toEqual((await list(undefined, orderBy, { number: last.pages, size })).rows);
  const middle = await pageOf(undefined, orderBy, { number: 15 });
  expect(middle.number).toBeLessThan(15);
  expect(middle.rows).toEqual(
    (await list(undefined, orderBy, { number: middle.number, size })).rows,
  );
});

test.each([
  ['a role', equals(users.roles, 'viewer'), { column: users.label }],
  ['a role, backwards', equals(users.roles, 'editor'), { column: users.label, descending: true }],
  ['those who are active', active, { column: users.label }],
  [
    'two things',
    and(active, not(equals(users.roles, 'viewer'))),
    { column: users.createdAt, descending: true },
  ],
] as const)('of what a filter finds, page after page is all: %s', async (_, where, orderBy) => {
  const { rows } = await sql<{
    name: string;
  }>`select e.name from entities e where e.entity_type = 'user' and ${where}`.execute(db);
  const found = await whole(where, orderBy);
  expect(found.length).toBeGreaterThan(60);
  expect(found.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  const { rows: first } = await list(where, orderBy, { number: 1, size: 20 });
  expect(found.slice(0, 20)).toEqual(first.map(({ name }) => name));
});

test.each([
  ['a few', and(equals(users.roles, 'editor'), equals(users.roles, 'viewer'))],
  ['one', called('brief_77')],
  ['nobody', called('none')],
])('%s found by an index are complete, and exactly counted', async (_, where) => {
  const { rows } = await list(where, { column: users.label });
  expect(await pageOf(where, { column: users.label }, { size: 100 })).toMatchObject({
    rows: rows.slice(0, 100),
    total: rows.length,
    exact: true,
    isPart: false,
    goesOn: false,
  });
});

test('of many matches the first are listed, in order, and the page says that there are more', async () => {
  const page = await search('eller');
  expect(page).toMatchObject({ total: countedUpTo, exact: false, isPart: false, goesOn: true });
  const { rows } = await sql<{ name: string }>`select name from entities
    where entity_type = 'user' and label like '%eller%' order by lower(label), id limit ${size}`.execute(
    db,
  );
  expect(page.rows.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
});

/** All rows of slices. */
async function allOf<Row>(slices: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const slice of slices) rows.push(...slice);
  return rows;
}

test('an export finds all of them', async () => {
  const slices = listSlices(db, {
    type: 'user',
    columns: users,
    where: holdsWords(searched, 'eller'),
    orderBy: { column: users.email, descending: true },
  });
  expect(await allOf(slices)).toHaveLength(300);
});

test('words in any order find entities with all of them', async () => {
  const page = await search('weller zoe');
  expect(page.rows).toHaveLength(size);
  expect(page.rows.every(({ label }) => label === 'Zoe Weller')).toBe(true);
  const { rows } = await sql<{
    name: string;
  }>`select e.name from entities e join entity_properties p on p.entity_id = e.id
    where p.value like '%@brief.example' order by e.id desc limit 1`.execute(db);
  expect(await search(`${rows[0]?.name} brief.example`)).toMatchObject({
    total: 1,
    exact: true,
    isPart: false,
  });
});

test('among many, letters match word starts and the newest, which the page says', async () => {
  await sql`insert into entities (entity_type, name, label, created_at)
    select 'user', 'older_' || n, 'Qzx Vzx', now() - interval '1 day' from generate_series(1, 30) n`.execute(
    db,
  );
  expect(await search('zx')).toMatchObject({ total: 0, isPart: true });
  expect(await search('qz', 100)).toMatchObject({ total: 30, isPart: true });
  const found = listSlices(db, { type: 'user', columns: users, where: holdsWords(searched, 'zx') });
  expect(await allOf(found)).toHaveLength(30);
});

test('the few matches of all words are found, although many match each of them', async () => {
  await sql`insert into entities (entity_type, name, label) select 'user', 'pair_' || n, case when n <= 3 then 'Petronella Marchetti'
    when n % 2 = 0 then 'Petronella Vanhoutte' else 'Ilse Marchetti' end from generate_series(1, 140) n`.execute(
    db,
  );
  const page = await search('marchetti petronella');
  expect(page.rows.map(({ name }) => name).toSorted()).toEqual(['pair_1', 'pair_2', 'pair_3']);
});

// One index covers label, name and email; a condition still applies to one of them.
test.each<[keyof typeof users & ('name' | 'label' | 'email'), string, readonly string[]]>([
  ['email', 'apart', ['apart_c']],
  ['name', 'apart', ['apart_a', 'apart_b', 'apart_c']],
  ['label', 'apart', ['apart_b']],
])('%s contains "%s": what its other texts hold does not count', async (column, text, names) => {
  await sql`insert into entities (entity_type, name, label, properties) values
    ('user', 'apart_a', 'Ada', '{}'), ('user', 'apart_b', 'Apart', '{}'), ('user', 'apart_c', 'Cleo', '{"email": "x@apart.example"}')
    on conflict do nothing`.execute(db);
  const { rows } = await list(
    fromFilter(users, {
      logic: 'and',
      conditions: [{ field: column, op: 'contains', value: text }],
    }),
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names);
});

describe('what no index finds is looked for among some rows for each page', () => {
  const rare = not(contains(users.label, 'weller'));
  const orderBy = { column: users.label, descending: true };

  beforeAll(async () => {
    await sql`insert into entities (entity_type, name, label)
      select 'user', 'scan_' || n, 'Kim ' || case when n % 60 = 0 then 'Rare' else 'Weller' end from generate_series(1, 900) n`.execute(
      db,
    );
    await sql`analyze entities`.execute(db);
  });

  test('the first page says where it ended, and page after page all matches are found in order', async () => {
    const { rows: all } = await sql<{ name: string }>`select e.name from entities e
      where e.entity_type = 'user' and ${rare} order by lower(e.label) desc, e.id desc`.execute(db);
    const found: string[] = [];
    let page = await pageOf(rare, orderBy);
    expect(page).toMatchObject({ exact: false, goesOn: true, isScan: true });
    while (page.goesOn) {
      found.push(...page.rows.map(({ name }) => name));
      const after = page.next ?? page.rows.at(-1)?.id;
      page = await pageOf(rare, orderBy, { number: page.number + 1, after });
    }
    found.push(...page.rows.map(({ name }) => name));
    expect(found).toEqual(all.map(({ name }) => name));
  });

  test('a page back ends before the row that it began after', async () => {
    const first = await pageOf(rare, orderBy);
    const second = await pageOf(rare, orderBy, {
      number: 2,
      after: first.next ?? first.rows.at(-1)?.id,
    });
    const third = await pageOf(rare, orderBy, {
      number: 3,
      after: second.next ?? second.rows.at(-1)?.id,
    });
    const back = await pageOf(rare, orderBy, { number: 2, before: third.rows[0]?.id });
    const names = (page: typeof first) => page.rows.map(({ name }) => name);
    expect(names(back).slice(-names(second).length)).toEqual(names(second));
  });

  test('nothing on a page is no end', async () => {
    const page = await pageOf(and(rare, equals(users.label, 'kim weller')), orderBy);
    expect(page).toMatchObject({ rows: [], total: 0, exact: false, goesOn: true });
    expect(page.next).toBeDefined();
  });
});

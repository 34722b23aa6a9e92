import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#app/db/database.ts';
import { entityTypes } from '#app/declarations.ts';
import { insertEntity } from '#app/ontology/entities.ts';
import {
  active,
  type Condition,
  compareDay,
  compareNumber,
  computed,
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
  or,
  type PageRequest,
  property,
  relatedTo,
  searchedIn,
  startsWith,
} from '#app/ontology/list/index.ts';
import { relationTypeId } from '#app/ontology/permissions.ts';
import { countQueries } from '#test/support/query-count.ts';
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
  isActive: field('isActive'),
  createdAt: field('createdAt'),
  roles: labels('has_role'),
  positions: computed(
    sql<number>`(select count(*)::int from relations r
      where r.source_id = e.id and r.relation_type_id = ${relationTypeId('fills_position')})`,
    'number',
  ),
};
const searched = searchedIn('user', [users.label, users.name, users.email]);
const list = (where?: Condition, orderBy?: OrderBy, page: PageRequest = { number: 1, size: 100 }) =>
  listPage(db, {
    type: 'user',
    columns: users,
    page,
    ...(where && { where }),
    ...(orderBy && { orderBy }),
  });
const names = async (where?: Condition, orderBy?: OrderBy) =>
  (await list(where, orderBy)).rows.map(({ name }) => name);
const everybody = [
  'admin',
  'alice',
  'bob',
  'charlie',
  'diana',
  'eva',
  'frank',
  'grace',
  'henry',
  'irene',
  'jack',
];

describe('a list', () => {
  test('spec lists#cost: is one statement: rows with their columns, total, page', async () => {
    const counted = countQueries(db);
    const page = await listPage(counted.db, {
      type: 'user',
      columns: users,
      orderBy: { column: users.name },
      page: { number: 2, size: 4 },
    });
    expect(counted.count).toEqual({ statements: 1, rows: 4 });
    expect(page).toMatchObject({ total: 11, exact: true, number: 2, pages: 3, size: 4 });
    expect(page.rows[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      name: 'diana',
      label: 'Diana Admin',
      email: 'diana@example.com',
      isActive: true,
      createdAt: expect.any(Date),
      roles: [{ id: expect.any(String), name: 'admin', label: 'Administrator' }],
      positions: 0,
    });
  });

  test('spec lists#pages: a page beyond the end is the last one; of nothing it is the first', async () => {
    expect(await list(undefined, { column: users.name }, { number: 99, size: 4 })).toMatchObject({
      number: 3,
      rows: [{ name: 'henry' }, { name: 'irene' }, { name: 'jack' }],
    });
    expect(await list(equals(users.name, 'nobody'), undefined, { number: 7, size: 4 })).toEqual({
      rows: [],
      total: 0,
      exact: true,
      isPart: false,
      goesOn: false,
      isScan: false,
      number: 1,
      pages: 1,
      size: 4,
    });
    for (const number of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY])
      expect(await list(undefined, undefined, { number, size: 4 })).toMatchObject({ number: 1 });
  });

  test('a column may be the entities at the other end, or anything computed', async () => {
    const columns = {
      tor: labels('belongs_to_tor'),
      length: computed(sql<number>`length(e.label)`, 'number'),
    };
    const { rows } = await listPage(db, {
      type: 'tor_function',
      columns,
      where: equals(field('name'), 'cab_technical_lead'),
      page: { number: 1, size: 5 },
    });
    expect(rows).toMatchObject([
      {
        tor: [{ name: 'change_advisory_board' }],
        length: 14,
      },
    ]);
  });
});

describe('conditions', () => {
  test('spec lists#text-matching: texts match in any case, and special characters are literal', async () => {
    expect(await names(contains(users.label, 'aDmIn'), { column: users.name })).toEqual([
      'admin',
      'diana',
    ]);
    for (const text of ['%', '_', 'alice%', '\\', 'a_ice'])
      expect(await names(contains(users.email, text))).toEqual([]);
    expect(await names(equals(users.email, 'ALICE@example.com'))).toEqual(['alice']);
  });

  test('spec people#filters: a role is held or not, whatever else is held, and all badges are shown', async () => {
    expect(await names(equals(users.roles, 'editor'), { column: users.name })).toEqual([
      'alice',
      'grace',
    ]);
    expect(await names(not(equals(users.roles, 'editor')), { column: users.name })).toEqual(
      everybody.filter((name) => !['alice', 'grace'].includes(name)),
    );
    const { rows } = await list(equals(users.roles, 'editor'), { column: users.name });
    expect(rows[1]?.roles.map(({ name }) => name)).toEqual(['editor', 'manager', 'member']);
    expect(await names(relatedTo({ type: 'fills_position' }), { column: users.name })).toEqual([
      'alice',
      'charlie',
      'eva',
      'frank',
      'grace',
      'henry',
      'irene',
      'jack',
    ]);
  });

  test('spec lists#filters: days are days', async () => {
    // The users may be older than the test, and of two days.
    const created = (await list()).rows.map(({ name, createdAt }) => ({
      name,
      day: createdAt?.toISOString().slice(0, 10) ?? '',
    }));
    const days = created.map(({ day }) => day).sort();
    const [first = '', last = ''] = [days.at(0), days.at(-1)];
    const of = (isMeant: (day: string) => boolean) =>
      created.filter(({ day }) => isMeant(day)).map(({ name }) => name);
    expect([
      await names(compareDay(users.createdAt, 'on', first)),
      await names(compareDay(users.createdAt, 'before', last)),
      await names(compareDay(users.createdAt, 'after', first)),
    ]).toEqual([of((day) => day === first), of((day) => day < last), of((day) => day > first)]);
    expect([
      await names(compareDay(users.createdAt, 'before', first)),
      await names(compareDay(users.createdAt, 'after', last)),
    ]).toEqual([[], []]);
    const today = new Date().toISOString().slice(0, 10);
    const meetings = { name: field('name'), date: property(entityTypes.meeting, 'meeting_date') };
    const past = await listPage(db, {
      type: 'meeting',
      columns: meetings,
      where: compareDay(meetings.date, 'before', today),
      page: { number: 1, size: 50 },
    });
    expect(past.rows.length).toBeGreaterThan(0);
    expect(past.rows.every(({ date }) => date !== null && date < today)).toBe(true);
  });

  test('numbers are compared as numbers, and other values never match', async () => {
    const columns = {
      name: field('name'),
      minutes: property(entityTypes.tor, 'cadence_duration_minutes'),
    };
    const tors = async (where: Condition) =>
      (await listPage(db, { type: 'tor', columns, where, page: { number: 1, size: 50 } })).rows
        .length;
    expect([
      await tors(compareNumber(columns.minutes, 'more', 90)),
      await tors(compareNumber(columns.minutes, 'less', 30)),
      await tors(compareNumber(columns.minutes, 'equals', 120)),
    ]).toEqual([2, 1, 2]);
  });

  test('a property that is not there counts as its standard', async () => {
    const columns = { theme: property(entityTypes.user, 'theme_preference') };
    const { total } = await listPage(db, {
      type: 'user',
      columns,
      where: equals(columns.theme, 'auto'),
      page: { number: 1, size: 5 },
    });
    expect(total).toBe(11);
  });

  test('a search takes each word from any of the columns', async () => {
    expect(await names(holdsWords(searched, ' MANAGER  char '))).toEqual(['charlie']);
    expect(await names(holdsWords(searched, 'henry@'))).toEqual(['henry']);
    expect(await names(holdsWords(searched, '   '))).toHaveLength(11);
    expect(await names(holdsWords(searched, '%'))).toEqual([]);
  });

  test('a filter of conditions and groups', async () => {
    const filter = {
      logic: 'and',
      conditions: [{ field: 'email', op: 'contains', value: 'example' }],
      groups: [
        {
          logic: 'or',
          conditions: [
            { field: 'roles', op: 'is', value: 'secretary' },
            { field: 'name', op: 'starts_with', value: 'j' },
          ],
        },
        { logic: 'and', conditions: [] },
      ],
    } as const;
    expect(await names(fromFilter(users, filter), { column: users.name })).toEqual(['eva', 'jack']);
    expect(await names(fromFilter(users, { logic: 'and', conditions: [] }))).toHaveLength(11);
    expect(() =>
      fromFilter(users, {
        logic: 'and',
        conditions: [{ field: 'constructor', op: 'is', value: '' }],
      }),
    ).toThrow(TypeError);
  });

  test('inactive ones can be left out', async () => {
    await sql`update entities set is_active = false where entity_type = 'user' and name = 'jack'`.execute(
      db,
    );
    expect(await names(active)).toHaveLength(10);
    await sql`update entities set is_active = true where entity_type = 'user' and name = 'jack'`.execute(
      db,
    );
  });
});

describe('spec lists#sorting: any column sorts, ignoring case, by id in the end and with empty values last', () => {
  beforeAll(async () => {
    await db.transaction().execute(async (tx) => {
      for (const [name, email] of [
        ['zed', 'AAA@example.com'],
        ['yan', undefined],
        ['xia', undefined],
        ['wim', 'aab@example.com'],
      ] as const)
        await insertEntity(tx, {
          type: 'user',
          name,
          label: name.toUpperCase(),
          properties: email === undefined ? {} : { email },
        });
    });
  });

  const sorted = (column: OrderBy['column'], descending = false) =>
    names(undefined, { column, descending });

  test('by a property', async () => {
    expect(await sorted(users.email)).toEqual(['zed', 'wim', ...everybody, 'yan', 'xia']);
    expect(await sorted(users.email, true)).toEqual([
      ...everybody.toReversed(),
      'wim',
      'zed',
      'xia',
      'yan',
    ]);
  });

  test('by a field, in both directions', async () => {
    const up = await sorted(users.label);
    expect([up, (await sorted(users.label, true)).toReversed()]).toEqual([up, up]);
    expect(up.slice(-4)).toEqual(['wim', 'xia', 'yan', 'zed']);
  });

  test('by a role, by a number', async () => {
    expect((await sorted(users.roles)).slice(0, 3)).toEqual(['admin', 'diana', 'alice']);
    expect((await sorted(users.roles)).slice(-4)).toEqual(['zed', 'yan', 'xia', 'wim']);
    expect((await sorted(users.positions, true)).slice(0, 2)).toEqual(['charlie', 'alice']);
  });

  test.each([
    ['nothing', undefined],
    ['a property', { column: users.email }],
    ['a property, backwards', { column: users.email, descending: true }],
    ['a field', { column: users.label }],
    ['a moment, backwards', { column: users.createdAt, descending: true }],
    ['a role', { column: users.roles }],
    ['a number, backwards', { column: users.positions, descending: true }],
    ['a flag', { column: users.isActive }],
  ] as readonly [string, OrderBy | undefined][])(
    'slice after slice is the whole list, sorted by %s',
    async (_, orderBy) => {
      const whole = await names(undefined, orderBy);
      const found: string[] = [];
      for await (const rows of listSlices(db, { type: 'user', columns: users, orderBy, size: 4 })) {
        expect(rows.length).toBeLessThanOrEqual(4);
        found.push(...rows.map(({ name }) => name));
      }
      expect(found).toEqual(whole);
      expect(new Set(found).size).toBe(15);
    },
  );

  test('pages never show a row twice', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        list(undefined, { column: users.isActive }, { number, size: 4 }),
      ),
    );
    expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(15);
  });
});

describe('more than are counted', () => {
  const columns = {
    name: field('name'),
    label: field('label'),
    description: property(entityTypes.document, 'title'),
    author: property(entityTypes.document, 'created_by_id'),
  };
  const even = or(startsWith(columns.description, 'even'), equals(columns.description, 'neither'));
  const documents = (
    where: Condition | undefined,
    orderBy: OrderBy,
    number: number,
    after?: string,
  ) =>
    listPage(db, {
      type: 'document',
      columns,
      orderBy,
      page: { number, size: 50, after },
      ...(where && { where }),
    });

  beforeAll(async () => {
    await sql`delete from entities where entity_type = 'document'`.execute(db);
    await sql`insert into entities (entity_type, name, label) select 'document', 'd' || n, 'Document ' || lpad((n * 7919 % 2500)::text, 5, '0') from generate_series(1, 2500) n`.execute(
      db,
    );
    await sql`insert into entity_properties (entity_id, key, value)
      select id, 'title', case when right(name, 1) in ('0', '2', '4', '6', '8') then 'Even ' else 'Odd ' end || label from entities where entity_type = 'document'`.execute(
      db,
    );
  });

  test.each([
    ['a field', { column: columns.label }],
    ['a property, backwards', { column: columns.description, descending: true }],
  ] as readonly [string, OrderBy][])(
    'are said to be more, and each page of them is right, sorted by %s',
    async (_, orderBy) => {
      const list = { type: 'document' as const, columns, where: even, orderBy };
      const whole: { readonly id: string; readonly name: string }[] = [];
      for await (const rows of listSlices(db, list)) whole.push(...rows);
      expect(whole).toHaveLength(1250);
      for (const number of [1, 2]) {
        const page = await documents(even, orderBy, number);
        expect(page).toMatchObject({
          total: countedUpTo,
          exact: false,
          goesOn: true,
          number,
          pages: 2,
        });
        expect(page.rows).toEqual(whole.slice((number - 1) * 50, number * 50));
      }
      expect((await documents(even, orderBy, 21)).number).toBe(2);
      for (let number = 3; number <= 25; number += 1) {
        const after = whole[(number - 1) * 50 - 1]?.id;
        const page = await documents(even, orderBy, number, after);
        expect(page.rows).toEqual(whole.slice((number - 1) * 50, number * 50));
        expect(page).toMatchObject({ number, total: number * 50, exact: number === 25 });
      }
      expect(await documents(undefined, orderBy, 50)).toMatchObject({
        total: 2500,
        exact: true,
        pages: 50,
        number: 50,
      });
    },
  );
});

describe('a page goes on from where one was', () => {
  const size = 4;
  const ids = async (
    number: number,
    orderBy: OrderBy,
    place: { after?: string | undefined; before?: string | undefined } = {},
  ) => {
    const page = await list(undefined, orderBy, { number, size, ...place });
    expect(page).toMatchObject({ exact: true, number });
    return page.rows.map(({ id }) => id);
  };

  test.each([
    ['names', users.label],
    ['dates', users.createdAt],
    ['a switch', users.isActive],
    ['a property, by number', users.email],
  ])('in the order of %s it is the page of that number', async (_, column) => {
    for (const orderBy of [{ column }, { column, descending: true }]) {
      const [first, second, third] = [
        await ids(1, orderBy),
        await ids(2, orderBy),
        await ids(3, orderBy),
      ];
      expect(await ids(2, orderBy, { after: first.at(-1) })).toEqual(second);
      expect(await ids(3, orderBy, { after: second.at(-1) })).toEqual(third);
      expect(await ids(2, orderBy, { before: third[0] })).toEqual(second);
    }
  });

  test('a row that is gone, or is no user, or has nothing before it counts as none', async () => {
    const orderBy = { column: users.label };
    const second = await ids(2, orderBy);
    const [first] = await ids(1, orderBy);
    for (const place of [{ after: '999999999' }, { before: '999999999' }, { before: first }])
      expect(await ids(2, orderBy, place)).toEqual(second);
  });

  test('what came in between moves nothing', async () => {
    const orderBy = { column: users.label };
    const first = await ids(1, orderBy);
    const second = await ids(2, orderBy);
    await sql`insert into entities (entity_type, name, label) values ('user', 'newcomer', 'Aa')`.execute(
      db,
    );
    const { rows } = await list(undefined, orderBy, { number: 2, size, after: first.at(-1) });
    expect(rows.map(({ id }) => id)).toEqual(second);
    await sql`delete from entities where name = 'newcomer'`.execute(db);
  });
});

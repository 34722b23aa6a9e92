import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../any-character.fixture.ts';
import type { Filter } from './filter.ts';
import {
  clampPage,
  isNarrowed,
  parseTable,
  sortAfterClick,
  type TableDefinition,
  type TableState,
  tableHref,
} from './table-state.ts';

const users: TableDefinition = {
  path: '/users',
  columns: [
    { key: 'user', label: 'User', sort: 'username', always: true },
    { key: 'email', label: 'Email', sort: 'email' },
    { key: 'status', label: 'Status' },
    { key: 'created_at', label: 'Created', sort: 'created_at', hidden: true },
  ],
  sort: { key: 'username', direction: 'asc' },
  extras: ['action', 'from'],
  fields: [
    { key: 'email', label: 'Email', type: 'text' },
    { key: 'role', label: 'Role', type: 'choice', options: [{ value: 'member', label: 'Member' }] },
    { key: 'created_at', label: 'Created', type: 'date' },
  ],
};

const parse = (query: string, preferred?: string): TableState =>
  parseTable(users, new URLSearchParams(query), preferred);
const address = (query: string, change: Partial<TableState> = {}, preferred?: string): string =>
  tableHref(users, parse(query, preferred), change);

describe('parsing an address', () => {
  test.each<[string, Partial<TableState>]>([
    ['', { page: 1, size: 25, sort: { key: 'username', direction: 'asc' }, search: '' }],
    ['page=3&per_page=50', { page: 3, size: 50 }],
    ['page=0', { page: 1 }],
    ['page=-2&per_page=7', { page: 1, size: 25 }],
    ['page=1e9', { page: 1 }],
    ['page=99999999999', { page: 1 }],
    ['sort=email&dir=desc', { sort: { key: 'email', direction: 'desc' } }],
    ['sort=status', { sort: { key: 'username', direction: 'asc' } }],
    ['sort=password;drop&dir=desc', { sort: { key: 'username', direction: 'asc' } }],
    ['sort=__proto__', { sort: { key: 'username', direction: 'asc' } }],
    ['q=%20Solheim%20', { search: 'Solheim' }],
    ['action=users&unknown=1', { extras: { action: 'users' } }],
  ])('%s', (query, wanted) => expect(parse(query)).toMatchObject(wanted));
});

test('spec lists#address: one builder writes every address, encoded, and only what differs from the standard', () => {
  expect(address('')).toBe('/users');
  expect(address('page=1&per_page=25&sort=username&dir=asc')).toBe('/users');
  expect(address('', { search: 'a&b #1 +' })).toBe('/users?q=a%26b+%231+%2B');
  const filter: Filter = {
    logic: 'and',
    conditions: [{ field: 'email', op: 'contains', value: '"><script>&#' }],
    groups: [],
  };
  const href = address('', { filter });
  expect(href).not.toMatch(/[<>"#]/);
  expect(parse(href.split('?')[1] ?? '').filter).toEqual(filter);
});

test('spec lists#pages: a page beyond the end is the last one', () => {
  expect(clampPage(parse('page=9'), 30)).toBe(2);
  expect(clampPage(parse('page=2'), 30)).toBe(2);
  expect(clampPage(parse('page=9'), 0)).toBe(1);
});

test('every change but a new page resets the list to its first page', () => {
  expect(address('page=4', { search: 'x' })).toBe('/users?q=x');
  expect(address('page=4&q=x', { page: 5 })).toBe('/users?q=x&page=5');
  expect(address('page=4&q=x')).toBe('/users?q=x&page=4');
});

test('a position is only in addresses of pages further on', () => {
  expect(address('', { page: 9, after: '42' })).toBe('/users?page=9&after=42');
  expect(address('page=9&after=42')).toBe('/users?page=9&after=42');
  expect(address('page=9&after=42', { page: 8, before: '7' })).toBe('/users?page=8&before=7');
  expect(address('page=9&after=42', { size: 50 })).toBe('/users?per_page=50');
  expect(address('page=9&after=4%272')).toBe('/users?page=9');
});

test('a click on a column turns its direction, another column begins ascending', () => {
  expect(sortAfterClick(parse(''), 'username')).toEqual({ key: 'username', direction: 'desc' });
  expect(sortAfterClick(parse('dir=desc&sort=username'), 'username')).toEqual({
    key: 'username',
    direction: 'asc',
  });
  expect(sortAfterClick(parse('dir=desc&sort=username'), 'email')).toEqual({
    key: 'email',
    direction: 'asc',
  });
});

test('a list is narrowed by words, a filter or a filter of its own', () => {
  expect(['', 'page=2', 'sort=email'].map((query) => isNarrowed(parse(query)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(['q=a', 'from=2026-01-01'].map((query) => isNarrowed(parse(query)))).toEqual([true, true]);
});

describe('columns', () => {
  const shown = (query: string, preferred?: string) =>
    parse(query, preferred)
      .columns.map(({ key, shown: isShown }) => (isShown ? key : `-${key}`))
      .join();

  test.each([
    ['', undefined, 'user,email,status,-created_at'],
    ['columns=created_at,email', undefined, 'user,created_at,email,-status'],
    ['columns=-user,nothing,email', undefined, 'user,email,-status,-created_at'],
    ['columns=email,email,-email', undefined, 'user,email,-status,-created_at'],
    ['', 'status,-email', 'user,status,-email,-created_at'],
    ['columns=email', 'status,-email', 'user,email,-status,-created_at'],
    ['chosen=1&col=status', undefined, 'user,-email,status,-created_at'],
    [
      'columns=email,status,-created_at&chosen=1&col=email&col=status&down=email',
      undefined,
      'user,status,email,-created_at',
    ],
    ['up=email', undefined, 'user,email,status,-created_at'],
    ['down=created_at', undefined, 'user,email,status,-created_at'],
  ])('%s, preferred %s', (query, preferred, wanted) =>
    expect(shown(query, preferred)).toBe(wanted),
  );

  test("the user's saved order of columns is not in the address", () => {
    expect(address('', {}, 'status,-email')).toBe('/users');
    expect(address('columns=email', {}, 'status,-email')).toContain('columns=');
  });
});

describe('the filter builder without script', () => {
  test('"edit" opens it with the filter in use, or with one empty condition', () => {
    expect(parse('do=edit').draft?.conditions).toEqual([{ field: '', op: '', value: '' }]);
    const filter = {
      logic: 'or',
      conditions: [{ field: 'role', op: 'is', value: 'member' }],
      groups: [],
    } as const;
    expect(parse(`do=edit&filter=${encodeURIComponent(JSON.stringify(filter))}`).draft).toEqual(
      filter,
    );
  });

  test('"apply" takes complete conditions and drops the others', () => {
    const { filter, draft } = parse(
      'do=apply&f.logic=or&f.0.field=role&f.0.op=is&f.0.value=member&f.1.field=email&f.1.op=contains&f.1.value=&f.2.field=',
    );
    expect(filter).toEqual({
      logic: 'or',
      conditions: [{ field: 'role', op: 'is', value: 'member' }],
      groups: [],
    });
    expect(draft).toBeUndefined();
  });

  test('an error keeps the builder open and is shown', () => {
    const state = parse('do=apply&f.logic=and&f.0.field=created_at&f.0.op=before&f.0.value=soon');
    expect(state.problem).toContain('“soon” is not a date');
    expect(state.draft?.conditions[0]?.value).toBe('soon');
  });

  test('buttons add and remove conditions and groups', () => {
    const base =
      'f.logic=and&f.0.field=role&f.0.op=is&f.0.value=member&f.1.field=email&f.g0.logic=or&f.g0.0.field=email';
    const draftAfter = (action: string) => parse(`${base}&do=${action}`).draft;
    expect(draftAfter('add')?.conditions).toHaveLength(3);
    expect(draftAfter('group')?.groups).toHaveLength(2);
    expect(draftAfter('add:g0')?.groups[0]?.conditions).toHaveLength(2);
    expect(draftAfter('remove:0')?.conditions.map(({ field }) => field)).toEqual(['email']);
    expect(draftAfter('remove:g0.0')?.groups).toEqual([]);
    expect(draftAfter('remove:g7.1')?.groups).toHaveLength(1);
    expect(draftAfter('nonsense')?.conditions).toHaveLength(2);
  });
});

const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => text.trim() === text && text !== '');
const anyCondition = fc.oneof(
  fc.record({
    field: fc.constant('email'),
    op: fc.constantFrom('contains' as const, 'starts_with' as const),
    value: anyText,
  }),
  fc.record({
    field: fc.constant('role'),
    op: fc.constantFrom('is' as const, 'is_not' as const),
    value: anyText,
  }),
  fc.record({
    field: fc.constant('created_at'),
    op: fc.constantFrom('before' as const, 'on' as const),
    value: fc.constant('2026-11-24'),
  }),
);
const anyGroup = fc.record({
  logic: fc.constantFrom('and' as const, 'or' as const),
  conditions: fc.array(anyCondition, { minLength: 1, maxLength: 3 }),
});
const anyState: fc.Arbitrary<Partial<TableState>> = fc.record({
  page: fc.integer({ min: 1, max: 1000 }),
  size: fc.constantFrom(10, 25, 50, 100),
  sort: fc.record({
    key: fc.constantFrom('username', 'email', 'created_at'),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
  }),
  search: fc.oneof(fc.constant(''), anyText),
  filter: fc.record({
    logic: fc.constantFrom('and' as const, 'or' as const),
    conditions: fc.array(anyCondition, { minLength: 1, maxLength: 3 }),
    groups: fc.array(anyGroup, { maxLength: 2 }),
  }),
  extras: fc.dictionary(fc.constantFrom('action', 'from'), anyText),
});

test('any list has an address, and the address leads back to it', () =>
  fc.assert(
    fc.property(anyState, (change) => {
      const state = { ...parse(''), ...change };
      const href = tableHref(users, state);
      expect(parse(href.slice(href.indexOf('?')))).toEqual(state);
    }),
  ));

test('no address causes a failure, and every state has an address', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom(
            'page',
            'per_page',
            'sort',
            'dir',
            'q',
            'filter',
            'columns',
            'col',
            'up',
            'do',
            'f.logic',
            'f.0.field',
            'f.g0.logic',
            'chosen',
          ),
          fc.oneof(fc.string({ unit: anyCharacter }), fc.json()),
        ),
      ),
      (pairs) => {
        const state = parseTable(users, new URLSearchParams(pairs));
        expect(tableHref(users, state)).toMatch(/^\/users/);
        expect(state.size).toBeLessThanOrEqual(100);
      },
    ),
  ));

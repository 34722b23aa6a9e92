import { expect, test } from 'vitest';
import { queryOf, savedViewsFrom, savedViewsText, withoutView, withView } from './saved-views.ts';

const table = {
  path: '/users',
  columns: [
    { key: 'name', label: 'Name', sort: 'name' },
    { key: 'email', label: 'Email', sort: 'email' },
  ],
  sort: { key: 'name', direction: 'asc' },
} as const;

const views = [
  { name: 'Editors', query: 'q=e' },
  { name: 'Guests', query: 'q=g' },
];

test('views survive being stored', () => {
  expect(savedViewsFrom(savedViewsText(views))).toEqual(views);
});

test.each([null, '', '{', '[1]', '{"name":"x"}'])(
  '%s holds no views, and breaks nothing',
  (text) => {
    expect(savedViewsFrom(text)).toEqual([]);
  },
);

test('a view replaces one of the same name, ignoring case', () => {
  expect(withView(views, { name: 'EDITORS', query: 'q=x' })).toEqual([
    { name: 'EDITORS', query: 'q=x' },
    views[1],
  ]);
  expect(withView(views, { name: 'New', query: '' })).toHaveLength(3);
  expect(withoutView(views, 'Guests')).toEqual([views[0]]);
});

test('a view stores known parameters, starting at the first page', () => {
  expect(queryOf(table, '/users?q=a&page=4&x=1&sort=email&dir=desc')).toBe(
    'q=a&sort=email&dir=desc',
  );
});

test.each(['https://example.com/users?q=a', '/roles?q=a', '//example.com', '/users?filter=%7B'])(
  '%s is no list of users',
  (address) => {
    expect(queryOf(table, address)).toBeUndefined();
  },
);

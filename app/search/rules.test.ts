import { expect, test } from 'vitest';
import type { MenuModule } from '../ui/menu.ts';
import { type FoundPages, findActions, findPages, rankOf } from './rules.ts';

const page = (label: string) => ({
  label,
  to: `/${label.toLowerCase().replaceAll(' ', '-')}`,
  icon: 'point' as const,
});
const all = ({ byName, byModule }: FoundPages) => [...byName, ...byModule];
const menu: readonly MenuModule[] = [
  { entries: [page('Dashboard')] },
  {
    label: 'Admin',
    entries: [page('Users'), page('Audit log'), page('Data manager'), page('Menu builder')],
  },
];

test.each([
  ['Users', 'us', 0],
  ['Audit log', 'LOG', 1],
  ['Menu builder', 'build', 1],
  ['Dashboard', 'board', 2],
  ['Users', 'zz', undefined],
  ['Users', ' users ', 0],
])('%s fits %s: %s', (name, words, rank) => expect(rankOf(name, words)).toBe(rank));

test.each([
  ['', ['Dashboard', 'Users', 'Audit log', 'Data manager', 'Menu builder']],
  ['da', ['Dashboard', 'Data manager']],
  ['admin', ['Users', 'Audit log', 'Data manager', 'Menu builder']],
  ['log', ['Audit log']],
  ['nothing', []],
])('“%s” finds the best first', (words, labels) =>
  expect(all(findPages(menu, words)).map(({ label }) => label)).toEqual(labels),
);

test('matches by name come before matches by module', () => {
  const { byName, byModule } = findPages(
    [...menu, { label: 'Data', entries: [page('Imports')] }],
    'data',
  );
  expect([byName, byModule].map((found) => found.map(({ label, note }) => [label, note]))).toEqual([
    [['Data manager', 'Admin']],
    [['Imports', 'Data']],
  ]);
});

test('never more than ten', () =>
  expect(
    all(
      findPages(
        [{ entries: Array.from({ length: 30 }, (_, place) => page(`Page ${place}`)) }],
        'page',
      ),
    ),
  ).toHaveLength(10));

const actions = [
  { label: 'New user', to: '/users/new', words: 'add create person account' },
  { label: 'New role', to: '/roles/new', words: 'add create' },
  { label: 'Change password', to: '/account', words: 'secret' },
];

test.each([
  ['new user', ['New user']],
  ['new', ['New user', 'New role']],
  ['user', ['New user']],
  ['add person', ['New user']],
  ['create ro', ['New role']],
  ['PASS', ['Change password']],
  ['secret', ['Change password']],
  ['new meeting', []],
  ['', []],
])('“%s” finds an action', (words, labels) =>
  expect(findActions(actions, words).map(({ label }) => label)).toEqual(labels),
);

test('of pages and of actions the best fit comes first, wherever it stands', () => {
  const pages = [page('The board'), page('Dashboard'), page('Board')];
  expect(all(findPages([{ entries: pages }], 'board')).map(({ label }) => label)).toEqual([
    'Board',
    'The board',
    'Dashboard',
  ]);
  const offers = [
    { label: 'Old one', to: '/a', words: 'board' },
    { label: 'Dashboard', to: '/b', words: '' },
    { label: 'Board', to: '/c', words: '' },
  ];
  expect(findActions(offers, 'board').map(({ label }) => label)).toEqual([
    'Board',
    'Dashboard',
    'Old one',
  ]);
});

test('never more than five actions, and none for blanks', () => {
  const many = Array.from({ length: 9 }, (_, place) => ({
    label: `New ${place}`,
    to: '/x',
    words: 'add  more',
  }));
  expect(findActions(many, 'new')).toHaveLength(5);
  expect(findActions(many, '  ')).toEqual([]);
  expect(findActions(many.slice(0, 1), '  more   new  ')).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { MenuGroup } from '../ui/menu.ts';
import { findPages, rankOf } from './rules.ts';

const page = (label: string) => ({ label, to: `/${label.toLowerCase().replaceAll(' ', '-')}`, icon: 'point' as const });
const menu: readonly MenuGroup[] = [
  { items: [page('Dashboard')] },
  { label: 'Admin', items: [page('Users'), page('Audit Log'), page('Data Manager'), page('Menu Builder')] },
];

test.each([
  ['Users', 'us', 0],
  ['Audit Log', 'LOG', 1],
  ['Menu Builder', 'build', 1],
  ['Dashboard', 'board', 2],
  ['Users', 'zz', undefined],
  ['Users', ' users ', 0],
])('%s fits %s: %s', (name, words, rank) => expect(rankOf(name, words)).toBe(rank));

test.each([
  ['', ['Dashboard', 'Users', 'Audit Log', 'Data Manager', 'Menu Builder']],
  ['da', ['Dashboard', 'Data Manager']],
  ['admin', ['Users', 'Audit Log', 'Data Manager', 'Menu Builder']],
  ['log', ['Audit Log']],
  ['nothing', []],
])('“%s” finds the best first', (words, labels) => expect(findPages(menu, words).map(({ label }) => label)).toEqual(labels));

test('never more than ten', () =>
  expect(findPages([{ items: Array.from({ length: 30 }, (_, place) => page(`Page ${place}`)) }], 'page')).toHaveLength(10));

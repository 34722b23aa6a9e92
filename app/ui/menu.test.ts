import { expect, test } from 'vitest';
import { activeEntry, breadcrumb, type MenuModule } from './menu.ts';

const menu: readonly MenuModule[] = [
  { entries: [{ label: 'Dashboard', to: '/dashboard', icon: 'home' }] },
  {
    label: 'Governance',
    entries: [
      { label: 'Terms of Reference', to: '/tor', icon: 'charter' },
      { label: 'Meeting outlook', to: '/tor/outlook', icon: 'calendar' },
    ],
  },
  {
    label: 'Admin',
    entries: [
      { label: 'Roles', to: '/roles', icon: 'key' },
      { label: 'Role builder', to: '/roles/builder', icon: 'grid' },
    ],
  },
];

test.each([
  ['/tor', 'Terms of Reference'],
  ['/tor/', 'Terms of Reference'],
  ['/tor/7/meetings', 'Terms of Reference'],
  ['/tor/outlook', 'Meeting outlook'],
  ['/tor/outlook/week', 'Meeting outlook'],
  ['/tor/outlooks', 'Terms of Reference'],
  ['/toronto', undefined],
  ['/roles/builder/4', 'Role builder'],
  ['/roles/4', 'Roles'],
  ['/', undefined],
  ['/account', undefined],
])('spec menu#active-entry: %s lights %s', (path, label) =>
  expect(activeEntry(menu, path)?.entry.label).toBe(label),
);

test('spec menu#module-links: a module leads to its first page that may be opened', () => {
  expect(breadcrumb(menu, '/roles/builder', 'Role builder')).toEqual([
    { label: 'Admin', to: '/roles' },
    { label: 'Role builder' },
  ]);
});

test('the way to a page: module, entry, what lies between, the page', () => {
  expect(
    breadcrumb(menu, '/tor/7/meetings/9', '24 November', [
      { label: 'Change Advisory Board', to: '/tor/7' },
    ]),
  ).toEqual([
    { label: 'Governance', to: '/tor' },
    { label: 'Terms of Reference', to: '/tor' },
    { label: 'Change Advisory Board', to: '/tor/7' },
    { label: '24 November' },
  ]);
  expect(breadcrumb(menu, '/dashboard', 'Good morning')).toEqual([{ label: 'Dashboard' }]);
  expect(breadcrumb(menu, '/account', 'Account')).toEqual([{ label: 'Account' }]);
});

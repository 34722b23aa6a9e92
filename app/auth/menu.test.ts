import { expect, test } from 'vitest';
import { type MenuRow, visibleMenu } from './menu.ts';

const row = (
  name: string,
  { parent = null, permitted = true, url = `/${name.replace('.', '/')}` }: Partial<MenuRow> = {},
): MenuRow => ({
  name,
  label: name,
  url,
  parent,
  permitted,
});

const shown = (...rows: MenuRow[]) =>
  visibleMenu(rows).map(({ label, entries }) => [label, ...entries.map(({ to }) => to)]);

test('spec menu#visibility: modules show what may be opened in them', () => {
  expect(
    shown(
      row('dashboard'),
      row('admin', { permitted: false }),
      row('admin.users', { parent: 'admin' }),
      row('admin.roles', { parent: 'admin', permitted: false }),
      row('governance'),
      row('governance.tor', { parent: 'governance', permitted: false }),
      row('secret', { permitted: false }),
    ),
  ).toEqual([
    [undefined, '/dashboard'],
    ['admin', '/admin/users'],
  ]);
});

test.each(['https://example.com', '//example.com', '/\\example.com', 'javascript:alert(1)', ''])(
  'an entry that leads away is left out: %s',
  (url) => {
    expect(shown(row('a', { url }), row('m'), row('m.a', { parent: 'm', url }))).toEqual([]);
  },
);

test('an entry of a module that is gone is left out', () => {
  expect(shown(row('x', { parent: 'gone' }))).toEqual([]);
});

test.each(['constructor', '__proto__', 'toString'])('a name like %s has the plain icon', (name) => {
  expect(visibleMenu([row(name)])[0]?.entries[0]?.icon).toBe('point');
});

test('spec menu#visibility: an entry whose page is still to come is not shown, and a module that has only such goes with them', () => {
  const rows = [row('governance'), row('governance.map', { parent: 'governance' }), row('users')];
  expect(
    visibleMenu(rows, (address) => address === '/users').map(({ entries }) =>
      entries.map(({ to }) => to),
    ),
  ).toEqual([['/users']]);
});

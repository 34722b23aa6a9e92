import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../any-character.fixture.ts';
import { routeTree } from './route-tree.ts';

const tree = (...lines: string[]) =>
  routeTree(
    lines.map((line) => {
      const [method = '', path = ''] = line.split(' ');
      return { method, path };
    }),
  );

const users = tree(
  'GET /users',
  'POST /users',
  'GET /users/new',
  'GET /users/:id',
  'POST /users/:id',
  'POST /users/bulk-delete',
  'GET /files/:name(text)',
  'GET /',
);

describe('finding a route', () => {
  test.each([
    ['GET', '/users', '/users', {}],
    ['GET', '/', '/', {}],
    ['HEAD', '/users', '/users', {}],
    ['GET', '/users/17', '/users/:id', { id: '17' }],
    ['GET', '/users/9223372036854775807', '/users/:id', { id: '9223372036854775807' }],
    ['GET', '/files/a%20b', '/files/:name(text)', { name: 'a b' }],
    ['GET', '/files/17', '/files/:name(text)', { name: '17' }],
  ])('%s %s', (method, path, route, params) => {
    expect(users.match(method, path)).toMatchObject({
      kind: 'found',
      route: { path: route },
      params,
    });
  });

  test('spec requests#routes: literals take precedence over ids, in any order', () => {
    expect(users.match('GET', '/users/new')).toMatchObject({ route: { path: '/users/new' } });
    expect(users.match('POST', '/users/bulk-delete')).toMatchObject({
      route: { path: '/users/bulk-delete' },
    });
  });

  test.each([
    '/user',
    '/users/',
    '/users/x',
    '/users/0',
    '/users/017',
    '/users/-1',
    '/users/1e3',
    '/users/9223372036854775808',
    '/users/1/edit',
    '//',
    '/files/',
    '/files/%',
    '/files/%00',
  ])('nothing at %s', (path) => {
    expect(users.match('GET', path)).toEqual({ kind: 'nothing' });
  });

  test.each([
    ['DELETE', '/users', ['GET', 'HEAD', 'POST']],
    ['POST', '/users/new', ['GET', 'HEAD']],
    ['GET', '/users/bulk-delete', ['POST']],
    ['OPTIONS', '/users/17', ['GET', 'HEAD', 'POST']],
  ])('spec requests#routes: %s %s is the wrong method', (method, path, allowed) => {
    expect(users.match(method, path)).toEqual({ kind: 'method', allowed });
  });

  test('no path makes it fail', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter }),
        fc.constantFrom('GET', 'POST', 'x'),
        (path, method) => void users.match(method, `/${path}`),
      ),
    ));
});

test.each([
  ['GET /users', 'GET /users'],
  ['GET /users/:id', 'GET /users/:user'],
  ['GET /a/:x(text)/b', 'GET /a/:y(text)/b'],
])(
  'two routes that answer the same requests keep the server from starting: %s and %s',
  (one, other) => {
    expect(() => tree(one, other)).toThrow('answer the same requests');
  },
);

test('an id and a text may stand in the same place', () => {
  const both = tree('GET /x/:id', 'GET /x/:name(text)');
  expect(both.match('GET', '/x/5')).toMatchObject({ route: { path: '/x/:id' } });
  expect(both.match('GET', '/x/five')).toMatchObject({ route: { path: '/x/:name(text)' } });
});

import { expect, test } from 'vitest';
import { type Addition, additionsTo, withdrawal } from './foreign-fields.ts';

const manager = 'ours';
const everything = () => true;
const object = (spec: object, ...managedFields: object[]) => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'thing', uid: 'u', resourceVersion: '7', managedFields },
  spec,
});
const theirs = (fields: object, more: object = {}) => ({
  manager: 'theirs',
  operation: 'Update',
  fieldsV1: { 'f:spec': fields },
  ...more,
});
const wish = { spec: { items: [{ name: 'a', size: 1 }], on: true } };
const additions = (live: ReturnType<typeof object>) =>
  additionsTo(wish, live, { manager, isOurs: everything }).map(({ path }) => path.join('/'));

test.each<[string, ReturnType<typeof object>, string[]]>([
  ['a field', object({ ...wish.spec, more: 1 }, theirs({ 'f:more': {} })), ['spec/more']],
  [
    'an item as a whole, at its place',
    object(
      {
        items: [
          { name: 'b', size: 2 },
          { name: 'a', size: 1 },
        ],
      },
      theirs({ 'f:items': { 'k:{"name":"b"}': { '.': {}, 'f:size': {} } } }),
    ),
    ['spec/items/0'],
  ],
  [
    'a field of an item that is wished',
    object(
      { items: [{ name: 'a', size: 1, colour: 'red' }] },
      theirs({ 'f:items': { 'k:{"name":"a"}': { 'f:colour': {} } } }),
    ),
    ['spec/items/0/colour'],
  ],
  [
    'no value that is wished otherwise: that is applied',
    object({ ...wish.spec, on: false }, theirs({ 'f:on': {} })),
    [],
  ],
  ['nothing that is gone already', object(wish.spec, theirs({ 'f:more': {} })), []],
  ['no default, which nobody set', object({ ...wish.spec, more: 1 }), []],
  [
    'nothing that was added to our own write',
    object({ ...wish.spec, more: 1 }, { ...theirs({ 'f:more': {} }), manager }),
    [],
  ],
  [
    'no status',
    object({ ...wish.spec, more: 1 }, theirs({ 'f:more': {} }, { subresource: 'status' })),
    [],
  ],
  [
    'what two set, once',
    object({ ...wish.spec, more: 1 }, theirs({ 'f:more': {} }), {
      ...theirs({ 'f:more': {} }),
      manager: 'others',
    }),
    ['spec/more'],
  ],
])('additions are %s', (_, live, expected) => {
  expect(additions(live)).toEqual(expected);
});

test('a withdrawal tests what it takes out, and takes items from the end', () => {
  const items = Array.from({ length: 11 }, (_, size) => ({ size }));
  const live = { ...object({ items }), data: { 'a/b~c': 'x' } };
  const found: Addition[] = [
    { path: ['spec', 'items', 2], manager: 'x' },
    { path: ['spec', 'items', 10], manager: 'x' },
    { path: ['data', 'a/b~c'], manager: 'x' },
  ];
  expect(withdrawal(found, live)).toEqual([
    { op: 'test', path: '/metadata/uid', value: 'u' },
    { op: 'test', path: '/spec/items/10', value: { size: 10 } },
    { op: 'test', path: '/spec/items/2', value: { size: 2 } },
    { op: 'test', path: '/data/a~1b~0c', value: 'x' },
    { op: 'remove', path: '/spec/items/10' },
    { op: 'remove', path: '/spec/items/2' },
    { op: 'remove', path: '/data/a~1b~0c' },
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ContentsTally, differences } from './digest.ts';
import type { GraphProperties } from './projection.ts';

const node = (properties: GraphProperties, labels = ['tor']) => ({ labels, properties });
const contents = (...nodes: ReturnType<typeof node>[]) => {
  const tally = new ContentsTally();
  for (const one of nodes) tally.addNode(one);
  return tally.contents();
};

test('the order of parts and of their properties does not matter', () =>
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.string()), { maxLength: 8 }), (all) => {
      const turned = all
        .map((properties) => Object.fromEntries(Object.entries(properties).reverse()))
        .reverse();
      expect(contents(...turned.map((one) => node(one)))).toEqual(
        contents(...all.map((one) => node(one))),
      );
    }),
  ));

test.each([
  ['a value', node({ a: '1' }), node({ a: '2' })],
  ['a type of value', node({ a: '1' }), node({ a: { whole: '1' } })],
  ['a boolean that became text', node({ a: true }), node({ a: 'true' })],
  ['a further property', node({ a: '1' }), node({ a: '1', b: '' })],
  ['a label', node({ a: '1' }), node({ a: '1' }, ['tor', 'strange'])],
])('%s makes a different digest', (_, a, b) =>
  expect(contents(a).digest).not.toBe(contents(b).digest),
);

test('a duplicate counts twice', () => {
  expect(contents(node({ a: '1' }), node({ a: '1' })).digest).not.toBe(contents().digest);
  expect(contents(node({ a: '1' }), node({ a: '1' })).nodes).toBe(2);
});

test('bookkeeping does not count', () => {
  expect(contents(node({ a: '1', gen: 'x', seq: { whole: '7' } }))).toEqual(
    contents(node({ a: '1', gen: 'y' })),
  );
});

test('differences list missing items before properties', () => {
  expect(differences(contents(node({})), contents(node({})))).toEqual([]);
  expect(differences(contents(node({}), node({})), contents(node({})))).toEqual([
    'node tor: 1 instead of 2',
  ]);
  expect(differences(contents(node({ a: '1' })), contents(node({ a: '2' })))).toEqual([
    'the counts are equal but some properties differ',
  ]);
});

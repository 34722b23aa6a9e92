import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest } from './suggest.ts';

const fields = ['replicas', 'image', 'imagePullSecret', 'host', 'logLevel', 'rollout', 'resync'];

test.each([
  ['replica', 'replicas'],
  ['Image', 'image'],
  ['hots', 'host'],
  ['loglevel', 'logLevel'],
  ['roll-out', 'rollout'],
  ['x', undefined],
  ['database', undefined],
])('%s was meant to be %s', (word, meant) => expect(nearest(word, fields)).toBe(meant));

test('a distance is zero for the same word only, and the same in both directions', () =>
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(editDistance(one, other)).toBe(editDistance(other, one));
      expect(editDistance(one, other) === 0).toBe(one === other);
    }),
  ));

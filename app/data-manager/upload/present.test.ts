import { expect, test } from 'vitest';
import { nameOfItem } from './present.ts';

test.each([
  ['entity', { entity_type: 'user', name: 'alice' }, 'user:alice'],
  ['entity', { entity_type: 'user' }, 'user:?'],
  ['entity', { entity_type: '', name: 'tor/one' }, 'tor/one'],
  [
    'entity',
    { entity_type: '', name: '', label: 'One' },
    '{"entity_type":"","name":"","label":"One"}',
  ],
  [
    'relation',
    { relation_type: 'has_role', source: 'user:alice', target: 'role:admin' },
    'has_role: user:alice → role:admin',
  ],
  ['entity', 7, '7'],
] as const)('an %s such as %j is recognised as %s', (kind, item, name) => {
  expect(nameOfItem({ kind, item })).toBe(name);
});

import { expect, test } from 'vitest';
import { detailsOf } from './present.ts';

const read = (details: unknown) =>
  detailsOf({ details: typeof details === 'string' ? details : JSON.stringify(details) });

test('spec warnings#detail: details are facts with names; ids and keys are left out', () =>
  expect(
    read({
      ...{ dedup: 'x', tor_id: 4, tor_label: 'Board', path: '/tor/4', user_ids: [1] },
      vacant_positions: [
        { id: 1, label: 'Chair' },
        { id: 2, label: 'Member' },
      ],
    }),
  ).toEqual({
    path: '/tor/4',
    text: undefined,
    facts: [
      { term: 'Tor label', values: ['Board'] },
      { term: 'Vacant positions', values: ['Chair', 'Member'] },
    ],
  }));

test.each([
  ['a text', 'no JSON', { facts: [], text: 'no JSON' }],
  ['a list', '[1]', { facts: [], text: '[1]' }],
  ['nothing but empty values', { note: '', who: null, list: [] }, { facts: [] }],
  [
    'numbers and unknown objects',
    { size_mb: 7, more: { a: 1 } },
    {
      facts: [
        { term: 'Size mb', values: ['7'] },
        { term: 'More', values: ['{"a":1}'] },
      ],
    },
  ],
  ['a path to another site', { path: '//elsewhere.test' }, { path: undefined }],
])('details of %s', (_, details, shown) => expect(read(details)).toMatchObject(shown));

test('a warning without details has none', () =>
  expect(detailsOf({ details: null })).toEqual({ facts: [], path: undefined, text: undefined }));

import { expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import { lexemesOf, typesFor } from './items.ts';

test.each([
  ['release window', `'release' & 'window':*`],
  ['  Fare-engine 4.2 ', `'Fare' & 'engine' & '4' & '2':*`],
  [`o'clock`, `'o' & 'clock':*`],
  ['Größe', `'Größe':*`],
  ['§type:proposal | a:b', `'type' & 'proposal' & 'a' & 'b':*`],
  ['!&|():*\\', ''],
  ['', ''],
  ['a b c d e f g h i j', `'a' & 'b' & 'c' & 'd' & 'e' & 'f' & 'g' & 'h':*`],
])('spec search#items: the query of %j is %s', (words, query) =>
  expect(lexemesOf(words)).toBe(query),
);

test.each<[PermissionCode[], string[]]>([
  [[], []],
  [['suggestion.view'], ['suggestion']],
  [['minutes.approve'], ['minutes_section']],
  [['agenda.view'], ['agenda_point', 'coa', 'coa_section', 'decision']],
  [['tor.edit'], []],
])('spec search#items: with %j a user finds %j', (held, types) =>
  expect(typesFor(new Set(held))).toEqual(types),
);

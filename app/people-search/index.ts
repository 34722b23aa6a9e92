import { entityTypes } from '../declarations.ts';
import {
  field,
  type ListIndex,
  property,
  searchedIn,
  searchIndex,
  sortIndex,
} from '../ontology/list/index.ts';

/** Where words are sought that are meant for people: what they are called, and their address. */
export const peopleSearch = searchedIn('user', [
  field('label'),
  field('name'),
  property(entityTypes.user, 'email'),
]);

/** Indices that lists of people need beside those of every list. */
export const peopleIndices: readonly ListIndex[] = [
  sortIndex('user_email', 'user', property(entityTypes.user, 'email')),
  searchIndex('user_search', peopleSearch),
];

import { entityTypes } from '../declarations.ts';
import {
  field,
  type ListIndex,
  property,
  searchedIn,
  searchIndex,
  sortIndices,
} from '../ontology/list/index.ts';

/** The searched texts of users: display name, user name and email. */
export const peopleSearch = searchedIn('user', [
  field('label'),
  field('name'),
  property(entityTypes.user, 'email'),
]);

/** Indices of user lists in addition to those of every list. */
export const peopleIndices: readonly ListIndex[] = [
  ...sortIndices('user_email', 'user', property(entityTypes.user, 'email')),
  searchIndex('user_search', peopleSearch),
];

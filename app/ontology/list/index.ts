export {
  type Columns,
  choice,
  computed,
  field,
  labels,
  property,
  type Related,
  type RowOf,
} from './columns.ts';
export { and, type Condition, everything, not, or, scanned } from './condition.ts';
export {
  active,
  compareDay,
  compareNumber,
  contains,
  equals,
  fromFilter,
  relatedTo,
  startsWith,
} from './filter.ts';
export { type ListIndex, searchIndex, sortIndices } from './indices.ts';
export { knownId } from './known.ts';
export type { OrderBy } from './order.ts';
export { listPage, type Page, type PageRequest } from './page.ts';
export { countedUpTo, totalOf } from './rows.ts';
export { holdsWords, rowsWithWords, searchedIn, within } from './search.ts';
export { listSlices } from './slice.ts';
export { escaped, isCalled, isIndexed, like, patternsOf } from './words.ts';

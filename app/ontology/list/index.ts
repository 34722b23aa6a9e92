export {
  choice,
  computed,
  count,
  field,
  label,
  labels,
  property,
  type Related,
  type RowOf,
} from './columns.ts';
export { countedUpTo } from './count.ts';
export {
  active,
  and,
  type Condition,
  compareDay,
  compareNumber,
  contains,
  equals,
  everything,
  fromFilter,
  not,
  or,
  relatedTo,
  startsWith,
} from './filter.ts';
export { type ListIndex, searchIndex, sortIndex } from './indices.ts';
export { knownId } from './known.ts';
export type { OrderBy } from './order.ts';
export { listPage, type Page, type PageRequest } from './page.ts';
export { holdsWords, rowsWithWords, searchedIn, within } from './search.ts';
export { type Cursor, listOne, listSlice } from './slice.ts';
export { escaped, isCalled, isIndexed, like, likeInPart, patternsOf } from './words.ts';

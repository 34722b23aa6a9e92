export { ItemHistory } from './history.tsx';
export type { Linked, SubmittedItem } from './item.ts';
export { addressOfItem, type ItemKind, type ItemPath, itemKinds } from './kinds.ts';
export { moveRequestOf } from './present.ts';
export {
  belongsTo,
  isEnded,
  itemColumns,
  itemWithAuthor,
  linkedItem,
  lockItem,
  type OpenItem,
  readItem,
  type StoredItem,
} from './queries.ts';
export { buttonInput, moveInput, rejectionInput, talkQuery } from './schema.ts';

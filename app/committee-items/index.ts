export { ItemHistory } from './history.tsx';
export { addressOfItem, type ItemKind, type ItemPath, itemKinds } from './kinds.ts';
export { moveRequestOf } from './present.ts';
export { belongsTo, isEnded, itemWithAuthor, lockItem, type OpenItem } from './queries.ts';
export { buttonInput, moveInput, rejectionInput, talkQuery } from './schema.ts';

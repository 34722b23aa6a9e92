export { ItemHistory } from './history.tsx';
export { addressOfItem, type ItemKind, type ItemPath, itemKinds } from './kinds.ts';
export { belongsTo, isEnded, lockItem, type OpenItem } from './queries.ts';

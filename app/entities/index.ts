export {
  createEntity,
  createRelation,
  deleteEntity,
  deleteRelation,
  updateEntity,
} from './commands.ts';
export {
  hiddenTypes,
  isSystemType,
  isTypeName,
  mayReadType,
  mayRelate,
  mayWriteType,
  propertyReasons,
  readerOf,
  systemTypes,
} from './rules.ts';

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
  readersOf,
  systemTypes,
} from './rules.ts';

export { createEntity, createRelation, deleteEntity, deleteRelation, updateEntity } from './commands.ts';
export { hiddenTypes, isSystemType, isTypeName, mayRelate, mayWriteType, propertyReasons } from './rules.ts';

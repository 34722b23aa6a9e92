export { createEntity, createRelation, deleteEntity, deleteRelation, updateEntity } from './commands.ts';
export { hiddenTypes, isSystemType, isTypeName, mayRelate, mayWriteType, propertyReasons, systemTypes } from './rules.ts';

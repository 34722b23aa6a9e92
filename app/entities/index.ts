export { createEntity, createRelation, deleteEntity, deleteRelation, updateEntity } from './commands.ts';
export { hiddenTypes, isSystemType, isTypeName, mayRelate, mayWriteType } from './rules.ts';

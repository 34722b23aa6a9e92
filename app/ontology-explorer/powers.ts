import { deleteEntity, isSystemType, mayRelate, updateEntity } from '../entities/index.ts';
import { canRun } from '../http/policy.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { EntityPowers } from './entity-page.tsx';
import type { Direction, EntityDetail, OpenRelation } from './entity-queries.ts';

/**
 * What a user may do with an entity, by the rules of the commands, so that pages offer nothing that
 * would be refused.
 */
export function powersOf(
  entity: Pick<EntityDetail, 'type'> & Partial<EntityDetail>,
  permissions: ReadonlySet<PermissionCode>,
): EntityPowers {
  const isSystem = isSystemType(entity.type);
  const edits = canRun({ permissions }, updateEntity);
  const mayEnd = (type: string, direction: Direction, other: string): boolean =>
    edits && mayRelate(type, direction === 'out' ? entity.type : other, permissions) === true;
  return {
    isSystem,
    edit: edits && !isSystem,
    remove: canRun({ permissions }, deleteEntity) && !isSystem,
    relate: edits && openTo(entity.type, entity.open ?? [], permissions).length > 0,
    seesHistory: permissions.has('audit.view'),
    mayEnd,
  };
}

/** The relations that a user may add to an entity of a type. */
export const openTo = (
  type: string,
  open: readonly OpenRelation[],
  permissions: ReadonlySet<PermissionCode>,
): readonly OpenRelation[] =>
  open.filter(
    (each) => mayRelate(each.type, each.direction === 'out' ? type : '', permissions) === true,
  );

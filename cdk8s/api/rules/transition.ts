import type { TransitionRule } from './rule.ts';

const transition = true;
const reason = 'FieldValueForbidden';

/** Fields that never change; `self` and `oldSelf` are the spec. */
export const specTransitions: readonly TransitionRule[] = [
  {
    id: 'stage-immutable',
    field: 'spec.stage',
    transition,
    reason,
    cel: 'self.stage == oldSelf.stage',
    message: 'the stage cannot change; create another environment',
  },
  {
    id: 'database-name-immutable',
    field: 'spec.database.name',
    transition,
    reason,
    cel: 'self.database.name == oldSelf.database.name',
    message:
      'the database name cannot change; create another environment and restore a backup into it',
  },
];

/**
 * What changes only under conditions known from the status; `self` and `oldSelf` are the resource.
 */
export const resourceTransitions: readonly TransitionRule[] = [
  {
    id: 'database-moves-suspended',
    field: 'spec.database',
    transition,
    reason,
    // A wrong server may be corrected while there is no data. Later, another one would replace the
    // database in use by an empty one, so moving requires the operator to be suspended.
    cel: [
      'self.spec.suspend',
      '!has(oldSelf.status)',
      '!has(oldSelf.status.schema)',
      `has(self.spec.database.server) == has(oldSelf.spec.database.server) &&
       (!has(self.spec.database.server) || self.spec.database.server == oldSelf.spec.database.server)`.replaceAll(
        /\s+/g,
        ' ',
      ),
    ].join(' || '),
    message: 'the database holds data: set spec.suspend to true before moving it to another server',
  },
];

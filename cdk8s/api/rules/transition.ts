import type { TransitionRule } from './rule.ts';

const transition = true;
const reason = 'FieldValueForbidden';

/** What never changes; `self` and `oldSelf` are the spec. */
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
 * What changes only under conditions that the status knows; `self` and `oldSelf` are the resource.
 */
export const resourceTransitions: readonly TransitionRule[] = [
  {
    id: 'database-moves-suspended',
    field: 'spec.database',
    transition,
    reason,
    // A wrong server may be mended while there is no data yet. Later another one would bring up an
    // empty database in place of the one people work in, so moving needs the operator to stand
    // still.
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

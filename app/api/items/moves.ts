import type { z } from 'zod';
import type { Admission } from '../../http/call.ts';
import { movesFrom, statusIn, type Workflow, type WorkflowItem } from '../../workflow/index.ts';
import type { Result } from '../operation.ts';
import type { moves } from './moves-schema.ts';

/** An item with the workflow that its moves come from. */
interface Movable extends WorkflowItem {
  readonly version: string;
  readonly workflow: Workflow;
}

/** The status of an item and what is possible next, for the caller (spec api#items). */
export const movesReply = (
  { workflow, version, ...item }: Movable,
  { actor, committee }: Pick<Admission, 'actor' | 'committee'>,
): Result => ({
  version,
  body: {
    status: statusIn(workflow, item.status),
    moves: movesFrom(workflow, item, {
      permissions: actor.permissions,
      standing: committee,
    }).map((move) => ({
      ...{ to: move.to, label: move.label, is_allowed: move.isAllowed },
      needs_reason: move.needsOutcome,
      lacks: move.isAllowed ? null : move.lacks,
    })),
  } satisfies z.output<typeof moves>,
});

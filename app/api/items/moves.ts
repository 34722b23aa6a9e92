import type { z } from 'zod';
import type { Admission } from '../../http/call.ts';
import type { Guarded } from '../../http/policy.ts';
import type { SignedIn } from '../../http/visit.ts';
import type { Outcome } from '../../ontology/outcome.ts';
import { movesFrom, statusIn, type Workflow, type WorkflowItem } from '../../workflow/index.ts';
import { type Operation, operation, type Result } from '../operation.ts';
import { savedBy } from '../outcome.ts';
import { type ItemCall, pathOf } from './item-call.ts';
import { moves, newMove } from './moves-schema.ts';

/** An item with the workflow that its moves come from. */
interface Movable extends WorkflowItem {
  readonly version: string;
  readonly workflow: Workflow;
}

type MoveCall = ItemCall & Pick<Admission, 'actor' | 'committee'>;

/** How items of a kind are moved through their workflow. */
interface Moving {
  /** In the ids of the operations. */
  readonly name: 'Suggestion' | 'Proposal' | 'AgendaPoint' | 'Meeting';
  /** In their paths. */
  readonly at: 'suggestions' | 'proposals' | 'agenda-points' | 'meetings';
  readonly policy: Guarded;
  readonly reply: z.ZodType;
  readonly find: (call: MoveCall) => Promise<Movable>;
  readonly one: (call: MoveCall) => Promise<Result>;
  readonly move: (
    actor: SignedIn,
    wanted: ReturnType<typeof pathOf> & { readonly to: string; readonly outcome?: string },
  ) => Promise<Outcome<unknown>>;
}

/** The moves of an item, and moving it (spec api#items). */
export function moveOperations({ name, at, policy, reply, ...item }: Moving): readonly Operation[] {
  const path = `/tors/:id/${at}/:item/moves` as const;
  return [
    operation({
      ...{ id: `list${name}Moves`, method: 'get', path, policy, reply: moves },
      run: async (call) => movesReply(await item.find(call), call),
    }),
    operation({
      ...{ id: `move${name}`, method: 'post', path, policy, reply, body: newMove },
      ...{ refusals: [409], versioned: true, repeatable: true },
      run: async (call) => {
        const { to, reason: outcome } = call.input;
        const wanted = { ...pathOf(call), to, ...(outcome !== undefined && { outcome }) };
        savedBy(await item.move(call.actor, wanted));
        return item.one(call);
      },
    }),
  ];
}

/** The status of an item and the next moves of the caller. */
const movesReply = (
  { workflow, version, ...item }: Movable,
  { actor, committee }: MoveCall,
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

import { type BodyRequirement, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { type Command, type CommandContext, command } from '../ontology/command.ts';
import type { AuditAction } from '../ontology/declared.ts';
import { type Change, savedAll } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { type ItemOfCommittee, lockItemOf, type Moved, moveItem } from './move.ts';
import type { Scope } from './scope.ts';

/** A transition that a user requests. */
export interface TransitionInput extends ItemOfCommittee {
  /** Code of the wanted status, for commands that do not name one. */
  readonly to?: string | undefined;
  /** The reason. */
  readonly outcome?: string | undefined;
}

interface TransitionOptions<Input extends TransitionInput> {
  readonly scope: Scope;
  /** Code of the status that the command leads to. Omitted: the input names it. */
  readonly to?: string;
  /** The requirement of the command in the committee, before the workflow decides. */
  readonly may: BodyRequirement;
  /** Name of the form field of the reason. */
  readonly outcomeField?: string;
  /** What else changes with it, in the same transaction. Returns further changes for the audit log. */
  readonly effect?: (
    tx: Tx,
    moved: Moved,
    context: CommandContext<Input>,
  ) => Promise<readonly Change[]>;
}

/**
 * Defines the command that moves items of a scope (spec workflow#transitions): locks the item, asks
 * the workflow with all properties, writes the new status, records the move and runs the effect, in
 * one transaction. Its value is the item afterwards. Of two requests at once the second one is
 * refused, because it finds the new status.
 */
export const transition = <Input extends TransitionInput = TransitionInput>(
  action: AuditAction,
  { scope, to, may, outcomeField, effect }: TransitionOptions<Input>,
): Command<Input, EntitySnapshot> =>
  command<Input, EntitySnapshot>(
    action,
    { may: inItsBody(may, ({ tor }) => tor) },
    async (tx, context) => {
      const { input, actor, now } = context;
      const item = await lockItemOf(tx, scope, input);
      const moved = await moveItem(tx, {
        ...{ scope, item, committee: input.tor, outcome: input.outcome, actor, now },
        to: to ?? input.to ?? '',
        ...(outcomeField !== undefined && { outcomeField }),
      });
      const { before, after, ground, version } = moved;
      const target = { type: after.type, id: after.id, label: after.label };
      const further = (await effect?.(tx, moved, context)) ?? [];
      const details = { ground, workflow_version: version };
      return savedAll([{ target, before, after, details }, ...further], after);
    },
  );

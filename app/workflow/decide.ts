import type { Standing } from '../authority/index.ts';
import { type Definition, statusIn, type Transition, type WorkflowItem } from './definition.ts';

/** Who asks: permissions, and what they hold in the item's committee. */
export interface Asker {
  readonly permissions: ReadonlySet<string>;
  /** `undefined`: the scope has no committees, so permissions alone decide. */
  readonly standing: Standing | undefined;
}

/** Why a transition is not allowed. */
type Lack = 'permission' | 'condition';

/** A transition out of the current status, as one user sees it. */
export type Move = Transition &
  (
    | { readonly isAllowed: true; readonly ground: string | null }
    | { readonly isAllowed: false; readonly lacks: Lack }
  );

/** The answer to a requested transition. */
export type Decision =
  | { readonly kind: 'allowed'; readonly transition: Transition; readonly ground: string | null }
  | { readonly kind: 'refused'; readonly why: Lack | 'no_transition' }
  | { readonly kind: 'outcome_missing'; readonly transition: Transition };

/** Each transition out of an item's status: allowed, or the reason (spec workflow#decision). */
export function movesFrom(
  definition: Definition,
  item: WorkflowItem,
  asker: Asker,
): readonly Move[] {
  const status = statusIn(definition, item.status);
  return definition.transitions
    .filter(({ from }) => from === status)
    .map((transition): Move => {
      const ground = groundOf(transition, asker);
      if (ground === undefined) return { ...transition, isAllowed: false, lacks: 'permission' };
      if (!holds(transition.condition, item))
        return { ...transition, isAllowed: false, lacks: 'condition' };
      return { ...transition, isAllowed: true, ground };
    });
}

/**
 * Decides on a requested transition (spec workflow#decision).
 * @param to code of the wanted status
 * @param outcome the reason that was given
 */
export function decide(
  definition: Definition,
  item: WorkflowItem,
  asker: Asker,
  { to, outcome = '' }: { readonly to: string; readonly outcome?: string | undefined },
): Decision {
  const move = movesFrom(definition, item, asker).find((one) => one.to === to);
  if (move === undefined) return { kind: 'refused', why: 'no_transition' };
  if (!move.isAllowed) return { kind: 'refused', why: move.lacks };
  if (move.needsOutcome && outcome.trim() === '')
    return { kind: 'outcome_missing', transition: move };
  return { kind: 'allowed', transition: move, ground: move.ground };
}

/**
 * What allows a transition: the permission with a position in the committee, or the capability of a
 * position there; `null` if nothing is required, `undefined` if it is not allowed.
 */
function groundOf(
  { permission, capability }: Transition,
  { permissions, standing }: Asker,
): string | null | undefined {
  const isInside =
    standing === undefined || standing.isMember || permissions.has('tor.edit' satisfies string);
  if (permission === null && capability === null) return isInside ? null : undefined;
  if (permission !== null && permissions.has(permission) && isInside) return permission;
  if (capability !== null && standing?.capabilities.has(capability) === true) return capability;
  return undefined;
}

/** Whether an item has the value that a condition requires; a missing property counts as empty. */
function holds(condition: string | null, { properties }: WorkflowItem): boolean {
  const at = condition?.indexOf('=') ?? -1;
  if (condition === null || at < 0) return true;
  const key = condition.slice(0, at);
  const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return (value ?? '') === condition.slice(at + 1);
}

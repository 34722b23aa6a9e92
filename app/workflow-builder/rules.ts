import { capabilities } from '../authority/index.ts';
import { workflows } from '../declarations.ts';
import type { Reason } from '../ontology/outcome.ts';
import type { Definition, Status } from '../workflow/index.ts';
import { texts } from './texts.ts';

/** Whether a text can be the scope of a workflow or the code of a status. */
export const isCode = (text: string): boolean => /^[a-z][a-z0-9_]{0,62}$/.test(text);

/** The input of a form about a status. */
export interface StatusInput {
  readonly label: string;
  readonly order: number;
  readonly isInitial: boolean;
  readonly isTerminal: boolean;
}

/** The input of a form about a transition. */
export interface TransitionInput {
  readonly label: string;
  readonly permission: string | null;
  readonly capability: string | null;
  readonly condition: string | null;
  readonly needsOutcome: boolean;
}

/** Whether code relies on a status, so that it cannot be deleted (spec workflow#builder). */
const isUsedByRoutes = (scope: string, code: string): boolean =>
  Object.hasOwn(workflows, scope) && Object.hasOwn(workflows[scope]?.statuses ?? {}, code);

/** Why a new status is refused; empty if it is not. */
export function newStatusReasons(
  { statuses }: Definition,
  code: string,
  { label }: StatusInput,
): readonly Reason[] {
  return [
    ...(isCode(code) ? [] : [{ field: 'status_code', message: texts.refused.code }]),
    ...labelReasons(label),
    ...(statuses.some((one) => one.code === code)
      ? [{ field: 'status_code', message: texts.refused.codeTaken(code) }]
      : []),
  ];
}

/** Why a change of a status is refused. A workflow keeps its only initial status. */
export function statusReasons(
  before: Status,
  { label, isInitial }: StatusInput,
): readonly Reason[] {
  return [
    ...labelReasons(label),
    ...(before.isInitial && !isInitial
      ? [{ field: 'is_initial', message: texts.refused.initial(before.label) }]
      : []),
  ];
}

/**
 * Why the deletion of a status is refused.
 * @param items number of items in this status
 */
export function statusDeletionReasons(
  { scope, statuses, transitions }: Definition,
  { code, label, isInitial }: Status,
  items: number,
): readonly Reason[] {
  const uses = transitions.filter(({ from, to }) => from === code || to === code).length;
  if (isUsedByRoutes(scope, code)) return [{ message: texts.refused.usedByRoutes(label) }];
  if (uses > 0) return [{ message: texts.refused.usedByTransitions(label, uses) }];
  if (items > 0) return [{ message: texts.refused.usedByItems(label, items) }];
  if (isInitial && statuses.length > 1) return [{ message: texts.refused.initial(label) }];
  return [];
}

/** Why a transition between two statuses, by id, is refused. */
export function newTransitionReasons(
  { statuses, transitions }: Definition,
  ends: { readonly from: string; readonly to: string },
  input: TransitionInput,
  permissions: ReadonlySet<string>,
): readonly Reason[] {
  const from = statuses.find(({ id }) => id === ends.from);
  const to = statuses.find(({ id }) => id === ends.to);
  const isDouble =
    from !== undefined &&
    to !== undefined &&
    transitions.some((one) => one.from === from.code && one.to === to.code);
  return [
    ...(from === undefined ? [{ field: 'from_status_id', message: texts.refused.from }] : []),
    ...(to === undefined ? [{ field: 'to_status_id', message: texts.refused.to }] : []),
    ...(from !== undefined && from === to
      ? [{ field: 'to_status_id', message: texts.refused.sameStatus }]
      : []),
    ...(isDouble ? [{ message: texts.refused.pairTaken(from.label, to.label) }] : []),
    ...transitionReasons(input, permissions),
  ];
}

/** Why the fields of a transition are refused. */
export function transitionReasons(
  { label, permission, capability, condition }: TransitionInput,
  permissions: ReadonlySet<string>,
): readonly Reason[] {
  return [
    ...labelReasons(label),
    ...(permission === null || permissions.has(permission)
      ? []
      : [{ field: 'required_permission', message: texts.refused.permission(permission) }]),
    ...(capability === null || capabilities.some((one) => one === capability)
      ? []
      : [{ field: 'required_capability', message: texts.refused.capability(capability) }]),
    ...(condition === null || /^[^=\s][^=]*=/.test(condition)
      ? []
      : [{ field: 'condition', message: texts.refused.condition }]),
  ];
}

const labelReasons = (label: string): readonly Reason[] =>
  label === '' ? [{ field: 'label', message: texts.refused.noLabel }] : [];

/** Statuses that no transition leads to, and statuses without a way out that are not final. */
export function gapsIn({ statuses, transitions }: Definition): {
  readonly unreachable: readonly Status[];
  readonly stuck: readonly Status[];
} {
  const reached = new Set(transitions.map(({ to }) => to));
  const left = new Set(transitions.map(({ from }) => from));
  return {
    unreachable: statuses.filter(({ code, isInitial }) => !isInitial && !reached.has(code)),
    stuck: statuses.filter(({ code, isTerminal }) => !isTerminal && !left.has(code)),
  };
}

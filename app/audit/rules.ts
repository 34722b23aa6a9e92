import { type AuditFamily, auditActions, auditFamilies } from '../declarations.ts';
import type { AuditAction } from '../ontology/declared.ts';
import { isDay, isId } from '../ontology/property.ts';
import { endOfDay, standardTimeZone, startOfDay } from '../time-zone.ts';
import type { TableState } from '../ui/table-state.ts';
import { type AuditOutcome, auditOutcomes } from './outcome.ts';
import { texts } from './texts.ts';

const actions = Object.keys(auditActions) as AuditAction[];
const families = Object.keys(auditFamilies) as AuditFamily[];

/** Which entries to show. */
export interface AuditFilter {
  /** Lower case; matched against names of users and targets and the texts of actions. */
  readonly search?: string;
  /** Actions whose text contains the search. */
  readonly searchActions?: readonly AuditAction[];
  readonly family?: AuditFamily;
  readonly action?: AuditAction;
  readonly outcome?: AuditOutcome;
  readonly actor?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  /** Start, inclusive. */
  readonly from?: Date;
  /** End, exclusive. */
  readonly until?: Date;
}

/** Where a page of entries starts: before or after an entry. */
export type Cursor = { readonly before: string } | { readonly after: string } | undefined;

export type AuditQuery =
  | { readonly ok: true; readonly filter: AuditFilter; readonly cursor: Cursor }
  | { readonly ok: false; readonly problem: string };

/** Names of the filters in the address. */
export const auditParams = [
  'action',
  'outcome',
  'actor',
  'target_type',
  'target_id',
  'from',
  'to',
  'before',
  'after',
] as const;

/**
 * Parses an address. An invalid filter is an error, never "no filter" (spec audit-log#filters); an
 * invalid position is the start of the list.
 */
export function auditQuery({
  search,
  extras,
  problem,
  timeZone = standardTimeZone,
}: Pick<TableState, 'search' | 'extras' | 'problem' | 'timeZone'>): AuditQuery {
  const wrong = problem ?? problemOf(extras);
  if (wrong !== undefined) return { ok: false, problem: wrong };
  const { outcome, actor, target_id: targetId, from, to } = extras;
  const [action, target] = [chosen(extras['action']), chosen(extras['target_type'])];
  return {
    ok: true,
    cursor: cursorOf(extras),
    filter: {
      ...(search === ''
        ? {}
        : { search: search.toLowerCase(), searchActions: actionsThatSay(search) }),
      ...actionFilter(action),
      ...(isOutcome(outcome) ? { outcome } : {}),
      ...(actor === undefined ? {} : { actor }),
      ...(target === undefined ? {} : { targetType: target }),
      ...(targetId === undefined ? {} : { targetId }),
      ...(from === undefined ? {} : { from: startOfDay(from, timeZone) }),
      ...(to === undefined ? {} : { until: endOfDay(to, timeZone) }),
    },
  };
}

/** `all` means no filter, and `user.` all actions of `user` (spec audit-log#filters). */
export const chosen = (text: string | undefined): string | undefined =>
  text === 'all' ? undefined : text?.replace(/\.$/, '');

function problemOf({
  action: asked,
  outcome,
  actor,
  target_id: targetId,
  from,
  to,
}: TableState['extras']): string | undefined {
  const action = chosen(asked);
  if (action !== undefined && Object.keys(actionFilter(action)).length === 0)
    return texts.problem.action(action);
  if (outcome !== undefined && !isOutcome(outcome)) return texts.problem.outcome(outcome);
  if (actor !== undefined && !isId(actor)) return texts.problem.actor;
  if (targetId !== undefined && !isId(targetId)) return texts.problem.target;
  const noDay = [from, to].find((day) => day !== undefined && !isDay(day));
  if (noDay !== undefined) return texts.problem.day(noDay);
  return from !== undefined && to !== undefined && from > to ? texts.problem.order : undefined;
}

/** `user` is a family, `user.created` one of its actions. */
function actionFilter(text: string | undefined): Pick<AuditFilter, 'family' | 'action'> {
  const family = families.find((known) => known === text);
  if (family !== undefined) return { family };
  const action = actions.find((known) => known === text);
  return action === undefined ? {} : { action };
}

function cursorOf({ before, after }: TableState['extras']): Cursor {
  if (before !== undefined && isId(before)) return { before };
  return after !== undefined && isId(after) ? { after } : undefined;
}

const isOutcome = (text: string | undefined): text is AuditOutcome =>
  (auditOutcomes as readonly (string | undefined)[]).includes(text);

function actionsThatSay(search: string): readonly AuditAction[] {
  const wanted = search.toLowerCase();
  return actions.filter((action) =>
    `${action} ${texts.actions[action]}`.toLowerCase().includes(wanted),
  );
}

/** Whether an address filters the list; a position does not. */
export const isFiltered = ({ search, extras }: Pick<TableState, 'search' | 'extras'>): boolean =>
  search !== '' ||
  auditParams.some((name) => name !== 'before' && name !== 'after' && extras[name] !== undefined);

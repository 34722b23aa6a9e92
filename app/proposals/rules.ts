/** Statuses in which the fields of a proposal can be edited (spec proposals#editing). */
const editable: ReadonlySet<string> = new Set(['draft', 'rejected']);

/** Whether a proposal can be edited in a status. */
export const isEditable = (status: string | undefined): boolean => editable.has(status ?? 'draft');

/** The facts that the queue knows of a proposal. */
export interface QueueFacts {
  readonly status: string | undefined;
  /** Property `ready_for_agenda`. */
  readonly isReady: boolean;
  readonly hasAgendaPoint: boolean;
}

/** Why a proposal can't be put on the queue or taken off it; `undefined`: it can. */
type QueueFault = 'not_approved' | 'queued' | 'scheduled' | 'not_queued';

/** Whether a proposal can be marked ready for an agenda (spec proposals#queue). */
export function queueFault({
  status,
  isReady,
  hasAgendaPoint,
}: QueueFacts): QueueFault | undefined {
  if (status !== 'approved') return 'not_approved';
  if (hasAgendaPoint) return 'scheduled';
  return isReady ? 'queued' : undefined;
}

/** Whether a proposal waits in the queue (spec proposals#queue). */
export const isQueued = (facts: QueueFacts): boolean => queueFault(facts) === 'queued';

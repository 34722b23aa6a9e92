import { capable, isMetBy, readStanding } from '../authority/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { alphabetical } from '../ui/words.ts';
import { type Definition, type Move, movesFrom, statusIn } from '../workflow/index.ts';
import {
  type Candidate,
  type Candidates,
  type Kind,
  kinds,
  type Task,
  type WorkFilter,
} from './work.ts';

/** Statuses in which a proposal waits for its author and for nobody else. */
const authors: ReadonlySet<string> = new Set(['draft', 'rejected']);

/** The requirement of `assignPoints`. */
const plansAgendas = capable('can_manage_agenda');

/**
 * The items that wait for a user (spec my-work#tasks): those with a next step that the user may take,
 * in each kind by due date, then those without a date, the oldest first.
 */
export function tasksOf(
  { items, definitions }: Candidates,
  permissions: ReadonlySet<PermissionCode>,
): readonly Task[] {
  const has = (code: PermissionCode) => permissions.has(code);
  const movesOf = (definition: Definition, { properties, standing }: Candidate): readonly Move[] =>
    movesFrom(
      definition,
      { status: properties['status'], properties },
      { permissions, standing: readStanding(standing) },
    ).filter(({ isAllowed }) => isAllowed);
  const task: Readonly<Record<Kind, (item: Candidate) => Pick<Task, 'moves' | 'step'>>> = {
    meetings: (item) => {
      if (item.properties['status'] !== 'completed')
        return { moves: movesOf(definitions.meetings, item) };
      const { capabilities } = readStanding(item.standing);
      const writes = has('minutes.generate') || capabilities.has('can_record_decisions');
      return { moves: [], step: writes ? 'write' : undefined };
    },
    suggestions: (item) => ({ moves: movesOf(definitions.suggestions, item) }),
    proposals: (item) => {
      const status = statusIn(definitions.proposals, item.properties['status']);
      if (status === 'approved')
        return { moves: [], step: has('agenda.queue') ? 'queue' : undefined };
      if (authors.has(status) && !item.isOwn) return { moves: [] };
      return { moves: movesOf(definitions.proposals, item) };
    },
    agenda: ({ standing }) => ({
      moves: [],
      step: isMetBy(plansAgendas, permissions, readStanding(standing)) ? 'schedule' : undefined,
    }),
    ballots: () => ({ moves: [], step: has('agenda.participate') ? 'vote' : undefined }),
    opinions: () => ({ moves: [], step: has('agenda.participate') ? 'opinion' : undefined }),
    minutes: ({ properties: { status } }) => {
      // Approved ones are candidates only for those who may still sign them.
      if (status === 'approved') return { moves: [], step: 'sign' };
      if (status === 'pending_approval')
        return { moves: [], step: has('minutes.approve') ? 'approve' : undefined };
      return { moves: [], step: has('minutes.edit') ? 'submit' : undefined };
    },
    actions: () => ({ moves: [], step: 'action' }),
  };
  return kinds.flatMap((kind) =>
    items[kind]
      .map((item): Task => ({ ...item, kind, due: dueOf(kind, item), ...task[kind](item) }))
      .filter(({ moves, step }) => moves.length > 0 || step !== undefined)
      .toSorted(inOrder),
  );
}

/** Until when an item needs the user (spec my-work#order). */
function dueOf(kind: Kind, { properties, meets }: Candidate): string | undefined {
  const { status, due_date, meeting_date, scheduled_date } = properties;
  const date = {
    actions: due_date,
    meetings: status === 'completed' ? undefined : meeting_date,
    ...{ ballots: meets ?? scheduled_date, opinions: meets ?? scheduled_date },
    agenda: scheduled_date,
    ...{ suggestions: undefined, proposals: undefined, minutes: undefined },
  }[kind];
  return date || undefined;
}

/** Behind every date. */
const noDate = '9999-99-99';

const inOrder = (one: Task, other: Task): number =>
  alphabetical(one.due ?? noDate, other.due ?? noDate) || alphabetical(one.since, other.since);

/** The tasks of a filter: each word of its search is in the item's or its committee's label. */
export function tasksIn(
  tasks: readonly Task[],
  { committee, kind, search }: WorkFilter,
): readonly Task[] {
  const words = search.toLowerCase().split(/\s+/);
  return tasks.filter((task) => {
    const text = `${task.label} ${task.committee.label}`.toLowerCase();
    return (
      (committee === undefined || task.committee.id === committee) &&
      (kind === undefined || task.kind === kind) &&
      words.every((word) => text.includes(word))
    );
  });
}

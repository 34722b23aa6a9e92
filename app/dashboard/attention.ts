import {
  addressOf,
  type Candidates,
  type Kind,
  kinds,
  mostRead,
  type Step,
  type Task,
  tasksOf,
} from '../my-work/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';

/** Rows of a group; the number beside its title counts all. */
const mostShown = 5;

/** The next step of a task: an action, or the status that the user may move it from. */
export type Deed =
  | Step
  | 'overdue'
  | 'submitted'
  | 'under_review'
  | 'draft'
  | 'rejected'
  | 'open'
  | 'confirm'
  | 'start';

/** An item that needs the user. */
export interface Need {
  readonly id: string;
  readonly label: string;
  readonly committee: string;
  readonly deed: Deed;
  /** YYYY-MM-DD; of an action item, if it has one. */
  readonly due?: string;
  readonly to: string;
}

/** The items of one kind that need the user. */
export interface NeedGroup {
  readonly kind: Kind;
  readonly total: number;
  /** Whether there may be more than `total`. */
  readonly isLeast: boolean;
  /** The first ones. */
  readonly rows: readonly Need[];
}

interface Reader {
  readonly permissions: ReadonlySet<PermissionCode>;
  /** YYYY-MM-DD */
  readonly today: string;
}

/**
 * What needs a user in their committees (spec dashboard#attention): the tasks of “My work” that are
 * due, by kind, in their order there.
 */
export function needsOf(work: Candidates, { permissions, today }: Reader): readonly NeedGroup[] {
  const tasks = tasksOf(work, permissions);
  return kinds.flatMap((kind) => {
    const needs = tasks.flatMap((task) => (groupOf(task) === kind ? needOf(task, today) : []));
    if (needs.length === 0) return [];
    const isLeast = work.items[kind].length === mostRead;
    return [{ kind, total: needs.length, isLeast, rows: needs.slice(0, mostShown) }];
  });
}

/** Minutes to write are minutes, though what waits is their meeting. */
const groupOf = ({ kind, step }: Task): Kind => (step === 'write' ? 'minutes' : kind);

function needOf(task: Task, today: string): Need[] {
  const deed = deedOf(task, today);
  if (deed === undefined) return [];
  const { kind, due } = task;
  return [
    {
      ...{ id: task.id, label: task.label, committee: task.committee.label, deed },
      ...(kind === 'actions' && due !== undefined ? { due } : {}),
      to: addressOf(task),
    },
  ];
}

/** `undefined`: nothing is due yet. */
function deedOf({ kind, due, step, moves, properties }: Task, today: string): Deed | undefined {
  if (kind === 'actions') return (due ?? today) < today ? 'overdue' : 'action';
  if (step !== undefined) return step;
  const { status, meeting_date: date = '' } = properties;
  if (kind === 'suggestions') return 'open';
  if (kind === 'proposals') return proposalDeeds.find((deed) => deed === (status || 'draft'));
  if (moves.some(({ to }) => to === 'confirmed')) return 'confirm';
  return moves.some(({ to }) => to === 'in_progress') && date <= today ? 'start' : undefined;
}

const proposalDeeds = ['draft', 'submitted', 'under_review', 'rejected'] as const;

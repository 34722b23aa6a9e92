import { jobLabels } from '../declarations.ts';
import type { JobState } from '../jobs/index.ts';
import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';

const seconds = (milliseconds: number): string =>
  milliseconds < 1_000 ? `${milliseconds} ms` : `${number(Math.round(milliseconds / 1_000))} s`;

/** Words of the page of background jobs. */
export const texts = {
  offers: {
    jobs: { label: 'Show jobs', words: 'background tasks queue schedules failed retry cron' },
  },
  /** By their names. */
  kinds: jobLabels,
  title: 'Jobs',
  noun: 'jobs',
  lead: 'Background jobs of all replicas.',
  dead: (count: number) => `${counted(count, 'job')} failed for good.`,
  tabs: { label: 'Views', jobs: 'Jobs', schedules: 'Schedules' },
  filters: {
    state: 'State',
    allStates: 'All states',
    kind: 'Kind',
    allKinds: 'All kinds',
  },
  columns: {
    job: 'Job',
    state: 'State',
    time: 'Time',
    attempts: 'Attempts',
    duration: 'Duration',
    actions: 'Actions',
    schedule: 'Schedule',
    last: 'Last run',
    next: 'Next run',
  },
  states: {
    waiting: 'Waiting',
    running: 'Running',
    done: 'Done',
    dead: 'Failed for good',
    cancelled: 'Cancelled',
  } satisfies Record<JobState, string>,
  due: 'Due',
  started: 'Started',
  ended: 'Ended',
  lastError: (error: string) => `Last error: ${error}`,
  attempts: (made: number, most: number) => `${number(made)} of ${number(most)}`,
  duration: seconds,
  unknownKind: 'Unknown to this version',
  retry: 'Retry',
  runNow: 'Run now',
  cancel: 'Cancel',
  ofJob: (kind: string, id: string) => ` ${kind}, job ${id}`,
  retried: (label: string) => `${label}: queued again.`,
  cancelled: (label: string) => `${label}: cancelled.`,
  empty: 'No jobs yet',
  emptyAdvice: 'Jobs are listed when they are queued, and removed a week after they end.',
  noSchedules: 'No schedules yet',
  noSchedulesAdvice: 'Schedules are listed once a server has started.',
  neverRan: 'Not yet',
  graph: {
    title: 'Graph',
    off: 'This environment has no graph; PostgreSQL answers all questions.',
    resync: 'Resync the graph',
    question: 'Resync the graph?',
    consequence:
      'All nodes and relationships are written again from the database and compared with it. The present graph answers until then. Large databases take minutes.',
    queued: 'Resync of the graph queued.',
    state: 'State',
    states: {
      none: 'Not filled yet',
      running: 'Resync is running',
      failed: 'Needs a resync',
      behind: 'Behind the database',
      current: 'Equal to the database',
    } as Readonly<Record<string, string>>,
    waiting: 'Waiting',
    dead: 'Refused',
    changes: (count: number) => counted(count, 'change'),
    since: ', the oldest since',
    applied: 'Last change applied',
    checked: 'Last check',
    resynced: 'Last resync',
    never: 'Not yet',
  },
  refused: {
    retry: (state: string) => `A job can't be retried in this state: ${state}.`,
    cancel: (state: string) => `A job can't be cancelled in this state: ${state}.`,
    twin: 'The same job is already waiting or running.',
  },
} as const satisfies Texts;

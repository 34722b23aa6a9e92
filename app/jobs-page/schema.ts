import { z } from 'zod';
import { type JobState, jobStates } from '../jobs/index.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import { texts } from './texts.ts';

/** Parameters of the list's address. */
export const jobTable = {
  path: '/jobs',
  columns: [
    { key: 'job', label: texts.columns.job },
    { key: 'state', label: texts.columns.state },
    { key: 'time', label: texts.columns.time },
    { key: 'attempts', label: texts.columns.attempts },
    { key: 'duration', label: texts.columns.duration },
    { key: 'actions', label: texts.columns.actions },
  ],
  sort: { key: 'id', direction: 'desc' },
  extras: ['state', 'kind'],
  sizes: [25, 50, 100],
} as const satisfies TableDefinition;

/** A button of a row. The way back is a list of these; anything else leads to its beginning. */
export const actionInput = z.object({
  back: z
    .string()
    .regex(/^\/jobs(\?|$)/)
    .catch('/jobs'),
});

/** A state by its name in an address; others don't narrow. */
export const stateNamed = (text: string | undefined): JobState | undefined =>
  jobStates.find((state) => state === text);

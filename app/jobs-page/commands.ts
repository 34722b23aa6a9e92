import { canCancel, cancelJob as cancel, canRetry, lockJob, requeueJob } from '../jobs/index.ts';
import { command } from '../ontology/command.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { texts } from './texts.ts';

interface Input {
  readonly id: string;
}

/** Runs a job again, at once and with all its attempts (spec jobs#page). Returns its kind. */
export const retryJob = command<Input, string>(
  'job.retried',
  { may: 'settings.manage' },
  async (tx, { input: { id }, now }) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw refuseMissing();
    const { kind, state, attempts, dueAt } = job;
    if (!canRetry(state)) throw refuse(texts.refused.retry(texts.states[state]), 409);
    if (job.hasTwin) throw refuse(texts.refused.twin, 409);
    await requeueJob(tx, id, now);
    return saved({
      target: { type: 'job', id, label: kind },
      before: { state, attempts, due: dueAt.toISOString() },
      after: { state: 'waiting', attempts: 0, due: now.toISOString() },
      value: kind,
    });
  },
);

/** Ends a job that waits or runs, or removes one that is dead from those to look after. */
export const cancelJob = command<Input, string>(
  'job.cancelled',
  { may: 'settings.manage' },
  async (tx, { input: { id }, now }) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw refuseMissing();
    const { kind, state } = job;
    if (!canCancel(state)) throw refuse(texts.refused.cancel(texts.states[state]), 409);
    await cancel(tx, id, now);
    return saved({
      target: { type: 'job', id, label: kind },
      before: { state },
      after: { state: 'cancelled' },
      value: kind,
    });
  },
);

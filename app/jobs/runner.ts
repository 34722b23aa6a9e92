import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/database.ts';
import type { WorkLog } from '../log.ts';
import { Aborted, attempt } from './attempt.ts';
import { type Job, Unretryable } from './job.ts';
import {
  type ClaimedJob,
  claimJobs,
  endJob,
  enqueueWanted,
  releaseJobs,
  renewLeases,
  retryLater,
} from './job-store.ts';
import type { ObserveRun } from './metrics.ts';
import { backoffMs, errorText, stateAfterFailure } from './rules.ts';
import { queueScheduled } from './schedule-store.ts';

interface RunnerServices {
  readonly db: Db;
  readonly log: WorkLog;
  readonly now: () => Date;
  readonly observeRun: ObserveRun;
}

export interface RunnerOptions {
  /** How often it looks for jobs that are due. @default 5,000 */
  readonly pollMs?: number;
  /** Jobs that this process runs at a time: each may take a connection. @default 2 */
  readonly slots?: number;
}

export interface Runner {
  /**
   * Takes no more jobs and waits for those that run. What isn't done in time is aborted and given
   * back for another replica.
   */
  readonly stop: (graceMs: number) => Promise<void>;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Runs jobs until it is stopped. Replicas need not know each other: each takes due jobs, under
 * a lease that it extends with every poll (spec jobs#replicas).
 */
export function startJobs(
  { db, log, now, observeRun }: RunnerServices,
  jobs: readonly Job[],
  { pollMs = 5_000, slots = 2 }: RunnerOptions = {},
): Runner {
  const known = new Map(jobs.map((one) => [one.kind.name, one]));
  const runner = `${hostname().slice(0, 100)}/${randomBytes(4).toString('hex')}`;
  const running = new Map<string, Running>();
  const stopping = new AbortController();
  let wake = new AbortController();

  const poll = async (): Promise<void> => {
    if (running.size > 0) await renew();
    await queueScheduled(db, jobs, now());
    for (const one of jobs) if (await one.wanted?.(db)) await enqueueWanted(db, one, now());
    const most = slots - running.size;
    if (most <= 0 || stopping.signal.aborted) return;
    const kinds = [...known.keys()];
    const claimed = await claimJobs(db, { runner, kinds, most, now: now() });
    for (const one of claimed) start(one);
  };

  const renew = async (): Promise<void> => {
    const before = [...running.keys()];
    const own = await renewLeases(db, runner, now());
    for (const id of before) if (!own.has(id)) running.get(id)?.abort.abort(new Aborted('lost'));
  };

  const start = (claimed: ClaimedJob): void => {
    const abort = new AbortController();
    const ended = execute(claimed, abort.signal)
      // The lease ends, and the job is taken again.
      .catch((error: unknown) => log.error({ err: error, job: claimed.id }, 'job result not saved'))
      .finally(() => {
        running.delete(claimed.id);
        wake.abort();
      });
    running.set(claimed.id, { abort, ended });
  };

  const execute = async (claimed: ClaimedJob, aborted: AbortSignal): Promise<void> => {
    const { id, kind, attempts } = claimed;
    const facts = { job: id, kind, attempt: attempts };
    const began = performance.now();
    const result = await attempt(known.get(kind), claimed, aborted);
    const seconds = (performance.now() - began) / 1000;
    const run = { id, runner, attempts, now: now() };
    if (result.ok) {
      await endJob(db, run, { state: 'done', error: null });
      observeRun(kind, 'done', seconds);
      const { rows } = result;
      if (rows) log.info({ ...facts, rows, seconds }, 'job done');
      else log.debug({ ...facts, seconds }, 'job done');
      return;
    }
    const { error } = result;
    if (error instanceof Aborted) return observeRun(kind, error.outcome, seconds);
    const isRetryable = !(error instanceof Unretryable);
    const state = stateAfterFailure(attempts, claimed.maxAttempts, isRetryable);
    const dueAt = new Date(run.now.getTime() + backoffMs(attempts, Math.random()));
    const text = errorText(error);
    if (state === 'dead') await endJob(db, run, { state, error: text });
    else await retryLater(db, run, { error: text, dueAt });
    observeRun(kind, state === 'dead' ? 'dead' : 'failed', seconds);
    if (state === 'dead') log.error({ ...facts, err: error }, 'job dead');
    else log.warn({ ...facts, err: error, dueAt }, 'job failed');
  };

  const loop = async (): Promise<void> => {
    let isDown = false;
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      try {
        await poll();
        isDown = false;
      } catch (error) {
        // Once for each time that the database is away.
        if (!isDown) log.error({ err: error }, 'jobs could not be read');
        isDown = true;
      }
      const jitter = pollMs * (0.75 + Math.random() / 2);
      const signal = AbortSignal.any([wake.signal, stopping.signal]);
      await sleep(jitter, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };

  const looping = loop();
  return {
    stop: async (graceMs) => {
      stopping.abort();
      await looping;
      const all = () => Promise.all([...running.values()].map(({ ended }) => ended));
      await Promise.race([all(), sleep(graceMs, undefined, { ref: false })]);
      const isLeft = running.size > 0;
      for (const { abort } of running.values()) abort.abort(new Aborted('released'));
      await all();
      if (isLeft)
        await releaseJobs(db, runner, now()).catch((error: unknown) =>
          log.error({ err: error }, 'jobs not given back'),
        );
    },
  };
}

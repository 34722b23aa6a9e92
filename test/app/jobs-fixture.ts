import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Job, type JobKind, job, jobKind, type Runner, startJobs } from '#app/jobs/index.ts';
import type { RunnerOptions } from '#app/jobs/runner.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** A replica that runs jobs until the test ends. */
export function replica(
  { services }: AppServer,
  jobs: readonly Job[],
  options: RunnerOptions = {},
): Runner {
  const runner = startJobs(services, jobs, { pollMs: 20, ...options });
  onTestFinished(() => runner.stop(0));
  return runner;
}

export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly due_at: Date;
  readonly last_error: string | null;
}

/** All jobs of a kind, oldest first. */
export async function jobsOf({ services }: AppServer, kind: string): Promise<JobRow[]> {
  const { rows } = await services.pool.query<JobRow>(
    'select id, kind, state, attempts, due_at, last_error from jobs where kind = $1 order by id',
    [kind],
  );
  return rows;
}

export const statesOf = async (app: AppServer, kind: string): Promise<string[]> =>
  (await jobsOf(app, kind)).map(({ state }) => state);

/** A kind whose payload is a word. */
export const wordKind = (options: Partial<JobKind<{ word: string }>> = {}) =>
  jobKind({
    ...{ name: 'test.word', payload: z.object({ word: z.string() }) },
    ...options,
  });

/** A job that records its words, and runs `work` with each. */
export function speaking(
  kind: JobKind<{ word: string }>,
  work: (word: string, signal: AbortSignal) => Promise<void> | void = () => undefined,
): { readonly said: string[]; readonly job: Job } {
  const said: string[] = [];
  return {
    said,
    job: job(kind, async ({ word }, { signal }) => {
      said.push(word);
      await work(word, signal);
      return undefined;
    }),
  };
}

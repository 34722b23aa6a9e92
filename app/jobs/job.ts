import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { texts } from './texts.ts';

/** A kind of job: its payload, and how often and how long it is tried. */
export interface JobKind<Payload> {
  /** `family.verb`, such as `audit.prune`, with its words in the `declare.ts` of its feature. */
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Milliseconds after which a run is ended and counts as failed. */
  readonly deadlineMs: number;
  /** Runs until the job is dead. */
  readonly maxAttempts: number;
}

/** The arguments of a run beside its payload. */
export interface Run {
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborted at the deadline, when the job is cancelled, and when the process ends. */
  readonly signal: AbortSignal;
}

/** Returns how many rows it changed, when it is about rows. Runs at least once, so twice must do no harm. */
type Work<Payload> = (payload: Payload, run: Run) => Promise<number | undefined>;

/** A kind with what it does and when. `app/declared-jobs.ts` has all of them. */
export interface Job {
  readonly kind: JobKind<unknown>;
  /** Five cron fields in the time zone of the app. */
  readonly cron?: string;
  /** Whether there is work; asked with each poll. */
  readonly wanted?: (db: Db) => Promise<boolean>;
  /** Throws `Unretryable` for a payload that isn't of the kind. */
  readonly run: Work<unknown>;
}

/** A failure that another attempt would only repeat. */
export class Unretryable extends Error {
  override readonly name = 'Unretryable';
}

type KindOptions<Payload> = Pick<JobKind<Payload>, 'name' | 'payload'> &
  Partial<Pick<JobKind<Payload>, 'deadlineMs' | 'maxAttempts'>>;

/** @param options at most 5 minutes a run and 8 runs, unless they say otherwise */
export const jobKind = <Payload>(options: KindOptions<Payload>): JobKind<Payload> => ({
  deadlineMs: 5 * 60_000,
  maxAttempts: 8,
  ...options,
});

/** A kind with its work; its jobs are queued by `enqueue`. */
export const job = <Payload>(kind: JobKind<Payload>, work: Work<Payload>): Job => ({
  kind,
  run: (stored, run) => {
    const parsed = kind.payload.safeParse(stored);
    if (!parsed.success) throw new Unretryable(texts.payload);
    return work(parsed.data, run);
  },
});

type UpkeepOptions = Omit<KindOptions<unknown>, 'payload'>;

/** Work without a payload that a schedule queues. */
export const scheduledJob = (
  options: UpkeepOptions & { readonly cron: string },
  work: (run: Run) => Promise<number | undefined>,
): Job => ({ ...withoutPayload(options, work), cron: options.cron });

/** Work without a payload that is queued when there is some. */
export const wantedJob = (
  options: UpkeepOptions & Required<Pick<Job, 'wanted'>>,
  work: (run: Run) => Promise<number | undefined>,
): Job => ({ ...withoutPayload(options, work), wanted: options.wanted });

function withoutPayload(
  { name, deadlineMs, maxAttempts }: UpkeepOptions,
  work: (run: Run) => Promise<number | undefined>,
): Job {
  const kind = jobKind({
    ...{ name, payload: z.unknown() },
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(maxAttempts !== undefined && { maxAttempts }),
  });
  return job(kind, (_payload, run) => work(run));
}

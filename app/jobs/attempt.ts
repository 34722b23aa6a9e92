import { type Job, Unretryable } from './job.ts';
import type { ClaimedJob } from './job-store.ts';
import { texts } from './texts.ts';

/** Why a run was aborted, when it wasn't its deadline. */
export class Aborted extends Error {
  readonly outcome: 'lost' | 'released';

  constructor(outcome: 'lost' | 'released') {
    super(`The job was ${outcome}.`);
    this.outcome = outcome;
  }
}

type Result =
  | { readonly ok: true; readonly rows: number | undefined }
  | { readonly ok: false; readonly error: unknown };

/** One run, until it ends or is aborted; work that ignores its signal is not waited for. */
export async function attempt(
  job: Job | undefined,
  { id, payload, attempts, maxAttempts }: ClaimedJob,
  aborted: AbortSignal,
): Promise<Result> {
  try {
    if (job === undefined) throw new Unretryable(texts.unknownKind);
    // Its replica stopped during the last attempt.
    if (attempts > maxAttempts) throw new Unretryable(texts.stopped);
    const signal = AbortSignal.any([aborted, AbortSignal.timeout(job.kind.deadlineMs)]);
    const work = Promise.resolve(job.run(payload, { id, attempt: attempts, signal }));
    const rows = await Promise.race([work, rejectWhen(signal)]);
    return { ok: true, rows };
  } catch (error) {
    return { ok: false, error };
  }
}

const rejectWhen = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

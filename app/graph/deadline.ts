import { setTimeout as sleep } from 'node:timers/promises';

/** Returns the answer; throws `late()` if there is none before the deadline. */
export async function within<T>(
  answer: Promise<T>,
  deadlineMs: number,
  late: () => Error,
): Promise<T> {
  const timer = new AbortController();
  // After the deadline the result is ignored; an unhandled late error would end the process.
  answer.catch(() => undefined);
  const deadline = sleep(deadlineMs, undefined, { signal: timer.signal }).then(() => {
    throw late();
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    timer.abort();
    deadline.catch(() => undefined);
  }
}

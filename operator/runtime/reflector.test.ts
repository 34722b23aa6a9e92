import { expect, test } from 'vitest';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { Clock } from './clock.ts';
import { createLogger } from './logger.ts';
import { Reflector } from './reflector.ts';

/** The pauses of a reflector whose watches end in the given ways, the last one for good. */
async function pausesOf(watches: readonly (() => AsyncGenerator<never>)[]): Promise<number[]> {
  const stop = new AbortController();
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    after(ms, act) {
      pauses.push(Math.round(ms));
      queueMicrotask(act);
      return () => undefined;
    },
  };
  let count = 0;
  const client = {
    listPage: async () => ({ items: [], resourceVersion: '1' }),
    watch() {
      count += 1;
      const watch = watches[count - 1];
      if (watch) return watch();
      stop.abort();
      return (async function* nothing() {})();
    },
  };
  const reflector = new Reflector({
    client: client as never,
    type: resources.configMap,
    log: createLogger('silent'),
    clock,
    random: () => 1,
  });
  await reflector.run(stop.signal);
  return pauses;
}

// biome-ignore lint/correctness/useYield: a watch that fails before its first event
async function* fails(): AsyncGenerator<never> {
  throw new ApiError({ status: 0, reason: 'BrokenStream', message: 'cut' });
}

async function* works(): AsyncGenerator<never> {
  yield { type: 'BOOKMARK', object: { metadata: { resourceVersion: '2' } } } as never;
  throw new ApiError({ status: 0, reason: 'BrokenStream', message: 'cut' });
}

test('a list that works does not reset the backoff: only something received over a watch does', async () => {
  expect(await pausesOf([fails, fails, fails, fails])).toEqual([100, 200, 400, 800]);
});

test('an event resets the backoff', async () => {
  expect(await pausesOf([fails, fails, works, fails])).toEqual([100, 200, 100, 200]);
});

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesClient } from '#operator/clients/kubernetes.ts';
import { ApiError } from '#operator/clients/kubernetes-error.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import {
  change,
  configMap,
  type FaultBed,
  inactivityMs,
  recover,
  startFaultBed,
  type WatchedNamespace,
} from '#test/support/fault-bed.ts';
import { describeFault, type Fault, randomFault } from '#test/support/faults.ts';
import { seededRandom, seedOf } from '#test/support/seeded-random.ts';

let bed: FaultBed;
beforeAll(async () => {
  bed = await startFaultBed();
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
});

/** When a reflector that is still behind counts as lost. */
const limitMs = 60_000;

/**
 * The shortest of at most three attempts, with no further one once it is below the limit: on a busy
 * machine an attempt can be late for a reason that is not the program's.
 */
async function shortest(limit: number, attempt: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let made = 0; made < 3 && least >= limit; made += 1)
    least = Math.min(least, await attempt());
  return least;
}

const reset: Fault = { kind: 'reset' };
const expired: Fault = { kind: 'expired' };
const refused = (on: 'list' | 'watch' | 'any', status: number): Fault => ({
  kind: 'status',
  on,
  status,
  times: 2,
});

describe('the final state is seen within 2 s after', () => {
  test.each<[string, Fault[]]>([
    ['a connection reset', [reset]],
    ['a connection cut by a load balancer', [{ kind: 'cut' }]],
    ['an expired version in the stream', [expired]],
    ['410 on watch', [refused('watch', 410), reset]],
    ['410 on a page of the list', [refused('list', 410), expired]],
    ['500 on list', [refused('list', 500), expired]],
    ['500 on watch', [refused('watch', 500), reset]],
    ['503 on everything', [refused('any', 503), reset]],
    ['429 on watch without Retry-After', [refused('watch', 429), reset]],
    ['a truncated line', [{ kind: 'truncate' }]],
    ['a line that is not JSON', [{ kind: 'garbage' }]],
    ['slow answers', [{ kind: 'slow', ms: 100, forMs: 2000 }, expired]],
    ['an outage in which an object was deleted', [{ kind: 'refuse', forMs: 500 }]],
    [
      'an outage after which nothing can be resumed',
      [{ kind: 'refuse', forMs: 500 }, refused('watch', 410)],
    ],
  ])('%s', async (_, faults) => {
    expect(await shortest(2000, () => recover(bed, faults, limitMs))).toBeLessThan(2000);
  });
});

test('429 is not asked again before Retry-After', async () => {
  const busy: Fault = { kind: 'status', on: 'watch', status: 429, times: 1, retryAfterSeconds: 1 };
  const behindMs = await shortest(2000, () => recover(bed, [busy, reset], limitMs));
  expect(behindMs).toBeGreaterThan(900);
  expect(behindMs).toBeLessThan(2000);
});

test('a half-open connection is given up at the inactivity deadline', async () => {
  const deadlineMs = inactivityMs + 500;
  const behindMs = await shortest(deadlineMs, () => recover(bed, [{ kind: 'half-open' }], limitMs));
  expect(behindMs).toBeLessThan(deadlineMs);
});

test('a watch that only broke is resumed without a list', async () => {
  await using namespace = await bed.watch(25);
  namespace.requests.reset();
  bed.proxy.inject(reset);
  await change(bed.direct, namespace.namespace);
  await namespace.untilEqual(limitMs);
  expect(namespace.requests.count('list')).toBe(0);
});

test('a server that refuses for long is not asked more and more often', async () => {
  await using namespace = await bed.watch(1);
  namespace.requests.reset();
  bed.proxy.inject({ kind: 'status', on: 'any', status: 500, times: 1000 });
  bed.proxy.inject(reset);
  await pause(3000);
  expect(namespace.requests.count()).toBeLessThan(12);
  expect(namespace.reflector.problem).toContain('injected fault');
  bed.proxy.heal();
  await namespace.untilEqual(limitMs);
});

test('an API server that is killed and started again on the same etcd loses nothing', async () => {
  await using namespace = await bed.watch(25);
  let changes = 0;
  const behindMs = await shortest(2000, async () => {
    await bed.plane.killApiServer();
    await pause(1000);
    await bed.plane.startApiServer();
    changes += 1;
    await patiently(() => change(bed.direct, namespace.namespace, `change ${changes}`));
    return await namespace.untilEqual(limitMs);
  });
  expect(behindMs).toBeLessThan(2000);
});

test('for any sequence of events, the store ends equal to the list', async () => {
  const random = seededRandom(seedOf('FAULT_SEED'));
  await using namespace = await bed.watch(25);
  const history: string[] = [];
  for (let round = 0; round < 200; round += 1) {
    await writeSomething(bed.direct, namespace, random);
    await pause(random() * 20);
    if (random() < 0.12) {
      const fault = randomFault(random);
      history.push(`${round}: ${describeFault(fault)}`);
      bed.proxy.inject(fault);
    }
  }
  bed.proxy.heal();
  await namespace.untilEqual(limitMs).catch((cause: unknown) => {
    throw new Error(history.join('\n'), { cause });
  });
  const listed = (await bed.direct.list(resources.configMap, { namespace: namespace.namespace }))
    .items;
  expect(Object.fromEntries(namespace.versions)).toEqual(
    Object.fromEntries(listed.map(({ metadata }) => [metadata.name, metadata.resourceVersion])),
  );
});

async function writeSomething(
  client: KubernetesClient,
  { namespace }: WatchedNamespace,
  random: () => number,
): Promise<void> {
  const name = `c${Math.floor(random() * 30)}`;
  if (random() < 0.3) await client.delete(resources.configMap, { namespace, name });
  else await client.apply(configMap(namespace, name, String(random())));
}

/** A server that has just started refuses requests for a moment. */
async function patiently(act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (!(error instanceof ApiError && (error.isTransient || error.status === 403))) throw error;
      await pause(20);
    }
  }
}

import { beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { WorkQueue } from './work-queue.ts';

let clock: ManualClock;
let queue: WorkQueue<string>;
beforeEach(() => {
  clock = new ManualClock();
  queue = new WorkQueue<string>({
    keyOf: (item) => item,
    clock,
    random: () => 1 - Number.EPSILON,
    backoff: { baseMs: 100, capMs: 1000 },
  });
});

/** Takes whatever is ready, in order. */
async function takeAll(): Promise<(string | undefined)[]> {
  const taken: (string | undefined)[] = [];
  while (queue.depth > 0) taken.push(await queue.take());
  return taken;
}

test('keys come out in the order they came in, each once', async () => {
  for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
  expect(await takeAll()).toEqual(['a', 'b', 'c']);
});

test('normal keys come before low ones', async () => {
  queue.add('low', 'low');
  queue.add('normal');
  expect(await takeAll()).toEqual(['normal', 'low']);
});

test('a low key that is wanted with normal priority moves up, and never down', async () => {
  queue.add('a', 'low');
  queue.add('b', 'low');
  queue.add('b');
  queue.add('b', 'low');
  expect(await takeAll()).toEqual(['b', 'a']);
});

test('a key in flight is not handed out again until it is done', async () => {
  queue.add('a');
  await queue.take();
  queue.add('a');
  expect(queue.depth).toBe(0);
  queue.done('a');
  expect(await takeAll()).toEqual(['a']);
});

test('a key that was not added while in flight does not run again', async () => {
  queue.add('a');
  await queue.take();
  queue.done('a');
  expect(queue.depth).toBe(0);
});

test('a waiting taker gets the next key', async () => {
  const taken = queue.take();
  queue.add('a');
  expect(await taken).toBe('a');
});

test('of several delays the earliest counts', async () => {
  queue.addAfter('a', 500);
  queue.addAfter('a', 200);
  queue.addAfter('a', 900);
  clock.advance(199);
  expect(queue.depth).toBe(0);
  clock.advance(1);
  expect(await takeAll()).toEqual(['a']);
  queue.done('a');
  clock.advance(10_000);
  expect(queue.depth).toBe(0);
});

test('no delay means now', () => {
  queue.addAfter('a', 0);
  expect(queue.depth).toBe(1);
});

test('each failure doubles the delay up to the cap, until the key is forgotten', () => {
  expect([1, 2, 3, 4, 5, 6].map(() => Math.round(queue.addRateLimited('a')))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ]);
  expect(Math.round(queue.addRateLimited('other'))).toBe(100);
  queue.forget('a');
  expect(Math.round(queue.addRateLimited('a'))).toBe(100);
});

test("a server's Retry-After is respected", () => {
  expect(queue.addRateLimited('a', 5000)).toBe(5000);
});

test('draining waits for items in flight and drops the rest with its timers', async () => {
  queue.add('a');
  queue.add('b');
  queue.addAfter('c', 1000);
  await queue.take();
  let drained = false;
  const draining = queue.drain().then(() => {
    drained = true;
  });
  await Promise.resolve();
  expect(drained).toBe(false);
  queue.done('a');
  await draining;
  expect([queue.depth, queue.delayed, clock.pending]).toEqual([0, 0, 0]);
});

test('after the stop takers get nothing and nothing can be added', async () => {
  const taken = queue.take();
  queue.shutDown();
  queue.add('a');
  queue.addAfter('b', 10);
  expect(await taken).toBeUndefined();
  expect(await queue.take()).toBeUndefined();
  expect(clock.pending).toBe(0);
});

describe('items that depend on servers', () => {
  const down = new Set<string>();
  beforeEach(() => {
    down.clear();
    queue = new WorkQueue<string>({
      keyOf: (item) => item,
      clock,
      sharing: {
        serversOf: (item) => [item.slice(0, 1)],
        share: 2,
        isDown: (server) => down.has(server),
      },
    });
  });

  test('no more of one server are in flight than its share, and others pass them', async () => {
    for (const key of ['a1', 'a2', 'a3', 'b1']) queue.add(key);
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual([
      'a1',
      'a2',
      'b1',
    ]);
    const next = queue.take();
    queue.done('a1');
    expect(await next).toBe('a3');
  });

  test('those of a server that is down come last, whatever their priority', async () => {
    down.add('a');
    queue.add('a1');
    queue.add('b1', 'low');
    expect(await takeAll()).toEqual(['b1', 'a1']);
  });
});

import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

async function* upTo(last: number): AsyncGenerator<number> {
  for (let page = 1; page <= last; page += 1) yield page;
}

/** Lets everything continue that waits for nothing else. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('each page is worked on once, as many at a time as there are lanes, one in each', async () => {
  const done: number[] = [];
  const busy = new Set<number>();
  let most = 0;
  await inLanes(2, upTo(9), async (page, lane) => {
    expect(busy.has(lane)).toBe(false);
    busy.add(lane);
    most = Math.max(most, busy.size);
    await turn();
    busy.delete(lane);
    done.push(page);
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(most).toBe(2);
});

test('after an error no page is taken, and nothing is on its way when it is thrown', async () => {
  const [taken, ended] = [new Set<number>(), new Set<number>()];
  const failing = inLanes(2, upTo(9), async (page) => {
    taken.add(page);
    await turn();
    if (page === 1) throw new Error('refused');
    await turn();
    ended.add(page);
  });
  await expect(failing).rejects.toThrow('refused');
  expect([...taken]).toEqual([1, 2]);
  expect([...ended]).toEqual([2]);
});

test('an error of the pages is thrown', async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error('lost');
  }
  await expect(inLanes(2, broken(), turn as () => Promise<void>)).rejects.toThrow('lost');
});

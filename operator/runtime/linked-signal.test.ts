import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { linkedSignal } from './linked-signal.ts';

test('it is aborted with any parent, or alone', () => {
  const [first, second] = [new AbortController(), new AbortController()];
  using linked = linkedSignal(first.signal, second.signal);
  second.abort();
  expect(linked.signal.aborted).toBe(true);

  using alone = linkedSignal(first.signal);
  alone.abort();
  expect([alone.signal.aborted, first.signal.aborted]).toEqual([true, false]);
});

test('a parent that is aborted already aborts it at once', () => {
  using linked = linkedSignal(AbortSignal.abort());
  expect(linked.signal.aborted).toBe(true);
});

test('a long-lived parent does not retain disposed signals', () => {
  const parent = new AbortController();
  for (let index = 0; index < 100; index += 1) {
    using _ = linkedSignal(parent.signal);
  }
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(0);
});

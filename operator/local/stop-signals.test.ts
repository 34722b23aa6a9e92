import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { stopSignals } from './stop-signals.ts';

test.each<[string, isUnderNpm: boolean, at: number[], forced: boolean]>([
  ['a Ctrl-C', true, [0], false],
  ['a Ctrl-C that npm passes on', true, [0, 5], false],
  ['a Ctrl-C that npm passes on late', true, [0, 9_000], false],
  ['a second Ctrl-C under npm', true, [0, 5, 400], true],
  ['a second signal to npm alone', true, [0, 11_000], true],
  ['a Ctrl-C without npm', false, [0], false],
  ['a second Ctrl-C without npm', false, [0, 400], true],
])('%s', async (_, isUnderNpm, at, forced) => {
  const receiver = new EventEmitter();
  let time = 0;
  let isForced = false;
  const stopped = stopSignals(
    () => {
      isForced = true;
    },
    { isUnderNpm, receiver, now: () => time },
  );
  for (time of at) receiver.emit('SIGINT');
  expect(await stopped).toBe('stopped');
  expect(isForced).toBe(forced);
});

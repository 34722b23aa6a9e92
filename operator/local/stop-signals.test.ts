import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { stopSignals } from './stop-signals.ts';

test.each<[string, at: number[], forced: boolean]>([
  ['a Ctrl-C', [0], false],
  ['a Ctrl-C that npm passes on', [0, 5], false],
  ['a Ctrl-C that npm passes on late', [0, 1_500], false],
  ['a second one that npm has not passed on yet', [0, 5, 400], true],
  ['a second signal without npm', [0, 2_500], true],
])('%s', async (_, at, forced) => {
  const receiver = new EventEmitter();
  let time = 0;
  let isForced = false;
  const { stopped, ignore } = stopSignals(
    () => {
      isForced = true;
    },
    { receiver, now: () => time },
  );
  for (time of at) receiver.emit('SIGINT');
  expect(await stopped).toBe('stopped');
  expect(isForced).toBe(forced);
  ignore();
  expect(receiver.eventNames()).toEqual([]);
});

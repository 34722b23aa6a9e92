import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { stopSignals } from './stop-signals.ts';

test.each<[string, signals: number, later: number, forced: boolean]>([
  ['a Ctrl-C', 1, 0, false],
  ['a Ctrl-C that npm passes on', 2, 0, false],
  ['a second one before it is offered', 3, 0, true],
  ['a second one that is offered, without npm', 1, 1, true],
  ['a second one that is offered, with npm', 2, 1, true],
])('%s', async (_, signals, later, forced) => {
  const receiver = new EventEmitter();
  let isForced = false;
  const { stopped, expectSecond, ignore } = stopSignals(() => {
    isForced = true;
  }, receiver);
  for (let n = 0; n < signals; n += 1) receiver.emit('SIGINT');
  expect(await stopped).toBe('stopped');
  if (later > 0) expectSecond();
  for (let n = 0; n < later; n += 1) receiver.emit('SIGINT');
  expect(isForced).toBe(forced);
  ignore();
  expect(receiver.eventNames()).toEqual([]);
});

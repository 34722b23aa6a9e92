import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { ServerOutages } from './server-outages.ts';
import type { DatabaseState } from './types.ts';

const unreachable: DatabaseState = {
  state: 'blocked',
  reason: 'Unreachable',
  message: 'db:5432: timeout',
};
const ready: DatabaseState = { state: 'ready', ledger: { migrations: [] } };

let clock: ManualClock;
let outages: ServerOutages;
let ended: string[];
let state: DatabaseState;
let looks: number;
beforeEach(() => {
  clock = new ManualClock();
  ended = [];
  outages = new ServerOutages(clock, (environment) => ended.push(environment));
  state = unreachable;
  looks = 0;
});
const look = async () => {
  looks += 1;
  return state;
};
/** Lets due background checks finish. */
const pass = async (ms: number) => {
  clock.advance(ms);
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
};

test('while a server is down no pass waits for it, and all report the same', async () => {
  expect(await outages.ask('db', 'dev', look)).toBe(unreachable);
  expect(await outages.ask('db', 'prod', () => new Promise<DatabaseState>(() => undefined))).toBe(
    unreachable,
  );
  expect(looks).toBe(1);
  expect(outages.isDown('db')).toBe(true);
});

test('another server is asked as ever', async () => {
  await outages.ask('db', 'dev', look);
  state = ready;
  expect(await outages.ask('other', 'test', look)).toBe(ready);
});

test('it is checked again, once for all, and all waiting environments are notified of its end', async () => {
  await outages.ask('db', 'dev', look);
  await outages.ask('db', 'prod', look);
  await pass(1_000);
  expect(looks).toBe(2);
  state = ready;
  await pass(2_000);
  expect(ended).toEqual(['dev', 'prod']);
  expect(outages.isDown('db')).toBe(false);
});

test('a look that fails in another way ends the outage: the pass finds out what it is', async () => {
  await outages.ask('db', 'dev', look);
  await outages.ask('db', 'prod', () => Promise.reject(new Error('broken')));
  await pass(1_000);
  expect(ended).toEqual(['dev', 'prod']);
});

test('after a stop nothing is pending', async () => {
  await outages.ask('db', 'dev', look);
  outages.stop();
  expect(clock.pending).toBe(0);
});

test.each(['WrongPassword', 'SecretMissing', 'ServerNotReady'] as const)(
  '%s is no outage of the server',
  async (reason) => {
    state = { state: 'blocked', reason, message: 'no' };
    await outages.ask('db', 'dev', look);
    expect(outages.isDown('db')).toBe(false);
  },
);

import { expect, onTestFinished, test } from 'vitest';
import type { ObjectName } from '../clients/kubernetes-types.ts';
import { keyOf } from '../clients/kubernetes-types.ts';
import { Controller, done } from '../runtime/controller.ts';
import { createLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { environmentQueue } from './environment-queue.ts';
import type { EnvironmentObject } from './resource.ts';
import { databaseServerOf } from './servers.ts';
import type { DatabaseState } from './types.ts';

const unreachable: DatabaseState = {
  state: 'blocked',
  reason: 'Unreachable',
  message: 'no answer',
};
const ready: DatabaseState = { state: 'ready', ledger: { migrations: [] } };
const on = (server: string, name: string): EnvironmentObject => ({
  apiVersion: 'platform.ahlt.dev/v1alpha1',
  kind: 'AhltEnvironment',
  metadata: { name, namespace: 'ahlt' },
  spec: { database: { server } },
});
const many = (server: string) =>
  Array.from({ length: 10 }, (_, index) => on(server, `${server}-${index}`));

/**
 * Four workers whose passes only look at the database; looks at servers called frozen end when they
 * are let go.
 */
function work(environments: readonly EnvironmentObject[]) {
  const find = ({ name }: ObjectName) =>
    environments.find(({ metadata }) => metadata.name === name);
  const clock = new ManualClock();
  const { queue, outages } = environmentQueue({ clock, concurrency: 4, find });
  const reconciled: string[] = [];
  const waiting: (() => void)[] = [];
  const look = (server: string) => async () => {
    if (!server.includes('frozen')) return ready;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return unreachable;
  };
  const controller = new Controller({
    name: 'environment',
    queue,
    log: createLogger('silent'),
    concurrency: 4,
    clock,
    async reconcile(name) {
      const server = databaseServerOf(find(name) ?? { metadata: name });
      await outages.ask(server, keyOf(name), look(server));
      reconciled.push(name.name);
      return done;
    },
  });
  const stop = new AbortController();
  const running = controller.run(stop.signal, stop.signal);
  onTestFinished(async () => {
    stop.abort();
    outages.stop();
    for (const letGo of waiting) letGo();
    await running;
  });
  const add = (...some: readonly EnvironmentObject[]) => {
    for (const { metadata } of some) queue.add(metadata);
  };
  const letGo = () => {
    for (const end of waiting.splice(0)) end();
  };
  return { add, reconciled, waiting, clock, letGo };
}

const turns = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

test('an environment on a healthy server is worked on while another server is frozen', async () => {
  const frozen = many('frozen');
  const healthy = on('healthy', 'dev');
  const { add, reconciled, waiting } = work([...frozen, healthy]);
  await turns();
  add(...frozen, healthy);
  await turns();
  expect(waiting).toHaveLength(2);
  expect(reconciled).toEqual(['dev']);
});

test('once the server is known to be frozen, passes of its environments wait for nothing', async () => {
  const frozen = many('frozen');
  const { add, reconciled, letGo, waiting } = work(frozen);
  await turns();
  add(...frozen);
  await turns();
  letGo();
  await turns();
  expect(reconciled).toHaveLength(10);
  expect(waiting).toHaveLength(0);
});

test('it is then asked by one look at a time, in no worker', async () => {
  const frozen = many('frozen');
  const { add, reconciled, letGo, waiting, clock } = work(frozen);
  await turns();
  add(...frozen);
  await turns();
  letGo();
  await turns();
  clock.advance(60_000);
  add(...frozen);
  await turns();
  expect(waiting).toHaveLength(1);
  expect(reconciled).toHaveLength(20);
});

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { KubernetesClient } from '#operator/clients/kubernetes.ts';
import { ApiError } from '#operator/clients/kubernetes-error.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import { keyOf, type Manifest, type ObjectName } from '#operator/clients/kubernetes-types.ts';
import { Applier } from '#operator/runtime/applier.ts';
import {
  Controller,
  done,
  type Reconcile,
  type ReconcileOutcome,
  requeueAfter,
  TerminalError,
} from '#operator/runtime/controller.ts';
import { EventRecorder } from '#operator/runtime/event-recorder.ts';
import { addFinalizer, removeFinalizer } from '#operator/runtime/finalizers.ts';
import { createLogger } from '#operator/runtime/logger.ts';
import { ownedBy } from '#operator/runtime/owners.ts';
import { Reflector } from '#operator/runtime/reflector.ts';
import { WorkQueue } from '#operator/runtime/work-queue.ts';
import { controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { clientOf, configMap } from '#test/support/fault-bed.ts';
import { RequestCounter } from '#test/support/request-counter.ts';

const log = createLogger('silent');
const requests = new RequestCounter();
let client: KubernetesClient;
let others: KubernetesClient;
let namespace: string;
beforeAll(async () => {
  const plane = await controlPlane();
  client = clientOf(plane, plane.server, requests);
  others = clientOf(plane, plane.server);
});
afterAll(() => {
  client?.close();
  others?.close();
});
beforeEach(async () => {
  namespace = await createNamespace('runtime-controller');
  await others.create(configMap(namespace, 'root', 'x'));
});

test('an owned object that is changed or deleted is repaired, and nothing is called when nothing changed', async () => {
  const roots = reflect('metadata.name=root');
  const children = reflect('metadata.name=child');
  const applier = new Applier(client);
  let passes = 0;
  await using _ = run([roots, children], (queue) =>
    new Controller({
      name: 'test',
      queue,
      log,
      async reconcile(name) {
        passes += 1;
        const root = roots.store.get(name);
        if (root)
          await applier.apply(
            ownedBy(configMap(namespace, 'child', 'wanted'), root),
            children.store,
          );
        return done;
      },
    })
      .for(roots)
      .owns(children, 'ConfigMap'),
  );
  await until(async () => (await valueIn('child')) === 'wanted');

  await others.patch(
    resources.configMap,
    { namespace, name: 'child' },
    { data: { value: 'drifted' } },
  );
  await until(async () => (await valueIn('child')) === 'wanted');
  await others.delete(resources.configMap, { namespace, name: 'child' });
  await until(async () => (await valueIn('child')) === 'wanted');

  await pause(200);
  requests.reset();
  const before = passes;
  await others.patch(
    resources.configMap,
    { namespace, name: 'root' },
    { metadata: { labels: { touched: 'yes' } } },
  );
  await until(async () => passes > before);
  await pause(100);
  expect(requests.calls).toEqual([]);
});

test('a failing pass is tried again until it works, a terminal failure is not', async () => {
  const outcomes: ReconcileOutcome[] = [];
  let attempts = 0;
  await using _ = runOver(async () => {
    attempts += 1;
    if (attempts < 3)
      throw new ApiError({ status: 500, reason: 'InternalError', message: 'try again' });
    throw new TerminalError('never');
  }, outcomes);
  await until(async () => outcomes.includes('terminal_error'));
  await pause(300);
  expect(outcomes).toEqual(['error', 'error', 'terminal_error']);
});

test('another look is taken when it was asked for', async () => {
  const outcomes: ReconcileOutcome[] = [];
  await using _ = runOver(async () => (outcomes.length < 2 ? requeueAfter(30) : done), outcomes);
  await until(async () => outcomes.length === 3);
  expect(outcomes).toEqual(['requeue_after', 'requeue_after', 'success']);
});

test('a pass that takes too long is asked to stop and tried again', async () => {
  const outcomes: ReconcileOutcome[] = [];
  const hang: Reconcile = (_name, { signal }) =>
    new Promise((resolve, reject) => {
      if (outcomes.length > 0) resolve(done);
      signal.addEventListener('abort', () => reject(new Error('stopped')));
    });
  await using _ = runOver(hang, outcomes, 100);
  await until(async () => outcomes.length === 2);
  expect(outcomes).toEqual(['error', 'success']);
});

test('a finalizer holds a deletion up until it is taken off', async () => {
  const name = { namespace, name: 'root' };
  const found = await client.get(resources.configMap, name);
  if (!found) throw new Error('no root');
  const held = await addFinalizer(client, resources.configMap, found, {
    finalizer: 'test.dev/hold',
  });
  requests.reset();
  await addFinalizer(client, resources.configMap, held, { finalizer: 'test.dev/hold' });
  expect(requests.calls).toEqual([]);
  await client.delete(resources.configMap, name);
  const going = await client.get(resources.configMap, name);
  expect(going?.metadata.deletionTimestamp).toBeDefined();
  if (going)
    await removeFinalizer(client, resources.configMap, going, { finalizer: 'test.dev/hold' });
  expect(await client.get(resources.configMap, name)).toBeUndefined();
  if (going)
    await removeFinalizer(client, resources.configMap, going, { finalizer: 'test.dev/hold' }); // Already gone is also fine.
});

test('what happens often is one Event with a count', async () => {
  const root = await client.get(resources.configMap, { namespace, name: 'root' });
  if (!root) throw new Error('no root');
  const recorder = new EventRecorder({
    client,
    controller: 'test.dev/controller',
    instance: 'one',
    log,
  });
  for (let index = 0; index < 7; index += 1) {
    recorder.record(root, {
      type: 'Warning',
      reason: 'Waiting',
      action: 'Wait',
      note: `still waiting ${'x'.repeat(2000)}`,
    });
    await pause(20);
  }
  await recorder.stop();
  const { items } = await others.list<EventObject>(resources.event, {
    namespace,
    fieldSelector: 'reason=Waiting',
  });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    series: { count: 7 },
    regarding: { name: 'root' },
    type: 'Warning',
  });
  expect(Buffer.byteLength(items[0]?.note ?? '')).toBe(1024);
});

interface EventObject extends Manifest {
  readonly note: string;
}

const reflect = (fieldSelector: string) =>
  new Reflector({
    client,
    type: resources.configMap,
    selection: { namespace, fieldSelector },
    log,
  });

/** Runs reflectors and a controller until the end of the test. */
function run(
  reflectors: readonly Reflector[],
  make: (queue: WorkQueue<ObjectName>) => Controller,
): AsyncDisposable {
  const queue = new WorkQueue<ObjectName>({ keyOf, backoff: { baseMs: 20, capMs: 100 } });
  const stop = new AbortController();
  const parts = [
    ...reflectors.map((reflector) => reflector.run(stop.signal)),
    make(queue).run(stop.signal, stop.signal),
  ];
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all(parts);
    },
  };
}

function runOver(
  reconcile: Reconcile,
  outcomes: ReconcileOutcome[],
  deadlineMs = 60_000,
): AsyncDisposable {
  const roots = reflect('metadata.name=root');
  const onReconcile = (outcome: ReconcileOutcome) => outcomes.push(outcome);
  return run([roots], (queue) =>
    new Controller({ name: 'test', queue, log, reconcile, deadlineMs, onReconcile }).for(roots),
  );
}

async function valueIn(name: string): Promise<string | undefined> {
  const found = await others.get(resources.configMap, { namespace, name });
  return (found?.['data'] as Record<string, string> | undefined)?.['value'];
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10);
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionOf, type EnvironmentBed, environmentBed } from '#test/support/environment-bed.ts';

let bed: EnvironmentBed;

beforeAll(async () => {
  bed = await environmentBed('environment');
  await bed.startOperator();
});
afterAll(() => bed?.[Symbol.asyncDispose]());

test('an environment goes from nothing to a database that is migrated and seeded, and an app that serves', async () => {
  await bed.apply();
  const environment = await bed.untilReady(40_000);
  expect(environment.status).toMatchObject({ step: 'Watching', graphState: 'off', image: '1.0.0', seed: { profile: 'base' } });
  expect(conditionOf(environment, 'Migrated')).toMatchObject({ status: 'True', reason: 'UpToDate' });
  const [pod] = bed.kubelet.pods(bed.namespace).filter(({ labels }) => labels['app.kubernetes.io/component'] === 'web');
  expect((await fetch(`http://${pod?.ip}:8080/readyz`)).status).toBe(200);
});

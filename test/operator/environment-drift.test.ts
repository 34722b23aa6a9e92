import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionOf, type EnvironmentBed, environmentBed } from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';

// Changes by others to an environment's objects are reverted, and reported with the old value and
// the manager.

let bed: EnvironmentBed;
beforeAll(async () => {
  bed = await environmentBed('drift');
  await bed.startOperator();
  await bed.apply();
  await bed.untilReady(90_000);
});
afterAll(() => bed?.[Symbol.asyncDispose]());

const kubectl = (...args: string[]) => bed.plane.kubectl([...args, '-n', bed.namespace]);

/** Waits until an Event has exactly this note. */
async function reported(note: string): Promise<void> {
  await eventually(async () => {
    const { items } = await bed.get<{ items: { reason: string; message?: string }[] }>('events');
    const notes = items.filter(({ reason }) => reason === 'Drifted').map(({ message }) => message);
    expect(notes).toContain(`${note}; reverted.`);
  });
}

const pod = async () =>
  (
    await bed.get<{
      spec: { template: { spec: { containers: { name: string; env?: { name: string }[] }[] } } };
    }>('deployment', 'ahlt-dev')
  ).spec.template.spec.containers;

test('a variable that another client adds is removed', async () => {
  await kubectl('set', 'env', 'deployment/ahlt-dev', 'EXTRA=1');
  await reported(
    'Deployment ahlt-dev: spec.template.spec.containers[ahlt].env[EXTRA] was added (kubectl-set)',
  );
  expect((await pod()).flatMap(({ env = [] }) => env.map(({ name }) => name))).not.toContain(
    'EXTRA',
  );
});

test('a sidecar that another client adds is removed', async () => {
  const patch = {
    spec: { template: { spec: { containers: [{ name: 'sidecar', image: 'sidecar:1' }] } } },
  };
  await kubectl('patch', 'deployment', 'ahlt-dev', '-p', JSON.stringify(patch));
  await reported(
    'Deployment ahlt-dev: spec.template.spec.containers[sidecar] was added (kubectl-patch)',
  );
  expect((await pod()).map(({ name }) => name)).toEqual(['ahlt']);
});

test('a key that another client adds to the ConfigMap is removed, a label is kept', async () => {
  const { items } = await bed.get<{ items: { metadata: { name: string } }[] }>(
    'configmaps',
    '-l',
    'app.kubernetes.io/managed-by=ahlt-operator',
  );
  const name = items[0]?.metadata.name ?? '';
  const patch = { metadata: { labels: { theirs: 'yes' } }, data: { EXTRA: '1' } };
  await kubectl('patch', 'configmap', name, '-p', JSON.stringify(patch));
  await reported(`ConfigMap ${name}: data.EXTRA was added (kubectl-patch)`);
  const { data, metadata } = await bed.get<{
    data: Record<string, string>;
    metadata: { labels: Record<string, string> };
  }>('configmap', name);
  expect(data).not.toHaveProperty('EXTRA');
  expect(metadata.labels).toMatchObject({ theirs: 'yes' });
});

test('a key that another client adds to the Secret of the app is removed, and the app is not restarted', async () => {
  const { metadata } = await bed.get<{ metadata: { generation: number } }>(
    'deployment',
    'ahlt-dev',
  );
  await kubectl(
    'patch',
    'secret',
    'ahlt-dev-secret',
    '-p',
    JSON.stringify({ stringData: { EXTRA: '1' } }),
  );
  await reported('Secret ahlt-dev-secret: data.EXTRA was added (kubectl-patch)');
  const secret = await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-secret');
  expect(Object.keys(secret.data)).not.toContain('EXTRA');
  expect(
    (await bed.get<typeof secret & { metadata: { generation: number } }>('deployment', 'ahlt-dev'))
      .metadata.generation,
  ).toBe(metadata.generation);
});

test('a selector that another client adds to a network policy is removed', async () => {
  const patch = { spec: { podSelector: { matchLabels: { none: 'such' } } } };
  await kubectl('patch', 'networkpolicy', 'ahlt-dev-web', '-p', JSON.stringify(patch));
  await reported(
    'NetworkPolicy ahlt-dev-web: spec.podSelector.matchLabels.none was added (kubectl-patch)',
  );
});

test('kubectl scale is named', async () => {
  await kubectl('scale', 'deployment/ahlt-dev', '--replicas=3');
  await reported('Deployment ahlt-dev: spec.replicas was 3 instead of 1 (kubectl scale)');
});

test('an object that lost a label was not deleted', async () => {
  await kubectl('label', 'service', 'ahlt-dev', 'app.kubernetes.io/managed-by-');
  await reported(
    'Service ahlt-dev: metadata.labels.app.kubernetes.io/managed-by was missing instead of ahlt-operator',
  );
});

test('an object that was deleted was deleted', async () => {
  await kubectl('delete', 'service', 'ahlt-dev');
  await reported('Service ahlt-dev was deleted');
});

test('what others did while the spec was changed is reported, too', async () => {
  await kubectl('patch', 'ahlt', 'dev', '--type', 'merge', '-p', '{"spec":{"suspend":true}}');
  await bed.until('suspended', ({ status }) => status?.step === 'Suspended');
  await kubectl('scale', 'deployment/ahlt-dev', '--replicas=4');
  const container = { name: 'ahlt', env: [{ name: 'LATE', value: '1' }] };
  await kubectl(
    'patch',
    'deployment',
    'ahlt-dev',
    '-p',
    JSON.stringify({ spec: { template: { spec: { containers: [container] } } } }),
  );
  await bed.apply({ suspend: false, replicas: 2 });
  await reported(
    'Deployment ahlt-dev: spec.replicas was 4 instead of 2, spec.template.spec.containers[ahlt].env[LATE] was added (kubectl scale, kubectl-patch)',
  );
  const environment = await bed.untilReady(90_000);
  expect(conditionOf(environment, 'Drifted')?.status).toBe('False');
});

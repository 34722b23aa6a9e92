import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readEnvironments } from './environments/read.ts';
import { type SynthInput, synthesize } from './synth.ts';
import { render } from './synth-files.ts';

const read = readEnvironments(new URL('..', import.meta.url).pathname);
if (!read.ok) throw new Error('environments/ is wrong');
const input: SynthInput = read.value;
const certificates = { dev: { certificate: 'certificate', key: 'key' } };

const rendered = (given: SynthInput): Record<string, string> =>
  Object.fromEntries(synthesize(given).map(({ path, objects }) => [path, render(objects)]));

test('the same files give the same bytes', () =>
  expect(rendered(input)).toEqual(rendered(structuredClone(input))));

test('the order of fields and files does not affect problems', () => {
  const backwards = { ...input, environments: input.environments.map(reversed).toReversed() };
  const dev = ([path]: [string, string]) => path.includes('dev');
  expect(Object.entries(rendered(backwards)).filter(dev)).toEqual(
    Object.entries(rendered(input)).filter(dev),
  );
});

test('keys are sorted, and nothing says when or where it was written', () => {
  for (const { objects } of synthesize(input))
    for (const object of objects) expect(unsorted(object)).toEqual([]);
  const text = Object.values(rendered(input)).join('');
  expect(text).not.toContain(new Date().toISOString().slice(0, 10));
  expect(text).not.toContain(process.cwd());
});

test('the YAML equals the object', () => {
  for (const { objects } of synthesize(input)) {
    expect(parseAllDocuments(render(objects)).map((document) => document.toJS())).toEqual(objects);
  }
});

test('texts that look like something else stay texts', () => {
  const data = {
    yes: 'yes',
    no: 'no',
    octal: '0123',
    number: '1e3',
    empty: '',
    lines: 'a\n  b\n',
    colon: 'a: b',
    hash: 'a #b',
  };
  expect(
    parse(render([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'texts' }, data }]))
      .data,
  ).toEqual(data);
});

test('no object is in two files, except that the preview shows objects that are not applied', () => {
  const titles = synthesize(input).flatMap(({ objects }) =>
    objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
  );
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('one environment is its namespace, its resource and its preview, as in the whole', () => {
  const whole = rendered(input);
  const one = rendered({ ...input, only: 'staging' });
  expect(Object.keys(one)).toEqual(
    Object.keys(whole).filter((path) => /^(apply\/5-|preview\/)staging\//.test(path)),
  );
  for (const [path, text] of Object.entries(one)) expect(text).toBe(whole[path]);
});

test('a certificate becomes the Secret that the Ingress names, in a file that only its owner reads', () => {
  const file = synthesize({ ...input, certificates }).find(
    ({ path }) => path === 'apply/5-dev/02-certificate.yaml',
  );
  expect(file).toMatchObject({
    secret: true,
    objects: [
      {
        kind: 'Secret',
        type: 'kubernetes.io/tls',
        metadata: { name: 'dev-tls', namespace: 'ahlt-dev' },
        data: { 'tls.crt': btoa('certificate'), 'tls.key': btoa('key') },
      },
    ],
  });
});

test('a cluster that brings its own servers and controller gets none from the platform', () => {
  const { cluster, environments } = input;
  const { deployment: _, ...ingress } = cluster.ingress;
  const managed = {
    ...cluster,
    ingress,
    neo4j: undefined,
    postgres: { engine: 'external' as const, server: cluster.postgres.server },
  };
  const paths = synthesize({ cluster: managed, environments }).map(({ path }) => path);
  // The namespace is for the Secrets that the environments refer to.
  expect(
    paths.filter((path) => path.includes('2-shared-infra') || path.includes('controller')),
  ).toEqual(['apply/2-shared-infra/01-namespace.yaml']);
});

test('kinds by file', () => {
  const kinds = synthesize({ ...input, certificates }).map(({ path, objects }) => [
    path,
    tally(objects.map(({ kind }) => kind)),
  ]);
  expect(Object.fromEntries(kinds)).toMatchInlineSnapshot(`
    {
      "apply/1-cluster/01-crd.yaml": "CustomResourceDefinition",
      "apply/2-shared-infra/01-namespace.yaml": "Namespace, ResourceQuota, LimitRange, NetworkPolicy",
      "apply/2-shared-infra/02-postgres.yaml": "ConfigMap, NetworkPolicy, Service ×2, StatefulSet",
      "apply/2-shared-infra/03-neo4j.yaml": "NetworkPolicy, Service ×2, StatefulSet",
      "apply/3-ingress/01-namespace.yaml": "Namespace, ResourceQuota, LimitRange, NetworkPolicy",
      "apply/3-ingress/02-controller.yaml": "ServiceAccount, ClusterRole, ClusterRoleBinding, Role, RoleBinding, ConfigMap, NetworkPolicy, IngressClass, Service, Deployment",
      "apply/4-operator/01-namespace.yaml": "Namespace, ResourceQuota, LimitRange, NetworkPolicy",
      "apply/4-operator/02-operator.yaml": "ServiceAccount, Role ×2, RoleBinding ×2, ConfigMap, NetworkPolicy, Service, Deployment",
      "apply/4-operator/03-admission.yaml": "ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding",
      "apply/5-dev/01-namespace.yaml": "Namespace, ResourceQuota, LimitRange, Role ×2, RoleBinding ×2, NetworkPolicy",
      "apply/5-dev/02-certificate.yaml": "Secret",
      "apply/5-dev/03-environment.yaml": "AhltEnvironment",
      "apply/5-dev/04-deployer.yaml": "ServiceAccount, Role, RoleBinding",
      "apply/5-dev/05-backups.yaml": "PersistentVolumeClaim, CronJob",
      "apply/5-prod/01-namespace.yaml": "Namespace, ResourceQuota, LimitRange, Role ×2, RoleBinding ×2, NetworkPolicy",
      "apply/5-prod/03-environment.yaml": "AhltEnvironment",
      "apply/5-prod/04-deployer.yaml": "ServiceAccount, Role, RoleBinding",
      "apply/5-prod/05-backups.yaml": "PersistentVolumeClaim, CronJob",
      "apply/5-staging/01-namespace.yaml": "Namespace, ResourceQuota, LimitRange, Role ×2, RoleBinding ×2, NetworkPolicy",
      "apply/5-staging/03-environment.yaml": "AhltEnvironment",
      "apply/5-staging/04-deployer.yaml": "ServiceAccount, Role, RoleBinding",
      "apply/5-staging/05-backups.yaml": "PersistentVolumeClaim, CronJob",
      "preview/dev/01-secrets.yaml": "Secret ×2",
      "preview/dev/02-workload.yaml": "ServiceAccount, ConfigMap, NetworkPolicy ×2, Service, Deployment, Ingress ×5",
      "preview/dev/03-jobs.yaml": "Job ×5",
      "preview/prod/01-secrets.yaml": "Secret ×2",
      "preview/prod/02-workload.yaml": "ServiceAccount, ConfigMap, NetworkPolicy ×2, Service, PodDisruptionBudget, Deployment, Ingress ×5",
      "preview/prod/03-jobs.yaml": "Job ×5",
      "preview/staging/01-secrets.yaml": "Secret ×2",
      "preview/staging/02-workload.yaml": "ServiceAccount, ConfigMap, NetworkPolicy ×2, Service, Deployment, Ingress ×5",
      "preview/staging/03-jobs.yaml": "Job ×5",
    }
  `);
});

/** `Role, RoleBinding, Service ×2`, in the order of the file. */
const tally = (kinds: readonly string[]): string =>
  [...new Set(kinds)]
    .map((kind) => [kind, kinds.filter((other) => other === kind).length] as const)
    .map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`))
    .join(', ');

/** Paths of objects whose keys are not sorted. */
function unsorted(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Object.keys(value);
  const here = Array.isArray(value) || keys.join() === keys.toSorted().join() ? [] : [path];
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, child]) => unsorted(child, `${path}.${key}`)),
  ];
}

/** The same value with the keys of every object the other way round. */
function reversed<T>(value: T): T {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, child]) => [key, reversed(child)]),
  ) as T;
}

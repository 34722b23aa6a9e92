import { clusterKinds, type Manifest } from '../constructs/manifest.ts';
import { type Check, eachObject } from './check.ts';
import { isOwnNamespace } from './network.ts';
import { containersOf, workloadOf } from './workloads.ts';

const labels = ['app', 'name', 'instance', 'component', 'managed-by'].map((label) =>
  label === 'app' ? label : `app.kubernetes.io/${label}`,
);

const secretNames = /(PASSWORD|PASSWD|SECRET|TOKEN|_KEY|DATABASE_URL|_AUTH)$/i;
const secretValues = /:\/\/[^\s/@]*:[^\s/@]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Placeholder in a preview for a value that only exists in the cluster. */
const placeholder = Buffer.from('created in the cluster').toString('base64');

/** Rules for namespaces, names, and values that must not be in files. */
export const namespaceChecks: readonly Check[] = [
  {
    name: 'restricted-namespace',
    why: 'The API server itself refuses a pod that breaks the restricted profile.',
    find: eachObject((object) => {
      if (!isOwnNamespace(object)) return [];
      const level = object.metadata.labels?.['pod-security.kubernetes.io/enforce'];
      return level === 'restricted'
        ? []
        : [`enforces the Pod Security level ${level ?? 'of the cluster'}`];
    }),
  },
  {
    name: 'bounded-namespace',
    why: 'One environment cannot take the resources of the others.',
    find: eachObject((object, all) => {
      if (!isOwnNamespace(object)) return [];
      const kinds = all
        .filter(({ metadata }) => metadata.namespace === object.metadata.name)
        .map(({ kind }) => kind);
      return ['ResourceQuota', 'LimitRange']
        .filter((kind) => !kinds.includes(kind))
        .map((kind) => `has no ${kind}`);
    }),
  },
  {
    name: 'standard-labels',
    why: 'Labels show what an object belongs to and who applies it.',
    find: eachObject((object) => {
      if (object.kind === 'Namespace' && !isOwnNamespace(object)) return [];
      return labels
        .filter((label) => object.metadata.labels?.[label] === undefined)
        .map((label) => `lacks the label ${label}`);
    }),
  },
  {
    name: 'named-namespace',
    why: 'An object without a namespace is created in the current namespace of kubectl.',
    find: eachObject((object) =>
      clusterKinds.includes(object.kind) === (object.metadata.namespace === undefined)
        ? []
        : ['has the wrong namespace'],
    ),
  },
  {
    name: 'no-literal-secrets',
    why: 'Values in a manifest appear in git, in logs and in merge requests.',
    find: eachObject((object) =>
      [...literalsOf(object)]
        .filter(([name, value]) => secretNames.test(name) || secretValues.test(value))
        .map(([name]) => `has ${name} in clear text`),
    ),
  },
  {
    name: 'no-secret-values',
    why: 'Only certificates come from outside; every other Secret is created in the cluster and shown without its values.',
    find: eachObject((object) => {
      if (object.kind !== 'Secret' || object['type'] === 'kubernetes.io/tls') return [];
      return Object.entries((object['data'] ?? {}) as Record<string, string>)
        .filter(([, value]) => value !== placeholder)
        .map(([key]) => `holds a value of ${key}`);
    }),
  },
  {
    name: 'data-outlives-server',
    why: "A StatefulSet that is deleted by mistake must not take every environment's data with it.",
    find: eachObject((object) => {
      if (object.kind !== 'StatefulSet') return [];
      const spec = workloadOf(object);
      return [
        ...((spec?.volumeClaimTemplates ?? []).length > 0 ? [] : ['keeps its data in the pod']),
        ...(spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Retain'
          ? []
          : ['deletes its data with itself']),
      ];
    }),
  },
];

function* literalsOf(object: Manifest): Generator<readonly [string, string]> {
  if (object.kind === 'ConfigMap')
    yield* Object.entries((object['data'] ?? {}) as Record<string, string>);
  for (const { env = [] } of containersOf(object))
    for (const { name, value } of env) if (value !== undefined) yield [name, value];
}

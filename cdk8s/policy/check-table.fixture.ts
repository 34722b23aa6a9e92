import { describe, expect, test } from 'vitest';
import type { Manifest } from '../constructs/manifest.ts';
import { titleOf } from './check.ts';
import { checks } from './index.ts';
import type { Container, PodSpec } from './workloads.ts';

// The smallest manifests at which the result of a check changes, each with one change, and a table
// of them.

export type Loose = Readonly<Record<string, unknown>>;

export const namespace = 'ahlt-dev';
export const object = (
  kind: string,
  name: string,
  fields: Loose = {},
  metadata: Loose = {},
): Manifest =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace, ...metadata },
    ...fields,
  }) as unknown as Manifest;

export const limits = { cpu: '1', memory: '128Mi' };
const context = {
  ...{
    runAsNonRoot: true,
    runAsUser: 1000,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
  },
  ...{ capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
};
export const container = (fields: Partial<Container> = {}): Container => ({
  ...{ name: 'c', image: 'registry:5050/app:1.0', imagePullPolicy: 'IfNotPresent' },
  ...{ securityContext: context, resources: { requests: limits, limits } },
  ...{ startupProbe: {}, readinessProbe: {}, livenessProbe: {} },
  ...fields,
});
export const labels = { app: 'web' };
const pod = (fields: Partial<PodSpec> = {}): PodSpec => ({
  ...{ containers: [container()], automountServiceAccountToken: false, serviceAccountName: 'web' },
  ...{ enableServiceLinks: false, terminationGracePeriodSeconds: 30 },
  ...fields,
});
export const template = (fields: Partial<PodSpec> = {}) => ({
  metadata: { labels },
  spec: pod(fields),
});
export const workload = (kind: string, podFields: Partial<PodSpec> = {}, spec: Loose = {}) =>
  object(kind, 'web', {
    spec: { selector: { matchLabels: labels }, template: template(podFields), ...spec },
  });
export const deployment = (podFields: Partial<PodSpec> = {}, spec: Loose = {}) =>
  workload('Deployment', podFields, spec);
export const running = (fields: Partial<Container>) =>
  deployment({ containers: [container(fields)] });
export const inContext = (fields: Loose) => running({ securityContext: { ...context, ...fields } });

/**
 * Violations of a check in these objects, as `Kind name: message`; omits the namespace if it is the
 * usual one.
 */
export function said(name: string, objects: readonly Manifest[]): string[] {
  const check = checks.find((one) => one.name === name);
  if (check === undefined) throw new Error(`there is no check ${name}`);
  return check
    .find(objects)
    .map((one) => `${titleOf(one.object).replace(`${namespace}/`, '')}: ${one.message}`);
}

type Row = readonly [what: string, objects: readonly Manifest[], found: readonly string[]];
export const table = (check: string, rows: readonly Row[]) =>
  describe(check, () => {
    test.each(rows)('%s', (_, objects, found) => expect(said(check, objects)).toEqual(found));
  });
export const web = (...messages: string[]) =>
  messages.map((message) => `Deployment web: ${message}`);
export const inC = (...messages: string[]) =>
  web(...messages.map((message) => `container c: ${message}`));

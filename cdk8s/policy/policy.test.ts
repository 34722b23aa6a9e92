import { describe, expect, test } from 'vitest';
import type { Manifest } from '../constructs/manifest.ts';
import { readEnvironments } from '../environments/read.ts';
import { synthesize } from '../synth.ts';
import { titleOf } from './check.ts';
import { exceptions } from './exceptions.ts';
import { checks, findings } from './index.ts';

const read = readEnvironments(new URL('../..', import.meta.url).pathname);
if (!read.ok) throw new Error('environments/ is wrong');
const objects = synthesize(read.value).flatMap((file) => file.objects);

// biome-ignore lint/suspicious/noExplicitAny: fixtures reach into objects of every kind to break them.
type Loose = any;

/** All objects, with one changed. */
const changed = (title: string, change: (object: Loose) => void): Manifest[] => {
  const copy = structuredClone(objects) as Loose[];
  const object = copy.find((candidate) => titleOf(candidate) === title);
  if (object === undefined) throw new Error(`there is no ${title}`);
  change(object);
  return copy;
};

/** All objects except one. */
const without = (title: string): Manifest[] =>
  objects.filter((object) => titleOf(object) !== title);

const web = 'Deployment ahlt-prod/ahlt-prod';
const inContainer = (title: string, change: (container: Loose) => void) =>
  changed(title, ({ spec }) => change(spec.template.spec.containers[0]));
const inContext = (change: (context: Loose) => void) =>
  inContainer(web, ({ securityContext }) => change(securityContext));
const inPod = (title: string, fields: Loose) =>
  changed(title, ({ spec }) => Object.assign(spec.template.spec, fields));
const withRule = (title: string, rule: Loose) => changed(title, ({ rules }) => rules.push(rule));

/** For each check, what violates it: the change, and the resulting manifests. */
const fixtures: Record<string, Record<string, () => Manifest[]>> = {
  'restricted-container': {
    'runs as root': () => inContext((context) => delete context.runAsNonRoot),
    'is privileged': () => inContext((context) => Object.assign(context, { privileged: true })),
    'may gain privileges': () => inContext((context) => delete context.allowPrivilegeEscalation),
    'keeps capabilities': () => inContext((context) => delete context.capabilities),
    'adds a capability': () =>
      inContext((context) => Object.assign(context.capabilities, { add: ['SYS_ADMIN'] })),
    'has no seccomp profile': () => inContext((context) => delete context.seccompProfile),
    'in an init container': () =>
      changed(
        'StatefulSet shared-infra/neo4j',
        ({ spec }) => delete spec.template.spec.initContainers[0].securityContext,
      ),
  },
  'numbered-user': {
    'names no user': () => inContext((context) => delete context.runAsUser),
    'is user 0': () => inContext((context) => Object.assign(context, { runAsUser: 0 })),
  },
  'read-only-root': {
    'can be written': () =>
      inContext((context) => Object.assign(context, { readOnlyRootFilesystem: false })),
  },
  'bounded-resources': {
    'requests nothing': () => inContainer(web, ({ resources }) => delete resources.requests),
    'has no limit': () => inContainer(web, ({ resources }) => delete resources.limits.memory),
    'requests more than its limit': () =>
      inContainer(web, ({ resources }) => Object.assign(resources.requests, { memory: '2Gi' })),
  },
  'pinned-image': {
    latest: () =>
      inContainer(web, (container) =>
        Object.assign(container, { image: 'registry.gitlab.local:5050/ahlt/im-ctrl:latest' }),
      ),
    'no tag behind a port': () =>
      inContainer(web, (container) =>
        Object.assign(container, { image: 'registry.gitlab.local:5050/ahlt/im-ctrl' }),
      ),
    'in a Job': () =>
      inContainer('Job ahlt-dev/ahlt-dev-migrate-preview', (container) =>
        Object.assign(container, { image: 'im-ctrl' }),
      ),
  },
  'pulled-once': {
    'pulls always': () =>
      inContainer(web, (container) => Object.assign(container, { imagePullPolicy: 'Always' })),
  },
  'three-probes': {
    'no startup probe': () => inContainer(web, (container) => delete container.startupProbe),
    'no readiness probe': () =>
      inContainer(
        'StatefulSet shared-infra/postgres',
        (container) => delete container.readinessProbe,
      ),
    'no liveness probe': () => inContainer(web, (container) => delete container.livenessProbe),
  },
  'no-host-access': {
    'the network': () => inPod(web, { hostNetwork: true }),
    'the processes': () => inPod(web, { hostPID: true }),
    'a folder': () => inPod(web, { volumes: [{ name: 'docker', hostPath: { path: '/var/run' } }] }),
  },
  'no-host-ports': {
    'takes a port': () =>
      inContainer(web, ({ ports }) => Object.assign(ports[0], { hostPort: 80 })),
  },
  'no-service-links': { 'has them': () => inPod(web, { enableServiceLinks: true }) },
  'time-to-stop': { 'has 5 s': () => inPod(web, { terminationGracePeriodSeconds: 5 }) },
  'bounded-job': {
    'is repeated': () =>
      changed('Job ahlt-dev/ahlt-dev-seed-preview', ({ spec }) =>
        Object.assign(spec, { backoffLimit: 6 }),
      ),
    'restarts in its pod': () =>
      inPod('Job ahlt-dev/ahlt-dev-seed-preview', { restartPolicy: 'OnFailure' }),
    'has no deadline': () =>
      changed(
        'Job ahlt-dev/ahlt-dev-seed-preview',
        ({ spec }) => delete spec.activeDeadlineSeconds,
      ),
  },
  'no-wildcard-rights': {
    'every verb': () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: ['apps'],
        resources: ['deployments'],
        verbs: ['*'],
      }),
    'every group': () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: ['*'],
        resources: ['deployments'],
        verbs: ['get'],
      }),
    'every subresource': () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: [''],
        resources: ['*/status'],
        verbs: ['get'],
      }),
  },
  'secrets-by-name': {
    'lists them': () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['create', 'list'],
      }),
    'empty names': () =>
      withRule('Role shared-infra/ahlt-operator', {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get'],
        resourceNames: [],
      }),
  },
  'no-escalation': {
    'binds roles': () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['rolebindings'],
        verbs: ['create'],
      }),
    impersonates: () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: [''],
        resources: ['users'],
        verbs: ['impersonate'],
      }),
    'enters pods': () =>
      withRule('Role ahlt-dev/ahlt-operator', {
        apiGroups: [''],
        resources: ['pods/exec'],
        verbs: ['create'],
      }),
  },
  'cluster-rights-by-name': {
    'lists namespaces': () =>
      withRule('ClusterRole nginx-ingress', {
        apiGroups: [''],
        resources: ['namespaces'],
        verbs: ['list'],
      }),
    'writes one': () =>
      withRule('ClusterRole nginx-ingress', {
        apiGroups: [''],
        resources: ['namespaces'],
        verbs: ['patch'],
        resourceNames: ['ahlt-dev'],
      }),
  },
  'no-unused-token': {
    'the account gives it away': () =>
      changed(
        'ServiceAccount ahlt-prod/ahlt-prod',
        (account) => delete account.automountServiceAccountToken,
      ),
    'the pod mounts it': () => inPod(web, { automountServiceAccountToken: true }),
    'by default': () =>
      changed(web, ({ spec }) => delete spec.template.spec.automountServiceAccountToken),
  },
  'own-service-account': {
    'runs as default': () =>
      changed(web, ({ spec }) => delete spec.template.spec.serviceAccountName),
  },
  'default-deny': {
    'is missing': () => without('NetworkPolicy ahlt-prod/default-deny'),
    'only one direction': () =>
      changed('NetworkPolicy ahlt-prod/default-deny', ({ spec }) =>
        Object.assign(spec, { policyTypes: ['Ingress'] }),
      ),
    'only some pods': () =>
      changed('NetworkPolicy ahlt-prod/default-deny', ({ spec }) =>
        Object.assign(spec.podSelector, { matchLabels: { app: 'ahlt-prod' } }),
      ),
    'lets something through': () =>
      changed('NetworkPolicy ahlt-prod/default-deny', ({ spec }) =>
        Object.assign(spec, { egress: [{}] }),
      ),
  },
  'explicit-allows': {
    'has none': () => without('NetworkPolicy shared-infra/postgres'),
    'for other pods': () =>
      changed('NetworkPolicy ahlt-dev/ahlt-dev-jobs', ({ spec }) =>
        Object.assign(spec.podSelector, { matchLabels: { app: 'other' } }),
      ),
  },
  'no-open-door': {
    'accepts from anywhere': () =>
      changed('NetworkPolicy shared-infra/postgres', ({ spec }) => delete spec.ingress[0].from),
    'on every port': () =>
      changed('NetworkPolicy ahlt-dev/ahlt-dev-web', ({ spec }) => delete spec.egress[1].ports),
  },
  'no-open-exit': {
    'to a web server as if it were the API server': () =>
      changed('NetworkPolicy ahlt-system/ahlt-operator', ({ spec }) =>
        Object.assign(
          spec.egress.find(({ to }: { to?: unknown }) => to === undefined),
          { ports: [{ port: 443 }, { port: 8443 }] },
        ),
      ),
    'from the web': () =>
      changed('NetworkPolicy ahlt-dev/ahlt-dev-web', ({ spec }) => delete spec.egress[0].to),
    'to every pod': () =>
      changed('NetworkPolicy ahlt-dev/ahlt-dev-jobs', ({ spec }) =>
        Object.assign(spec.egress[0], { to: [{}] }),
      ),
    'to every namespace': () =>
      changed('NetworkPolicy ahlt-dev/ahlt-dev-web', ({ spec }) =>
        Object.assign(spec.egress[0], { to: [{ namespaceSelector: {} }] }),
      ),
    'to every address': () =>
      changed('NetworkPolicy ahlt-dev/ahlt-dev-web', ({ spec }) =>
        Object.assign(spec.egress[0], { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }),
      ),
    'to the API server without a token': () =>
      changed('NetworkPolicy ahlt-prod/ahlt-prod-web', ({ spec }) =>
        spec.egress.push({ ports: [{ port: 443 }] }),
      ),
    'of a server that opens nothing': () =>
      changed('NetworkPolicy shared-infra/postgres', ({ spec }) =>
        Object.assign(spec, { egress: [{ ports: [{ port: 5432 }] }] }),
      ),
  },
  'no-exposed-service': {
    'a port of the nodes': () =>
      changed('Service shared-infra/postgres-postgresql', ({ spec }) =>
        Object.assign(spec, { type: 'NodePort' }),
      ),
  },
  'service-with-pods': {
    'finds none': () =>
      changed('Service ahlt-dev/ahlt-dev', ({ spec }) =>
        Object.assign(spec.selector, { app: 'dev' }),
      ),
    'finds those of Jobs': () =>
      changed('Service ahlt-dev/ahlt-dev', ({ spec }) =>
        Object.assign(spec, { selector: { app: 'ahlt-dev' } }),
      ),
  },
  'encrypted-hosts': {
    'has no certificate': () =>
      changed('Ingress ahlt-prod/ahlt-prod', ({ spec }) => delete spec.tls),
  },
  'restricted-namespace': {
    baseline: () =>
      changed('Namespace ahlt-dev', ({ metadata }) =>
        Object.assign(metadata.labels, { 'pod-security.kubernetes.io/enforce': 'baseline' }),
      ),
    unsaid: () =>
      changed(
        'Namespace shared-infra',
        ({ metadata }) => delete metadata.labels['pod-security.kubernetes.io/enforce'],
      ),
  },
  'bounded-namespace': {
    'no quota': () => without('ResourceQuota ahlt-dev/quota'),
    'no limits': () => without('LimitRange ahlt-dev/limits'),
  },
  'standard-labels': {
    'lacks one': () =>
      changed(web, ({ metadata }) => delete metadata.labels['app.kubernetes.io/component']),
  },
  'named-namespace': {
    'lacks it': () =>
      changed('Service ahlt-dev/ahlt-dev', ({ metadata }) => delete metadata.namespace),
    'has one without need': () =>
      changed('Namespace ahlt-dev', ({ metadata }) =>
        Object.assign(metadata, { namespace: 'ahlt-dev' }),
      ),
  },
  'no-literal-secrets': {
    'by its name': () =>
      inContainer(web, ({ env }) => env.push({ name: 'SESSION_KEY', value: 'x'.repeat(64) })),
    'by its value': () =>
      changed('ConfigMap ahlt-dev/ahlt-dev-config', ({ data }) =>
        Object.assign(data, { UPSTREAM: 'https://user:pass@example.org' }),
      ),
    'a private key': () =>
      changed('ConfigMap shared-infra/postgres-init', ({ data }) =>
        Object.assign(data, { 'server.pem': '-----BEGIN PRIVATE KEY-----' }),
      ),
  },
  'no-secret-values': {
    'holds one': () =>
      changed('Secret ahlt-dev/ahlt-dev-secret', ({ data }) =>
        Object.assign(data, { SESSION_KEY: btoa('abc') }),
      ),
  },
  'data-outlives-server': {
    'in the pod': () =>
      changed('StatefulSet shared-infra/postgres', ({ spec }) => delete spec.volumeClaimTemplates),
    'goes with it': () =>
      changed('StatefulSet shared-infra/postgres', ({ spec }) =>
        Object.assign(spec.persistentVolumeClaimRetentionPolicy, { whenDeleted: 'Delete' }),
      ),
  },
  'two-in-prod': {
    'runs one': () => changed(web, ({ spec }) => Object.assign(spec, { replicas: 1 })),
  },
  'disruption-budget': {
    'is missing': () => without('PodDisruptionBudget ahlt-prod/ahlt-prod'),
    'is about others': () =>
      changed('PodDisruptionBudget ahlt-prod/ahlt-prod', ({ spec }) =>
        Object.assign(spec.selector.matchLabels, { app: 'other' }),
      ),
  },
  spread: {
    'is not': () => changed(web, ({ spec }) => delete spec.template.spec.topologySpreadConstraints),
  },
  'no-gap': {
    'takes one first': () =>
      changed(web, ({ spec }) => Object.assign(spec.strategy.rollingUpdate, { maxUnavailable: 1 })),
  },
  'stable-selector': {
    'finds no pods': () =>
      changed(web, ({ spec }) => Object.assign(spec.selector.matchLabels, { app: 'other' })),
    'by version': () =>
      changed(web, ({ spec }) =>
        Object.assign(spec.selector.matchLabels, { 'app.kubernetes.io/version': '1.0.0' }),
      ),
  },
};

test('synthesized manifests violate no rule', () => expect(findings(objects)).toEqual([]));

const cases = Object.entries(fixtures).flatMap(([check, broken]) =>
  Object.entries(broken).map(([what, make]) => [check, what, make] as const),
);

test.each(cases)('%s notices: %s', (check, _, make) => {
  const found = findings(make());
  expect(found.map((finding) => finding.check)).toContain(check);
  expect(found.find((finding) => finding.check === check)?.message).not.toBe('');
});

test('every check has a fixture that breaks it, and a reason', () => {
  expect(Object.keys(fixtures).toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
  expect(checks.filter(({ why }) => why.length < 20)).toEqual([]);
});

describe('exceptions', () => {
  test.each(exceptions.map((exception) => [exception.check, exception] as const))(
    '%s: the exception is required',
    (name, { object }) => {
      const check = checks.find((candidate) => candidate.name === name);
      expect(check?.find(objects).some((violation) => object.test(titleOf(violation.object)))).toBe(
        true,
      );
    },
  );
});

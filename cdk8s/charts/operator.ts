import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  clusterRules,
  foreignRules,
  passwordRules,
  systemRules,
} from '#operator/environment/rbac.ts';
import type { Cluster, ConnectedEnvironment } from '../api/index.ts';
import { Access, type AccessRule } from '../constructs/access.ts';
import { DisruptionBudget, spread } from '../constructs/availability.ts';
import { ClosedNamespace } from '../constructs/closed-namespace.ts';
import { podSelector, standardLabels, versionOf } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { NetworkPolicy } from '../constructs/network-policy.ts';
import {
  appIdentity,
  httpProbe,
  refine,
  registryAuth,
  restrictedContainer,
  restrictedPod,
  scratch,
} from '../constructs/pod.ts';
import { nodeOptions, quotaFor } from '../constructs/quantity.ts';
import { Service } from '../constructs/service.ts';
import { infraNamespace, infraSecrets, operatorName, systemNamespace } from './cluster-names.ts';
import { scrapingNamespaceLabel } from './environment-names.ts';
import { environmentOpens } from './environment-network.ts';
import { foreignSecrets } from './foreign-secrets.ts';
import { platformChecksum, platformConfig, platformFile, platformOf } from './operator-platform.ts';

/** Port of the operator's `/healthz`, `/readyz` and `/metrics`. */
const port = 8080;

/** Labels of the operator's pods. */
const pods = podSelector(operatorName, 'operator');

const namespaceLabels = standardLabels({
  release: operatorName,
  name: operatorName,
  component: 'namespace',
  managedBy: 'ahlt-synth',
});

/** The namespace of the operator, with room for its pods and a replacement. */
export const systemNamespaceChart = ({ operator }: Cluster): Manifest[] =>
  manifests({}, (chart) => {
    const quota = quotaFor([{ resources: operator.resources, count: operator.replicas + 2 }]);
    new ClosedNamespace(chart, 'namespace', {
      name: systemNamespace,
      labels: namespaceLabels,
      quota,
    });
  });

/**
 * The operator and its permissions outside the environments' namespaces; there each environment
 * grants it a Role. It has no cluster-wide permission while `clusterRules` is empty.
 */
export function operatorChart(
  cluster: Cluster,
  environments: readonly ConnectedEnvironment[],
): Manifest[] {
  const { operator, registry } = cluster;
  const version = versionOf(operator.image);
  const labels = standardLabels({
    release: operatorName,
    name: operatorName,
    component: 'operator',
    version,
    managedBy: 'ahlt-synth',
  });
  const metadata = { name: operatorName, labels };
  const subject = { name: operatorName, namespace: systemNamespace };
  const platform = platformOf(cluster, environments);

  return manifests({ namespace: systemNamespace }, (chart) => {
    new kplus.ServiceAccount(chart, 'service-account', { metadata, automountToken: false });
    new Access(chart, 'cluster-access', {
      name: operatorName,
      labels,
      rules: clusterRules(),
      subject,
    });
    new Access(chart, 'system-access', {
      name: operatorName,
      namespace: systemNamespace,
      labels,
      rules: systemRules(),
      subject,
    });
    for (const [namespace, rules] of foreignAccess(cluster, environments))
      new Access(chart, `${namespace}-access`, {
        name: operatorName,
        namespace,
        labels,
        rules,
        subject,
      });

    new Service(chart, 'metrics', {
      name: `${operatorName}-metrics`,
      labels,
      pods,
      ports: { http: port },
    });
    new NetworkPolicy(chart, 'network', {
      name: operatorName,
      labels,
      pods,
      accepts: [{ peers: [{ namespaces: scrapingNamespaceLabel }], ports: [port] }],
      opens: [
        // The API server has no pods that a selector could match.
        { peers: ['anywhere'], ports: [443, cluster.network.apiServerPort] },
        ...distinct(environments.flatMap(environmentOpens)),
      ],
    });
    if (operator.replicas >= 2)
      new DisruptionBudget(chart, 'budget', { name: operatorName, labels, pods });

    const deployment = new kplus.Deployment(chart, 'deployment', {
      metadata,
      podMetadata: {
        labels,
        annotations: { 'platform.ahlt.dev/config-checksum': platformChecksum(platform) },
      },
      replicas: operator.replicas,
      select: false,
      spread: false,
      minReady: Duration.seconds(0),
      progressDeadline: Duration.seconds(300),
      // The next leader waits for the Lease that the old one releases, so both may run for a
      // moment.
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(1),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      }),
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'identity', operatorName),
      ...restrictedPod(appIdentity),
      automountServiceAccountToken: true,
      ...registryAuth(chart, registry.pullSecret),
      containers: [
        restrictedContainer({
          name: 'operator',
          image: operator.image,
          command: ['node', 'operator.js'],
          ports: [{ name: 'http', number: port }],
          resources: operator.resources,
          identity: appIdentity,
          env: variables(cluster),
          mounts: [scratch(chart, 'tmp', '/tmp', 16), platformConfig(chart, platform, labels)],
          startup: httpProbe('/healthz', port, { every: 2, failures: 30 }),
          readiness: httpProbe('/readyz', port, { every: 5, failures: 3 }),
          liveness: httpProbe('/healthz', port, { every: 10, failures: 3 }),
        }),
      ],
    });
    deployment.select(kplus.LabelSelector.of({ labels: pods }));
    refine(ApiObject.of(deployment), {
      workload: { revisionHistoryLimit: 3 },
      pod: operator.replicas >= 2 ? { topologySpreadConstraints: spread(pods) } : {},
    });
  });
}

/** Variables of the operator (`operator/config.ts`). */
function variables(cluster: Cluster): Record<string, kplus.EnvValue> {
  const { operator, ingress } = cluster;
  const made = madePasswords(cluster);
  const values = {
    LOG_LEVEL: operator.logLevel,
    PORT: String(port),
    PLATFORM_FILE: platformFile,
    INGRESS_CONTROLLER: ingress.controller,
    ...(made.length > 0 && { INFRA_SECRETS: made.join(',') }),
    // It holds small, long-lived objects: a large young generation would stay empty, and is a fifth
    // of the operator's memory.
    NODE_OPTIONS: nodeOptions(operator.resources.limits.memory, 1),
  };
  return {
    ...Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)]),
    ),
    POD_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
    POD_NAMESPACE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAMESPACE),
  };
}

/** The operator's permissions where environments only refer to something, by namespace. */
function foreignAccess(
  cluster: Cluster,
  environments: readonly ConnectedEnvironment[],
): Map<string, readonly AccessRule[]> {
  const secrets = foreignSecrets(environments);
  const references = environments.flatMap(
    ({ connections }) => connections.database?.clusterRef ?? [],
  );
  const makes = madePasswords(cluster).length > 0 ? [infraNamespace] : [];
  const namespaces = new Set([
    ...makes,
    ...secrets.keys(),
    ...references.map(({ namespace }) => namespace),
  ]);
  return new Map(
    [...namespaces].toSorted().map((namespace) => {
      const clusters = references
        .filter((reference) => reference.namespace === namespace)
        .map(({ name }) => name);
      const read = foreignRules({
        secrets: secrets.get(namespace) ?? [],
        clusters: distinct(clusters).toSorted(),
      });
      return [namespace, [...(makes.includes(namespace) ? passwordRules : []), ...read]];
    }),
  );
}

/** Passwords of our own servers, which the operator generates; external ones provide theirs. */
const madePasswords = ({ postgres, neo4j }: Cluster): string[] => [
  ...(postgres.deployment === undefined ? [] : [infraSecrets.postgres]),
  ...(neo4j?.deployment === undefined ? [] : [infraSecrets.neo4j]),
];

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

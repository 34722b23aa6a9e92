import type { Manifest } from '../constructs/manifest.ts';
import { type Check, eachObject, type Labels, matches } from './check.ts';
import { podLabelsOf, podOf } from './workloads.ts';

interface PolicySpec {
  readonly podSelector: { readonly matchLabels?: Labels };
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly {
    readonly from?: readonly unknown[];
    readonly ports?: readonly unknown[];
  }[];
  readonly egress?: readonly {
    readonly to?: readonly unknown[];
    readonly ports?: readonly unknown[];
  }[];
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Labels;
}

interface IngressSpec {
  readonly tls?: readonly { readonly hosts?: readonly string[] }[];
  readonly rules?: readonly { readonly host?: string }[];
}

const policySpec = (object: Manifest) => object['spec'] as PolicySpec;

const policiesIn = (namespace: string | undefined, all: readonly Manifest[]): Manifest[] =>
  all.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === namespace);

/** Rules for network traffic. */
export const networkChecks: readonly Check[] = [
  {
    name: 'default-deny',
    why: 'Traffic is denied by default only if a policy covers every pod in both directions.',
    find: eachObject((object, all) => {
      if (!isOwnNamespace(object)) return [];
      const denied = policiesIn(object.metadata.name, all).some((policy) => {
        const { podSelector, policyTypes = [], ingress = [], egress = [] } = policySpec(policy);
        const everyPod = Object.keys(podSelector.matchLabels ?? {}).length === 0;
        return (
          everyPod &&
          policyTypes.includes('Ingress') &&
          policyTypes.includes('Egress') &&
          ingress.length === 0 &&
          egress.length === 0
        );
      });
      return denied ? [] : ['has no policy that denies everything by default'];
    }),
  },
  {
    name: 'explicit-allows',
    why: 'Every pod needs a policy for its connections; without one it cannot connect and fails later.',
    find: eachObject((object, all) => {
      if (podOf(object) === undefined) return [];
      const own = policiesIn(object.metadata.namespace, all).filter((policy) => {
        const labels = policySpec(policy).podSelector.matchLabels ?? {};
        return Object.keys(labels).length > 0 && matches(labels, podLabelsOf(object));
      });
      return own.length > 0 ? [] : ['has no network policy of its own'];
    }),
  },
  {
    name: 'no-open-door',
    why: 'Only the ingress controller accepts connections from anywhere.',
    find: eachObject((object) => {
      if (object.kind !== 'NetworkPolicy') return [];
      const { ingress = [], egress = [] } = policySpec(object);
      return [
        ...ingress
          .filter(({ from = [] }) => from.length === 0)
          .map(() => 'accepts connections from anywhere'),
        ...[...ingress, ...egress]
          .filter(({ ports = [] }) => ports.length === 0)
          .map(() => 'allows every port'),
      ];
    }),
  },
  {
    name: 'no-open-exit',
    why: 'Unrestricted egress can leak data. Only the API server and external data servers have no address known in advance.',
    find: eachObject((object, all) => {
      if (object.kind !== 'NetworkPolicy') return [];
      const { egress = [] } = policySpec(object);
      const open = egress.filter(
        ({ to = [] }) => to.length === 0 || to.some((peer) => isEverybody(peer)),
      );
      return open
        .filter(({ ports = [] }) => !mayGoAnywhere(object, ports as readonly Port[], all))
        .map(() => 'lets its pods connect to anywhere');
    }),
  },
  {
    name: 'no-exposed-service',
    why: 'Requests come in through the ingress controller and nowhere else.',
    find: eachObject((object) => {
      const { type = 'ClusterIP' } =
        object.kind === 'Service' ? (object['spec'] as ServiceSpec) : {};
      return type === 'ClusterIP' ? [] : [`is of type ${type}`];
    }),
  },
  {
    name: 'service-with-pods',
    why: 'A wrong selector leaves a Service without pods.',
    find: eachObject((object, all) => {
      if (object.kind !== 'Service') return [];
      const { selector = {} } = object['spec'] as ServiceSpec;
      const behind = all.filter(
        (other) =>
          other.metadata.namespace === object.metadata.namespace && podOf(other) !== undefined,
      );
      const matched = behind.filter((other) => matches(selector, podLabelsOf(other)));
      if (matched.length === 0) return ['selects no pods'];
      return matched.some(({ kind }) => kind === 'Job' || kind === 'CronJob')
        ? ['also selects the pods of Jobs']
        : [];
    }),
  },
  {
    name: 'encrypted-hosts',
    why: 'Passwords and sessions go over HTTPS only.',
    find: eachObject((object, all) => {
      if (object.kind !== 'Ingress') return [];
      const specs = all
        .filter(
          ({ kind, metadata }) =>
            kind === 'Ingress' && metadata.namespace === object.metadata.namespace,
        )
        .map((other) => other['spec'] as IngressSpec);
      const encrypted = specs.flatMap(({ tls = [] }) => tls.flatMap(({ hosts = [] }) => hosts));
      const hosts = ((object['spec'] as IngressSpec).rules ?? []).flatMap(({ host }) => host ?? []);
      return hosts
        .filter((host) => !encrypted.includes(host))
        .map((host) => `${host} has no certificate`);
    }),
  },
];

interface Port {
  readonly port?: number;
}

/**
 * The ports of the API server: its Service's, the one that the server itself listens on, which
 * depends on the cluster, and that of an archive.
 */
const isApiServer = (ports: readonly number[]): boolean =>
  ports.includes(443) &&
  ports.length <= 3 &&
  ports.every((port) => port === 443 || !webPorts.includes(port));

/** A peer without restriction: an empty selector selects everything. */
function isEverybody(peer: unknown): boolean {
  const { namespaceSelector, podSelector, ipBlock } = peer as Record<
    string,
    { matchLabels?: Labels; cidr?: string } | undefined
  >;
  if (ipBlock !== undefined) return ipBlock.cidr?.endsWith('/0') === true;
  const isEmpty = (selector: { matchLabels?: Labels } | undefined) =>
    Object.keys(selector?.matchLabels ?? {}).length === 0;
  return namespaceSelector === undefined
    ? podSelector === undefined
    : isEmpty(namespaceSelector) && isEmpty(podSelector);
}

/**
 * Pods with a token connect to the API server. They and an environment's own pods may have one
 * server outside the cluster, but not on web ports, unless the environment sends webhooks there.
 */
function mayGoAnywhere(
  policy: Manifest,
  ports: readonly Port[],
  all: readonly Manifest[],
): boolean {
  const numbers = ports.flatMap(({ port }) => port ?? []);
  const isOneServer = numbers.length === 1 && !webPorts.some((port) => numbers.includes(port));
  if (hasToken(policy, all)) return isApiServer(numbers) || isOneServer;
  const environment = all.find(
    ({ kind, metadata }) =>
      kind === 'AhltEnvironment' && metadata.namespace === policy.metadata.namespace,
  );
  if (environment === undefined) return false;
  const { webhooks } = (environment['spec'] ?? {}) as { webhooks?: { ports?: number[] } };
  const forWebhooks = webhooks?.ports ?? [];
  return isOneServer || (numbers.length > 0 && numbers.every((port) => forWebhooks.includes(port)));
}

/**
 * Whether a policy is about pods with a token; those of a database cluster are created by its own
 * operator.
 */
function hasToken(policy: Manifest, all: readonly Manifest[]): boolean {
  if (policySpec(policy).podSelector.matchLabels?.['cnpg.io/cluster'] !== undefined) return true;
  return all
    .filter(({ metadata }) => metadata.namespace === policy.metadata.namespace)
    .filter((object) => isAbout(policy, object))
    .some((object) => podOf(object)?.automountServiceAccountToken !== false);
}

/** Ports on which a third party may run a server that accepts any data. */
const webPorts = [80, 443, 8080, 8443];

const isAbout = (policy: Manifest, object: Manifest): boolean =>
  podOf(object) !== undefined &&
  matches(policySpec(policy).podSelector.matchLabels ?? {}, podLabelsOf(object));

/** A namespace of ours; one provided by the cluster is only labeled. */
export const isOwnNamespace = ({ kind, metadata }: Manifest): boolean =>
  kind === 'Namespace' && metadata.labels?.['app.kubernetes.io/managed-by'] !== undefined;

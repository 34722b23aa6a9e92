import type { KubernetesClient } from '../clients/kubernetes.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { KubernetesObject, Manifest, ResourceType } from '../clients/kubernetes-types.ts';
import type { Logger } from '../runtime/logger.ts';
import { Reflector, type ReflectorEvent } from '../runtime/reflector.ts';
import type { Store } from '../runtime/store.ts';
import { type EnvironmentObject, environmentType } from './resource.ts';

export interface ClusterOptions {
  readonly client: KubernetesClient;
  readonly log: Logger;
  /** Watched namespaces; only these are touched. */
  readonly namespaces: readonly string[];
  readonly onEvent?: (resource: string, event: ReflectorEvent) => void;
}

/** Kinds that the operator applies for an environment. */
const ownedTypes: readonly ResourceType[] = [
  resources.serviceAccount,
  resources.configMap,
  resources.networkPolicy,
  resources.service,
  resources.podDisruptionBudget,
  resources.ingress,
  resources.deployment,
  resources.job,
];

/** The operator's objects have this label; one that loses it looks deleted and is applied again. */
const ours = 'app.kubernetes.io/managed-by=ahlt-operator';

/** The watched part of one namespace. */
export class NamespaceCache {
  readonly environments: Reflector<EnvironmentObject>;
  readonly pods: Reflector;
  readonly owned: readonly Reflector[];

  constructor(namespace: string, { client, log, onEvent }: ClusterOptions) {
    const reflector = <T extends KubernetesObject>(type: ResourceType, labelSelector?: string) =>
      new Reflector<T>({
        client,
        type,
        selection: { namespace, ...(labelSelector && { labelSelector }) },
        log,
        onEvent: (event) => onEvent?.(type.plural, event),
      });
    this.environments = reflector<EnvironmentObject>(environmentType);
    this.pods = reflector(resources.pod, ours);
    this.owned = ownedTypes.map((type) => reflector(type, ours));
  }

  get reflectors(): readonly Reflector[] {
    return [this.environments as unknown as Reflector, this.pods, ...this.owned];
  }

  /** The store of a manifest's kind. */
  storeOf({ kind }: Pick<Manifest, 'kind'>): Store {
    const reflector = this.owned.find(({ type }) => type.kind === kind);
    if (!reflector) throw new Error(`The operator does not watch ${kind}.`);
    return reflector.store;
  }

  get jobs(): Store {
    return this.storeOf({ kind: 'Job' });
  }

  get deployments(): Store {
    return this.storeOf({ kind: 'Deployment' });
  }
}

/** Everything the operator watches except Secrets, which are watched by name (`SecretWatch`). */
export class Cluster {
  readonly namespaces: ReadonlyMap<string, NamespaceCache>;

  constructor(options: ClusterOptions) {
    this.namespaces = new Map(
      options.namespaces.map((namespace) => [namespace, new NamespaceCache(namespace, options)]),
    );
  }

  get reflectors(): Reflector[] {
    return [...this.namespaces.values()].flatMap(({ reflectors }) => reflectors);
  }

  /** The cache of a watched namespace. */
  in(namespace: string): NamespaceCache {
    const cache = this.namespaces.get(namespace);
    if (!cache) throw new Error(`The namespace ${namespace} is not watched.`);
    return cache;
  }
}

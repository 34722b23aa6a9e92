import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import type { KubernetesObject, ResourceType } from '../clients/kubernetes-types.ts';
import type { InspectDatabase } from './inspect-database.ts';

/** The Cluster of CloudNativePG, for paths. */
const clusterType: ResourceType = {
  group: 'postgresql.cnpg.io',
  version: 'v1',
  plural: 'clusters',
  kind: 'Cluster',
  namespaced: true,
};

/** Timeout for reading the Cluster. */
const patienceMillis = 5_000;

interface ClusterObject extends KubernetesObject {
  readonly spec?: { readonly instances?: number };
  readonly status?: {
    readonly phase?: string;
    readonly readyInstances?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

/**
 * Inspects databases with `inspect`; attributes failures on a CloudNativePG server to its Cluster
 * until that is Ready. A database that responds is not affected: one server of three may be down.
 * The Cluster is only read while there is a failure.
 */
export const awaitingServer =
  (inspect: InspectDatabase, client: Pick<KubernetesClient, 'get'>): InspectDatabase =>
  async (env, names, secrets) => {
    const state = await inspect(env, names, secrets);
    const reference = env.connections.database?.clusterRef;
    if (state.state === 'ready' || !reference) return state;
    const obstacle = notReady(await readCluster(client, reference));
    if (obstacle === undefined) return state;
    return {
      state: 'blocked',
      reason: 'ServerNotReady',
      message: `Cluster ${reference.namespace}/${reference.name} ${obstacle}`,
    };
  };

/** Why the Cluster is not Ready, as the end of a sentence. */
function notReady(cluster: ClusterObject | 'forbidden' | undefined): string | undefined {
  if (cluster === 'forbidden') return 'is not readable by this account; apply the platform again';
  if (cluster === undefined)
    return 'does not exist; install CloudNativePG, then apply the platform';
  const { spec, status } = cluster;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  const phase = status?.phase ?? 'not yet processed by CloudNativePG';
  return `is not Ready: ${phase}, ${status?.readyInstances ?? 0} of ${spec?.instances ?? 0} instances`;
}

async function readCluster(
  client: Pick<KubernetesClient, 'get'>,
  name: { readonly name: string; readonly namespace: string },
): Promise<ClusterObject | 'forbidden' | undefined> {
  try {
    return await client.get<ClusterObject>(clusterType, name, { silenceMs: patienceMillis });
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return 'forbidden';
    throw error;
  }
}

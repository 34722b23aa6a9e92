import { backupClaimName, type Cluster, mainServer } from '#cdk8s/api/index.ts';

/**
 * Fills in what an environment's document leaves to the cluster, so that the resource is complete
 * without repetition. Never changes what a document specifies, even if it is wrong: validation
 * comes later.
 */
export function complete(document: unknown, cluster: Cluster): unknown {
  if (!isObject(document) || !isObject(document.spec)) return document;
  const { spec } = document;
  return {
    ...document,
    spec: {
      ingressClassName: cluster.ingress.className,
      trustProxy: cluster.network.pods,
      ...completeBackups(document, cluster),
      ...(cluster.registry.pullSecret && { imagePullSecret: cluster.registry.pullSecret }),
      ...spec,
      ...(isObject(spec.database) && { database: completeDatabase(spec.database) }),
    },
  };
}

/** Problems that `complete` would have prevented, by reported field. */
export const filledFromCluster: readonly string[] = ['spec.database'];

const completeDatabase = (database: Document): Document =>
  'server' in database || 'urlSecretRef' in database
    ? database
    : { ...database, server: mainServer };

/** Each environment has its own volume, named like it. */
function completeBackups({ metadata }: Document, { backups }: Cluster): Document {
  const name = isObject(metadata) ? metadata.name : undefined;
  if (!backups || typeof name !== 'string') return {};
  return {
    backups: {
      image: backups.image,
      claimName: backupClaimName({ metadata: { name } }),
      keep: backups.keep,
    },
  };
}

type Document = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

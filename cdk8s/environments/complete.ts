import { backupClaimName, type Cluster, mainServer } from '#cdk8s/api/index.ts';

/**
 * Fills into the document of an environment what it leaves to the cluster, so that the resource is
 * complete and nobody repeats it three times. What a document says itself is never touched, not
 * even when it is wrong: the check comes after.
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

/** Problems that `complete` would have prevented, by the field they are reported at. */
export const filledFromCluster: readonly string[] = ['spec.database'];

const completeDatabase = (database: Document): Document =>
  'server' in database || 'urlSecretRef' in database
    ? database
    : { ...database, server: mainServer };

/** Each environment has a volume of its own, named like it. */
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

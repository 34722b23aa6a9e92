import { jobLabels } from '#cdk8s/charts/environment-names.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { KubernetesObject, Manifest, ResourceType } from '../clients/kubernetes-types.ts';
import { ownedBy } from '../runtime/owners.ts';
import type { ReconcileContext, Writers } from './carry-out.ts';
import { claimOf, isSameRun, NameTaken } from './claim.ts';
import type { NamespaceCache } from './cluster.ts';
import type { EnvironmentObject } from './resource.ts';
import type { SecretNames } from './secrets.ts';

// What an earlier environment of the same name left behind: `kubectl delete --cascade=orphan`
// removes only the owner.

/**
 * Adopts Jobs and connection Secrets that have our marks and no owner, before any decision is based
 * on them. Everything else is applied with its owner by the next rollout.
 */
export async function adoptOrphans(
  owner: EnvironmentObject,
  { cache, names, signal }: { cache: NamespaceCache; names: SecretNames; signal: AbortSignal },
  { client, secretWatch }: Pick<Writers, 'client' | 'secretWatch'>,
): Promise<void> {
  const isOrphan = (object: KubernetesObject | undefined): object is KubernetesObject =>
    object !== undefined &&
    !object.metadata.deletionTimestamp &&
    claimOf(object, owner) === 'orphan';
  for (const job of cache.jobs.list(owner.metadata.namespace).filter(isOrphan))
    if (job.metadata.labels?.[jobLabels.command])
      cache.jobs.remember(await claim(resources.job, job, owner, client, signal));
  for (const name of [names.runtime, names.migrator]) {
    const secret = secretWatch.get(name);
    if (isOrphan(secret))
      secretWatch
        .storeOf(name)
        .remember(await claim(resources.secret, secret, owner, client, signal));
  }
}

/**
 * Handles an unknown existing Job: adopts the desired run, replaces another one of ours, and leaves
 * foreign ones alone. Throws `NameTaken`.
 */
export async function settleName(
  manifest: Manifest,
  { resource, cache, signal }: ReconcileContext,
  { client }: Writers,
): Promise<void> {
  const found = await client.get(resources.job, manifest.metadata, { signal });
  if (!found || found.metadata.deletionTimestamp) return; // The next pass creates it.
  const whose = claimOf(found, resource);
  if (whose === 'foreign') throw new NameTaken(found);
  if (whose === 'own' || (whose === 'orphan' && isSameRun(found, manifest))) {
    const labels = manifest.metadata.labels ?? {};
    cache.jobs.remember(
      await claim(
        resources.job,
        { ...found, metadata: { ...found.metadata, labels } },
        resource,
        client,
        signal,
      ),
    );
    return;
  }
  const { uid } = found.metadata;
  await client.delete(resources.job, manifest.metadata, {
    signal,
    ...(uid && { preconditions: { uid } }),
  });
}

/** Makes `owner` its owner, unless it was changed meanwhile (409: the next pass retries). */
async function claim<T extends KubernetesObject>(
  type: ResourceType,
  object: T,
  owner: EnvironmentObject,
  client: Writers['client'],
  signal: AbortSignal,
): Promise<T> {
  const { resourceVersion, labels, name, namespace } = object.metadata;
  const { ownerReferences } = ownedBy(
    { ...object, metadata: { name, ...(namespace && { namespace }) } },
    owner,
  ).metadata;
  return await client.patch<T>(
    type,
    object.metadata,
    { metadata: { resourceVersion, labels, ownerReferences } },
    { signal },
  );
}

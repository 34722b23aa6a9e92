import type { KubernetesObject, Manifest, OwnerReference } from '../clients/kubernetes-types.ts';

/**
 * The manifest with `owner` as its owner, which must be in the same namespace or cluster-scoped.
 */
export function ownedBy(manifest: Manifest, owner: KubernetesObject): Manifest {
  if (owner.metadata.namespace && owner.metadata.namespace !== manifest.metadata.namespace) {
    throw new Error(
      `${owner.kind} ${owner.metadata.name} cannot own ${manifest.kind} ${manifest.metadata.name} of another namespace.`,
    );
  }
  return {
    ...manifest,
    metadata: { ...manifest.metadata, ownerReferences: [ownerReference(owner)] },
  };
}

/**
 * The reference that makes `owner` the controller of another object, which the garbage collector
 * deletes with it.
 */
function ownerReference({ apiVersion, kind, metadata }: KubernetesObject): OwnerReference {
  if (!metadata.uid)
    throw new Error(`${kind} ${metadata.name} has no uid yet, so it cannot own anything.`);
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

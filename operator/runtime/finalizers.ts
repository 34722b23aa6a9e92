import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import type { KubernetesObject, ResourceType } from '../clients/kubernetes-types.ts';

export interface FinalizerOptions {
  readonly finalizer: string;
  readonly signal?: AbortSignal;
}

const hasFinalizer = ({ metadata }: KubernetesObject, finalizer: string): boolean =>
  metadata.finalizers?.includes(finalizer) ?? false;

/**
 * Adds a finalizer and returns the current object; no call if it exists. 409 if another client
 * wrote meanwhile.
 */
export async function addFinalizer<T extends KubernetesObject>(
  client: Pick<KubernetesClient, 'patch'>,
  type: ResourceType,
  object: T,
  { finalizer, signal }: FinalizerOptions,
): Promise<T> {
  if (hasFinalizer(object, finalizer)) return object;
  return await patchFinalizers(client, type, object, {
    finalizers: [...(object.metadata.finalizers ?? []), finalizer],
    signal,
  });
}

/** Removes a finalizer, so that a deletion can continue; no call if it is gone or the object is. */
export async function removeFinalizer<T extends KubernetesObject>(
  client: Pick<KubernetesClient, 'patch'>,
  type: ResourceType,
  object: T,
  { finalizer, signal }: FinalizerOptions,
): Promise<void> {
  if (!hasFinalizer(object, finalizer)) return;
  try {
    const finalizers = (object.metadata.finalizers ?? []).filter((other) => other !== finalizer);
    await patchFinalizers(client, type, object, { finalizers, signal });
  } catch (error) {
    if (!(error instanceof ApiError && error.isNotFound)) throw error;
  }
}

/** A merge patch replaces the whole list, so it includes the version that the list was read at. */
const patchFinalizers = <T extends KubernetesObject>(
  client: Pick<KubernetesClient, 'patch'>,
  type: ResourceType,
  { metadata: { name, namespace, uid, resourceVersion } }: T,
  { finalizers, signal }: { finalizers: readonly string[]; signal: AbortSignal | undefined },
): Promise<T> =>
  client.patch<T>(
    type,
    namespace ? { name, namespace } : { name },
    { metadata: { finalizers, uid, resourceVersion } },
    { signal },
  );

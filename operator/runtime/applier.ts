import { createHash } from 'node:crypto';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import {
  type KubernetesObject,
  keyOf,
  type Manifest,
  type ObjectMeta,
} from '../clients/kubernetes-types.ts';
import { type Addition, additionsTo, type FieldPath, withdrawal } from './foreign-fields.ts';
import { appliedFields, isApplied, ownedValues } from './managed-fields.ts';
import type { Store } from './store.ts';

/** Whether anything was sent, and the current object. */
export interface Applied<T extends KubernetesObject = KubernetesObject> {
  readonly changed: boolean;
  readonly object: T;
}

type Writer = Pick<
  KubernetesClient,
  'apply' | 'applyStatus' | 'fieldManager' | 'get' | 'patch' | 'typeOf'
>;

interface Memory {
  readonly desired: string;
  readonly live: string;
}

/**
 * Whether something that others set at `path` of an object of `kind` is an addition to what we own,
 * which is removed.
 */
export type Ownership = (kind: string, path: FieldPath) => boolean;

/** Additions of others are kept. */
const nothingOwned: Ownership = () => false;

/**
 * Server-side apply that makes no call if nothing would change
 * (docs/decisions/013-drift-from-managed-fields.md). It also removes what others have added within
 * what we own, which applying alone would keep. The live object comes from the cache. A manifest
 * that the server stores in another form (`1000m` becomes `1`) would always look changed; so its
 * result is remembered, and as long as both stay the same it is not sent again.
 */
export class Applier {
  readonly #client: Writer;
  readonly #owns: Ownership;
  readonly #memory = new Map<string, Memory>();

  constructor(client: Writer, owns: Ownership = nothingOwned) {
    this.#client = client;
    this.#owns = owns;
  }

  /**
   * Applies `desired` unless the store's object already has it. The store is updated with the
   * result at once.
   */
  async apply<T extends KubernetesObject>(
    desired: Manifest,
    store: Store<T>,
    signal?: AbortSignal,
  ): Promise<Applied<T>> {
    const cached = store.get(desired.metadata);
    const live = cached && (await this.withdraw(desired, cached, store, signal));
    if (live && this.#isUnchanged(desired, live, ''))
      return { changed: live !== cached, object: live };
    const object = await this.#client.apply<T>(live ? sameObject(desired, live) : desired, {
      signal,
    });
    return this.#learn(desired, object, store, '');
  }

  /** Removes what others added; returns the same object if there was nothing. */
  async withdraw<T extends KubernetesObject>(
    desired: Manifest,
    live: T,
    store: Store<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const additions = this.additions(desired, live);
    if (additions.length === 0) return live;
    const type = this.#client.typeOf(live);
    try {
      const without = await this.#client.patch<T>(
        type,
        live.metadata,
        withdrawal(additions, live),
        { kind: 'json', signal },
      );
      store.remember(without);
      return without;
    } catch (error) {
      // The patch tests for the cached values; if a test fails, the API server calls it invalid.
      const now =
        error instanceof ApiError && error.status === 422
          ? await this.#client.get(type, live.metadata, { signal })
          : live;
      if (now?.metadata.resourceVersion === live.metadata.resourceVersion) throw error;
      const message = `${live.kind} ${live.metadata.name} was changed meanwhile`;
      throw new ApiError({ status: 409, reason: 'Conflict', message, cause: error });
    }
  }

  /** The fields that others have added to `live` within what we own. */
  additions(desired: Manifest, live: KubernetesObject): readonly Addition[] {
    const isOurs = (path: FieldPath) => this.#owns(desired.kind, path);
    return additionsTo(desired, live, { manager: this.#client.fieldManager, isOurs });
  }

  /** The same for the status subresource of a stored object; 409 if it changed since. */
  async applyStatus<T extends KubernetesObject>(
    live: T,
    status: object,
    store: Store<T>,
    signal?: AbortSignal,
  ): Promise<Applied<T>> {
    const { apiVersion, kind, metadata } = live;
    const name = metadata.namespace
      ? { name: metadata.name, namespace: metadata.namespace }
      : { name: metadata.name };
    const desired: Manifest = { apiVersion, kind, metadata: name, status };
    if (this.#isUnchanged(desired, live, 'status')) return { changed: false, object: live };
    const { resourceVersion } = metadata;
    const seen = sameObject(
      desired,
      live,
      resourceVersion === undefined ? {} : { resourceVersion },
    );
    const object = await this.#client.applyStatus<T>(seen, { signal });
    return this.#learn(desired, object, store, 'status');
  }

  /** Forgets a deleted object. */
  forget(object: KubernetesObject): void {
    for (const subresource of ['', 'status']) this.#memory.delete(memoryKey(object, subresource));
  }

  #isUnchanged(desired: Manifest, live: KubernetesObject, subresource: string): boolean {
    if (isUnchanged(desired, live, this.#client.fieldManager, subresource)) return true;
    const memory = this.#memory.get(memoryKey(desired, subresource));
    return (
      memory?.desired === digest(desired) && memory.live === this.#fingerprint(live, subresource)
    );
  }

  #fingerprint(live: KubernetesObject, subresource: string): string {
    return digest(
      ownedValues(live, appliedFields(live, this.#client.fieldManager, subresource) ?? {}),
    );
  }

  #learn<T extends KubernetesObject>(
    desired: Manifest,
    object: T,
    store: Store<T>,
    subresource: string,
  ): Applied<T> {
    const key = memoryKey(desired, subresource);
    if (isUnchanged(desired, object, this.#client.fieldManager, subresource))
      this.#memory.delete(key);
    else
      this.#memory.set(key, {
        desired: digest(desired),
        live: this.#fingerprint(object, subresource),
      });
    store.remember(object);
    return { changed: true, object };
  }
}

/**
 * The manifest for this object only, not for one created in its place: the API server then returns
 * 409.
 */
const sameObject = (
  desired: Manifest,
  { metadata: { uid } }: KubernetesObject,
  more: Pick<ObjectMeta, 'resourceVersion'> = {},
): Manifest => ({
  ...desired,
  metadata: { ...desired.metadata, ...(uid !== undefined && { uid }), ...more },
});

/** Whether applying `desired` as `manager` would leave `live` unchanged. Pure. */
function isUnchanged(
  desired: Manifest,
  live: KubernetesObject,
  manager: string,
  subresource = '',
): boolean {
  const owned = appliedFields(live, manager, subresource);
  return owned !== undefined && isApplied(withoutIdentity(desired), live, owned);
}

/** Fields that identify the object are never managed; neither is an empty `metadata`. */
function withoutIdentity({
  apiVersion: _apiVersion,
  kind: _kind,
  metadata,
  ...rest
}: Manifest): Record<string, unknown> {
  const { name: _name, namespace: _namespace, ...managed } = metadata;
  return Object.keys(managed).length === 0 ? rest : { ...rest, metadata: managed };
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64');

const memoryKey = ({ apiVersion, kind, metadata }: Manifest, subresource: string): string =>
  `${apiVersion} ${kind} ${keyOf(metadata)} ${subresource}`;

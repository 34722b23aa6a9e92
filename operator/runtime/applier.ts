import { createHash } from 'node:crypto';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { type KubernetesObject, keyOf, type Manifest } from '../clients/kubernetes-types.ts';
import { appliedFields, isApplied, ownedValues } from './managed-fields.ts';
import type { Store } from './store.ts';

/** Whether a manifest was sent, and the object as it is now. */
export interface Applied<T extends KubernetesObject = KubernetesObject> {
  readonly changed: boolean;
  readonly object: T;
}

interface Memory {
  readonly desired: string;
  readonly live: string;
}

/**
 * Server-side apply that makes no call when nothing would change (docs/decisions/031). The live object comes from the
 * cache. A manifest that the server stores in another form (`1000m` becomes `1`) would look changed for ever; so what came
 * back for it is remembered, and as long as both stay the same it is not sent again.
 */
export class Applier {
  readonly #client: Pick<KubernetesClient, 'apply' | 'applyStatus' | 'fieldManager'>;
  readonly #memory = new Map<string, Memory>();

  constructor(client: Pick<KubernetesClient, 'apply' | 'applyStatus' | 'fieldManager'>) {
    this.#client = client;
  }

  /** Applies `desired` unless the store's object has it already. The store learns the answer at once. */
  async apply<T extends KubernetesObject>(desired: Manifest, store: Store<T>, signal?: AbortSignal): Promise<Applied<T>> {
    const live = store.get(desired.metadata);
    if (live && this.#isUnchanged(desired, live, '')) return { changed: false, object: live };
    const object = await this.#client.apply<T>(desired, { signal });
    return this.#learn(desired, object, store, '');
  }

  /** The same for the status subresource of an object that is in the store. */
  async applyStatus<T extends KubernetesObject>(live: T, status: object, store: Store<T>, signal?: AbortSignal): Promise<Applied<T>> {
    const { apiVersion, kind, metadata } = live;
    const name = metadata.namespace ? { name: metadata.name, namespace: metadata.namespace } : { name: metadata.name };
    const desired: Manifest = { apiVersion, kind, metadata: name, status };
    if (this.#isUnchanged(desired, live, 'status')) return { changed: false, object: live };
    const object = await this.#client.applyStatus<T>(desired, { signal });
    return this.#learn(desired, object, store, 'status');
  }

  /** Drops what is remembered of an object that is gone. */
  forget(object: KubernetesObject): void {
    for (const subresource of ['', 'status']) this.#memory.delete(memoryKey(object, subresource));
  }

  #isUnchanged(desired: Manifest, live: KubernetesObject, subresource: string): boolean {
    if (isUnchanged(desired, live, this.#client.fieldManager, subresource)) return true;
    const memory = this.#memory.get(memoryKey(desired, subresource));
    return memory?.desired === digest(desired) && memory.live === this.#fingerprint(live, subresource);
  }

  #fingerprint(live: KubernetesObject, subresource: string): string {
    return digest(ownedValues(live, appliedFields(live, this.#client.fieldManager, subresource) ?? {}));
  }

  #learn<T extends KubernetesObject>(desired: Manifest, object: T, store: Store<T>, subresource: string): Applied<T> {
    const key = memoryKey(desired, subresource);
    if (isUnchanged(desired, object, this.#client.fieldManager, subresource)) this.#memory.delete(key);
    else this.#memory.set(key, { desired: digest(desired), live: this.#fingerprint(object, subresource) });
    store.remember(object);
    return { changed: true, object };
  }
}

/** Whether applying `desired` as `manager` would leave `live` as it is. Pure. */
function isUnchanged(desired: Manifest, live: KubernetesObject, manager: string, subresource = ''): boolean {
  const owned = appliedFields(live, manager, subresource);
  return owned !== undefined && isApplied(withoutIdentity(desired), live, owned);
}

/** Fields that name the object are never managed; an empty `metadata` is not either. */
function withoutIdentity({ apiVersion: _apiVersion, kind: _kind, metadata, ...rest }: Manifest): Record<string, unknown> {
  const { name: _name, namespace: _namespace, ...managed } = metadata;
  return Object.keys(managed).length === 0 ? rest : { ...rest, metadata: managed };
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64');

const memoryKey = ({ apiVersion, kind, metadata }: Manifest, subresource: string): string =>
  `${apiVersion} ${kind} ${keyOf(metadata)} ${subresource}`;

import { type KubernetesObject, keyOf, type ObjectName } from '../clients/kubernetes-types.ts';

/**
 * Called after the store has changed. Must not throw and must be quick: usually it adds a name to a
 * queue.
 */
export interface StoreHandler<T> {
  /** `initial` is true for objects of the first list after a start. */
  added?(object: T, initial: boolean): void;
  updated?(object: T, before: T): void;
  deleted?(object: T): void;
}

/**
 * What a reflector has seen of one resource: the newest known object of each name. Reads are free;
 * returned objects are shared and must not be modified.
 */
export class Store<T extends KubernetesObject = KubernetesObject> {
  readonly #objects = new Map<string, T>();
  readonly #owned = new Map<string, Set<string>>();
  readonly #handlers = new Set<StoreHandler<T>>();
  #observed = '0';

  get size(): number {
    return this.#objects.size;
  }

  get(name: ObjectName): T | undefined {
    return this.#objects.get(keyOf(name));
  }

  /** All objects, or those of one namespace. */
  list(namespace?: string): T[] {
    const all = [...this.#objects.values()];
    return namespace === undefined
      ? all
      : all.filter(({ metadata }) => metadata.namespace === namespace);
  }

  /** Objects with an owner reference to `uid`. */
  ownedBy(uid: string): T[] {
    return [...(this.#owned.get(uid) ?? [])].flatMap((key) => this.#objects.get(key) ?? []);
  }

  /** Adds a handler and calls it for everything that exists already. Returns how to remove it. */
  subscribe(handler: StoreHandler<T>): () => void {
    this.#handlers.add(handler);
    for (const object of this.#objects.values()) handler.added?.(object, true);
    return () => {
      this.#handlers.delete(handler);
    };
  }

  /**
   * Stores a state reported by the watch. Ignores one older than the stored state, which came from
   * a later write.
   */
  put(object: T): void {
    this.observe(object.metadata.resourceVersion);
    const before = this.get(object.metadata);
    if (!before || isNewer(object, before)) this.#set(object, before, false);
  }

  /**
   * Stores the response to a write, so that the next pass sees it. Ignored if the watch has passed
   * it: the object may have been deleted since, without another event.
   */
  remember(object: T): void {
    const before = this.get(object.metadata);
    if (
      isLater(object.metadata.resourceVersion, this.#observed) &&
      (!before || isNewer(object, before))
    )
      this.#set(object, before, false);
  }

  /** The watch has delivered everything up to this version. */
  observe(resourceVersion: string | undefined): void {
    if (resourceVersion !== undefined && isLater(resourceVersion, this.#observed))
      this.#observed = resourceVersion;
  }

  /**
   * Removes a deleted object. Ignores a deletion older than the stored state: the object was
   * created again since.
   */
  remove(object: T): void {
    this.observe(object.metadata.resourceVersion);
    const before = this.get(object.metadata);
    if (!before || isNewer(before, object)) return;
    this.#delete(before);
  }

  /** Makes the store equal to a list, so that deletions during an outage are noticed. */
  replace(objects: readonly T[], resourceVersion: string, initial = false): void {
    this.#observed = resourceVersion;
    const listed = new Set(objects.map(({ metadata }) => keyOf(metadata)));
    for (const [key, before] of [...this.#objects]) if (!listed.has(key)) this.#delete(before);
    for (const object of objects) {
      const before = this.get(object.metadata);
      if (
        before?.metadata.resourceVersion !== object.metadata.resourceVersion ||
        before?.metadata.uid !== object.metadata.uid
      ) {
        this.#set(object, before, initial);
      }
    }
  }

  #set(object: T, before: T | undefined, initial: boolean): void {
    const key = keyOf(object.metadata);
    // The same name with another uid is another object: the previous one was deleted unseen.
    if (before && before.metadata.uid !== object.metadata.uid) {
      this.#delete(before);
      this.#set(object, undefined, initial);
      return;
    }
    if (before) this.#unindex(key, before);
    this.#objects.set(key, object);
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const owned = this.#owned.get(uid) ?? new Set();
      this.#owned.set(uid, owned.add(key));
    }
    for (const handler of this.#handlers) {
      if (before) handler.updated?.(object, before);
      else handler.added?.(object, initial);
    }
  }

  #delete(before: T): void {
    const key = keyOf(before.metadata);
    this.#objects.delete(key);
    this.#unindex(key, before);
    for (const handler of this.#handlers) handler.deleted?.(before);
  }

  #unindex(key: string, { metadata }: T): void {
    for (const { uid } of metadata.ownerReferences ?? []) {
      const owned = this.#owned.get(uid);
      owned?.delete(key);
      if (owned?.size === 0) this.#owned.delete(uid);
    }
  }
}

const isNewer = ({ metadata: a }: KubernetesObject, { metadata: b }: KubernetesObject): boolean =>
  isLater(a.resourceVersion, b.resourceVersion);

/**
 * Compares resource versions as integers, which they are for everything the API server stores in
 * etcd (declared comparable in Kubernetes 1.35). For other formats, any different version counts as
 * later.
 */
function isLater(a = '', b = ''): boolean {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return a !== b;
  return a.length === b.length ? a > b : a.length > b.length;
}

import type { KubernetesClient } from '../clients/kubernetes.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import { keyOf, type ObjectName } from '../clients/kubernetes-types.ts';
import type { Logger } from '../runtime/logger.ts';
import { Reflector } from '../runtime/reflector.ts';
import type { Store } from '../runtime/store.ts';
import type { SecretObject } from './resource.ts';

export interface SecretWatchOptions {
  readonly client: KubernetesClient;
  readonly log: Logger;
  /**
   * Called when a subscribed Secret was created, changed or deleted, and when it is first known.
   */
  readonly onChange: (wantedBy: string) => void;
}

interface Watched {
  readonly reflector: Reflector<SecretObject>;
  readonly wantedBy: Set<string>;
  readonly stop: AbortController;
}

/** Watches Secrets individually by name: the operator has no permission to read others. */
export class SecretWatch {
  readonly #options: SecretWatchOptions;
  readonly #watched = new Map<string, Watched>();

  constructor(options: SecretWatchOptions) {
    this.#options = options;
  }

  /** Subscribes `key` to exactly these. Secrets without subscribers are no longer watched. */
  want(key: string, names: readonly ObjectName[]): void {
    const wanted = new Set(names.map(keyOf));
    for (const [name, watched] of this.#watched) {
      if (wanted.has(name) || !watched.wantedBy.delete(key) || watched.wantedBy.size > 0) continue;
      watched.stop.abort();
      this.#watched.delete(name);
    }
    for (const name of names)
      (this.#watched.get(keyOf(name)) ?? this.#begin(name)).wantedBy.add(key);
  }

  /** Whether all of them were read; only then "missing" means missing. */
  knows(names: readonly ObjectName[]): boolean {
    return names.every((name) => this.#watched.get(keyOf(name))?.reflector.hasSynced);
  }

  get(name: ObjectName): SecretObject | undefined {
    return this.#watched.get(keyOf(name))?.reflector.store.get(name);
  }

  /** The store of one Secret, to apply it. */
  storeOf(name: ObjectName): Store<SecretObject> {
    const watched = this.#watched.get(keyOf(name));
    if (!watched) throw new Error(`Secret ${keyOf(name)} is not watched.`);
    return watched.reflector.store;
  }

  stop(): void {
    for (const { stop } of this.#watched.values()) stop.abort();
    this.#watched.clear();
  }

  #begin(name: ObjectName): Watched {
    const { client, log } = this.#options;
    const selection = {
      ...(name.namespace && { namespace: name.namespace }),
      fieldSelector: `metadata.name=${name.name}`,
    };
    const reflector = new Reflector<SecretObject>({
      client,
      type: resources.secret,
      selection,
      log,
    });
    const watched: Watched = { reflector, wantedBy: new Set(), stop: new AbortController() };
    const changed = () => {
      for (const key of watched.wantedBy) this.#options.onChange(key);
    };
    reflector.store.subscribe({ added: changed, updated: changed, deleted: changed });
    void reflector.synced().then(changed);
    void reflector.run(watched.stop.signal);
    this.#watched.set(keyOf(name), watched);
    return watched;
  }
}

import type { Authentication } from './kubernetes-authentication.ts';
import { ApiError } from './kubernetes-error.ts';
import type {
  ApplyOptions,
  CallOptions,
  DeleteOptions,
  ListPage,
  PatchOptions,
  WatchOptions,
} from './kubernetes-options.ts';
import { collectionPath, type Query, queryOf, resourcePath } from './kubernetes-paths.ts';
import { type RequestOptions, Requests } from './kubernetes-requests.ts';
import { resourceOf, resources } from './kubernetes-resources.ts';
import { Transport } from './kubernetes-transport.ts';
import {
  apiVersionOf,
  type KubernetesObject,
  type Manifest,
  type ObjectName,
  type ResourceType,
  type Selection,
} from './kubernetes-types.ts';
import { type WatchEvent, watchEvents } from './kubernetes-watch.ts';

export interface KubernetesClientOptions extends RequestOptions {
  readonly authentication: Authentication;
  /** Owner of every applied field. */
  readonly fieldManager: string;
  /**
   * Resources in addition to the built-in ones, so that manifests of these kinds can be applied.
   */
  readonly resources?: readonly ResourceType[];
}

/**
 * Kubernetes API client on plain JSON. Every failure is an `ApiError`; it does not retry (callers
 * have a queue).
 */
export class KubernetesClient {
  readonly fieldManager: string;
  readonly #options: KubernetesClientOptions;
  readonly #transport: Transport;
  readonly #requests: Requests;
  readonly #known: readonly ResourceType[];

  constructor(
    options: KubernetesClientOptions,
    transport: Transport = new Transport(options.authentication),
  ) {
    this.#options = options;
    this.fieldManager = options.fieldManager;
    this.#transport = transport;
    this.#requests = new Requests(options, transport);
    this.#known = [...(options.resources ?? []), ...Object.values(resources)];
  }

  /** The same client and connections, which write only while `mayWrite` returns true. */
  fenced(mayWrite: () => boolean): KubernetesClient {
    return new KubernetesClient({ ...this.#options, mayWrite }, this.#transport);
  }

  /** The resource type of a manifest; throws for an unregistered kind. */
  typeOf(manifest: Pick<Manifest, 'apiVersion' | 'kind'>): ResourceType {
    return resourceOf(manifest, this.#known);
  }

  /**
   * Returns the object, or undefined if there is none. A resource that is not served is an error.
   */
  async get<T extends KubernetesObject>(
    type: ResourceType,
    name: ObjectName,
    options: CallOptions = {},
  ): Promise<T | undefined> {
    return await ifFound(
      this.#requests.json<T>('get', type, {
        method: 'GET',
        path: resourcePath(type, name),
        ...options,
      }),
    );
  }

  /** Returns all objects of a selection, from one consistent snapshot; pages of `limit`. */
  async list<T extends KubernetesObject>(
    type: ResourceType,
    selection: Selection = {},
    options: CallOptions & { readonly limit?: number } = {},
  ): Promise<{ items: T[]; resourceVersion: string }> {
    const items: T[] = [];
    let page = await this.listPage<T>(type, selection, options);
    items.push(...page.items);
    while (page.continue !== undefined) {
      page = await this.listPage<T>(type, selection, { ...options, continue: page.continue });
      items.push(...page.items);
    }
    return { items, resourceVersion: page.resourceVersion };
  }

  /**
   * Returns one page. Without `limit` everything; an expired `continue` token fails with `isGone`.
   */
  async listPage<T extends KubernetesObject>(
    type: ResourceType,
    selection: Selection,
    {
      limit,
      continue: token,
      ...options
    }: CallOptions & { readonly limit?: number; readonly continue?: string } = {},
  ): Promise<ListPage<T>> {
    const path =
      collectionPath(type, selection.namespace) +
      queryOf({ ...selectors(selection), limit, continue: token });
    const { items, metadata } = await this.#requests.json<ListDocument<T>>('list', type, {
      method: 'GET',
      path,
      ...options,
    });
    return {
      // Items of a list come without their type.
      items: (items ?? []).map((item) => ({
        ...item,
        apiVersion: apiVersionOf(type),
        kind: type.kind,
      })),
      resourceVersion: metadata.resourceVersion,
      ...(metadata.continue ? { continue: metadata.continue } : {}),
    };
  }

  /**
   * Yields changes after `resourceVersion`, with bookmarks. Ends when the server ends it; throws
   * `ApiError` otherwise.
   */
  async *watch<T extends KubernetesObject>(
    type: ResourceType,
    selection: Selection,
    { resourceVersion, timeoutSeconds, onOpen, ...options }: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const query = queryOf({
      ...selectors(selection),
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion,
      timeoutSeconds,
    });
    const path = collectionPath(type, selection.namespace) + query;
    const answer = await this.#requests.open('watch', type, {
      method: 'GET',
      path,
      stream: true,
      ...options,
    });
    onOpen?.();
    yield* watchEvents<T>(answer.chunks, `watch ${type.plural}`);
  }

  /** Server-side apply as the client's field manager, with force; unknown fields are refused. */
  async apply<T extends KubernetesObject>(
    manifest: Manifest,
    options: ApplyOptions = {},
  ): Promise<T> {
    return await this.#apply<T>(manifest, '', options);
  }

  /**
   * Server-side apply of the status subresource: `manifest` holds apiVersion, kind, name and
   * status.
   */
  async applyStatus<T extends KubernetesObject>(
    manifest: Manifest,
    options: ApplyOptions = {},
  ): Promise<T> {
    return await this.#apply<T>(manifest, '/status', options);
  }

  /** Creates an object; 409 `AlreadyExists` if it exists. */
  async create<T extends KubernetesObject>(
    manifest: Manifest,
    { dryRun, type = this.typeOf(manifest), ...options }: ApplyOptions = {},
  ): Promise<T> {
    const path = collectionPath(type, manifest.metadata.namespace) + this.#write({ dryRun });
    return await this.#requests.json<T>('create', type, {
      method: 'POST',
      path,
      body: manifest,
      ...options,
    });
  }

  /** Replaces an object; 409 `Conflict` if `metadata.resourceVersion` is not the newest. */
  async update<T extends KubernetesObject>(
    manifest: Manifest,
    { dryRun, type = this.typeOf(manifest), ...options }: ApplyOptions = {},
  ): Promise<T> {
    const path = resourcePath(type, manifest.metadata) + this.#write({ dryRun });
    return await this.#requests.json<T>('update', type, {
      method: 'PUT',
      path,
      body: manifest,
      ...options,
    });
  }

  /** Patches fields: a merge patch object, or the operations of a JSON patch. */
  async patch<T extends KubernetesObject>(
    type: ResourceType,
    name: ObjectName,
    body: unknown,
    { kind = 'merge', subresource, ...options }: PatchOptions = {},
  ): Promise<T> {
    const path = resourcePath(type, name, subresource) + this.#write({});
    return await this.#requests.json<T>('patch', type, {
      method: 'PATCH',
      path,
      body,
      contentType: `application/${kind}-patch+json`,
      ...options,
    });
  }

  /** Deletes an object; false if it did not exist. */
  async delete(
    type: ResourceType,
    name: ObjectName,
    {
      propagation = 'Background',
      preconditions,
      gracePeriodSeconds,
      ...options
    }: DeleteOptions = {},
  ): Promise<boolean> {
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: propagation,
      preconditions,
      gracePeriodSeconds,
    };
    const call = { method: 'DELETE', path: resourcePath(type, name), body, ...options } as const;
    return (await ifFound(this.#requests.json('delete', type, call))) !== undefined;
  }

  /** Returns the last lines of a container's log; undefined if there is no such pod. */
  async logs(
    pod: ObjectName,
    {
      tailLines = 20,
      container,
      previous,
      ...options
    }: CallOptions & { tailLines?: number; container?: string; previous?: boolean } = {},
  ): Promise<string | undefined> {
    const path =
      resourcePath(resources.pod, pod, 'log') +
      queryOf({ tailLines, container, previous, limitBytes: 64 * 1024 });
    const answer = this.#requests.send('logs', resources.pod, { method: 'GET', path, ...options });
    return (await ifFound(answer))?.text;
  }

  /** Closes all connections; pending calls fail. */
  close(): void {
    this.#transport.close();
  }

  async #apply<T extends KubernetesObject>(
    manifest: Manifest,
    subresource: string,
    { dryRun, type = this.typeOf(manifest), ...options }: ApplyOptions,
  ): Promise<T> {
    const path =
      resourcePath(type, manifest.metadata) + subresource + this.#write({ dryRun, force: true });
    return await this.#requests.json<T>('apply', type, {
      method: 'PATCH',
      path,
      body: manifest,
      contentType: 'application/apply-patch+yaml',
      ...options,
    });
  }

  #write({ dryRun, force }: { dryRun?: boolean | undefined; force?: boolean }): string {
    return queryOf({
      fieldManager: this.fieldManager,
      fieldValidation: 'Strict',
      force,
      dryRun: dryRun ? 'All' : undefined,
    });
  }
}

interface ListDocument<T> {
  readonly items?: T[] | null;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
}

const selectors = ({ labelSelector, fieldSelector }: Selection): Query => ({
  labelSelector,
  fieldSelector,
});

/** A 404 for the object is a result; a 404 for the resource, which is not served, is a failure. */
async function ifFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.isNotFound && namesObject(error.body)) return undefined;
    throw error;
  }
}

const namesObject = (status: unknown): boolean =>
  Boolean((status as { details?: { name?: string } } | undefined)?.details?.name);

/**
 * Identifies a resource of the API: enough to build its paths. There is no discovery at run time.
 */
export interface ResourceType {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** As in paths, e.g. `deployments`. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Which manager set which fields: kept by the API server, read by the no-op check. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: FieldSet;
}

/**
 * `f:name`, `k:{"name":"x"}`, `v:"value"` and `.`, mapped to the sets below them; an empty set is a
 * leaf.
 */
export interface FieldSet {
  readonly [path: string]: FieldSet;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFields[];
}

/** Request bodies: plain JSON, so that fields unknown to a generated model are kept. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** A manifest as returned, with metadata set by the server. */
export type KubernetesObject = Manifest;

/** Name of an object. `namespace` is absent for cluster-scoped resources. */
export interface ObjectName {
  readonly name: string;
  readonly namespace?: string;
}

/**
 * Which objects of a resource. RBAC on a named object allows list and watch only with the
 * `fieldSelector` `metadata.name=x`.
 */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** `namespace/name`, or `name` for cluster-scoped objects. */
export const keyOf = ({ namespace, name }: ObjectName): string =>
  namespace ? `${namespace}/${name}` : name;

/** The inverse of `keyOf`. */
export function nameOf(key: string): ObjectName {
  const slash = key.indexOf('/');
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** `apps/v1`, or `v1` for the core group: the `apiVersion` of a resource. */
export const apiVersionOf = ({
  group,
  version,
}: Pick<ResourceType, 'group' | 'version'>): string => (group ? `${group}/${version}` : version);

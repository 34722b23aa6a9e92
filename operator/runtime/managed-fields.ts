import type { FieldSet, KubernetesObject } from '../clients/kubernetes-types.ts';

/**
 * What one manager has applied, as stored by the API server: the object itself without
 * `subresource`, otherwise e.g. its status.
 */
export function appliedFields(
  { metadata }: KubernetesObject,
  manager: string,
  subresource = '',
): FieldSet | undefined {
  return metadata.managedFields?.find(
    (entry) =>
      entry.manager === manager &&
      entry.operation === 'Apply' &&
      (entry.subresource ?? '') === subresource,
  )?.fieldsV1;
}

/**
 * Whether applying `desired` would leave `live` unchanged. `owned` is what the manager applied
 * before. Three things would change it: a value differs (drift, or a new spec), a desired field is
 * not owned (another manager took it over), or an owned field is no longer desired (it would be
 * removed). Fields of others and server defaults do not count.
 */
export function isApplied(desired: unknown, live: unknown, owned: FieldSet): boolean {
  if (isLeaf(owned)) return contains(live, desired);
  if (Array.isArray(desired)) return Array.isArray(live) && isListApplied(desired, live, owned);
  if (!isObject(desired)) return contains(live, desired);
  if (!isObject(live)) return false;
  const wished = Object.entries(desired).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return (
    wished.every(([field, value]) => {
      const below = owned[`f:${field}`];
      return below !== undefined && isApplied(value, live[field], below);
    }) &&
    Object.keys(owned).every(
      (path) => path === '.' || wished.some(([field]) => path === `f:${field}`),
    )
  );
}

/**
 * Lists with keys (containers by name, ports by number and protocol) and sets; each item is found
 * by its path.
 */
function isListApplied(
  desired: readonly unknown[],
  live: readonly unknown[],
  owned: FieldSet,
): boolean {
  const paths = Object.keys(owned).filter((path) => path !== '.');
  if (paths.length !== desired.length) return false;
  const unmatched = new Set(desired);
  return paths.every((path) => {
    const matches = matcherOf(path);
    const wished = [...unmatched].find((item) => matches(item));
    const found = live.find((item) => matches(item));
    if (wished === undefined || found === undefined) return false;
    unmatched.delete(wished);
    return path.startsWith('v:') || isApplied(wished, found, owned[path] ?? {});
  });
}

/**
 * Converts `k:{"name":"web"}` or `v:"x"` to a test for items. A key omitted in the desired item is
 * the server's default, e.g. protocol TCP.
 */
export function matcherOf(path: string): (item: unknown) => boolean {
  const value: unknown = JSON.parse(path.slice(2));
  if (path.startsWith('v:')) return (item) => item === value;
  const keys = Object.entries(isObject(value) ? value : {});
  return (item) =>
    isObject(item) &&
    keys.every(([key, expected]) => item[key] === undefined || item[key] === expected);
}

/**
 * The values of owned fields in `live`, with the fields themselves: changes if, and only if, one of
 * them changes.
 */
export function ownedValues(live: unknown, owned: FieldSet): unknown {
  if (isLeaf(owned)) return live ?? null;
  return Object.keys(owned)
    .sort()
    .map((path) => [
      path,
      path === '.' ? null : ownedValues(valueAt(live, path), owned[path] ?? {}),
    ]);
}

function valueAt(live: unknown, path: string): unknown {
  if (path.startsWith('f:')) return isObject(live) ? live[path.slice(2)] : undefined;
  return Array.isArray(live) ? live.find(matcherOf(path)) : undefined;
}

/** Whether `whole` contains everything in `part`; lists item by item. */
function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      whole.length === part.length &&
      part.every((item, index) => contains(whole[index], item))
    );
  }
  if (!isObject(part)) return whole === part || (part === null && whole === undefined);
  return (
    isObject(whole) &&
    Object.entries(part).every(
      ([field, value]) => value === undefined || contains(whole[field], value),
    )
  );
}

export const isLeaf = (owned: FieldSet): boolean => Object.keys(owned).length === 0;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

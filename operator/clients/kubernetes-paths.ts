import type { ObjectName, ResourceType } from './kubernetes-types.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path of all objects of a resource, in one namespace or in the whole cluster. */
export function collectionPath(
  { group, version, plural, namespaced }: ResourceType,
  namespace?: string,
): string {
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return namespaced && namespace
    ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`
    : `${root}/${plural}`;
}

/** Path of one object, or of its `subresource`. */
export function resourcePath(
  type: ResourceType,
  { name, namespace }: ObjectName,
  subresource?: string,
): string {
  if (type.namespaced && !namespace) throw new Error(`${type.kind} ${name} needs a namespace.`);
  const path = `${collectionPath(type, namespace)}/${encodeURIComponent(name)}`;
  return subresource ? `${path}/${subresource}` : path;
}

/** `?a=1&b=true` without undefined values; empty if none remain. */
export function queryOf(parameters: Query): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text ? `?${text}` : '';
}

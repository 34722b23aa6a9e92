import type { KubernetesObject, Manifest } from '../clients/kubernetes-types.ts';

/** Differences named in one sentence; more are only counted. */
const named = 3;

/** What others did to an object, e.g. `Deployment ahlt-dev: spec.replicas was 5 instead of 1 (kubectl-scale)`. Pure. */
export function describeDrift(desired: Manifest, live: KubernetesObject | undefined, manager: string): string {
  const object = `${desired.kind} ${desired.metadata.name}`;
  if (!live) return `${object} was deleted`;
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = desired;
  const { labels, annotations } = metadata;
  const found = differences({ metadata: { labels, annotations }, ...rest }, live, '');
  const others = managersBeside(live, manager);
  const who = others.length > 0 ? ` (${others.join(', ')})` : '';
  if (found.length === 0) return `${object}: fields were taken over or removed${who}`;
  const more = found.length > named ? ` and ${found.length - named} more` : '';
  return `${object}: ${found.slice(0, named).join(', ')}${more}${who}`;
}

function differences(desired: unknown, live: unknown, path: string): string[] {
  if (Array.isArray(desired)) return listDifferences(desired, live, path);
  if (isRecord(desired)) {
    return Object.entries(desired).flatMap(([key, value]) =>
      value === undefined ? [] : differences(value, isRecord(live) ? live[key] : undefined, path ? `${path}.${key}` : key),
    );
  }
  return desired === live ? [] : [`${path} was ${short(live)} instead of ${short(desired)}`];
}

/** Items with a name are compared by name; of other lists only whether they are equal. */
function listDifferences(desired: readonly unknown[], live: unknown, path: string): string[] {
  const there = Array.isArray(live) ? live : [];
  return desired.flatMap((item, index) => {
    const name = isRecord(item) ? item['name'] : undefined;
    const same = name === undefined ? there[index] : there.find((one) => isRecord(one) && one['name'] === name);
    return differences(item, same, `${path}[${typeof name === 'string' ? name : index}]`);
  });
}

function short(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Who else wrote to the object itself, the newest first. */
function managersBeside({ metadata }: KubernetesObject, manager: string): string[] {
  const entries = (metadata.managedFields ?? []) as readonly { manager?: string; subresource?: string; time?: string }[];
  const others = entries.filter(
    (entry) => entry.manager && entry.manager !== manager && !entry.subresource && entry.manager !== 'kube-controller-manager',
  );
  return [...new Set(others.toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? '')).map((entry) => entry.manager ?? ''))].slice(
    0,
    2,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

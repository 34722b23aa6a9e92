import type { KubernetesObject, Manifest } from '../clients/kubernetes-types.ts';
import {
  type Addition,
  type FieldPath,
  foreignFields,
  settersOf,
  takenOver,
} from '../runtime/foreign-fields.ts';

/** Differences named in a sentence; further ones are only counted. */
const named = 3;

/**
 * Which fields of an applied object belong to us: everything except what other programs usually
 * add. Their labels and annotations are kept, also in the pod template (`kubectl rollout restart`
 * writes there), and what token and registry controllers add to a ServiceAccount. Containers,
 * variables, volumes, ports, selectors and data keys are ours alone. Additions of a mutating
 * webhook to our own write are recorded under our name by the API server, and kept.
 */
export function owns(kind: string, [root, ...path]: FieldPath): boolean {
  if (root === 'metadata' || root === 'status' || kind === 'ServiceAccount') return false;
  return !(kind === 'Deployment' && path[0] === 'template' && path[1] === 'metadata');
}

export interface DriftFacts {
  /** Our field manager's name. */
  readonly manager: string;
  readonly additions: readonly Addition[];
  /** The desired object has changed: only what another manager set counts as changed by others. */
  readonly news: boolean;
  /** Annotations that the operator changes by itself. */
  readonly records?: readonly string[];
}

/**
 * Describes what others changed in an object, e.g. `Deployment ahlt-dev: spec.replicas was 5
 * instead of 1 (kubectl scale)`; empty if applying only brings our own changes. Pure.
 */
export function describeDrift(
  desired: Manifest,
  live: KubernetesObject | undefined,
  facts: DriftFacts,
): string | undefined {
  const { manager, additions, news, records = [] } = facts;
  const object = `${desired.kind} ${desired.metadata.name}`;
  if (!live) return `${object} was deleted`;
  const changed = changesOf(desired, live, facts);
  const taken = takenOver(desired, live, manager);
  const added = taken.flatMap((one) =>
    extraFields(one.desired, one.live, one.path).map((path) => ({ path, manager: one.manager })),
  );
  const found = [
    ...changed,
    ...[...additions, ...added].map((one) => ({
      words: `${inWords(one.path, live)} was added`,
      setters: [one.manager],
    })),
  ];
  if (found.length > 0) {
    const words = found.slice(0, named).map((one) => one.words);
    const more = found.length > named ? ` and ${found.length - named} more` : '';
    return `${object}: ${words.join(', ')}${more}${by(found.flatMap(({ setters }) => setters))}`;
  }
  if (
    news ||
    records.some(
      (record) => desired.metadata.annotations?.[record] !== live.metadata.annotations?.[record],
    )
  )
    return undefined;
  return `${object}: fields were taken over or removed${by(foreignFields(live, manager).map((one) => one.manager))}`;
}

const by = (managers: readonly string[]): string => {
  const who = [...new Set(managers)].slice(0, 2);
  return who.length > 0 ? ` (${who.join(', ')})` : '';
};

interface Change {
  readonly words: string;
  readonly setters: readonly string[];
}

function changesOf(
  desired: Manifest,
  live: KubernetesObject,
  { manager, news, records = [] }: DriftFacts,
): Change[] {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = desired;
  const annotations = Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(([key]) => !records.includes(key)),
  );
  return differences({ metadata: { labels: metadata.labels, annotations }, ...rest }, live, [])
    .map(({ path, says }) => ({
      words: `${inWords(path, live)} ${says}`,
      setters: settersOf(live, path, manager),
    }))
    .filter(({ setters }) => !news || setters.length > 0);
}

interface Difference {
  readonly path: FieldPath;
  readonly says: string;
}

function differences(desired: unknown, live: unknown, path: FieldPath): Difference[] {
  if (Array.isArray(desired)) return listDifferences(desired, live, path);
  if (isRecord(desired)) {
    return Object.entries(desired).flatMap(([key, value]) =>
      value === undefined
        ? []
        : differences(value, isRecord(live) ? live[key] : undefined, [...path, key]),
    );
  }
  return desired === live
    ? []
    : [{ path, says: `was ${short(live)} instead of ${short(desired)}` }];
}

/** The parts of `live` in addition to `desired`, at their topmost paths. */
function extraFields(desired: unknown, live: unknown, path: FieldPath): FieldPath[] {
  if (!isRecord(desired) || !isRecord(live)) return [];
  return Object.entries(live).flatMap(([key, value]) =>
    desired[key] === undefined
      ? [[...path, key]]
      : extraFields(desired[key], value, [...path, key]),
  );
}

/** Named items are compared by name, others by index; a list of others belongs to us as a whole. */
function listDifferences(
  desired: readonly unknown[],
  live: unknown,
  path: FieldPath,
): Difference[] {
  const there = Array.isArray(live) ? live : [];
  const found = desired.flatMap((item, index) => {
    const name = nameOf(item);
    const at = name === undefined ? index : there.findIndex((one) => nameOf(one) === name);
    if (at < 0) return [{ path: [...path, name ?? index], says: 'was removed' }];
    return differences(item, there[at], [...path, at]);
  });
  const unnamed = there.every((item) => nameOf(item) === undefined);
  const extra = unnamed ? there.slice(desired.length) : [];
  return [
    ...found,
    ...extra.map((_, index) => ({ path: [...path, desired.length + index], says: 'was added' })),
  ];
}

const nameOf = (item: unknown): string | undefined => {
  const name = isRecord(item) ? item['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
};

/** `spec.template.spec.containers[web].image`: items by name if they have one. */
function inWords(path: FieldPath, live: unknown): string {
  let value = live;
  let words = '';
  for (const [index, step] of path.entries()) {
    const inList = Array.isArray(value);
    value =
      isRecord(value) || Array.isArray(value)
        ? (value as Record<string | number, unknown>)[step]
        : undefined;
    if (inList || typeof step === 'number') words += `[${nameOf(value) ?? step}]`;
    else words += index === 0 ? step : `.${step}`;
  }
  return words;
}

function short(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

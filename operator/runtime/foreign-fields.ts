import type { FieldSet, KubernetesObject } from '../clients/kubernetes-types.ts';
import { isLeaf, isObject, matcherOf } from './managed-fields.ts';

/**
 * Steps from an object to a field: field names, and list items by their index in the live object.
 */
export type FieldPath = readonly (string | number)[];

/** A part of a live object that another manager set and that is not desired. */
export interface Addition {
  readonly path: FieldPath;
  /** Its manager, e.g. `kubectl-edit`. */
  readonly manager: string;
}

interface ForeignFields {
  readonly manager: string;
  readonly fields: FieldSet;
}

/**
 * Fields set by others than `manager`. Server defaults have no owner. The server records additions
 * of a mutating webhook to our own write under our name: they are not foreign. The status belongs
 * to others.
 */
export function foreignFields(
  { metadata }: KubernetesObject,
  manager: string,
): readonly ForeignFields[] {
  return (metadata.managedFields ?? []).flatMap((entry) =>
    entry.manager === undefined ||
    entry.manager === manager ||
    entry.subresource === 'status' ||
    !entry.fieldsV1
      ? []
      : [
          {
            manager: [entry.manager, entry.subresource].filter(Boolean).join(' '),
            fields: entry.fieldsV1,
          },
        ],
  );
}

/**
 * What others added to `live` where `desired` has nothing, each at its topmost path: a whole
 * container, not its image.
 * @param isOurs whether an addition there is one to what we own; others are omitted
 */
export function additionsTo(
  desired: object,
  live: KubernetesObject,
  { manager, isOurs }: { manager: string; isOurs: (path: FieldPath) => boolean },
): Addition[] {
  const found = new Map<string, Addition>();
  for (const { manager: other, fields } of foreignFields(live, manager))
    for (const path of undesired({ fields, desired, live }, []))
      if (isOurs(path) && !found.has(JSON.stringify(path)))
        found.set(JSON.stringify(path), { path, manager: other });
  return [...found.values()];
}

interface Place {
  readonly fields: FieldSet;
  readonly desired: unknown;
  readonly live: unknown;
}

/** A desired field that another manager owns as a whole, e.g. a selector. */
export interface TakenOver {
  readonly path: FieldPath;
  readonly desired: unknown;
  readonly live: unknown;
  readonly manager: string;
}

/** Desired fields that other managers have taken over. */
export const takenOver = (desired: object, live: KubernetesObject, manager: string): TakenOver[] =>
  foreignFields(live, manager).flatMap((other) =>
    wishedLeaves({ fields: other.fields, desired, live }, []).map((leaf) => ({
      ...leaf,
      manager: other.manager,
    })),
  );

function wishedLeaves(
  { fields, desired, live }: Place,
  path: FieldPath,
): Omit<TakenOver, 'manager'>[] {
  if (isLeaf(fields)) return [{ path, desired, live }];
  return Object.entries(fields).flatMap(([step, below]) => {
    const at = step === '.' ? undefined : stepTo(live, step);
    const wished = at === undefined ? undefined : wishedAt(desired, step);
    if (at === undefined || wished === undefined || wished === null) return [];
    return wishedLeaves(
      { fields: below, desired: wished, live: (live as Record<string | number, unknown>)[at] },
      [...path, at],
    );
  });
}

function undesired({ fields, desired, live }: Place, path: FieldPath): FieldPath[] {
  // A list or map that is owned as a whole is compared as a whole.
  if (isLeaf(fields)) return [];
  return Object.entries(fields).flatMap(([step, below]) => {
    if (step === '.') return [];
    const at = stepTo(live, step);
    if (at === undefined) return [];
    const wished = wishedAt(desired, step);
    if (wished === undefined || wished === null) return [[...path, at]];
    return undesired(
      { fields: below, desired: wished, live: (live as Record<string | number, unknown>)[at] },
      [...path, at],
    );
  });
}

/** Where a step of a field set leads in the live object; undefined if nothing is there. */
function stepTo(live: unknown, step: string): string | number | undefined {
  if (step.startsWith('f:')) {
    const field = step.slice(2);
    return isObject(live) && live[field] !== undefined ? field : undefined;
  }
  if (!Array.isArray(live)) return undefined;
  const index = live.findIndex(matcherOf(step));
  return index < 0 ? undefined : index;
}

const wishedAt = (desired: unknown, step: string): unknown =>
  step.startsWith('f:')
    ? isObject(desired)
      ? desired[step.slice(2)]
      : undefined
    : Array.isArray(desired)
      ? desired.find(matcherOf(step))
      : undefined;

/**
 * Other managers than `manager` that set the field at `path`, or a part of it; a path ends early at
 * fields that are owned as a whole.
 */
export function settersOf(live: KubernetesObject, path: FieldPath, manager: string): string[] {
  const setters = foreignFields(live, manager).filter(({ fields }) => reaches(fields, live, path));
  return [...new Set(setters.map((one) => one.manager))];
}

function reaches(fields: FieldSet, live: unknown, [first, ...rest]: FieldPath): boolean {
  if (first === undefined || isLeaf(fields)) return true;
  const below = Object.entries(fields).find(
    ([step]) => step !== '.' && stepTo(live, step) === first,
  );
  return (
    below !== undefined &&
    reaches(below[1], (live as Record<string | number, unknown>)[first], rest)
  );
}

/**
 * A JSON patch that removes additions from this object, if each of them is unchanged. Does not test
 * the version, because the status changes all the time.
 */
export function withdrawal(additions: readonly Addition[], live: KubernetesObject): object[] {
  const paths = additions.map(({ path }) => path).toSorted(lastFirst);
  const pointer = (path: FieldPath) => `/${path.map(escaped).join('/')}`;
  return [
    { op: 'test', path: '/metadata/uid', value: live.metadata.uid },
    ...paths.map((path) => ({ op: 'test', path: pointer(path), value: valueAt(live, path) })),
    ...paths.map((path) => ({ op: 'remove', path: pointer(path) })),
  ];
}

const valueAt = (live: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | undefined)?.[step],
    live,
  );

/** From the end, so that no removal shifts the items of another one. */
function lastFirst(a: FieldPath, b: FieldPath): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return -1;
    if (step === other) continue;
    return typeof step === 'number' && typeof other === 'number'
      ? other - step
      : String(step) < String(other)
        ? 1
        : -1;
  }
  return 0;
}

/** RFC 6901. */
const escaped = (step: string | number): string =>
  String(step).replaceAll('~', '~0').replaceAll('/', '~1');

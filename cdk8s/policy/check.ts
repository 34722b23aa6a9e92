import type { Manifest } from '../constructs/manifest.ts';

/** A violated rule. */
export interface Finding {
  /** Name of the check. */
  readonly check: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  /** The problem. */
  readonly message: string;
}

/** A rule for all manifests. */
export interface Check {
  /** Name of the rule, kebab-case; stable for exceptions. */
  readonly name: string;
  /** Reason for the rule. */
  readonly why: string;
  /** Violations by object. Gets all manifests at once, because many rules are about two of them. */
  readonly find: (objects: readonly Manifest[]) => readonly Violation[];
}

/** An object and its problem. */
export interface Violation {
  readonly object: Manifest;
  readonly message: string;
}

/** A rule that checks one object at a time: `problems` lists its problems. */
export const eachObject =
  (problems: (object: Manifest, all: readonly Manifest[]) => readonly string[]): Check['find'] =>
  (objects) =>
    objects.flatMap((object) => problems(object, objects).map((message) => ({ object, message })));

/** `Kind namespace/name`. */
export const titleOf = ({ kind, metadata: { name, namespace } }: Manifest): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** Whether `labels` have everything that `selector` requires. */
export const matches = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([label, value]) => labels[label] === value);

export type Labels = Readonly<Record<string, string>>;

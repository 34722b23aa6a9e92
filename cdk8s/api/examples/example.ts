import type { AhltEnvironmentSpecInput } from '../spec.ts';

/**
 * A rule with one document that it accepts and one that it refuses. Both are changes to the same
 * base.
 */
export interface RuleExample {
  readonly rule: string;
  /** Field that the refusal must name. */
  readonly field: string;
  readonly base: ExampleDocument;
  readonly accepted: Change;
  readonly refused: Change;
}

/** A JSON merge patch (RFC 7386): null removes a field. */
export type Change = { readonly [field: string]: unknown };

export interface ExampleDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: AhltEnvironmentSpecInput;
}

const document = (
  name: 'dev' | 'staging' | 'prod',
  spec: Partial<AhltEnvironmentSpecInput> = {},
): ExampleDocument => ({
  apiVersion: 'platform.ahlt.dev/v1alpha1',
  kind: 'AhltEnvironment',
  metadata: { name, namespace: `ahlt-${name}` },
  spec: {
    image: 'registry.gitlab.local:5050/ahlt/im-ctrl:1.0.0',
    stage: name,
    host: `${name}.local`,
    database: { name: `ahlt_${name}`, server: 'main' },
    ...spec,
  },
});

/** Valid documents that the examples change. */
export const bases = {
  dev: document('dev'),
  staging: document('staging'),
  prod: document('prod', { replicas: 2 }),
} as const;

/** An example whose changes are to the spec of `base`. */
export const example = (
  rule: string,
  field: string,
  accepted: Change,
  refused: Change,
  base: ExampleDocument = bases.dev,
): RuleExample => ({
  rule,
  field,
  base,
  accepted: { spec: accepted },
  refused: { spec: refused },
});

/** The document after a change. */
export const changed = (document: ExampleDocument, change: Change): unknown =>
  merge(document, change);

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const kept = isObject(target) ? target : {};
  const merged = Object.entries(patch).map(
    ([key, value]) => [key, value === null ? undefined : merge(kept[key], value)] as const,
  );
  return Object.fromEntries(
    Object.entries({ ...kept, ...Object.fromEntries(merged) }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import type { Schema } from './structural-schema.ts';

/**
 * Applies the defaults of `schema` like the API server: only for absent keys, from the outside in.
 * Unlike parsing with zod it also works on a document that is invalid elsewhere, so that rules can
 * be checked on the rest.
 */
export function withDefaults(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults(schemaOf(schema.items), item));
  if (typeof value !== 'object' || value === null) return value;
  const defaults = Object.entries(schemaOf(schema.properties))
    .map(([key, property]) => [key, schemaOf(property).default] as const)
    .filter(([key, byDefault]) => byDefault !== undefined && Reflect.get(value, key) === undefined);
  const filled = { ...value, ...structuredClone(Object.fromEntries(defaults)) };
  return Object.fromEntries(
    Object.entries(filled).map(([key, child]) => [
      key,
      withDefaults(propertyOf(schema, key), child),
    ]),
  );
}

/** The schema of a property; empty if there is none. */
const propertyOf = (schema: Schema, key: PropertyKey): Schema =>
  typeof key === 'number'
    ? schemaOf(schema.items)
    : schemaOf(Reflect.get(schemaOf(schema.properties), key));

/** The schema of the field at `path`. */
export const schemaAt = (schema: Schema, path: readonly PropertyKey[]): Schema =>
  path.reduce<Schema>(propertyOf, schema);

/** Names of the properties that an object of this schema may have. */
export const propertyNames = (schema: Schema): string[] => Object.keys(schemaOf(schema.properties));

const schemaOf = (value: unknown): Schema =>
  typeof value === 'object' && value !== null ? (value as Schema) : {};

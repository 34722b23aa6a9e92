import { z } from 'zod';

/** A JSON Schema or an OpenAPI schema as plain JSON. */
export type Schema = { [key: string]: unknown };

/**
 * Converts zod to the structural OpenAPI schema of a CustomResourceDefinition: no references, no
 * closed objects.
 */
export const structuralSchema = (schema: z.ZodType): Schema =>
  structural(z.toJSONSchema(schema, { io: 'input', reused: 'inline' }));

function structural(node: unknown): Schema {
  const { $schema, additionalProperties, propertyNames, properties, items, pattern, ...rest } =
    node as Schema;
  // `additionalProperties: false` together with `properties` is forbidden in a structural schema:
  // unknown fields are refused by strict field validation and pruned otherwise.
  return {
    ...rest,
    ...(typeof pattern === 'string' && { pattern: pattern.replaceAll('\\/', '/') }),
    ...(typeof properties === 'object' &&
      properties !== null && { properties: mapValues(properties, structural) }),
    ...(typeof items === 'object' && items !== null && { items: structural(items) }),
  };
}

const mapValues = (values: object, change: (value: unknown) => unknown): Schema =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));

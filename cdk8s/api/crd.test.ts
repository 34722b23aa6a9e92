import { expect, test } from 'vitest';
import { clusterFileSchema } from './cluster.ts';
import { customResourceDefinition } from './crd.ts';
import { environmentFileSchema } from './file-schema.ts';
import { environmentRules } from './rules/index.ts';
import { resourceTransitions, specTransitions } from './rules/transition.ts';
import type { Schema } from './structural-schema.ts';

interface Field {
  readonly path: string;
  readonly schema: Schema;
}

/** Every field of a schema, itself excluded. */
function fieldsOf(schema: Schema, path = ''): Field[] {
  const children = [
    ...Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, child]) => ({
      path: `${path}.${name}`,
      schema: child,
    })),
    ...(schema.type === 'array' ? [{ path: `${path}[]`, schema: schema.items as Schema }] : []),
  ];
  return children.flatMap((child) => [child, ...fieldsOf(child.schema, child.path)]);
}

const [version] = customResourceDefinition().spec.versions;
const root = version?.schema.openAPIV3Schema ?? {};
const fields = fieldsOf(root);

test.each([
  ['the resource', root],
  ['an environment file', environmentFileSchema()],
  ['the cluster file', clusterFileSchema()],
])('%s: every field is described', (_, schema) => {
  const silent = fieldsOf(schema).filter(
    ({ path, schema: { description } }) =>
      !description && path !== '.metadata' && !path.endsWith('[]'),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test('the schema is structural: nothing referenced, nothing closed, every field has a type', () => {
  const forbidden = ['$ref', '$defs', 'additionalProperties', 'anyOf', 'const', 'propertyNames'];
  expect(
    fields.filter(({ schema }) => forbidden.some((key) => key in schema)).map(({ path }) => path),
  ).toEqual([]);
  expect(
    fields.filter(({ schema }) => typeof schema.type !== 'string').map(({ path }) => path),
  ).toEqual([]);
});

test('every text and list in the spec has a limit, from which the API server estimates the cost of a rule', () => {
  const unlimited = fields.filter(
    ({ schema }) =>
      (schema.type === 'string' && !('maxLength' in schema || 'enum' in schema)) ||
      (schema.type === 'array' && !('maxItems' in schema)),
  );
  expect(unlimited.map(({ path }) => path)).toEqual(['.apiVersion', '.kind']);
});

/** The descriptions of settings at their own fields. */
const ofSettings = [
  '0 or a whole number from 8 to 128 is required',
  '0 or a whole number from 15 to 1440 is required',
  '0 or a whole number from 90 to 3650 is required',
  'a time zone that the app offers is required, such as UTC or Europe/Berlin',
];

test('every rule is part of the definition, with a message of its own', () => {
  const attached = [{ path: '', schema: root }, ...fields].flatMap(
    ({ schema }) => (schema['x-kubernetes-validations'] ?? []) as { message: string }[],
  );
  const rules = [...environmentRules, ...specTransitions, ...resourceTransitions];
  const messages = [...rules.map(({ message }) => message), ...ofSettings];
  expect(attached.map(({ message }) => message).sort()).toEqual(messages.sort());
  expect(new Set(attached.map(({ message }) => message)).size).toBe(messages.length);
});

test('the columns say where it is, and with -o wide why', () => {
  const columns = version?.additionalPrinterColumns ?? [];
  expect(columns.filter(({ priority = 0 }) => priority === 0).map(({ name }) => name)).toEqual([
    'Ready',
    'Step',
    'Schema',
    'Graph',
    'Image',
    'Age',
  ]);
  expect(columns.filter(({ priority = 0 }) => priority === 1).map(({ name }) => name)).toContain(
    'Reason',
  );
});

test('it is created again each time, so that nobody can change it for others', () => {
  expect(customResourceDefinition()).toEqual(customResourceDefinition());
  expect(customResourceDefinition().spec.versions[0]).not.toBe(
    customResourceDefinition().spec.versions[0],
  );
});

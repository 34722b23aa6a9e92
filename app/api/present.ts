import type { DocumentedOperation, JsonSchema } from './document.ts';
import { texts } from './texts.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** A schema in short form: "string, 2–50", "User", "{ [key]: string }". */
export function typeInWords(schema: JsonSchema): string {
  const { $ref, type, items, enum: choices, anyOf, properties } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (Array.isArray(choices)) return choices.map(String).join(' | ');
  if (Array.isArray(anyOf)) {
    const names = [...new Set((anyOf as JsonSchema[]).map(typeInWords))];
    // A selection of an item's members is the same item.
    return names.length === 2 && names[1] === 'object' ? (names[0] ?? '') : names.join(' | ');
  }
  if (type === 'array') return `${typeInWords((items ?? {}) as JsonSchema)}[]`;
  const values = schema['additionalProperties'];
  if (type === 'object' && typeof values === 'object')
    return `{ [key]: ${typeInWords(values as JsonSchema)} }`;
  const listed = (properties as Schemas | undefined)?.['items'];
  if (type === 'object')
    return listed === undefined ? 'object' : `{ items: ${typeInWords(listed)} }`;
  const names = [type ?? 'any'].flat().join(' | ');
  return typeof schema['format'] === 'string' ? `${names} (${schema['format']})` : names;
}

export interface Member {
  readonly name: string;
  readonly type: string;
  readonly about: string;
}

/** The members of an object. */
export function schemaInWords({ properties = {}, required = [] }: JsonSchema): readonly Member[] {
  return Object.entries(properties as Schemas).map(([name, schema]) => ({
    name,
    type: (required as readonly string[]).includes(name)
      ? `${typeInWords(schema)}, ${texts.page.required}`
      : typeInWords(schema),
    about: typeof schema['description'] === 'string' ? schema['description'] : '',
  }));
}

interface Example {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentedOperation;
  readonly root: string;
  readonly schemas: Schemas;
}

/** A request of an operation as a shell command. */
export function curlOf({ method, path, operation, root, schemas }: Example): string {
  const needed = operation.parameters.filter(
    ({ in: place, required }) => place === 'header' && required,
  );
  const headers = ['Authorization: Bearer $AHLT_TOKEN', ...needed.map(({ name }) => `${name}: *`)];
  const body = operation.requestBody?.content['application/json']?.schema;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${root}${path.replaceAll(/\{\w+\}/g, '1')}`,
    ...headers.map((header) => `-H "${header}"`),
    ...(body === undefined
      ? []
      : ['-H "Content-Type: application/json"', `-d '${JSON.stringify(sample(body, schemas))}'`]),
  ];
  return lines.join(' \\\n  ');
}

/** A value that matches a schema, with required members only. */
function sample(schema: JsonSchema, schemas: Schemas): unknown {
  const { $ref, examples, enum: values, anyOf, type, properties = {}, required = [] } = schema;
  if (typeof $ref === 'string') return sample(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (Array.isArray(values)) return values[0];
  if (Array.isArray(anyOf)) return sample((anyOf as JsonSchema[])[0] ?? {}, schemas);
  if (type === 'array') return [];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type !== 'object') return 'text';
  const names =
    (required as readonly string[]).length === 0
      ? Object.keys(properties as Schemas).slice(0, 1)
      : (required as readonly string[]);
  return Object.fromEntries(
    names.map((name) => [name, sample((properties as Schemas)[name] ?? {}, schemas)]),
  );
}

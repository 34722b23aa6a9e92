import { z } from 'zod';
import { type Policy, policyInWords } from '../http/policy.ts';
import { texts as common } from '../http/texts.ts';
import { base, type Operation, type TaggedOperation } from './operation.ts';
import { problem } from './schema.ts';
import { texts } from './texts.ts';

export type JsonSchema = { readonly [key: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly style?: string;
  readonly explode?: boolean;
}

export interface DocumentedReply {
  readonly description: string;
  readonly headers?: Readonly<
    Record<
      string,
      { readonly description: string; readonly schema: JsonSchema; readonly required?: boolean }
    >
  >;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly 'x-permission': string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<Record<string, DocumentedReply>>;
}

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

/**
 * The OpenAPI 3.1 document, generated from the same declarations as the routes. @param
 * options.cookie name of the session's cookie
 */
export function openApi(
  all: readonly TaggedOperation[],
  { version, cookie }: { readonly version: string; readonly cookie: string },
): OpenApi {
  const schemas: Schemas = { named: {}, converted: new Map() };
  const paths: Record<string, Record<string, DocumentedOperation>> = {};
  for (const each of all) {
    const path = each.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [each.method]: documented(each, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: texts.document.title, version, description: texts.document.description },
    servers: [{ url: base }],
    tags: Object.values(texts.tags).map((name) => ({ name })),
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: texts.document.token },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: cookie,
          description: texts.document.session,
        },
      },
      schemas: schemas.named,
    },
  };
}

type Io = 'input' | 'output';

/** The schemas of a document: named ones by name, and all that were converted already. */
interface Schemas {
  readonly named: Record<string, JsonSchema>;
  readonly converted: Map<z.ZodType, Partial<Record<Io, JsonSchema>>>;
}

function documented(operation: TaggedOperation, schemas: Schemas): DocumentedOperation {
  const { id, tag, policy, body } = operation;
  const note = texts.notes[id];
  return {
    operationId: id,
    summary: texts.words[id],
    ...(note === undefined ? {} : { description: note }),
    tags: [texts.tags[tag]],
    'x-permission': policyInWords(withoutProof(policy)),
    parameters: parametersOf(operation, schemas),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } },
          },
        }),
    responses: repliesOf(operation, schemas),
  };
}

const withoutProof = (policy: Policy): Policy =>
  policy.kind === 'may' ? { kind: 'may', anyOf: policy.anyOf } : policy;

const string = { type: 'string' };

function parametersOf(
  { path, method, query, versioned, repeatable }: Operation,
  schemas: Schemas,
): readonly Parameter[] {
  const words = texts.document;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(
    ([, name = '']): Parameter => ({
      ...{ name, in: 'path', required: true },
      schema: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    }),
  );
  const header = (name: string, description: string, schema: JsonSchema): Parameter => ({
    ...{ name, in: 'header', required: false },
    ...{ description, schema },
  });
  const isChange = versioned === true && ['put', 'patch', 'delete'].includes(method);
  return [
    ...inPath,
    ...(query === undefined ? [] : queryParameters(query, schemas)),
    ...(isChange ? [header('If-Match', words.ifMatch, { ...string, examples: ['*'] })] : []),
    ...(method === 'get' ? [header('If-None-Match', words.ifNoneMatch, string)] : []),
    ...(repeatable === true
      ? [
          header('Idempotency-Key', words.idempotencyKey, {
            ...string,
            minLength: 1,
            maxLength: 255,
            pattern: '^[\\x21-\\x7e]+$',
          }),
        ]
      : []),
  ];
}

function queryParameters(query: z.ZodType, schemas: Schemas): readonly Parameter[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input', schemas) as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query' as const, required: required.includes(name) },
    ...(typeof description === 'string' ? { description } : {}),
    schema: listOnly(schema),
  }));
}

/** A parameter with one or several values is documented as a list: `a=1&a=2`. */
const listOnly = (schema: JsonSchema): JsonSchema =>
  Array.isArray(schema['anyOf'])
    ? ((schema['anyOf'] as JsonSchema[]).find(({ type }) => type === 'array') ?? schema)
    : schema;

function repliesOf(
  operation: Operation,
  schemas: Schemas,
): Readonly<Record<string, DocumentedReply>> {
  const { status, reply, method } = operation;
  const headers = headersOf(operation);
  const success: DocumentedReply = {
    description: texts.document.statuses[status] ?? '',
    headers,
    ...(reply === undefined
      ? {}
      : { content: { 'application/json': { schema: schemaOf(reply, 'output', schemas) } } }),
  };
  const { ETag, ...rest } = headers;
  return {
    [status]: success,
    ...(method === 'get'
      ? {
          304: {
            description: texts.document.statuses[304] ?? '',
            headers: ETag === undefined ? rest : { ...limits, ETag },
          },
        }
      : {}),
    ...Object.fromEntries(refusalsOf(operation).map((each) => [each, refusal(each, schemas)])),
  };
}

const headerOf = (description: string, schema: JsonSchema = string, required = true) => ({
  description,
  schema,
  required,
});
const {
  rateLimit,
  ratePolicy,
  requestId,
  etag,
  link,
  location,
  retryAfter,
  authenticate,
  replayed,
} = texts.document;
const limits = {
  'X-Request-Id': headerOf(requestId),
  RateLimit: headerOf(rateLimit),
  'RateLimit-Policy': headerOf(ratePolicy),
};

function headersOf({
  method,
  status,
  reply,
  versioned,
  repeatable,
}: Operation): NonNullable<DocumentedReply['headers']> {
  const hasTag = reply !== undefined && (versioned === true || method === 'get');
  return {
    ...limits,
    ...(hasTag ? { ETag: headerOf(etag, { ...string, pattern: '^"[\\w-]+"$' }) } : {}),
    ...(method === 'get' && versioned !== true ? { Link: headerOf(link, string, false) } : {}),
    ...(status === 201 ? { Location: headerOf(location) } : {}),
    ...(repeatable === true ? { 'Idempotency-Replayed': headerOf(replayed, string, false) } : {}),
  };
}

function refusalsOf({
  path,
  method,
  query,
  body,
  versioned,
  repeatable,
  refusals = [],
}: Operation): readonly number[] {
  const isChange = versioned === true && ['put', 'patch', 'delete'].includes(method);
  return [
    ...new Set([
      ...[401, 403, 406, 429, 503],
      ...(query !== undefined || body !== undefined ? [400] : []),
      ...(path.includes(':') ? [404] : []),
      ...(body === undefined ? [] : [413, 415, 422]),
      ...(isChange ? [412] : []),
      ...(repeatable === true ? [400, 409, 422] : []),
      ...refusals,
    ]),
  ].sort((one, other) => one - other);
}

const refusal = (status: number, schemas: Schemas): DocumentedReply => ({
  description: common.titles[status] ?? common.titles['other'] ?? '',
  headers: {
    'X-Request-Id': headerOf(requestId),
    ...(status === 401 ? { 'WWW-Authenticate': headerOf(authenticate) } : {}),
    ...(status === 429 || status === 503
      ? { 'Retry-After': headerOf(retryAfter, { type: 'integer' }) }
      : {}),
  },
  content: { 'application/problem+json': { schema: schemaOf(problem, 'output', schemas) } },
});

/**
 * The JSON Schema of a zod schema; named schemas are added to `schemas` and referenced. Each is
 * converted once: operations share most of theirs.
 */
function schemaOf(schema: z.ZodType, io: Io, schemas: Schemas): JsonSchema {
  const known = schemas.converted.get(schema);
  const made = known?.[io] ?? converted(schema, io, schemas);
  schemas.converted.set(schema, { ...known, [io]: made });
  return made;
}

function converted(schema: z.ZodType, io: Io, { named }: Schemas): JsonSchema {
  const json = z.toJSONSchema(z.object({ value: schema }), {
    io,
    unrepresentable: 'any',
  }) as unknown as {
    properties: { value: JsonSchema };
    $defs?: Record<string, JsonSchema>;
  };
  for (const [name, { id: _, ...definition }] of Object.entries(json.$defs ?? {}))
    named[name] = refersToComponents(definition) as JsonSchema;
  return refersToComponents(json.properties.value) as JsonSchema;
}

const refersToComponents = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as unknown;

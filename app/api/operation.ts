import type { z } from 'zod';
import type { Answer } from '../http/answers.ts';
import type { Admission, Call, RouteCall } from '../http/call.ts';
import { adding, both, json, type Parser, query } from '../http/parsers.ts';
import type { Guarded } from '../http/policy.ts';
import type { Routes } from '../http/routes.ts';
import type { SignedIn } from '../http/visit.ts';
import type { ApiTag, ApiWords } from './texts.ts';

/** Prefix of all addresses of this version. */
export const base = '/api/v1';

export interface Pages {
  readonly at: number;
  readonly last: number;
}

/** The result of a handler, sent in the same way for all. */
export interface Result {
  readonly body?: unknown;
  /** Version of the resource in the body. */
  readonly version?: string;
  /** Path of the created resource. */
  readonly location?: string;
  /** Position of the next part of a list. */
  readonly next?: string | null;
  /** Page numbers of a list requested by number. */
  readonly pages?: Pages;
}

/** The result of an operation that answers 204. */
export const noContent: Result = {};

interface Declared<Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Key of its texts, and its id in the document. */
  readonly id: ApiWords;
  readonly query?: Query;
  readonly body?: Body;
  /** Status on success. @default 204 for `delete`, otherwise 200 */
  readonly status?: 200 | 201 | 202 | 204;
  /** Schema of the response; omitted if there is no content. */
  readonly reply?: z.ZodType;
  /** Errors in addition to those of every operation. */
  readonly refusals?: readonly (409 | 422)[];
  /** It reads or changes one versioned resource: `ETag`, and `If-Match` for changes. */
  readonly versioned?: true;
  /** Maximum size of a body in bytes. @default 256 KiB */
  readonly largestBody?: number;
  /** Accepts an `Idempotency-Key`. */
  readonly repeatable?: true;
}

/**
 * One operation: address, policy, input, response, action. Routes and document are generated from
 * it.
 */
export interface Operation extends Declared<z.ZodType, z.ZodType> {
  readonly status: 200 | 201 | 202 | 204;
  readonly path: `/${string}`;
  readonly policy: Guarded;
  /** Adds its route; the types of input and action stay internal. */
  readonly addTo: (list: Routes, respond: Respond) => Routes;
}

/** An operation in its group of the document. */
export interface TaggedOperation extends Operation {
  readonly tag: ApiTag;
}

/** Converts the result of an operation into a response; runs it as the given actor. */
export type Respond = (
  operation: Operation,
  call: ApiCall,
  run: (actor: SignedIn) => Promise<Result>,
) => Promise<Answer>;

export type ApiCall = Call & Admission & { readonly input: unknown };

/** Maximum size of an ordinary body in bytes. */
const ordinaryBody = 256 * 1024;

/** Declares an operation, so that its handler has the types of its schemas. */
export function operation<
  const Path extends `/${string}`,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>({
  run,
  ...declared
}: Declared<Query, Body> & {
  readonly path: Path;
  readonly policy: Guarded;
  readonly run: (
    call: RouteCall<`${typeof base}${Path}`, Guarded> & Asked<Query, Body>,
  ) => Promise<Result>;
}): Operation {
  const made: Operation = {
    status: declared.method === 'delete' ? 204 : 200,
    ...declared,
    addTo: (list, respond) =>
      list[declared.method](
        `${base}${declared.path}`,
        declared.policy,
        asked(declared.query, declared.body, declared.largestBody),
        (call) => respond(made, call, (actor) => run({ ...call, actor })),
      ),
  };
  return made;
}

interface Asked<Query extends z.ZodType, Body extends z.ZodType> {
  readonly filter: z.output<Query>;
  readonly input: z.output<Body>;
}

/** Parsers of an operation's input. */
const asked = <Query extends z.ZodType, Body extends z.ZodType>(
  filter: Query | undefined,
  input: Body | undefined,
  limit = ordinaryBody,
): Parser<Asked<Query, Body>> =>
  both(
    filter === undefined ? adding({ filter: nothing<Query>() }) : query(filter),
    input === undefined ? adding({ input: nothing<Body>() }) : json(input, { limit }),
  );

/**
 * The input without a schema. Its type is the default of the declaration, `z.ZodUndefined`:
 * TypeScript cannot express that a type argument is inferred only together with its value.
 */
const nothing = <Schema extends z.ZodType>() => undefined as z.output<Schema>;

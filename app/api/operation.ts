import type { z } from 'zod';
import type { Answer } from '../http/answers.ts';
import type { Admission, Call, RouteCall } from '../http/call.ts';
import { adding, both, json, type Parser, query } from '../http/parsers.ts';
import type { Guarded } from '../http/policy.ts';
import type { Routes } from '../http/routes.ts';
import type { SignedIn } from '../http/visit.ts';
import type { ApiTag, ApiWords } from './texts.ts';

/** Where all addresses of this version begin. */
export const base = '/api/v1';

export interface Pages {
  readonly at: number;
  readonly last: number;
}

/** What a handler found; how it is sent is the same for all. */
export interface Result {
  /** @default 200 */
  readonly status?: 200 | 201 | 204;
  readonly body?: unknown;
  /** Version of the one thing that the body shows. */
  readonly version?: string;
  /** Path of what was made. */
  readonly location?: string;
  /** Where a list goes on. */
  readonly next?: string | null;
  /** Numbers of pages of a list that was asked for by number. */
  readonly pages?: Pages;
}

interface Declared<Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Key of its words, and its id in the document. */
  readonly id: ApiWords;
  readonly tag: ApiTag;
  readonly query?: Query;
  readonly body?: Body;
  /** Status of success. */
  readonly status: 200 | 201 | 204;
  /** What is answered; left out for nothing. */
  readonly reply?: z.ZodType;
  /** Refusals beside those that every operation has. */
  readonly refusals?: readonly (409 | 422)[];
  /**
   * It shows or changes one thing, which has a version: `ETag`, and `If-Match` for whoever changes
   * it.
   */
  readonly versioned?: true;
  /** May be sent again with an `Idempotency-Key`. */
  readonly repeatable?: true;
}

/**
 * One operation: address, who may, what is read and answered, what is done. The routes and the
 * document are both made of it.
 */
export interface Operation extends Declared<z.ZodType, z.ZodType> {
  readonly path: `/${string}`;
  readonly policy: Guarded;
  /** Adds its route; what it reads and does stays typed in here. */
  readonly addTo: (list: Routes, respond: Respond) => Routes;
}

/** Makes an answer of what an operation gives; the actor is the one to run it as. */
export type Respond = (
  operation: Operation,
  call: ApiCall,
  run: (actor: SignedIn) => Promise<Result>,
) => Promise<Answer>;

export type ApiCall = Call & Admission & { readonly input: unknown };

/** Bytes of a body. */
const largestBody = 256 * 1024;

/** Declares an operation, so that its handler knows what its schemas promise. */
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
    ...declared,
    addTo: (list, respond) =>
      list[declared.method](
        `${base}${declared.path}`,
        declared.policy,
        asked(declared.query, declared.body),
        (call) => respond(made, call, (actor) => run({ ...call, actor })),
      ),
  };
  return made;
}

interface Asked<Query extends z.ZodType, Body extends z.ZodType> {
  readonly filter: z.output<Query>;
  readonly input: z.output<Body>;
}

/** What an operation reads. */
const asked = <Query extends z.ZodType, Body extends z.ZodType>(
  filter: Query | undefined,
  input: Body | undefined,
): Parser<Asked<Query, Body>> =>
  both(
    filter === undefined ? adding({ filter: nothing<Query>() }) : query(filter),
    input === undefined ? adding({ input: nothing<Body>() }) : json(input, { limit: largestBody }),
  );

/**
 * What is read without a schema. Its type is then the default of the declaration, `z.ZodUndefined`:
 * TypeScript can't say that a type argument is inferred only together with its value.
 */
const nothing = <Schema extends z.ZodType>() => undefined as z.output<Schema>;

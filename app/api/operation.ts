import type { z } from 'zod';
import type { RouteCall } from '../http/call.ts';
import type { Policy } from '../http/policy.ts';
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
  readonly policy: Policy;
  readonly run: (call: never) => Promise<Result>;
}

/** Declares an operation, so that its handler knows what its schemas promise. */
export const operation = <
  const Path extends `/${string}`,
  const P extends Policy,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  declared: Declared<Query, Body> & {
    readonly path: Path;
    readonly policy: P;
    readonly run: (
      call: RouteCall<Path, P> & {
        readonly filter: z.output<Query>;
        readonly input: z.output<Body>;
      },
    ) => Promise<Result>;
  },
): Operation => declared as unknown as Operation;

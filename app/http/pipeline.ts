import type { Answer } from './answers.ts';
import type { Admission, Admitted, Call, PathParams, RouteCall } from './call.ts';
import type { Parser } from './parsers.ts';
import type { Policy } from './policy.ts';

/** A request admitted by its policy, before its route reads it. */
export interface Arrived {
  readonly call: Call;
  /** Variable path segments by name. */
  readonly params: Readonly<Record<string, string>>;
  /** The user; `undefined` on an open route. */
  readonly admission: Admission | undefined;
}

/** Result of reading a request: an answer, or the handler to run. */
export type Read = { readonly answers: Answer } | { readonly handle: () => Promise<Answer> };

/** Takes a request through a route, from its parsers to its handler. */
export type Pipeline<Context> = (context: Context) => Promise<Read>;

export type Handler<Context> = (call: Context) => Answer | Promise<Answer>;

/** Parsers and handler of a route, as declared. */
export type Steps<Context, Adds extends object> =
  | readonly [Handler<Context>]
  | readonly [Parser<Adds, Context>, Handler<Context & Adds>];

/** The pipeline of a route with or without a parser; `both` combines two. */
export function pipelineOf<Context extends object, Adds extends object>(
  steps: Steps<Context, Adds>,
): Pipeline<Context> {
  if (steps.length === 1) {
    const [handler] = steps;
    return async (context) => ({ handle: async () => handler(context) });
  }
  const [parser, handler] = steps;
  return async (context) => {
    const result = await parser.parse(context);
    if ('answers' in result) return result;
    return { handle: async () => handler({ ...context, ...result.adds }) };
  };
}

/**
 * The context of a route's parsers and handler, built from the request. Path and policy become
 * types here, so both are checked: throws `TypeError` for a path segment without a value, and for a
 * guarded route without an admission.
 */
export function contextOf<Path extends string, P extends Policy>(
  path: Path,
  policy: P,
  { call, params, admission }: Arrived,
): RouteCall<Path, P> {
  if (!fillsPath(path, params)) throw new TypeError(`${path} lacks a part.`);
  const admitted = { ...admission };
  if (!isAdmitted(policy, admitted)) throw new TypeError(`${path} was not admitted.`);
  return { ...call, ...params, ...admitted };
}

/** Names of the variable path segments. */
const namesIn = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? []);

const fillsPath = <Path extends string>(
  path: Path,
  params: object,
): params is object & PathParams<Path> => namesIn(path).every((name) => name in params);

const isAdmitted = <P extends Policy>(
  policy: P,
  admission: object,
): admission is object & Admitted<P> =>
  policy.kind === 'open' ||
  ('actor' in admission &&
    'visit' in admission &&
    (!('param' in policy) || 'committee' in admission));

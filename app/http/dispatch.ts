import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { decidedBy } from '../authority/index.ts';
import { AppError } from '../errors.ts';
import { either } from '../ui/words.ts';
import { ownAddress, referrerOf } from './address.ts';
import { type Answer, redirect } from './answers.ts';
import { mediaType, readForm } from './body.ts';
import type { Admission, Call } from './call.ts';
import { isUnsafe, requireOwnOrigin } from './origin-check.ts';
import type { Policy } from './policy.ts';
import { callOf, hasForm, headerToken, type Incoming, type ProofOptions } from './proofs.ts';
import { isRestoring, nothingDone } from './restoring.ts';
import { routeTree } from './route-tree.ts';
import type { Route, Routes } from './routes.ts';
import { sendAnswer } from './send.tsx';
import { type ShellParts, shellOf } from './shell.ts';
import { texts } from './texts.ts';
import type { Gate, Visit } from './visit.ts';
import { wantsJson } from './wants-json.ts';

export interface DispatchOptions extends ShellParts, ProofOptions {
  /** Origin that people use. */
  readonly publicUrl: string | undefined;
  /** Where somebody goes to choose a password that is due. */
  readonly passwordPage: string;
  readonly signInPage: string;
  /** Counts a request of somebody, or of nobody; throws when there were too many. */
  readonly limit: (incoming: {
    readonly request: Request;
    readonly response: Response;
    readonly visit: Visit | undefined;
  }) => Promise<void>;
}

/** What is known of a request before its route; error pages need it, too. */
export interface Arrival {
  readonly visitor: () => Promise<Visit | undefined>;
}

/**
 * Who makes a request, found out at most once; `undefined` for one that never came to the
 * dispatcher.
 */
export const arrivalOf = (response: Response): Arrival | undefined =>
  response.locals['arrival'] as Arrival | undefined;

/**
 * Leads every request through the same gates in the same order: route, origin, session, policy,
 * body with its token, input, handler. What no route knows ends as 404, a known address with
 * another method as 405.
 */
export function dispatcher(routes: Routes, options: DispatchOptions): RequestHandler {
  const tree = routeTree(routes.table());
  return async (request: Request, response: Response, _next: NextFunction) => {
    const match = tree.match(request.method, request.path);
    const isActivity =
      match.kind !== 'found' ||
      match.route.policy.kind !== 'signedIn' ||
      match.route.policy.isActivity;
    const visitor = once(() => options.gate.visit(request, response, { isActivity }));
    response.locals['arrival'] = { visitor } satisfies Arrival;
    if (match.kind === 'nothing') {
      const mount = routes.mounts().find(({ path }) => path === request.path);
      throw mount === undefined
        ? nothingAt(request.path)
        : otherMethod(request, response, mount.methods);
    }
    if (match.kind === 'method') {
      if (request.method !== 'OPTIONS' || !isApi(request.path))
        throw otherMethod(request, response, match.allowed);
      response
        .set('Allow', [...match.allowed, 'OPTIONS'].join(', '))
        .status(204)
        .end();
      return;
    }
    response.locals['route'] = match.route.path;
    const answer = await run(
      match.route,
      match.params,
      { request, response, visitor },
      options,
    ).catch((error: unknown) => noteForgery(error, match.route, { request, visitor }, options));
    const isShown =
      answer.kind === 'page' || answer.kind === 'growing' || answer.kind === 'download';
    const visit = isShown ? await visitorOfAnswer(match.route.policy, visitor) : undefined;
    await sendAnswer(response, answer, {
      shell: () => shellOf(request, response, visit, options),
      classification: visit?.classification,
      flash: options.flash,
    });
  };
}

/** Programs ask what an address can do; pages have no use for that. */
const isApi = (path: string): boolean => path.startsWith('/api/');

const nothingAt = (path: string): AppError =>
  new AppError('not_found', { message: texts.nothingAt(path), status: 404 });

function otherMethod(request: Request, response: Response, allowed: readonly string[]): AppError {
  response.set('Allow', allowed.join(', '));
  return new AppError('method_not_allowed', {
    message: texts.otherMethod(request.path, allowed.join(', ')),
    status: 405,
  });
}

/** A page for everybody is shown to nobody in particular while the database is away. */
const visitorOfAnswer = ({ kind }: Policy, visitor: Call['visitor']): Promise<Visit | undefined> =>
  kind === 'open' ? visitor().catch(() => undefined) : visitor();

/** A request that somebody else's page made is worth a line in the audit log. */
async function noteForgery(
  error: unknown,
  { policy }: Route,
  { request, visitor }: Pick<Incoming, 'request' | 'visitor'>,
  { gate }: DispatchOptions,
): Promise<never> {
  if (error instanceof AppError && (error.code === 'csrf' || error.code === 'cross_site')) {
    const visit = await visitor();
    if (visit !== undefined)
      await gate.noteRefusal(visit, {
        method: request.method,
        path: request.path,
        policy,
        reason: error.code,
      });
  }
  throw error;
}

async function run(
  route: Route,
  params: Readonly<Record<string, string>>,
  incoming: Incoming,
  options: DispatchOptions,
): Promise<Answer> {
  const { request } = incoming;
  const unsafe = isUnsafe(request.method);
  if (unsafe) requireOwnOrigin(request, options.publicUrl);
  const admitted = await admit(route, params, incoming, options);
  if ('answers' in admitted) return admitted.answers;
  const { call, isProven } = callOf(incoming, route.policy, options);
  const confirmed = unsafe ? undefined : await call.askForProof(undefined);
  if (confirmed !== undefined) return confirmed;
  const read = await route.read({ call, params, admission: admitted.admission });
  if ('answers' in read) return read.answers;
  // A route that reads no body must not become one that needs no token.
  if (unsafe && !isProven() && (await incoming.visitor())?.token === undefined) {
    const isForm =
      hasForm(request) ||
      (headerToken(request) === undefined && mediaType(request) !== 'application/json');
    const fields = isForm ? await readForm(request, 16 * 1024) : undefined;
    await call.proveToken(fields?.['csrf_token']);
    const asked = await call.askForProof(fields);
    if (asked !== undefined) return asked;
  }
  // Whatever reads the form shows it; a route that reads none must not act on what only comes back.
  if (unsafe && isRestoring(request)) return nothingDone(undefined);
  return read.handle();
}

/**
 * Lets somebody in, or says why not: 303 or 401 without a session, 403 without the permission (spec
 * requests#access).
 */
async function admit(
  { policy, method, path }: Route,
  params: Readonly<Record<string, string>>,
  { request, response, visitor }: Incoming,
  { gate, signInPage, passwordPage, limit }: DispatchOptions,
): Promise<{ admission: Admission | undefined } | { answers: Answer }> {
  if (policy.kind === 'open') return { admission: undefined };
  const visit = await visitor();
  await limit({ request, response, visit });
  if (visit === undefined) {
    // What pages ask by themselves follows no redirect to a form.
    const byItself = policy.kind === 'signedIn' && !policy.isActivity;
    if (byItself || wantsJson(request))
      throw new AppError('not_signed_in', { message: texts.signInFirst, status: 401 });
    return {
      answers: (await gate.keepForm(request)) ?? redirect(`${signInPage}${afterwards(request)}`),
    };
  }
  if (visit.passwordDue !== undefined && !(policy.kind === 'signedIn' && policy.whilePasswordDue)) {
    if (wantsJson(request))
      throw new AppError('password_due', { message: texts.passwordFirst, status: 403 });
    return { answers: redirect(passwordPage) };
  }
  if (visit.token?.mayWrite === false && isUnsafe(request.method))
    throw new AppError('token_read_only', { message: texts.readOnlyToken, status: 403 });
  if (await passes(policy, visit, params, gate))
    return { admission: { actor: visit.actor, visit } };
  await gate.noteRefusal(visit, { method, path: request.path, policy });
  throw forbidden(policy, path);
}

async function passes(
  policy: Policy,
  { actor }: Visit,
  params: Readonly<Record<string, string>>,
  gate: Gate,
): Promise<boolean> {
  if (policy.kind === 'open' || policy.kind === 'signedIn') return true;
  const decided = decidedBy(policy, actor.permissions);
  if (policy.kind === 'may' || decided !== 'positions') return decided === true;
  const body = params[policy.param];
  return body !== undefined && gate.meets(policy, actor, body);
}

function forbidden(policy: Policy, path: string): AppError {
  if (policy.kind !== 'may')
    return new AppError('forbidden', {
      message: texts.needsPosition,
      status: 403,
      details: { path },
    });
  const message = texts.needsPermission(either(policy.anyOf));
  return new AppError('forbidden', {
    message,
    status: 403,
    details: { permission: policy.anyOf[0], path },
  });
}

/**
 * `?next=` for the page that was asked for; after a form it is the page with the form, since what
 * was typed can't be sent again.
 */
function afterwards(request: Request): string {
  const wanted = isUnsafe(request.method) ? referrerOf(request) : ownAddress(request);
  return wanted === undefined || wanted === '/' ? '' : `?next=${encodeURIComponent(wanted)}`;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

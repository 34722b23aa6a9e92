import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { decidedBy, isMetBy } from '../authority/index.ts';
import { unlessBroken } from '../db/connection.ts';
import { AppError } from '../errors.ts';
import { either } from '../ui/words.ts';
import { ownAddress, referrerOf } from './address.ts';
import { type Answer, missing, redirect } from './answers.ts';
import { mediaType, readForm } from './body.ts';
import type { Admission, Call, InCommittee } from './call.ts';
import { isUnsafe, requireOwnOrigin } from './origin-check.ts';
import type { Policy } from './policy.ts';
import { callOf, hasForm, headerToken, type Incoming, type ProofOptions } from './proofs.ts';
import { isRestoring, nothingDone } from './restoring.ts';
import { routeTree } from './route-tree.ts';
import type { Route, Routes } from './routes.ts';
import { sendAnswer } from './send.tsx';
import { type ShellParts, shellOf } from './shell.ts';
import { texts } from './texts.ts';
import type { Gate, SignedIn, Visit } from './visit.ts';
import { wantsJson } from './wants-json.ts';

export interface DispatchOptions extends ShellParts, ProofOptions {
  /** Public origin. */
  readonly publicUrl: string | undefined;
  /** Where users choose a new password if one is due. */
  readonly passwordPage: string;
  readonly signInPage: string;
  /** Counts a request by user or by address; throws when there were too many. */
  readonly limit: (incoming: {
    readonly request: Request;
    readonly response: Response;
    readonly visit: Visit | undefined;
  }) => Promise<void>;
}

/** The facts known of a request before its route; error pages need it too. */
export interface Arrival {
  readonly visitor: () => Promise<Visit | undefined>;
}

/**
 * The user of a request, loaded at most once; `undefined` if the request did not reach the
 * dispatcher.
 */
export const arrivalOf = (response: Response): Arrival | undefined =>
  response.locals['arrival'] as Arrival | undefined;

/**
 * Runs every request through the same steps in the same order: route, origin, session, policy, body
 * with its token, input, handler. An unknown path gets 404, a known path with another method 405.
 */
export function dispatcher(routes: Routes, options: DispatchOptions): RequestHandler {
  const tree = routeTree(routes.table());
  return async (request: Request, response: Response, _next: NextFunction) => {
    const match = tree.match(request.method, request.path);
    const isActivity =
      match.kind !== 'found' ||
      !('isActivity' in match.route.policy) ||
      match.route.policy.isActivity !== false;
    const visitor = once(() =>
      unlessBroken(() => options.gate.visit(request, response, { isActivity })),
    );
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
    const { route, params } = match;
    const serve = () => run(route, params, { request, response, visitor }, options);
    const answer = await (isUnsafe(request.method) ? serve() : unlessBroken(serve)).catch(
      (error: unknown) => noteForgery(error, route, { request, visitor }, options),
    );
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

/** Programs ask for the methods of an address; pages do not need it. */
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

/** While the database is down, open pages are rendered without a user. */
const visitorOfAnswer = ({ kind }: Policy, visitor: Call['visitor']): Promise<Visit | undefined> =>
  kind === 'open' ? visitor().catch(() => undefined) : visitor();

/** Records a cross-site request in the audit log. */
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
  const { call, isProven } = callOf({ ...incoming, params }, route.policy, options);
  const confirmed = unsafe ? undefined : await call.askForProof(undefined);
  if (confirmed !== undefined) return confirmed;
  const read = await route.read({ call, params, admission: admitted.admission });
  if ('answers' in read) return read.answers;
  // A route that reads no body must still require a token.
  if (unsafe && !isProven() && (await incoming.visitor())?.token === undefined) {
    const isForm =
      hasForm(request) ||
      (headerToken(request) === undefined && mediaType(request) !== 'application/json');
    const fields = isForm ? await readForm(request, 16 * 1024) : undefined;
    await call.proveToken(fields?.['csrf_token']);
    const asked = await call.askForProof(fields);
    if (asked !== undefined) return asked;
  }
  // A route that parses the form shows it again; one that does not must not act on a restored form.
  if (unsafe && isRestoring(request)) return nothingDone(undefined);
  return read.handle();
}

/**
 * Admits the request or returns the refusal: 303 or 401 without a session, 403 without the
 * permission (spec requests#access).
 */
async function admit(
  { policy, method, path }: Route,
  params: Readonly<Record<string, string>>,
  { request, response, visitor }: Incoming,
  { gate, signInPage, passwordPage, limit }: DispatchOptions,
): Promise<{ admission: Admission | undefined } | { answers: Answer }> {
  if (policy.kind === 'open') return { admission: undefined };
  const visit = await visitor();
  // Counting a request twice does no harm.
  await unlessBroken(() => limit({ request, response, visit }));
  if (visit === undefined) {
    // Background requests of pages must not be redirected to a form.
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
  const { actor } = visit;
  const passed = await pass(policy, actor, params, gate);
  if (passed !== undefined) return { admission: { actor, visit, ...passed } };
  await gate.noteRefusal(visit, { method, path: request.path, policy });
  throw forbidden(policy, path);
}

/**
 * What the policy adds for a user who gets past it; `undefined` for others. Throws `not_found` for a
 * committee that does not exist, if the user's permissions alone decide.
 */
async function pass(
  policy: Policy,
  actor: SignedIn,
  params: Readonly<Record<string, string>>,
  gate: Gate,
): Promise<Partial<InCommittee> | undefined> {
  if (policy.kind === 'open' || policy.kind === 'signedIn') return {};
  const decided = decidedBy(policy, actor.permissions);
  if (decided === false) return undefined;
  if (!('param' in policy)) return {};
  const { param } = policy;
  const committee = await unlessBroken(() => gate.committee(actor, params[param] ?? '0'));
  if (committee === undefined) {
    if (decided === true) throw missing();
    return undefined;
  }
  return isMetBy(policy, actor.permissions, committee) ? { committee } : undefined;
}

function forbidden(policy: Policy, path: string): AppError {
  if (policy.kind !== 'may')
    return new AppError('forbidden', {
      message: texts.needsPosition,
      status: 403,
      details: { path, instead: 'tor.edit' },
    });
  const message = texts.needsPermission(either(policy.anyOf));
  return new AppError('forbidden', {
    message,
    status: 403,
    details: { permission: policy.anyOf[0], path },
  });
}

/**
 * `?next=` for the requested page; after a form it is the page with the form, because the submitted
 * values cannot be sent again.
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

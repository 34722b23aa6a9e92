import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { AppError } from '../errors.ts';
import { ownAddress, referrerOf } from './address.ts';
import { type Answer, page, redirect } from './answers.ts';
import { type Fields, mediaType } from './body.ts';
import type { Call } from './call.ts';
import { keptFields } from './kept-fields.ts';
import { isUnsafe } from './origin-check.ts';
import type { Policy } from './policy.ts';
import { requestIdOf } from './request-id.ts';
import { isSameText } from './same-text.ts';
import type { Frame } from './shell.ts';
import { texts } from './texts.ts';
import { unmaskToken } from './token-mask.ts';
import type { Gate, Visit } from './visit.ts';
import { wantsJson } from './wants-json.ts';

export interface ProofOptions {
  readonly frame: Frame;
  readonly gate: Gate;
  readonly now: () => Date;
  /** Renders the page that asks for the password. */
  readonly proofPage: (asked: {
    to: string;
    fields: Fields;
    result: 'wrong' | 'blocked' | undefined;
  }) => VNode;
  /** Returns the client's address and other facts, for the audit log. */
  readonly originOf: (request: Request) => Call['origin'];
}

/** A request of which only the user is known. */
export interface Incoming {
  readonly request: Request;
  readonly response: Response;
  readonly visitor: Call['visitor'];
}

/** Creates the call of a request, and whether its token was checked. */
export function callOf(
  { request, response, visitor, params }: Incoming & Pick<Call, 'params'>,
  policy: Policy,
  options: ProofOptions,
): { call: Call; isProven: () => boolean } {
  const {
    frame: { isPage },
    gate,
    now,
    originOf,
  } = options;
  let proven = false;
  const proveToken = async (given: unknown): Promise<void> => {
    if (!isUnsafe(request.method)) return;
    const visit = await visitor();
    // Another site cannot make a browser send an access token.
    if (visit?.token !== undefined) {
      proven = true;
      return;
    }
    const token = headerToken(request) ?? given;
    // A user who signed in in another tab may still have the sign-in form open here.
    const fits =
      (visit !== undefined && equal(token, visit.csrf)) ||
      ((visit === undefined || policy.kind === 'open') &&
        equal(token, gate.anonymousToken(request, response)));
    if (!fits) {
      throw new AppError('csrf', { message: texts.oldForm, status: 403 });
    }
    proven = true;
  };
  const isFormerToken = async (given: unknown): Promise<boolean> => {
    const visit = await visitor();
    if (visit === undefined || visit.token !== undefined || !isUnsafe(request.method)) return false;
    return (
      typeof given === 'string' &&
      !equal(given, visit.csrf) &&
      gate.isFormerToken(request, visit, given)
    );
  };
  const requestId = requestIdOf(response);
  const askForProof = async (fields: Fields | undefined): Promise<Answer | undefined> =>
    policy.kind === 'open' || policy.needsProof !== true
      ? undefined
      : proofFor(request, await visitor(), fields, options);
  const origin = { ...originOf(request), requestId };
  const call = {
    request,
    response,
    requestId,
    params,
    now: now(),
    origin,
    isPage,
    visitor,
    proveToken,
    isFormerToken,
    askForProof,
  };
  return { call, isProven: () => proven };
}

/** How long an entered password counts as recent, in milliseconds. */
const proofLasts = 15 * 60_000;

/** Whether the user entered their password recently enough for sensitive actions. */
export const hasProof = ({ provenAt }: Visit, now: Date): boolean =>
  now.getTime() - provenAt.getTime() < proofLasts;

/** Asks for the password instead of executing the request; the page resubmits it. */
async function proofFor(
  request: Request,
  visit: Visit | undefined,
  fields: Fields | undefined,
  { gate, now, proofPage }: ProofOptions,
): Promise<Answer | undefined> {
  if (visit === undefined || hasProof(visit, now())) return undefined;
  if (!isUnsafe(request.method)) return confirmFirst(request);
  const password = fields?.['proof_password'];
  const result =
    typeof password === 'string' && password !== '' ? await gate.prove(visit, password) : undefined;
  if (result === 'right') return undefined;
  if (fields === undefined || wantsJson(request)) {
    throw new AppError('proof_needed', { message: texts.proofNeeded, status: 403 });
  }
  return page(
    proofPage({ to: ownAddress(request) ?? '/', fields: keptFields(fields), result }),
    result === 'blocked' ? 429 : 403,
  );
}

/**
 * A download cannot show a page with a question, so the password is asked for on a separate page
 * first.
 */
function confirmFirst(request: Request): Answer {
  if (!(request.get('accept') ?? '').includes('text/html'))
    throw new AppError('proof_needed', { message: texts.proofNeeded, status: 403 });
  const back = referrerOf(request) ?? ownAddress(request) ?? '/';
  return redirect(`${confirmPath}?back=${encodeURIComponent(back)}`);
}

/** The page that asks for the password before an action without a form. */
export const confirmPath = '/confirm';

export const hasForm = (request: Request): boolean =>
  mediaType(request) === 'application/x-www-form-urlencoded';

export const headerToken = (request: Request): string | undefined => request.get('x-csrf-token');

/** Pages contain a masked token; programs that signed in got it unmasked. */
function equal(given: unknown, expected: string): boolean {
  return (
    typeof given === 'string' &&
    [given, unmaskToken(given)].some((text) => isSameText(text, expected))
  );
}

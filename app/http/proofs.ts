import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { AppError } from '../errors.ts';
import { ownAddress } from './address.ts';
import { type Answer, page } from './answers.ts';
import { type Fields, mediaType } from './body.ts';
import type { Call } from './call.ts';
import { isUnsafe } from './origin-check.ts';
import type { Policy } from './policy.ts';
import { requestIdOf } from './request-id.ts';
import type { Frame } from './shell.ts';
import { texts } from './texts.ts';
import { unmaskToken } from './token-mask.ts';
import type { Gate, Visit } from './visit.ts';
import { wantsJson } from './wants-json.ts';

export interface ProofOptions {
  readonly frame: Frame;
  readonly gate: Gate;
  readonly now: () => Date;
  /** Asks for the password again. */
  readonly proofPage: (asked: { to: string; fields: Fields; result: 'wrong' | 'blocked' | undefined }) => VNode;
  /** Gets the client's address and the like, for the audit log. */
  readonly originOf: (request: Request) => Call['origin'];
}

/** A request before anything is known of it but who makes it. */
export interface Incoming {
  readonly request: Request;
  readonly response: Response;
  readonly visitor: Call['visitor'];
}

/** The call of a request, and whether it has shown its token yet. */
export function callOf(
  { request, response, visitor }: Incoming,
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
    // No page of another site can make a browser send a token that only a program has.
    if (visit?.token !== undefined) {
      proven = true;
      return;
    }
    const token = headerToken(request) ?? given;
    // Who signed in by another tab still has the form for signing in open here.
    const fits =
      (visit !== undefined && equal(token, visit.csrf)) ||
      ((visit === undefined || policy.kind === 'open') && equal(token, gate.anonymousToken(request, response)));
    if (!fits) {
      throw new AppError('csrf', { message: texts.oldForm, status: 403 });
    }
    proven = true;
  };
  const requestId = requestIdOf(response);
  const askForProof = async (fields: Fields | undefined): Promise<Answer | undefined> =>
    policy.kind === 'open' || policy.needsProof !== true || !isUnsafe(request.method)
      ? undefined
      : proofFor(request, await visitor(), fields, options);
  const origin = { ...originOf(request), requestId };
  const call = { request, response, requestId, now: now(), origin, isPage, visitor, proveToken, askForProof };
  return { call, isProven: () => proven };
}

/** How long a password that was given counts as given lately, in milliseconds. */
const proofLasts = 15 * 60_000;

/** Whether somebody gave their password lately enough for what asks for that. */
export const hasProof = ({ provenAt }: Visit, now: Date): boolean => now.getTime() - provenAt.getTime() < proofLasts;

/** Asks for the password in place of what was to be done; the page sends all of it again. */
async function proofFor(
  request: Request,
  visit: Visit | undefined,
  fields: Fields | undefined,
  { gate, now, proofPage }: ProofOptions,
): Promise<Answer | undefined> {
  if (visit === undefined || hasProof(visit, now())) return undefined;
  const password = fields?.['proof_password'];
  const result = typeof password === 'string' && password !== '' ? await gate.prove(visit, password) : undefined;
  if (result === 'right') return undefined;
  if (fields === undefined || wantsJson(request)) {
    throw new AppError('proof_needed', { message: texts.proofNeeded, status: 403 });
  }
  const again = Object.entries(fields).filter(([name]) => !/^(csrf_token|proof_password|submission)$|password|secret/i.test(name));
  return page(proofPage({ to: ownAddress(request) ?? '/', fields: Object.fromEntries(again), result }), result === 'blocked' ? 429 : 403);
}

export const hasForm = (request: Request): boolean => mediaType(request) === 'application/x-www-form-urlencoded';

export const headerToken = (request: Request): string | undefined => request.get('x-csrf-token');

/** Pages have a token masked; a program that signed in was given it as it is. */
function equal(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const wanted = Buffer.from(expected);
  return [given, unmaskToken(given)]
    .map((text) => Buffer.from(text))
    .some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
}

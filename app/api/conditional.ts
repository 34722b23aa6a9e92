import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

/**
 * Names a state: the version of what is shown, if it has one, and the digest of how it is shown.
 */
export function etagOf(version: string | undefined, body: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 12);
  return version === undefined ? `"${digest}"` : `"v${version}-${digest}"`;
}

/**
 * Whether the client has this state already: compared as written, weak marks aside (RFC 9110
 * 13.1.2).
 */
export function isKnown(request: Request, etag: string): boolean {
  const header = request.get('if-none-match');
  return header !== undefined && (header.trim() === '*' || tagsIn(header).includes(etag));
}

/**
 * Holds a change to the state that the client had seen. Any way of showing the same version counts,
 * since the members that were asked for don't matter to a change. Who says nothing about a state
 * means whatever it is. Throws `precondition_failed` when `If-Match` names other states.
 * @param etag of the whole, for what has no version
 * @returns the version to be held to; `undefined`: whatever it is
 */
export function heldTo(
  request: Request,
  { version, etag }: { readonly version?: string; readonly etag: string },
): string | undefined {
  const header = request.get('if-match');
  if (header === undefined || header.trim() === '*') return undefined;
  const same = tagsIn(header).some(
    (tag) =>
      tag === etag || (version !== undefined && /^"v(\d+)-[\w-]+"$/.exec(tag)?.[1] === version),
  );
  if (!same) throw changedMeanwhile();
  return version;
}

export const changedMeanwhile = (message: string = texts.refused.changed): AppError =>
  new AppError('precondition_failed', { message, status: 412 });

const tagsIn = (header: string): readonly string[] =>
  [...header.matchAll(/(?:W\/)?("[^"]*")/g)].map(([, tag = '']) => tag);

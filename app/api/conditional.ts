import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

/**
 * The ETag of a representation: the version of its resource, if any, and a digest of the content.
 */
export function etagOf(version: string | undefined, body: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 12);
  return version === undefined ? `"${digest}"` : `"v${version}-${digest}"`;
}

/** Whether the client has this state already, by weak comparison (RFC 9110 13.1.2). */
export function isKnown(request: Request, etag: string): boolean {
  const header = request.get('if-none-match');
  return header !== undefined && (header.trim() === '*' || tagsIn(header).includes(etag));
}

/**
 * Checks `If-Match` against the current state. Any representation of the same version matches,
 * because the selected members do not affect a change. Without the header any state is accepted.
 * Throws `precondition_failed` if no tag matches.
 * @param etag of the complete representation, for resources without a version
 * @returns the version to require; `undefined` for any
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

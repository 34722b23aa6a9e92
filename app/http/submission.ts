import { createHash, randomBytes } from 'node:crypto';
import type { Fields } from './body.ts';

/** Name of the hidden field. */
const field = 'submission';

/** Belongs to this sending of the form and says nothing about what it is for. */
const aside = new Set([field, 'csrf_token', 'proof_password']);

/** A token for the forms of one page. */
export const newSubmission = (): string => randomBytes(16).toString('base64url');

/**
 * What tells a form that is sent twice from another one: its token together with all that it holds,
 * so that the same page, changed and sent again after "back", counts as new. `undefined` without a
 * token.
 */
export function submissionOf(fields: Fields): string | undefined {
  const token = fields[field];
  if (typeof token !== 'string' || !/^[\w-]{16,64}$/.test(token)) return undefined;
  const sent = Object.entries(fields).filter(([name]) => !aside.has(name));
  return createHash('sha256')
    .update(JSON.stringify([token, sent.toSorted(([one], [other]) => (one < other ? -1 : 1))]))
    .digest('base64url');
}

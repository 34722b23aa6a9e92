import { createHash, randomBytes } from 'node:crypto';
import type { Fields } from './body.ts';

/** Name of the hidden field. */
const field = 'submission';

/** Fields of the submission itself, not of its content. */
const aside = new Set([field, 'csrf_token', 'proof_password']);

/** A token for the forms of one page. */
export const newSubmission = (): string => randomBytes(16).toString('base64url');

/**
 * Identifies a resubmission of a form: a digest of its token and content, so that a page changed
 * and submitted again after "back" counts as new. `undefined` without a token.
 */
export function submissionOf(fields: Fields): string | undefined {
  const token = fields[field];
  if (typeof token !== 'string' || !/^[\w-]{16,64}$/.test(token)) return undefined;
  const sent = Object.entries(fields).filter(([name]) => !aside.has(name));
  return createHash('sha256')
    .update(JSON.stringify([token, sent.toSorted(([one], [other]) => (one < other ? -1 : 1))]))
    .digest('base64url');
}

import type { Verdict } from '../ontology/command.ts';
import { texts } from './texts.ts';

/** Maximum number of addresses per user. */
const mostFeeds = 20;

/** Whether a user may have another address. */
export const mayHaveMore = (present: number): Verdict =>
  present < mostFeeds || texts.refused.tooMany(mostFeeds);

/**
 * Whether a client has the current content (RFC 9110 13.2.2): a tag counts before a date, which has
 * whole seconds.
 */
export function isCurrent(
  request: { readonly noneMatch?: string | undefined; readonly since?: string | undefined },
  current: { readonly etag: string; readonly changedAt: Date },
): boolean {
  const { noneMatch, since } = request;
  if (noneMatch !== undefined)
    return (
      noneMatch.trim() === '*' ||
      noneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === current.etag)
    );
  return (
    since !== undefined &&
    Math.floor(current.changedAt.getTime() / 1000) <= Math.floor(Date.parse(since) / 1000)
  );
}

import type { Severity } from './shell-context.ts';

/** The reader's unread warnings and notifications, and up to where they know of changes. */
export interface UnreadState {
  /** Of both, as under the bell. */
  readonly unread_count: number;
  readonly unread_warnings: number;
  /** A snapshot: the page has what it contains. Sent back when a page connects again. */
  readonly since: string;
}

/** A message that the server sends an open page (spec live#messages). */
export type LiveMessage =
  | ({ readonly type: 'count_update' } & UnreadState)
  | ({
      readonly type: 'new_warning';
      readonly warning_id: string;
      readonly severity: Severity;
      readonly title: string;
    } & UnreadState)
  | ({ readonly type: 'warning_resolved'; readonly warning_id: string } & UnreadState)
  | {
      readonly type: 'list_changed';
      readonly topic: string;
      /** Items that changed since the page was read, and how many of them are new. */
      readonly count: number;
      readonly new_count: number;
    }
  /** The page that a user follows is to be read again. */
  | { readonly type: 'page_changed'; readonly topic: string };

/** A request of a page for changes of its list, or of what it shows, since it was read. */
export interface WatchMessage {
  readonly type: 'watch';
  /** Path of the page. */
  readonly topic: string;
  readonly since: string;
}

/** Why the server ended a connection, beside the codes of the protocol. */
export const closeCodes = {
  goingAway: 1001,
  tooManyMessages: 1008,
  tooSlow: 1013,
  /** The session ended: a page must not connect again. */
  signedOut: 4401,
  /** The user has as many connections as allowed. */
  tooMany: 4429,
} as const;

import type { PermissionCode } from './declared.ts';

export type { PermissionCode } from './declared.ts';

/** Where a change comes from, for the audit log (spec audit-log#events). Contains no secrets. */
export interface Origin {
  readonly requestId?: string;
  /** The client's address, if the proxies in front are trusted. */
  readonly address?: string;
  readonly userAgent?: string;
  /** Hash of the session id, never the id itself. */
  readonly sessionHash?: string;
  /**
   * Id of the session's row. Changes made in this session are not reported to its owner as news.
   */
  readonly sessionId?: string;
  readonly submission?: Submission;
}

/** Identifies a form or request: sent twice, it makes one change. */
export interface Submission {
  /** 16 to 64 characters. */
  readonly token: string;
  /** Digest of a request whose token must not come with another one. Left out by forms. */
  readonly content?: string;
}

/** The user or process that requests a change. */
export interface Actor {
  readonly kind: 'user' | 'system' | 'anonymous';
  /** Id of the user; `null` for actors that are not users. */
  readonly id: string | null;
  /** User name. */
  readonly name: string;
  /** Display name. */
  readonly label: string;
  /** Permissions at the start of the request. Commands read them again. */
  readonly permissions: ReadonlySet<PermissionCode>;
  /**
   * Upper bound of the user's permissions, now and when commands read them again: the scope of an
   * access token.
   */
  readonly limitedTo?: ReadonlySet<PermissionCode>;
  readonly origin: Origin;
  /** The actor's time zone (IANA). @default UTC */
  readonly timeZone?: string;
}

/**
 * The program itself: schedules and the command line. It has all permissions; no request can act as
 * it.
 */
export const systemActor = (name = 'system'): Actor => ({
  kind: 'system',
  id: null,
  name,
  label: name,
  permissions: new Set(),
  origin: {},
});

/** Maximum length of a user agent that an unauthenticated client can write to the log. */
const longestAgent = 128;

/** An unauthenticated client, under the user name it submitted. */
export const anonymousActor = (name: string, { userAgent, ...origin }: Origin): Actor => ({
  kind: 'anonymous',
  id: null,
  name,
  label: name,
  permissions: new Set(),
  origin: {
    ...origin,
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, longestAgent) }),
  },
});

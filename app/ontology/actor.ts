import type { PermissionCode } from './declared.ts';

export type { PermissionCode } from './declared.ts';

/**
 * Where a change comes from, for the audit log (spec audit-log#events). Nothing here is a secret.
 */
export interface Origin {
  readonly requestId?: string;
  /** The client's address, as far as proxies are trusted. */
  readonly address?: string;
  readonly userAgent?: string;
  /** Digest of the session's id, never the id. */
  readonly sessionHash?: string;
  /** Id of the session's row: what the owner did in it isn't news there. */
  readonly sessionId?: string;
  /** Random text of a form, 16 to 64 characters: sent twice, it changes once. */
  readonly submission?: string;
}

/** Who asks for a change. */
export interface Actor {
  readonly kind: 'user' | 'system' | 'anonymous';
  /** Id of the user; `null` for the others. */
  readonly id: string | null;
  /** Name to sign in with. */
  readonly name: string;
  /** What people read. */
  readonly label: string;
  /** What the actor could do when the request began. Commands ask the database again. */
  readonly permissions: ReadonlySet<PermissionCode>;
  /**
   * All that may count of the user's permissions, now and when commands ask again: what a token was
   * made for.
   */
  readonly limitedTo?: ReadonlySet<PermissionCode>;
  readonly origin: Origin;
  /** Where they read times (IANA). Left out: in UTC. */
  readonly timeZone?: string;
}

/**
 * The program itself: schedules and the command line. It may do everything, since nobody outside
 * can be it.
 */
export const systemActor = (name = 'system'): Actor => ({
  kind: 'system',
  id: null,
  name,
  label: name,
  permissions: new Set(),
  origin: {},
});

/** Longest name of a browser that somebody who hasn't signed in writes into the log. */
const longestAgent = 128;

/** Somebody who hasn't signed in, under the name that they typed. */
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

import type { PermissionCode } from '../ontology/actor.ts';

/** A token as its owner sees it; the secret itself is nowhere. */
export interface Token {
  readonly id: string;
  readonly name: string;
  /** The last four characters. */
  readonly ending: string;
  readonly mayWrite: boolean;
  readonly codes: readonly PermissionCode[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedAddress: string | null;
  readonly revokedAt: Date | null;
  readonly revokedBecause: RevokedBecause | null;
}

export type RevokedBecause =
  | 'owner'
  | 'deactivated'
  | 'password_changed'
  | 'password_reset'
  | 'signed_out';

/** A permission that a token may get. */
export interface Scope {
  readonly code: PermissionCode;
  readonly label: string;
  readonly group: string;
}

/** What became of a token that was shown to the server. */
export type TokenState = 'valid' | 'expired' | 'revoked' | 'inactive';

import type { PermissionCode } from '../ontology/actor.ts';

/** A token as shown to its owner, without the secret. */
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

type RevokedBecause =
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

/** State of a presented token. */
export type TokenState = 'valid' | 'expired' | 'revoked' | 'inactive';

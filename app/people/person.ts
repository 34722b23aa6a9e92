import type { PermissionCode } from '../ontology/actor.ts';
import type { Related } from '../ontology/list/index.ts';
import type { HeldTerm, SoleCapability } from '../positions/index.ts';
import type { SavedView } from '../saved-lists/index.ts';
import type { UserFacts } from './user-facts.ts';

/** A user as a row of the list. */
export interface UserLine extends Omit<UserFacts, 'version'> {
  /** Address of the picture. */
  readonly avatar: string | null;
  /** Whether the reader's own permissions cover this account (spec permissions#no-escalation). */
  readonly isWithinReach: boolean;
}

/** Data of the list besides its rows. */
export interface ListFrame {
  readonly roles: readonly Related[];
  readonly counts: ViewCounts;
  /** The reader's column order, or the default for everyone. */
  readonly columns: string | null;
  readonly views: readonly SavedView[];
}

export interface ViewCounts {
  readonly all: number;
  readonly active: number;
  readonly inactive: number;
  /** `null` here and below: too many to count cheaply. */
  readonly administrators: number | null;
  readonly withoutRole: number | null;
  readonly neverSignedIn: number | null;
}

/** A user with everything their page shows. */
export interface Person extends UserFacts {
  /** All permissions of the roles, whether or not the account is active. */
  readonly codes: readonly PermissionCode[];
  readonly lastSignInAt: Date | null;
  /**
   * Whether no password was set yet, the initial one was not replaced, or the user chose their own.
   */
  readonly passwordIs: 'missing' | 'initial' | 'own';
  /** Terms of office: those of today, planned and former ones. */
  readonly positions: readonly HeldTerm[];
  /** Capabilities that no other user has in a committee. */
  readonly stops: readonly SoleCapability[];
  readonly sessions: number;
  /** When the lock after failed attempts ends; `null` if there is none. */
  readonly lockedUntil: Date | null;
}

/** A role that can be selected. */
export interface RoleChoice extends Related {
  readonly description: string;
  readonly isDefault: boolean;
  readonly codes: readonly PermissionCode[];
}

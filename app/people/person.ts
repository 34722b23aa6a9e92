import type { PermissionCode } from '../ontology/actor.ts';
import type { Related } from '../ontology/list/index.ts';

/** A user as the list shows them. */
export interface UserLine {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly roles: readonly Related[];
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Digest of the picture. */
  readonly avatar: string | null;
  /** Whether the reader's own permissions cover this account (spec permissions#no-escalation). */
  readonly isWithinReach: boolean;
}

/** What surrounds the list. */
export interface ListFrame {
  readonly roles: readonly Related[];
  readonly counts: ViewCounts;
  /** Order of columns that the reader keeps, else the one that stands for everyone. */
  readonly columns: string | null;
  readonly views: readonly SavedView[];
}

export interface ViewCounts {
  readonly all: number;
  readonly active: number;
  readonly inactive: number;
  /** `null` here and below: so many that counting takes longer than it tells. */
  readonly administrators: number | null;
  readonly withoutRole: number | null;
  readonly neverSignedIn: number | null;
}

/** A list that somebody wants again. */
export interface SavedView {
  readonly name: string;
  /** Behind `/users?`. */
  readonly query: string;
}

/** A user with all that their page tells. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly isActive: boolean;
  readonly version: string;
  readonly createdAt: Date;
  readonly roles: readonly Related[];
  /** All that the roles would allow, whether or not the account is active. */
  readonly codes: readonly PermissionCode[];
  readonly lastSignInAt: Date | null;
  /** Nobody gave them a password yet, or they haven't replaced the first one. */
  readonly passwordIs: 'missing' | 'initial' | 'own';
  /** Positions that they fill, as "Chair (Data Protection Panel)". */
  readonly positions: readonly string[];
  readonly sessions: number;
  /** When the lock after failed attempts ends; `null`: there is none. */
  readonly lockedUntil: Date | null;
}

/** A role that can be ticked. */
export interface RoleChoice extends Related {
  readonly description: string;
  readonly isDefault: boolean;
  readonly codes: readonly PermissionCode[];
}

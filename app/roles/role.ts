import type { MenuRow } from '../auth/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Related } from '../ontology/list/index.ts';
import type { RoleFacts } from './rules.ts';

/** A role in lists and choices. */
export interface RoleLine extends RoleFacts {
  readonly id: string;
  readonly description: string;
  readonly codes: readonly PermissionCode[];
}

/** A role with what its page tells. */
export interface RoleDetail extends RoleLine {
  readonly version: string;
  readonly lastChange: { readonly by: string; readonly at: Date } | null;
}

/** A permission that can be given. */
export interface PermissionLine {
  readonly id: string;
  readonly code: PermissionCode;
  readonly label: string;
  readonly description: string;
  readonly group: string;
}

/** What the menu may hold: an entry and the codes that it asks for. */
export interface MenuEntryLine extends Omit<MenuRow, 'permitted'> {
  readonly id: string;
  readonly requires: readonly PermissionCode[];
}

/** What roles are made of, and what they open. */
export interface Catalogue {
  /** By group and then by their order. */
  readonly permissions: readonly PermissionLine[];
  readonly menuEntries: readonly MenuEntryLine[];
}

/** A person with what their roles give. */
export interface EffectiveAccess {
  readonly id: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly roles: readonly string[];
  readonly codes: readonly PermissionCode[];
  readonly menuEntries: readonly MenuEntryLine[];
}

/** Somebody with their roles, as lists show them. */
export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly roles: readonly Related[];
  /** Hash of the picture. */
  readonly avatar: string | null;
}

/** Somebody who can be given a role. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

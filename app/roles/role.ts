import type { MenuRow } from '../auth/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Related } from '../ontology/list/index.ts';
import type { RoleFacts } from './rules.ts';

/** A role in lists and selections. */
export interface RoleLine extends RoleFacts {
  readonly id: string;
  readonly description: string;
  readonly codes: readonly PermissionCode[];
}

/** A role with everything its page shows. */
export interface RoleDetail extends RoleLine {
  readonly version: string;
  readonly lastChange: { readonly by: string; readonly at: Date } | null;
}

/** A permission that can be granted. */
export interface PermissionLine {
  readonly id: string;
  readonly code: PermissionCode;
  readonly label: string;
  readonly description: string;
  readonly group: string;
}

/** A menu entry and the permissions it requires. */
export interface MenuEntryLine extends Omit<MenuRow, 'permitted'> {
  readonly id: string;
  readonly requires: readonly PermissionCode[];
}

/** All permissions and menu entries. */
export interface Catalogue {
  /** Ordered by group. */
  readonly permissions: readonly PermissionLine[];
  readonly menuEntries: readonly MenuEntryLine[];
}

/** A user with the permissions of their roles. */
export interface EffectiveAccess {
  readonly id: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly roles: readonly string[];
  readonly codes: readonly PermissionCode[];
  readonly menuEntries: readonly MenuEntryLine[];
}

/** A user with their roles, as lists show them. */
export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly roles: readonly Related[];
  /** Address of the picture. */
  readonly avatar: string | null;
}

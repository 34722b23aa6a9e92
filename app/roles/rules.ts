import type { PermissionCode } from '../ontology/actor.ts';
import type { Verdict } from '../ontology/command.ts';
import { listed } from '../ui/words.ts';
import { texts } from './texts.ts';

const words = texts.refusal;

/** Current permissions of a user. The program itself, which no request can act as, has all. */
export type Powers = ReadonlySet<PermissionCode> | 'everything';

/** A role or a user, as the sum of its permissions. */
export interface Bundle {
  readonly label: string;
  readonly codes: readonly PermissionCode[];
}

/** Permissions that a user lacks. */
export const lacking = (
  powers: Powers,
  codes: readonly PermissionCode[],
): readonly PermissionCode[] =>
  powers === 'everything' ? [] : codes.filter((code) => !powers.has(code));

/**
 * Whether a user may assign or remove a role: no one can assign permissions they lack (spec
 * permissions#no-escalation).
 */
export function mayGive(powers: Powers, role: Bundle): Verdict {
  const missing = lacking(powers, role.codes);
  return missing.length === 0 || words.give(role.label, few(missing));
}

/**
 * Whether a user may change an account: controlling an account with more permissions would be an
 * escalation (spec permissions#no-escalation).
 */
export function mayAdminister(powers: Powers, person: Bundle): Verdict {
  const missing = lacking(powers, person.codes);
  return missing.length === 0 || words.administer(person.label, few(missing));
}

/** Whether a user may grant permissions to a role, or change a role that has them. */
export function mayGrant(powers: Powers, codes: readonly PermissionCode[]): Verdict {
  const missing = lacking(powers, codes);
  return missing.length === 0 || words.grant(few(missing));
}

/**
 * Permissions that at least one active user must hold together, so that access can always be
 * restored (spec permissions#administrators).
 */
export const administrationCodes = [
  'roles.manage',
  'roles.assign',
] as const satisfies readonly PermissionCode[];

/** Whether an administrator remains after a change. Permissions decide, not the name of a role. */
export const staysAdministered = (hasAdministrator: boolean): Verdict =>
  hasAdministrator || words.lastAdministrator;

/** A role as its rules see it. */
export interface RoleFacts {
  readonly name: string;
  readonly label: string;
  /** Assigned to new users. */
  readonly isDefault: boolean;
  /** Number of users with it. */
  readonly holders: number;
}

/** Whether the app itself relies on a role. */
export const isSystemRole = ({ name, isDefault }: Pick<RoleFacts, 'name' | 'isDefault'>): boolean =>
  name === 'admin' || isDefault;

/**
 * Whether a role's internal name may change: other systems and files refer to it (spec
 * roles#deletion).
 */
export function mayRename(role: RoleFacts): Verdict {
  if (isSystemRole(role)) return words.systemName(role.name);
  return role.holders === 0 || words.heldName(role.name);
}

/** Whether a role may be deleted (spec roles#deletion). */
export function mayDelete(role: RoleFacts): Verdict {
  if (isSystemRole(role)) return words.systemRole(role.label);
  return role.holders === 0 || words.held(role.label, role.holders);
}

/** Long lists are shortened; the page of the role shows all. */
function few(codes: readonly PermissionCode[]): string {
  const rest = codes.length - 3;
  return rest <= 1 ? listed(codes) : listed([...codes.slice(0, 3), words.more(rest)]);
}

/** A role's permissions now and after a change. */
export interface GrantChange {
  readonly given: readonly PermissionCode[];
  readonly taken: readonly PermissionCode[];
}

export const grantChange = (
  before: readonly PermissionCode[],
  after: readonly PermissionCode[],
): GrantChange => ({
  given: after.filter((code) => !before.includes(code)),
  taken: before.filter((code) => !after.includes(code)),
});

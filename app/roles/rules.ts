import type { PermissionCode } from '../ontology/actor.ts';
import type { Verdict } from '../ontology/command.ts';
import { listed } from '../ui/words.ts';
import { texts } from './texts.ts';

const words = texts.refusal;

/**
 * What somebody may do at this moment. The program itself, which nobody outside can be, may do
 * everything.
 */
export type Powers = ReadonlySet<PermissionCode> | 'everything';

/** A role, or a person, as the sum of permissions that comes with it. */
export interface Bundle {
  readonly label: string;
  readonly codes: readonly PermissionCode[];
}

/** Codes that somebody doesn't hold. */
export const lacking = (
  powers: Powers,
  codes: readonly PermissionCode[],
): readonly PermissionCode[] =>
  powers === 'everything' ? [] : codes.filter((code) => !powers.has(code));

/**
 * Whether somebody may give a role or take it away: nobody hands out what they do not hold
 * themselves (spec permissions#no-escalation).
 */
export function mayGive(powers: Powers, role: Bundle): Verdict {
  const missing = lacking(powers, role.codes);
  return missing.length === 0 || words.give(role.label, few(missing));
}

/**
 * Whether somebody may change the account of a person: an account that can do more would lend its
 * powers (spec permissions#no-escalation).
 */
export function mayAdminister(powers: Powers, person: Bundle): Verdict {
  const missing = lacking(powers, person.codes);
  return missing.length === 0 || words.administer(person.label, few(missing));
}

/** Whether somebody may put permissions into a role, or change a role that has some. */
export function mayGrant(powers: Powers, codes: readonly PermissionCode[]): Verdict {
  const missing = lacking(powers, codes);
  return missing.length === 0 || words.grant(few(missing));
}

/**
 * Permissions that one active person must keep together, so that there is always somebody who can
 * give rights back (spec permissions#administrators).
 */
export const administrationCodes = [
  'roles.manage',
  'roles.assign',
] as const satisfies readonly PermissionCode[];

/**
 * Whether the app stays administered after a change. The permissions count, not the name of a role.
 */
export const staysAdministered = (hasAdministrator: boolean): Verdict =>
  hasAdministrator || words.lastAdministrator;

/** A role as its rules see it. */
export interface RoleFacts {
  readonly name: string;
  readonly label: string;
  /** New users get it. */
  readonly isDefault: boolean;
  /** How many people hold it. */
  readonly holders: number;
}

/** Whether the app itself relies on a role. */
export const isSystemRole = ({ name, isDefault }: Pick<RoleFacts, 'name' | 'isDefault'>): boolean =>
  name === 'admin' || isDefault;

/**
 * Whether a role may get another internal name: other systems and files know it by that (spec
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

/** Long lists are cut; the page of a role shows all of it. */
function few(codes: readonly PermissionCode[]): string {
  const rest = codes.length - 3;
  return rest <= 1 ? listed(codes) : listed([...codes.slice(0, 3), words.more(rest)]);
}

/** What a role grants now and after a change. */
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

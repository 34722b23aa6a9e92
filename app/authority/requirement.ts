import type { PermissionCode } from '../ontology/actor.ts';

/** What a position may allow in its own committee (spec permissions#capabilities). */
export type Capability =
  | 'can_call_meetings'
  | 'can_manage_agenda'
  | 'can_record_decisions'
  | 'can_review_suggestions'
  | 'can_create_proposals'
  | 'can_approve_proposals';

/** What an action requires. One value guards the route, the command and the rows of a list. */
export type Requirement = Held | BodyRequirement;

/** One of these permissions, independent of the target. */
export interface Held {
  readonly kind: 'may';
  readonly anyOf: readonly [PermissionCode, ...PermissionCode[]];
}

/** A requirement in one committee. */
export type BodyRequirement =
  /** The permission, and a position in the committee. */
  | { readonly kind: 'inBody'; readonly code: PermissionCode }
  /** A position in the committee with the capability. */
  | { readonly kind: 'capable'; readonly capability: Capability };

/** Meets every requirement in every committee (spec permissions#capabilities). */
const bodyBypass = 'tor.edit' satisfies PermissionCode;

/** Requires one of the given permissions. */
export const may = (...anyOf: [PermissionCode, ...PermissionCode[]]) =>
  ({ kind: 'may', anyOf }) as const satisfies Requirement;

/** Requires a permission and a position in the committee. */
export const inBody = (code: PermissionCode) =>
  ({ kind: 'inBody', code }) as const satisfies Requirement;

/** Requires a position in the committee with the capability. */
export const capable = (capability: Capability) =>
  ({ kind: 'capable', capability }) as const satisfies Requirement;

/**
 * The decision by permissions alone.
 * @returns `positions` if it depends on the user's positions in the committee
 */
export function decidedBy(
  requirement: Requirement,
  held: ReadonlySet<PermissionCode>,
): boolean | 'positions' {
  if (requirement.kind === 'may') return requirement.anyOf.some((code) => held.has(code));
  if (held.has(bodyBypass)) return true;
  return requirement.kind === 'inBody' && !held.has(requirement.code) ? false : 'positions';
}

/** One line for the table of routes and for refusals. */
export function requirementInWords(requirement: Requirement): string {
  if (requirement.kind === 'may') return requirement.anyOf.join(' or ');
  const own =
    requirement.kind === 'capable'
      ? `${requirement.capability} in the body`
      : `${requirement.code} with a position in the body`;
  return `${own}, or ${bodyBypass}`;
}

import type { PermissionCode } from '../ontology/actor.ts';

/** Rights of a position in its own committee (spec permissions#capabilities). */
export const capabilities = [
  'can_call_meetings',
  'can_manage_agenda',
  'can_record_decisions',
  'can_review_suggestions',
  'can_create_proposals',
  'can_approve_proposals',
] as const;

export type Capability = (typeof capabilities)[number];

/** The requirement of an action. One value guards the route, the command and the rows of a list. */
export type Requirement = Held | BodyRequirement;

/** One of these permissions, independent of the target. */
export interface Held {
  readonly kind: 'may';
  readonly anyOf: readonly [PermissionCode, ...PermissionCode[]];
}

/** A requirement in one committee. */
export type BodyRequirement =
  /** One of the permissions, and a position in the committee; or a capability that stands for one. */
  | { readonly kind: 'inBody'; readonly anyOf: readonly [PermissionCode, ...PermissionCode[]] }
  /** A position in the committee with the capability. */
  | { readonly kind: 'capable'; readonly capability: Capability };

/** The rights of a user in one committee on one day. */
export interface Standing {
  /** Whether they hold a position there. */
  readonly isMember: boolean;
  readonly capabilities: ReadonlySet<string>;
}

/** Stands for a position, and for every capability, in every committee (spec permissions#capabilities). */
const bodyBypass = 'tor.edit' satisfies PermissionCode;

/**
 * The capability that stands for a permission inside its committee (spec
 * permissions#capabilities).
 */
const standsFor: Readonly<Partial<Record<PermissionCode, Capability>>> = {
  'suggestion.review': 'can_review_suggestions',
  'proposal.create': 'can_create_proposals',
  'proposal.review': 'can_approve_proposals',
  'proposal.approve': 'can_approve_proposals',
  'agenda.decide': 'can_record_decisions',
};

/** Requires one of the given permissions. */
export const may = (...anyOf: [PermissionCode, ...PermissionCode[]]) =>
  ({ kind: 'may', anyOf }) as const satisfies Requirement;

/** Requires one of the given permissions and a position in the committee. */
export const inBody = (...anyOf: [PermissionCode, ...PermissionCode[]]) =>
  ({ kind: 'inBody', anyOf }) as const satisfies Requirement;

/** Requires a position in the committee with the capability. */
export const capable = (capability: Capability) =>
  ({ kind: 'capable', capability }) as const satisfies Requirement;

/**
 * The positions that meet a requirement, for a user with some permissions.
 * @returns `any` position in the committee, one with the `capability`, or `undefined`: none
 */
export function neededPosition(
  requirement: BodyRequirement,
  held: ReadonlySet<PermissionCode>,
): 'any' | Capability | undefined {
  if (requirement.kind === 'capable') return requirement.capability;
  return holdsOne(requirement, held) ? 'any' : insteadOf(requirement);
}

type Coded = Pick<Held, 'anyOf'>;

const holdsOne = ({ anyOf }: Coded, held: ReadonlySet<PermissionCode>): boolean =>
  anyOf.some((code) => held.has(code));

const insteadOf = ({ anyOf }: Coded): Capability | undefined =>
  anyOf.map((code) => standsFor[code]).find((capability) => capability !== undefined);

/**
 * The decision by permissions alone.
 * @returns `positions` if it depends on the user's positions in the committee
 */
export function decidedBy(
  requirement: Requirement,
  held: ReadonlySet<PermissionCode>,
): boolean | 'positions' {
  if (requirement.kind === 'may') return holdsOne(requirement, held);
  if (held.has(bodyBypass) && (requirement.kind === 'capable' || holdsOne(requirement, held)))
    return true;
  return neededPosition(requirement, held) === undefined ? false : 'positions';
}

/** Whether a user's permissions and what they hold in a committee meet a requirement there. */
export function isMetBy(
  requirement: Requirement,
  held: ReadonlySet<PermissionCode>,
  standing: Standing,
): boolean {
  const decided = decidedBy(requirement, held);
  if (requirement.kind === 'may' || decided !== 'positions') return decided === true;
  const needed = neededPosition(requirement, held);
  return needed === 'any'
    ? standing.isMember
    : needed !== undefined && standing.capabilities.has(needed);
}

/** One line for the table of routes and for refusals. */
export function requirementInWords(requirement: Requirement): string {
  if (requirement.kind === 'may') return requirement.anyOf.join(' or ');
  if (requirement.kind === 'capable')
    return `${requirement.capability} in the body, or ${bodyBypass}`;
  const instead = insteadOf(requirement);
  const own = `${requirement.anyOf.join(' or ')} with a position in the body or ${bodyBypass}`;
  return instead === undefined ? own : `${own}, or ${instead} there`;
}

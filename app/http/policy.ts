import {
  type BodyRequirement,
  decidedBy,
  may,
  type Requirement,
  requirementInWords,
} from '../authority/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';

export { may };

interface SignedInPolicy {
  /** Also while a password has to be chosen first, which closes every other way. */
  readonly whilePasswordDue: boolean;
  /** Whether a request keeps the session alive; what a page asks by itself doesn't. */
  readonly isActivity: boolean;
}

/** Who may use a route. A route without one keeps the server from starting. */
export type Policy =
  | { readonly kind: 'open' }
  | ({ readonly kind: 'signedIn' } & SignedInPolicy & Proof)
  | (Extract<Requirement, { kind: 'may' }> & Proof)
  | (BodyRequirement & { readonly param: string } & Proof);

/** Users who are signed in, all or some. */
export type Guarded = Exclude<Policy, { kind: 'open' }>;

interface Proof {
  /** The password must have been given a short while ago. */
  readonly needsProof?: true;
}

/** Everybody, signed in or not; the handler asks for the visitor if it wants to know. */
export const open = { kind: 'open' } as const satisfies Policy;

/** Everybody who is signed in. */
export const signedIn = {
  kind: 'signedIn',
  whilePasswordDue: false,
  isActivity: true,
} as const satisfies Policy;

/** The same, also before a due password is chosen: the way to choose it, and the way out. */
export const signedInAnyway = { ...signedIn, whilePasswordDue: true } as const satisfies Policy;

/** What pages ask by themselves: it doesn't keep a session alive that nobody uses. */
export const unattended = { ...signedInAnyway, isActivity: false } as const satisfies Policy;

/**
 * Users who meet a requirement about the body in the path.
 * @param param part of the path that holds the id of the body
 */
export const within = <R extends BodyRequirement>(requirement: R, param = 'id') => ({
  ...requirement,
  param,
});

/**
 * The same people, but they give their password again if they gave it more than a quarter of an
 * hour ago: for what a stranger at an unlocked screen must not do (spec sign-in#confirmation,
 * V-222520). What they typed is kept.
 */
export const proven = <P extends Guarded>(policy: P) => ({
  ...policy,
  needsProof: true as const,
});

/** Whether permissions alone open a route, whatever body it is about. */
export const isOpenTo = (policy: Policy, held: ReadonlySet<PermissionCode>): boolean =>
  policy.kind === 'open' || policy.kind === 'signedIn' || decidedBy(policy, held) === true;

const kinds: ReadonlySet<string> = new Set<Policy['kind']>([
  'open',
  'signedIn',
  'may',
  'inBody',
  'capable',
]);

/**
 * Whether something is a policy: also checked when the server starts, since types don't hold for
 * everything that runs.
 */
export const isPolicy = (value: unknown): value is Policy =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  kinds.has(String(value.kind)) &&
  !(value.kind === 'may' && !hasCodes(value));

const hasCodes = (value: object): boolean =>
  'anyOf' in value && Array.isArray(value.anyOf) && value.anyOf.length > 0;

/** One line for the table of routes. */
export function policyInWords(policy: Policy): string {
  if (policy.kind !== 'open' && policy.needsProof === true)
    return `${whoInWords(policy)}, password given lately`;
  return whoInWords(policy);
}

function whoInWords(policy: Policy): string {
  if (policy.kind === 'open') return 'everybody';
  return policy.kind === 'signedIn' ? 'signed in' : requirementInWords(policy);
}

import {
  decidedBy,
  isMetBy,
  may,
  type Requirement,
  requirementInWords,
  requirementOf,
  type Standing,
} from '../authority/index.ts';
import { AppError } from '../errors.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Rule } from '../ontology/command.ts';

export { may };

interface SignedInPolicy {
  /** Whether the route is open while a new password is due, which closes all others. */
  readonly whilePasswordDue: boolean;
  /** Whether a request extends the session; background requests of pages do not. */
  readonly isActivity: boolean;
}

/** Who may use a route. The server does not start if a route has none. */
export type Policy =
  | { readonly kind: 'open' }
  | ({ readonly kind: 'signedIn' } & SignedInPolicy & Proof)
  | (Extract<Requirement, { kind: 'may' }> & Proof)
  | (Requirement & AboutCommittee & Proof);

/** A route about a committee, which is loaded together with what the user holds there. */
interface AboutCommittee {
  /** Path segment with the id of the committee. */
  readonly param: string;
  /** Background requests of pages do not extend the session. */
  readonly isActivity?: false;
}

/** Signed-in users, all or some. */
export type Guarded = Exclude<Policy, { kind: 'open' }>;

interface Proof {
  /** Requires a recently entered password. */
  readonly needsProof?: true;
}

/** Everyone, signed in or not; the handler may ask for the visitor. */
export const open = { kind: 'open' } as const satisfies Policy;

/** Every signed-in user. */
export const signedIn = {
  kind: 'signedIn',
  whilePasswordDue: false,
  isActivity: true,
} as const satisfies Policy;

/** The same, also while a new password is due: to choose it, and to sign out. */
export const signedInAnyway = { ...signedIn, whilePasswordDue: true } as const satisfies Policy;

/** Background requests of pages, which do not extend an unused session. */
export const unattended = { ...signedInAnyway, isActivity: false } as const satisfies Policy;

/**
 * Users who meet a requirement in the committee of the path, which the handler receives as
 * `committee`. There is none with this id: 404 for users whose permissions alone meet it, 403 for
 * the others.
 * @param param path segment with the id of the committee
 */
export const within = <R extends Requirement>(requirement: R, param = 'id') => ({
  ...requirement,
  param,
});

/** The same for background requests of pages, which do not extend an unused session. */
export const inBackground = <P extends Policy>(policy: P) => ({
  ...policy,
  isActivity: false as const,
});

/** A command, as far as it says who may run it. */
interface Runnable {
  readonly action: string;
  readonly may: PermissionCode | Rule<never>;
}

/**
 * Users who may run a command: what that needs is said where the command is defined. Pages that
 * lead to it take the same policy. Throws `command_without_permission` while the routes are made,
 * for a command with a rule of its own.
 * @param param path segment with the id of the committee, if the requirement is about one
 */
export function mayRun({ action, may: needed }: Runnable, param = 'id') {
  const requirement = requirementOf(needed);
  if (requirement === undefined)
    throw new AppError('command_without_permission', {
      message: `${action} has its own rule. Name a policy for its route (app/http/policy.ts).`,
    });
  return requirement.kind === 'may' ? requirement : within(requirement, param);
}

/** The same, about the committee in the path; whatever the command needs, it is loaded. */
export function mayRunWithin(runnable: Runnable, param = 'id') {
  return within(mayRun(runnable, param), param);
}

/** Whether a user may run a command in a committee, for a button that leads to it. */
export const canRunIn = (
  { permissions }: { readonly permissions: ReadonlySet<PermissionCode> },
  command: Runnable,
  committee: Standing,
): boolean => admits(mayRun(command), permissions, committee);

/**
 * Whether a user's permissions alone let them run a command, for a button that leads to it. Throws
 * like `mayRun`.
 */
export const canRun = (
  { permissions }: { readonly permissions: ReadonlySet<PermissionCode> },
  command: Runnable,
): boolean => isOpenTo(mayRun(command), permissions);

/**
 * The users of a policy, who must enter their password again if they last did so more than 15 minutes ago:
 * protects sensitive actions on an unattended screen (spec sign-in#confirmation, V-222520).
 * Submitted values are kept.
 */
export const proven = <P extends Guarded>(policy: P) => ({
  ...policy,
  needsProof: true as const,
});

/** Whether permissions alone open a route, for any committee. */
export const isOpenTo = (policy: Policy, held: ReadonlySet<PermissionCode>): boolean =>
  policy.kind === 'open' || policy.kind === 'signedIn' || decidedBy(policy, held) === true;

/** Whether a user with some permissions gets past a policy, in a committee if it is about one. */
export const admits = (
  policy: Policy,
  held: ReadonlySet<PermissionCode>,
  standing: Standing,
): boolean =>
  policy.kind === 'open' || policy.kind === 'signedIn' || isMetBy(policy, held, standing);

const kinds: ReadonlySet<string> = new Set<Policy['kind']>([
  'open',
  'signedIn',
  'may',
  'inBody',
  'capable',
]);

/**
 * Whether a value is a policy; also checked at startup, because types are not enforced at run time.
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

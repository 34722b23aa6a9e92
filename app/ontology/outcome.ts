import type { AuditAction } from './declared.ts';
import type { EntitySnapshot } from './snapshot.ts';

/** Why a change was refused: a sentence, and the field it concerns, if any. */
export interface Reason {
  /** Name of the form field or property. */
  readonly field?: string;
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
  /** Code for programs, in snake_case. */
  readonly code?: string;
}

/** The target of a change, as the audit log names it. */
export interface Target {
  readonly type: string;
  /** `null` for targets without an id, such as an exported list. */
  readonly id: string | null;
  readonly label: string;
}

/** A state for the audit log. Sensitive values are replaced before it is stored. */
export type Snapshot = Readonly<Record<string, unknown>> | EntitySnapshot;

/** One change for the audit log. */
export interface Change {
  readonly target: Target;
  /** `undefined` if it did not exist. */
  readonly before?: Snapshot | undefined;
  /** `undefined` if it was deleted. */
  readonly after?: Snapshot | undefined;
  /** Overrides the command's event, if one command makes several changes. */
  readonly action?: AuditAction;
  /** Facts in addition to the states, such as counts. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Recorded even if `audit.enabled` is off. @default false */
  readonly always?: boolean;
}

/** Who changed an entity after a version, and when; newest first. */
export interface LaterChange {
  readonly at: Date;
  /** Display name; the user name if the user was deleted. */
  readonly by: string;
  readonly action: string;
  /** Names of the fields that changed. */
  readonly fields: readonly string[];
}

/** Who reads an outcome. */
export interface Reader {
  readonly timeZone: string;
  readonly now: Date;
}

/** How a command ended. Only `saved` changed anything. */
export type Outcome<Saved> =
  | {
      readonly ok: true;
      readonly kind: 'saved';
      readonly value: Saved;
      readonly changes: readonly Change[];
    }
  | {
      readonly ok: false;
      readonly kind: 'refused';
      readonly reasons: readonly Reason[];
      readonly status: 409 | 422;
    }
  | {
      readonly ok: false;
      readonly kind: 'conflict';
      /** The current state. */
      readonly current: EntitySnapshot;
      /** The version that the actor saw. */
      readonly seen: string;
      /** Changes since the version that the actor saw. */
      readonly since: readonly LaterChange[];
      /** The actor's time zone and the current time; set when the command ends. */
      readonly reader?: Reader;
    }
  | { readonly ok: false; readonly kind: 'not-found' };

/** The change was made. A change whose `before` equals its `after` leaves no audit row. */
export const saved = <Saved>({
  value,
  ...change
}: Change & { readonly value: Saved }): Outcome<Saved> => savedAll([change], value);

/**
 * Several changes were made at once; each gets an audit row. An empty list means that nothing had
 * to change.
 */
export const savedAll = <Saved>(changes: readonly Change[], value: Saved): Outcome<Saved> => ({
  ok: true,
  kind: 'saved',
  value,
  changes,
});

/**
 * The change is not allowed or invalid; nothing was saved.
 * @param status 422: the input must be corrected; 409: the current state prevents it
 */
export const refused = (
  reasons: readonly Reason[] | Reason | string,
  status: 409 | 422 = 422,
): Outcome<never> => {
  const list = typeof reasons === 'string' ? [{ message: reasons }] : reasons;
  return {
    ok: false,
    kind: 'refused',
    reasons: Array.isArray(list) ? list : [list as Reason],
    status,
  };
};

/** Another user changed it in the meantime. */
export const conflict = (current: EntitySnapshot, seen: string): Outcome<never> => ({
  ok: false,
  kind: 'conflict',
  current,
  seen,
  since: [],
});

/** It does not exist, or has another type. */
export const notFound = (): Outcome<never> => ({ ok: false, kind: 'not-found' });

/**
 * Ends a command from any depth with an outcome other than `saved`; the command returns it as a
 * value.
 */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly outcome: Exclude<Outcome<never>, { ok: true }>;

  constructor(outcome: Outcome<never>) {
    super('The command ended early.');
    if (outcome.ok) throw new TypeError('Only an outcome that keeps nothing interrupts a command.');
    this.outcome = outcome;
  }
}

/** `throw refuse('…')` from any depth of a command. */
export const refuse = (
  reasons: readonly Reason[] | Reason | string,
  status: 409 | 422 = 422,
): Interruption => new Interruption(refused(reasons, status));

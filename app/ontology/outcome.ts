import type { AuditAction } from './declared.ts';
import type { EntitySnapshot } from './snapshot.ts';

/**
 * Why something was refused: a sentence for people, and the field it is about if it is about one.
 */
export interface Reason {
  /** Name of the form field or property. */
  readonly field?: string;
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
  /** For programs; snake_case. */
  readonly code?: string;
}

/** What a change was made to, as the audit log names it. */
export interface Target {
  readonly type: string;
  /** `null` for something without an id, such as a list that was exported. */
  readonly id: string | null;
  readonly label: string;
}

/**
 * A state to be shown in the audit log. What is sensitive in it is replaced before it is stored.
 */
export type Snapshot = Readonly<Record<string, unknown>> | EntitySnapshot;

/** One change for the audit log. */
export interface Change {
  readonly target: Target;
  /** `undefined`: it wasn't there. */
  readonly before?: Snapshot | undefined;
  /** `undefined`: it is gone. */
  readonly after?: Snapshot | undefined;
  /** Another event than the command's own, when one change is several. */
  readonly action?: AuditAction;
  /** Facts beside the states, such as counts. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Recorded although `audit.enabled` is off. @default false */
  readonly always?: boolean;
}

/** Who changed an entity after a version, and when; newest first. */
export interface LaterChange {
  readonly at: Date;
  /** As people are called; the user name of who is gone. */
  readonly by: string;
  readonly action: string;
  /** Names of what differs between before and after. */
  readonly fields: readonly string[];
}

/** Whom an outcome is told to. */
export interface Reader {
  readonly timeZone: string;
  readonly now: Date;
}

/** How a command ended. Only `saved` left anything behind. */
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
      /** How it is now. */
      readonly current: EntitySnapshot;
      /** The version that the actor had seen. */
      readonly seen: string;
      /** What happened since the version that the actor had seen. */
      readonly since: readonly LaterChange[];
      /** Where and when the actor reads that; set when the command ends. */
      readonly reader?: Reader;
    }
  | { readonly ok: false; readonly kind: 'not-found' };

/** The change was made. A change whose `before` equals its `after` leaves no audit row. */
export const saved = <Saved>({
  value,
  ...change
}: Change & { readonly value: Saved }): Outcome<Saved> => savedAll([change], value);

/**
 * Several changes were made at once; each gets its audit row. None at all means that nothing had to
 * be done.
 */
export const savedAll = <Saved>(changes: readonly Change[], value: Saved): Outcome<Saved> => ({
  ok: true,
  kind: 'saved',
  value,
  changes,
});

/**
 * The change isn't allowed or makes no sense; nothing was kept.
 * @param status 422: the input is to be corrected; 409: something else stands in the way
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

/** Somebody else changed it in the meantime. */
export const conflict = (current: EntitySnapshot, seen: string): Outcome<never> => ({
  ok: false,
  kind: 'conflict',
  current,
  seen,
  since: [],
});

/** There is no such thing, or it is of another type. */
export const notFound = (): Outcome<never> => ({ ok: false, kind: 'not-found' });

/**
 * Ends a command from any depth with an outcome that isn't `saved`; the command gives it back as a
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

import type { Audience } from './audience.ts';
import type { AuditAction } from './declared.ts';
import type { EntitySnapshot } from './snapshot.ts';

/** Why a change was refused: a sentence, and the field it concerns, if any. */
export interface Reason {
  /** Name of the form field or property. */
  readonly field?: string;
  /** The problem and what to do, as a sentence. */
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
  /** Whom the domain event is for; `none`: it is none. @default all who may see the target */
  readonly audience?: Audience | 'none';
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

/** A change was made. */
export interface Saved<Value> {
  readonly ok: true;
  readonly kind: 'saved';
  readonly value: Value;
  readonly changes: readonly Change[];
}

/** How a command ended. Only `saved` changed anything. */
export type Outcome<Value> = Saved<Value> | Refusal;

/** Why nothing was changed. */
export type Refusal =
  | {
      readonly ok: false;
      readonly kind: 'refused';
      readonly reasons: readonly Reason[];
      readonly status: 403 | 409 | 422;
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
export const saved = <Value>({
  value,
  ...change
}: Change & { readonly value: Value }): Saved<Value> => savedAll([change], value);

/**
 * Several changes were made at once; each gets an audit row. An empty list means that nothing had
 * to change.
 */
export const savedAll = <Value>(changes: readonly Change[], value: Value): Saved<Value> => ({
  ok: true,
  kind: 'saved',
  value,
  changes,
});

/**
 * The change is not allowed or invalid; nothing was saved.
 * @param status 422: the input must be corrected; 409: the current state prevents it; 403: the
 *   workflow does not allow it (spec workflow#refusals)
 */
export const refused = (
  reasons: readonly Reason[] | Reason | string,
  status: 403 | 409 | 422 = 422,
): Refusal => ({
  ok: false,
  kind: 'refused',
  reasons: [reasons]
    .flat()
    .map((reason) => (typeof reason === 'string' ? { message: reason } : reason)),
  status,
});

/** It does not exist, or has another type. */
export const notFound = (): Refusal => ({ ok: false, kind: 'not-found' });

/**
 * Ends a command from any depth with an outcome other than `saved`; the command returns it as a
 * value.
 */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly outcome: Refusal;

  constructor(outcome: Refusal) {
    super('The command ended early.');
    this.outcome = outcome;
  }
}

/** `throw refuse('…')` from any depth of a command. */
export const refuse = (...refusal: Parameters<typeof refused>): Interruption =>
  new Interruption(refused(...refusal));

/** `throw refuseConflict(…)`: another user changed it after the version that the actor saw. */
export const refuseConflict = (current: EntitySnapshot, seen: string): Interruption =>
  new Interruption({ ok: false, kind: 'conflict', current, seen, since: [] });

/** `throw refuseMissing()`: it does not exist, or has another type. */
export const refuseMissing = (): Interruption => new Interruption(notFound());

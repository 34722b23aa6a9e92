import type { Db, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Actor, PermissionCode } from './actor.ts';
import { permitted } from './audience.ts';
import type { AuditEntry, AuditTrail } from './audit-trail.ts';
import type { AuditAction } from './declared.ts';
import {
  Interruption,
  type Outcome,
  type Reader,
  type Reason,
  type Refusal,
  type Saved,
} from './outcome.ts';
import { currentPermissions } from './permissions.ts';
import { type Constraints, isDeadlock, refusalOf } from './sqlstate.ts';
import { keepSubmission, takeSubmission } from './submission.ts';
import { texts } from './texts.ts';
import { inTransaction } from './transaction.ts';

/** The services that a command needs; `Services` provides them. */
export interface CommandServices {
  readonly db: Db;
  readonly audit: AuditTrail;
  /** Those that features declare. */
  readonly constraints: Constraints;
  /** The only source of the current time. */
  readonly now: () => Date;
}

/** The arguments of the body of a command in addition to its transaction. */
export interface CommandContext<Input> {
  /** With current permissions. */
  readonly actor: Actor;
  readonly input: Input;
  readonly now: Date;
  /** The permission that the command needs, to be checked again; `undefined`: it has a rule. */
  readonly code: PermissionCode | undefined;
}

/** `true`, or a sentence that gives the reason for the refusal. */
export type Verdict = true | string;

/**
 * A rule that needs the database, such as membership or ownership. The actor has current
 * permissions.
 */
export type Rule<Input> = (tx: Tx, context: CommandContext<Input>) => Promise<Verdict> | Verdict;

/** Users do this for themselves, signed in; tokens cannot. */
export const forOneself =
  (refusal: string): Rule<unknown> =>
  (_tx, { actor }) =>
    (actor.id !== null && actor.limitedTo === undefined) || refusal;

export interface CommandOptions<Input> {
  /** The required permission, or a rule. */
  readonly may: PermissionCode | Rule<Input>;
  /** Writes audit rows even if `audit.enabled` is off. @default false */
  readonly alwaysAudited?: boolean;
}

/** A change that can be requested. Throws `forbidden` if the actor lacks the permission. */
export interface Command<Input, Value> {
  (services: CommandServices, actor: Actor, input: Input): Promise<Outcome<Value>>;
  readonly action: AuditAction;
  /** The required permission, or the rule; routes take their policy from it. */
  readonly may: CommandOptions<Input>['may'];
}

/**
 * Defines a change; the only way to write. Everything runs in one transaction: the actor's
 * permissions are read again, `run` does the work, and its changes are recorded with their states
 * before and after as the last statement. If `run` ends with anything but `saved`, the transaction
 * is rolled back; refusals and denials are recorded separately.
 */
export function command<Input, Value>(
  action: AuditAction,
  { may, alwaysAudited = false }: CommandOptions<Input>,
  run: (tx: Tx, context: CommandContext<Input>) => Promise<Saved<Value>>,
): Command<Input, Value> {
  const execute = async (
    services: CommandServices,
    actor: Actor,
    input: Input,
  ): Promise<Outcome<Value>> => {
    try {
      const reader = { timeZone: actor.timeZone ?? 'UTC', now: services.now() };
      const outcome = await attempt(services, reader, async (tx, record) => {
        const earlier = await takeSubmission<Value>(tx, actor, action);
        if (earlier !== undefined) return earlier;
        const context = {
          actor: { ...actor, permissions: await currentPermissions(tx, actor) },
          input,
          now: services.now(),
          code: typeof may === 'string' ? may : undefined,
        };
        const verdict = await judge(tx, context, may);
        if (verdict !== true) throw denied(action, verdict);
        const outcome = await run(tx, context);
        await keepSubmission(tx, actor, action, outcome.value);
        const entry = { action, actor, audience: permitted, always: alwaysAudited };
        record(outcome.changes.map((change) => ({ ...entry, ...change })));
        return outcome;
      });
      if (outcome.kind === 'refused') {
        const details = { reasons: outcome.reasons.map(reasonText) };
        await note(services, { action, actor, outcome: 'refused', details, always: alwaysAudited });
      }
      return outcome;
    } catch (error) {
      const own =
        error instanceof AppError &&
        error.code === 'forbidden' &&
        error.details['command'] === action;
      if (own)
        await note(services, {
          action: 'access.denied',
          actor,
          outcome: 'denied',
          details: { command: action },
          always: true,
        });
      throw error;
    }
  };
  return Object.assign(execute, { action, may });
}

/**
 * The transaction of a command; any outcome but `saved` rolls it back. A transaction that
 * PostgreSQL ended because of a deadlock is retried.
 */
async function attempt<Value>(
  services: CommandServices,
  reader: Reader,
  work: (tx: Tx, record: (entries: readonly AuditEntry[]) => void) => Promise<Saved<Value>>,
  tries = 3,
): Promise<Outcome<Value>> {
  try {
    return await inTransaction(services, async (tx, record) => {
      const outcome = await work(tx, record).catch(interrupted);
      if (outcome.ok) return outcome;
      const since =
        outcome.kind === 'conflict'
          ? await services.audit.since(tx, outcome.current.id, outcome.seen)
          : [];
      throw new Interruption(outcome.kind === 'conflict' ? { ...outcome, since, reader } : outcome);
    });
  } catch (error) {
    if (tries > 1 && isDeadlock(error)) return attempt(services, reader, work, tries - 1);
    return refusalOf(error, services.constraints) ?? interrupted(error);
  }
}

function interrupted(error: unknown): Refusal {
  if (error instanceof Interruption) return error.outcome;
  throw error;
}

async function judge<Input>(
  tx: Tx,
  context: CommandContext<Input>,
  may: CommandOptions<Input>['may'],
): Promise<Verdict> {
  if (context.actor.kind === 'system') return true;
  if (typeof may === 'function') return may(tx, context);
  return context.actor.permissions.has(may) || texts.needsPermission(may);
}

const denied = (action: AuditAction, message: string): AppError =>
  new AppError('forbidden', { message, status: 403, details: { command: action } });

const reasonText = ({ field, message }: Reason): string =>
  field === undefined ? message : `${field}: ${message}`;

const note = (services: CommandServices, entry: AuditEntry): Promise<void> =>
  inTransaction(services, async (_tx, record) => record([entry]));

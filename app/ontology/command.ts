import type { AuditAction } from '../audit/actions.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Actor, PermissionCode } from './actor.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Outcome } from './outcome.ts';

/** What a command needs; `Services` has it. */
export interface CommandServices {
  readonly db: Db;
  readonly audit: AuditTrail;
  /** The only clock. */
  readonly now: () => Date;
}

/** What the body of a command gets beside its transaction. */
export interface CommandContext<Input> {
  /** With the permissions of this moment. */
  readonly actor: Actor;
  readonly input: Input;
  readonly now: Date;
}

/** `true`, or the sentence that says why not. */
export type Verdict = true | string;

/** A rule that needs the database: membership, a position's capability, "only one's own". The actor has the permissions of this moment. */
export type Rule<Input> = (tx: Tx, context: CommandContext<Input>) => Promise<Verdict> | Verdict;

export interface CommandOptions<Input> {
  /** The permission to hold, or a rule. */
  readonly may: PermissionCode | Rule<Input>;
  /** Its audit rows are written although `audit.enabled` is off. @default false */
  readonly alwaysAudited?: boolean;
}

/** A change that can be asked for. */
export interface Command<Input, Saved> {
  (services: CommandServices, actor: Actor, input: Input): Promise<Outcome<Saved>>;
  readonly action: AuditAction;
}

export declare function command<Input, Saved>(
  action: AuditAction,
  options: CommandOptions<Input>,
  run: (tx: Tx, context: CommandContext<Input>) => Promise<Outcome<Saved>>,
): Command<Input, Saved>;

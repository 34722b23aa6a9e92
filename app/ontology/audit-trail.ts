import type { Tx } from '../db/database.ts';
import type { Actor } from './actor.ts';
import type { AuditAction } from './declared.ts';
import type { Change, LaterChange } from './outcome.ts';

/** One event for the audit log. */
export interface AuditEntry extends Partial<Change> {
  readonly action: AuditAction;
  readonly actor: Pick<Actor, 'id' | 'name' | 'origin'> & Partial<Pick<Actor, 'label'>>;
  /** @default 'success' */
  readonly outcome?: 'success' | 'refused' | 'denied' | 'failure';
}

/** An event as the chain holds it. */
export interface SealedEntry extends AuditEntry {
  readonly seq: string;
  readonly at: Date;
  /** 64 hex digits. */
  readonly hash: string;
}

/** Where changes leave their trace. The store asks for one and doesn't know what it writes to. */
export interface AuditTrail {
  /**
   * Adds events in the transaction that makes the change, as its last statement: from here to the
   * commit everybody else who writes to the log waits. Gives back what has to be published after
   * the commit.
   */
  record(tx: Tx, entries: readonly AuditEntry[]): Promise<readonly SealedEntry[]>;
  /** Tells the other sinks, after the commit; never throws. */
  publish(entries: readonly SealedEntry[]): void;
  /** What happened to an entity after a version. */
  since(tx: Tx, entityId: string, version: string): Promise<readonly LaterChange[]>;
}

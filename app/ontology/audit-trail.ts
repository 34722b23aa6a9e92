import type { Tx } from '../db/database.ts';
import type { Actor } from './actor.ts';
import type { AuditAction } from './declared.ts';
import type { Change, LaterChange } from './outcome.ts';

/** An event for the audit log. */
export interface AuditEntry extends Partial<Change> {
  readonly action: AuditAction;
  readonly actor: Pick<Actor, 'id' | 'name' | 'origin'> & Partial<Pick<Actor, 'label'>>;
  /** @default 'success' */
  readonly outcome?: 'success' | 'refused' | 'denied' | 'failure';
}

/** An event as stored in the hash chain. */
export interface SealedEntry extends AuditEntry {
  readonly seq: string;
  readonly at: Date;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/**
 * Where changes are recorded. The store depends on this interface only, not on an implementation.
 */
export interface AuditTrail {
  /**
   * Adds events in the transaction that makes the change, as its last statement: from here to the
   * commit, all other writers to the log wait. Returns the events to publish after the commit.
   */
  record(tx: Tx, entries: readonly AuditEntry[]): Promise<readonly SealedEntry[]>;
  /** Sends events to the other sinks after the commit. Never throws. */
  publish(entries: readonly SealedEntry[]): void;
  /** The changes of an entity after a version. */
  since(tx: Tx, entityId: string, version: string): Promise<readonly LaterChange[]>;
}

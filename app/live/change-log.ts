import { setTimeout as pause } from 'node:timers/promises';
import type { Later } from './change-store.ts';

/** New changes for a follower of the log, who receives all of them once. */
export interface Batch extends Later {
  /** The first one, or the first of another server: earlier changes are not in it. */
  readonly isGap: boolean;
}

type Follower = (batch: Batch) => Promise<void>;

/** The log of changes, as one process reads it. */
export interface ChangeLog {
  /** Calls `hear` with each batch, one after the other, until it is disposed. */
  readonly follow: (hear: Follower) => Disposable;
  /** There may be changes: reads them soon. */
  readonly wake: () => void;
}

interface ChangeLogOptions {
  /** Changes that a snapshot did not contain; `undefined`: only where the log stands. */
  readonly read: (since: string | undefined) => Promise<Later>;
  readonly signal: AbortSignal;
  /** How long to collect notifications, in milliseconds. */
  readonly restMs: number;
}

/**
 * Reads what became visible since the last reading. Readings don't overlap; those that are wanted
 * meanwhile become one.
 */
export function createChangeLog({ read, signal, restMs }: ChangeLogOptions): ChangeLog {
  const followers = new Set<Follower>();
  let snapshot: string | undefined;
  let [isWanted, isRunning] = [false, false];

  const readOnce = async (): Promise<void> => {
    const later = await read(snapshot);
    const isGap = snapshot === undefined || isBefore(later.snapshot, snapshot);
    const batch = { ...later, isGap };
    snapshot = later.snapshot;
    if (batch.changes.length === 0 && !batch.isGap) return;
    await Promise.all([...followers].map((hear) => hear(batch)));
  };

  const run = async (): Promise<void> => {
    while (isWanted && !signal.aborted) {
      await pause(restMs, undefined, { signal, ref: false }).catch(() => undefined);
      isWanted = false;
      // Without the database the log is read again with the next beat.
      if (!signal.aborted && followers.size > 0) await readOnce().catch(() => undefined);
    }
    isRunning = false;
  };

  const wake = (): void => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    void run();
  };

  return {
    follow(hear) {
      // A log that nobody followed is read from now on.
      if (followers.size === 0) snapshot = undefined;
      followers.add(hear);
      wake();
      return { [Symbol.dispose]: () => void followers.delete(hear) };
    },
    wake,
  };
}

/** Whether a snapshot is older than one that was read before: another server answers. */
function isBefore(snapshot: string, known: string): boolean {
  const [, to = '0'] = snapshot.split(':');
  const [from = '0'] = known.split(':');
  return BigInt(to) < BigInt(from);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/database.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { readChanges } from './change-store.ts';
import { type Connect, listen } from './listening.ts';

/**
 * Tells this process of changes that any process made (spec live#changes). The database holds the log
 * of changes; a notification only says when to read it, and it is read from time to time without one,
 * so nothing is missed while the connection is lost. Whatever carries the news to a browser is
 * another matter.
 */
export interface Hub extends AsyncDisposable {
  /** Follows the log of changes. */
  readonly follow: ChangeLog['follow'];
  /** Ends following, so that browsers connect to another process. */
  readonly close: () => void;
  /** Aborts when the hub closes. */
  readonly closing: AbortSignal;
}

interface HubOptions {
  readonly db: Db;
  readonly connect: Connect;
  /** How often the log is read without a notification, in milliseconds. @default 5,000 */
  readonly pollMs?: number;
  /** How long to collect notifications, in milliseconds. @default 20 */
  readonly restMs?: number;
}

/** The hub of a process. Connects when the log is followed for the first time. */
export function createHub({ db, connect, pollMs = 5_000, restMs = 20 }: HubOptions): Hub {
  const closing = new AbortController();
  const { signal } = closing;
  const log = createChangeLog({ read: (since) => readChanges(db, since), signal, restMs });
  let running: Promise<unknown> | undefined;

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      await pause(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
      log.wake();
    }
  };

  const close = (): void => closing.abort();

  return {
    follow(hear) {
      running ??= Promise.all([listen(connect, signal, log.wake), poll()]);
      return log.follow(hear);
    },
    close,
    closing: signal,
    async [Symbol.asyncDispose]() {
      close();
      await running;
    },
  };
}

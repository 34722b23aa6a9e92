import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/database.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { readChanges } from './change-store.ts';
import { type Connect, listen } from './listening.ts';
import { readMarks } from './mark-store.ts';

/** Someone who watches an entity. */
export interface Watch extends Disposable {
  /**
   * Returns the entity's mark as soon as it differs from the one that was seen; `undefined` after
   * `withinMs`, or when the watch ends.
   */
  readonly changed: (seen: string | undefined, withinMs: number) => Promise<string | undefined>;
}

/**
 * Tells this process of changes that any process made (spec live#changes, meetings#live). The
 * database holds the log of changes and the marks of entities; a notification only says when to
 * read them, and they are read from time to time without one, so nothing is missed while the
 * connection is lost. Whatever carries the news to a browser is another matter.
 */
export interface Hub extends AsyncDisposable {
  /** Watches an entity until `signal` aborts. */
  readonly watch: (entity: string, signal: AbortSignal) => Watch;
  /** Follows the log of changes. */
  readonly follow: ChangeLog['follow'];
  /** Takes one of a user's connections; `undefined` if all are taken. */
  readonly admit: (user: string) => Disposable | undefined;
  /** Ends all watches, so that browsers connect to another process. */
  readonly close: () => void;
  /** Aborts when the hub closes. */
  readonly closing: AbortSignal;
  readonly isClosed: () => boolean;
}

export interface HubOptions {
  readonly db: Db;
  readonly connect: Connect;
  /** How often marks and log are read without a notification, in milliseconds. @default 5,000 */
  readonly pollMs?: number;
  /** How long to collect notifications of the log, in milliseconds. @default 20 */
  readonly restMs?: number;
  /** Most connections of one user in this process. @default 10 */
  readonly mostPerUser?: number;
}

interface Topic {
  mark: string | undefined;
  readonly wake: Set<() => void>;
}

/** The hub of a process. Connects when something is watched for the first time. */
export function createHub({
  db,
  connect,
  pollMs = 5_000,
  restMs = 20,
  mostPerUser = 10,
}: HubOptions): Hub {
  const topics = new Map<string, Topic>();
  const places = new Map<string, number>();
  const closing = new AbortController();
  const { signal: closed } = closing;
  const log = createChangeLog({ read: (since) => readChanges(db, since), signal: closed, restMs });
  let running: Promise<void> | undefined;

  const refresh = async (ids: readonly string[]): Promise<void> => {
    const known = ids.filter((id) => topics.has(id));
    if (known.length === 0) return;
    // Without the database the marks stay as they are; the next reading tries again.
    const marks = await readMarks(db, known).catch(() => undefined);
    if (marks === undefined) return;
    for (const id of known) {
      const topic = topics.get(id);
      const mark = marks.get(id) ?? '0';
      if (topic === undefined || topic.mark === mark) continue;
      topic.mark = mark;
      for (const wake of topic.wake) wake();
    }
  };

  const poll = async (): Promise<void> => {
    while (!closed.aborted) {
      await pause(pollMs, undefined, { signal: closed, ref: false }).catch(() => undefined);
      if (closed.aborted) return;
      log.wake();
      await refresh([...topics.keys()]);
    }
  };

  const start = (): void => {
    const hearing = {
      opened: async () => {
        log.wake();
        await refresh([...topics.keys()]);
      },
      notified: (payload: string) => {
        if (payload === '') log.wake();
        else void refresh([payload]);
      },
    };
    running ??= Promise.all([listen(connect, closed, hearing), poll()]).then(() => undefined);
  };

  const close = (): void => closing.abort();

  return {
    watch(entity, signal) {
      const topic = topics.get(entity) ?? { mark: undefined, wake: new Set() };
      topics.set(entity, topic);
      const own: Waking = { wake: () => undefined };
      const wake = () => own.wake();
      topic.wake.add(wake);
      start();
      void refresh([entity]);
      const ended = AbortSignal.any([signal, closed]);
      return {
        changed: async (seen, withinMs) => {
          const isNew = () => topic.mark !== undefined && topic.mark !== seen;
          if (!isNew() && !ended.aborted) await untilWoken(own, ended, withinMs, isNew);
          return isNew() && !ended.aborted ? topic.mark : undefined;
        },
        [Symbol.dispose]() {
          topic.wake.delete(wake);
          if (topic.wake.size === 0 && topics.get(entity) === topic) topics.delete(entity);
        },
      };
    },

    follow(hear) {
      start();
      return log.follow(hear);
    },

    admit(user) {
      const taken = places.get(user) ?? 0;
      if (taken >= mostPerUser || closed.aborted) return undefined;
      places.set(user, taken + 1);
      return {
        [Symbol.dispose]() {
          const left = (places.get(user) ?? 1) - 1;
          if (left > 0) places.set(user, left);
          else places.delete(user);
        },
      };
    },

    close,
    closing: closed,
    isClosed: () => closed.aborted,
    async [Symbol.asyncDispose]() {
      close();
      await running;
    },
  };
}

/** What is done when the entity changes. */
interface Waking {
  wake: () => void;
}

/** Waits until woken with something new, for some time, or until the end. */
async function untilWoken(
  own: Waking,
  ended: AbortSignal,
  withinMs: number,
  isNew: () => boolean,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  const end = () => resolve();
  ended.addEventListener('abort', end, { once: true });
  own.wake = () => {
    if (isNew()) resolve();
  };
  await promise;
  own.wake = () => undefined;
  clearTimeout(timer);
  ended.removeEventListener('abort', end);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Driver } from 'neo4j-driver';
import type { Client, ClientBase } from 'pg';
import { AppError } from '../errors.ts';
import type { WorkLog } from '../log.ts';
import { tryLock, unlock } from './lock.ts';
import { type Delays, delayMs, relayStep } from './relay-step.ts';
import { graphSink, type Sink } from './sink.ts';
import { outboxSource, type Source } from './source.ts';
import { markStale, wasVerified } from './verification.ts';

export interface RelayOptions {
  readonly driver: Driver;
  readonly env: string;
  /** Opens a connection of its own, which listens and holds the locks. */
  readonly connect: () => Promise<Client & AsyncDisposable>;
  readonly log: Omit<WorkLog, 'debug'>;
  /** How often the outbox is read without a notification, in milliseconds. @default 5,000 */
  readonly pollMs?: number;
  /** How long changes are collected after a notification. @default 50 */
  readonly debounceMs?: number;
  /** Pause before it connects again. @default 1,000 */
  readonly reconnectMs?: number;
  /** Longest pause while Neo4j is away. @default 60,000 */
  readonly longestPauseMs?: number;
  /** Time limit of a batch. @default 30,000 */
  readonly deadlineMs?: number;
  /** Delay of a change after a number of failed attempts. @default `delayMs` */
  readonly delayOf?: (attempts: number) => number;
  /** For tests: what stands between the relay and the stores. */
  readonly ports?: (source: Source, sink: Sink) => { source: Source; sink: Sink };
}

export interface Relay {
  /** Ends after the batch that is on its way, or after a time in milliseconds. */
  readonly stop: (graceMs: number) => Promise<void>;
}

/**
 * Follows the outbox with the graph until it is stopped (spec graph#relay). One process does; the
 * others wait for its lock. Whatever is away, requests do not wait for it, and it is tried again.
 */
export function startRelay(options: RelayOptions): Relay {
  const stopping = new AbortController();
  const running = follow(options, stopping.signal);
  return {
    stop: async (graceMs) => {
      stopping.abort();
      await Promise.race([running, pause(graceMs, undefined, { ref: false })]);
    },
  };
}

async function follow(options: RelayOptions, stopping: AbortSignal): Promise<void> {
  let isDown = false;
  while (!stopping.aborted) {
    try {
      await lead(options, stopping, () => {
        isDown = false;
      });
    } catch (error) {
      // Once for each time that the database is away.
      if (!isDown) options.log.warn({ err: error }, 'the graph waits for the database');
      isDown = true;
    }
    await sleep(options.reconnectMs ?? 1_000, stopping);
  }
}

/** Waits for the lock of the relay, then follows the outbox until the connection is lost. */
async function lead(
  options: RelayOptions,
  stopping: AbortSignal,
  connected: () => void,
): Promise<void> {
  const { connect, log, env, pollMs = 5_000, debounceMs = 50 } = options;
  await using client = await connect();
  connected();
  const bell = createBell(client, stopping);
  await client.query(`set statement_timeout = '60s'`);
  while (!(await tryLock(client, 'relay'))) {
    await bell.rung(pollMs);
    if (bell.isOver()) return;
  }
  log.info({ env }, 'the graph follows this process');
  await client.query('listen graph_outbox');
  const follower = createFollower(options, client);
  while (!bell.isOver()) {
    bell.reset();
    const next = await follower();
    if (next === 'more') continue;
    if (next === 'idle') {
      if (await bell.rung(pollMs)) await sleep(debounceMs, stopping);
    } else await sleep(next, stopping);
  }
}

/** Applies one batch; returns how long to wait for the next in milliseconds, or why not at all. */
function createFollower(
  {
    driver,
    env,
    log,
    deadlineMs = 30_000,
    longestPauseMs = 60_000,
    delayOf = delayMs,
    ports,
  }: RelayOptions,
  client: ClientBase,
): () => Promise<'more' | 'idle' | number> {
  const stores = {
    source: outboxSource(client, { env }),
    sink: graphSink(driver, env, deadlineMs),
  };
  const delays: Delays = new Map();
  const step = {
    ...(ports?.(stores.source, stores.sink) ?? stores),
    delays,
    delayOf,
    now: () => performance.now(),
    log: (change: object, fate: string, error: unknown) =>
      log[fate === 'dead' ? 'error' : 'warn']({ change, fate, err: error }, 'change not applied'),
  };
  let pauseMs = 0;
  return async () => {
    // While a resync holds the lock it covers what waits.
    if (!(await tryLock(client, 'writer'))) return 'idle';
    try {
      if (!(await wasVerified(client, env))) return 'idle';
      const wasAny = await relayStep(step);
      if (pauseMs > 0) log.info({ env }, 'the graph is back');
      pauseMs = 0;
      return wasAny ? 'more' : 'idle';
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'graph_fenced') {
        // This connection still holds the lock, so it is not this process that is outdated.
        await markStale(client, env);
        log.error({ env, err: error }, 'the graph needs a resync');
        return 'idle';
      }
      if (pauseMs === 0) log.warn({ env, err: error }, 'the graph does not follow');
      pauseMs = Math.min(longestPauseMs, Math.max(500, pauseMs * 2));
      return pauseMs;
    } finally {
      await unlock(client, 'writer').catch(() => undefined);
    }
  };
}

interface Bell {
  /** Whether it rang within `ms`, or since `reset`. */
  readonly rung: (ms: number) => Promise<boolean>;
  readonly reset: () => void;
  /** Whether the connection is lost or the relay is stopped. */
  readonly isOver: () => boolean;
}

/** Rings with each notification, and at the end. */
function createBell(client: Client, stopping: AbortSignal): Bell {
  let rang = new AbortController();
  const over = new AbortController();
  const end = () => over.abort();
  client.on('notification', () => rang.abort());
  client.once('end', end).once('error', end);
  return {
    rung: async (ms) => {
      await sleep(ms, AbortSignal.any([rang.signal, over.signal, stopping]));
      return rang.signal.aborted;
    },
    reset: () => {
      if (rang.signal.aborted) rang = new AbortController();
    },
    isOver: () => over.signal.aborted || stopping.aborted,
  };
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal, ref: false }).then(
    () => undefined,
    () => undefined,
  );

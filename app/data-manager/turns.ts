import { AppError } from '../errors.ts';
import { texts } from './transfer-texts.ts';

/** What a process does at a time of what takes long. */
export interface TurnLimits {
  /** Connections that one process may open. */
  readonly poolMax: number;
  /**
   * Imports whose files a process takes at a time; each may need as much disk as the largest
   * upload.
   */
  readonly mostImports?: number;
  /** Milliseconds that a transfer waits for a connection. */
  readonly waitMs?: number;
}

/**
 * Keeps imports and exports from taking what everybody else needs. Lives as long as the process.
 */
export interface Turns {
  /**
   * Begins an import or export of a person. Each has one of a kind at a time. The place is free
   * again when `until` closes.
   * @throws `transfer_running` (429), `transfers_busy` (503)
   */
  readonly begin: (kind: TransferKind, person: string, until: Closing) => void;
  /**
   * A connection for a transfer, when one of their share is free: a fifth of the pool, so that
   * pages always find one.
   * @throws `transfers_busy` (503) when none gets free in time, or the signal's reason
   */
  readonly connection: (signal?: AbortSignal) => Promise<Disposable>;
}

type TransferKind = 'import' | 'export';

/** What ends with a request: its response. */
interface Closing {
  readonly closed: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * Three times the largest upload is what the pod's folder for temporary files has room for
 * (cdk8s/constructs/web-workload.ts).
 */
const standard = { mostImports: 3, waitMs: 60_000 };

const retryAfterSeconds = 30;

export function createTurns({
  poolMax,
  mostImports = standard.mostImports,
  waitMs = standard.waitMs,
}: TurnLimits): Turns {
  const running = new Set<string>();
  const connections = queueFor(Math.max(1, Math.floor(poolMax / 5)), waitMs);
  return {
    begin: (kind, person, until) => {
      const key = `${kind} ${person}`;
      if (running.has(key)) {
        throw new AppError('transfer_running', {
          message: texts.running[kind],
          status: 429,
          details: { retryAfterSeconds },
        });
      }
      const imports = [...running].filter((each) => each.startsWith('import '));
      if (kind === 'import' && imports.length >= mostImports) throw busy();
      if (until.closed) return;
      running.add(key);
      until.once('close', () => running.delete(key));
    },
    connection: connections,
  };
}

/** Lets `most` in at a time, the others in the order in which they came. */
function queueFor(most: number, waitMs: number): (signal?: AbortSignal) => Promise<Disposable> {
  const waiting = new Set<() => void>();
  let free = most;
  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  };
  const place = (): Disposable => {
    let isMine = true;
    return {
      [Symbol.dispose]: () => {
        if (isMine) leave();
        isMine = false;
      },
    };
  };
  return async (signal) => {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return place();
    }
    const { promise, resolve, reject } = Promise.withResolvers<Disposable>();
    const enter = (): void => {
      waiting.delete(enter);
      resolve(place());
    };
    const giveUp = (reason: unknown): void => {
      if (waiting.delete(enter)) reject(reason);
    };
    const abort = (): void => giveUp(signal?.reason);
    const timer = setTimeout(() => giveUp(busy()), waitMs);
    waiting.add(enter);
    signal?.addEventListener('abort', abort, { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  };
}

const busy = (): AppError =>
  new AppError('transfers_busy', {
    message: texts.busy,
    status: 503,
    details: { retryAfterSeconds },
  });

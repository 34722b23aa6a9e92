import { AppError } from '../errors.ts';
import { texts } from './transfer-texts.ts';

/** Limits of concurrent expensive operations per process. */
export interface TurnLimits {
  /** Size of the process's connection pool. */
  readonly poolMax: number;
  /** Concurrent imports per process; each may need as much disk space as the largest upload. */
  readonly mostImports?: number;
  /** Milliseconds that a transfer waits for a connection. */
  readonly waitMs?: number;
}

/** Limits imports and exports to their share of resources. Lives as long as the process. */
export interface Turns {
  /**
   * Starts an import or export of a user, who may run one of each kind at a time. The slot is freed
   * when `until` closes.
   * @throws `transfer_running` (429), `transfers_busy` (503)
   */
  readonly begin: (kind: TransferKind, person: string, until: Closing) => void;
  /**
   * Waits for a connection of the transfers' share, a fifth of the pool, so that pages always find
   * one.
   * @throws `transfers_busy` (503) if none becomes free in time, or the signal's reason
   */
  readonly connection: (signal?: AbortSignal) => Promise<Disposable>;
}

type TransferKind = 'import' | 'export';

/** Something that ends with a request: its response. */
interface Closing {
  readonly closed: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * The pod's temporary folder has room for three times the largest upload
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

/** Admits `most` at a time, the others in order of arrival. */
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

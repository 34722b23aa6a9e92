import type { IncomingMessage, RequestListener } from 'node:http';
import { AppError } from '../errors.ts';
import { tooLarge } from './body.ts';
import { texts } from './texts.ts';

/** Set by readers of long bodies, for `withDeadline`. */
const isLong = Symbol('long body');

/** Body timeout of an ordinary request in milliseconds. */
const ordinaryMs = 60_000;

/** Total time to wait for the sender of a long body, in milliseconds. */
const longMs = 600_000;

/**
 * Ends requests whose body arrives too slowly, because a slow client holds a connection. A body
 * read by `readSteadily` may take as long as it makes progress.
 */
export function withDeadline(handler: RequestListener, milliseconds = ordinaryMs): RequestListener {
  return (request, response) => {
    const timer = setTimeout(() => {
      if (!request.complete) request.destroy();
    }, milliseconds);
    const clear = (): void => clearTimeout(timer);
    request.once('end', clear).once('close', clear).once(isLong, clear);
    return handler(request, response);
  };
}

export interface LongBody {
  /** Maximum number of bytes. */
  readonly limit: number;
  /** Milliseconds that the client may pause. @default 60,000 */
  readonly pauseMs?: number;
  /**
   * Total milliseconds spent waiting for the client. @default 600,000, enough for 50 MB at 0.7
   * Mbit/s
   */
  readonly inAllMs?: number;
}

/**
 * Yields the bytes of a body at the consumer's pace. Throws `too_large`, `too_slow`, or `cut_off`
 * if the client disconnected; the connection stays open for the response.
 */
export async function* readSteadily(
  request: IncomingMessage,
  { limit, pauseMs = ordinaryMs, inAllMs = longMs }: LongBody,
): AsyncGenerator<Buffer> {
  request.emit(isLong);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    for (let size = 0, left = inAllMs; ; ) {
      const since = performance.now();
      const isLast = left < pauseMs;
      const late = () => (isLast ? tooLong(inAllMs) : tooSlow(pauseMs));
      const { done, value } = await within(chunks.next(), { ms: isLast ? left : pauseMs, late });
      if (done === true) return;
      left -= performance.now() - since;
      size += value.length;
      if (size > limit) throw tooLarge(limit);
      yield value;
    }
  } finally {
    // Not awaited, because it would resolve only with the pending piece.
    void chunks.return?.();
  }
}

/** Limits for draining an unwanted body, in milliseconds: in total, and between pieces. */
const skipping = { inAllMs: 20_000, pauseMs: 2_000 };

/**
 * Reads the rest of a body and drops it: a client that is still sending when the connection closes
 * may never see the response, and a proxy reports a bad gateway. Gives up on bodies that are too
 * long or too slow.
 */
export async function skipRest(
  request: IncomingMessage,
  { inAllMs, pauseMs } = skipping,
): Promise<void> {
  if (request.complete || request.destroyed) return;
  const ended = Promise.withResolvers<void>();
  const limit = setTimeout(ended.resolve, inAllMs);
  let pieces = 0;
  // Timers of a process that was busy run before it reads the data that arrived meanwhile.
  const pause = setTimeout(() => {
    const before = pieces;
    setImmediate(() => pieces === before && ended.resolve());
  }, pauseMs);
  const going = () => {
    pieces += 1;
    pause.refresh();
  };
  request
    .once('end', ended.resolve)
    .once('close', ended.resolve)
    .once('error', ended.resolve)
    .on('data', going)
    .resume();
  await ended.promise;
  request.off('data', going);
  clearTimeout(limit);
  clearTimeout(pause);
}

async function within<T>(
  awaited: Promise<T>,
  { ms, late }: { readonly ms: number; readonly late: () => AppError },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, ms));
  });
  try {
    return await Promise.race([awaited.catch(cutOff), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

const tooSlow = (milliseconds: number): AppError =>
  new AppError('too_slow', {
    message: texts.body.tooSlow(Math.round(milliseconds / 1000)),
    status: 408,
  });

const tooLong = (milliseconds: number): AppError =>
  new AppError('too_slow', {
    message: texts.body.tooLong(Math.round(milliseconds / 60_000)),
    status: 408,
  });

function cutOff(cause: unknown): never {
  throw new AppError('cut_off', { message: texts.body.cutOff, status: 400, cause });
}

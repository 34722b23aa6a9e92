import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

/** Opens a connection of its own, which listens. */
export type Connect = () => Promise<Client & AsyncDisposable>;

/**
 * Listens to the channel `live` until `signal` aborts; connects again when the connection ends.
 * @param wake there may be changes: notified, or connected again
 */
export async function listen(
  connect: Connect,
  signal: AbortSignal,
  wake: () => void,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(connect, signal, wake).catch(() => undefined);
    await pause(500, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function listenOnce(connect: Connect, signal: AbortSignal, wake: () => void): Promise<void> {
  await using client = await connect();
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  client.once('end', end).once('error', end);
  client.on('notification', wake);
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.query('listen live');
    wake();
    if (!signal.aborted) await promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

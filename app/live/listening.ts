import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

/** Opens a connection of its own, which listens. */
export type Connect = () => Promise<Client & AsyncDisposable>;

interface Hearing {
  /** The connection is open. What happened before is known only now. */
  readonly opened: () => Promise<void>;
  /** @param payload id of an entity, or empty: there are changes in the log */
  readonly notified: (payload: string) => void;
}

/** Listens to the channel `live` until `signal` aborts; connects again when the connection ends. */
export async function listen(
  connect: Connect,
  signal: AbortSignal,
  hearing: Hearing,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(connect, signal, hearing).catch(() => undefined);
    await pause(500, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function listenOnce(
  connect: Connect,
  signal: AbortSignal,
  { opened, notified }: Hearing,
): Promise<void> {
  await using client = await connect();
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  client.once('end', end).once('error', end);
  client.on('notification', ({ payload = '' }) => notified(payload));
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.query('listen live');
    await opened();
    if (!signal.aborted) await promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

import type { Db } from '../db/database.ts';
import type { EventConsumer } from './event.ts';
import { lockConsumer, moveConsumer, readEvents } from './event-store.ts';

/** Events that a consumer gets at a time: one transaction. */
const most = 100;

/**
 * Hands a consumer all events that it hasn't read. Each batch and how far it reached are one
 * transaction: after a failure it gets the batch again. Returns how many events there were.
 */
export async function consume(
  db: Db,
  { name, handle }: EventConsumer,
  signal: AbortSignal,
): Promise<number> {
  for (let total = 0; ; ) {
    signal.throwIfAborted();
    const read = await db.transaction().execute(async (tx) => {
      const after = await lockConsumer(tx, name);
      if (after === undefined) return 0;
      const events = await readEvents(tx, { after, most });
      const last = events.at(-1);
      if (last === undefined) return 0;
      await handle(tx, events);
      await moveConsumer(tx, name, last.id);
      return events.length;
    });
    total += read;
    if (read < most) return total;
  }
}

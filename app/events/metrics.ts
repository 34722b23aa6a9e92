import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { Db } from '../db/database.ts';

/** How far consumers are behind (spec jobs#metrics). */
export function observeEvents(registry: Registry, db: Db): void {
  new Gauge({
    name: 'domain_events_unread',
    help: 'Domain events that a consumer has not handled yet.',
    labelNames: ['consumer'],
    registers: [registry],
    async collect() {
      this.reset();
      // A scrape must succeed while the database is away: then nothing is known.
      const counts = await unreadEvents(db).catch(() => []);
      for (const { consumer, unread } of counts) this.set({ consumer }, unread);
    },
  });
}

interface Unread {
  readonly consumer: string;
  readonly unread: number;
}

async function unreadEvents(db: Db): Promise<readonly Unread[]> {
  const { rows } = await sql<Unread>`
    select c.name as consumer, (select count(*)::integer from domain_events e where e.id > c.read_to) as unread
    from event_consumers c`.execute(db);
  return rows;
}

import type { Db } from '../db/database.ts';
import { type Job, scheduledJob, wantedJob } from '../jobs/index.ts';
import { consume } from './consume.ts';
import type { EventConsumer } from './event.ts';
import { hasUnread, pruneEvents } from './event-store.ts';

interface EventServices {
  readonly db: Db;
  readonly now: () => Date;
}

/** A job for each consumer, so that one that fails holds up no other, and the retention of events. */
export const eventJobs = (
  { db, now }: EventServices,
  consumers: readonly EventConsumer[],
): readonly Job[] => [
  ...consumers.map((consumer) =>
    wantedJob(
      {
        name: `events.${consumer.name}`,
        wanted: (at) => hasUnread(at, consumer.name),
      },
      ({ signal }) => consume(db, consumer, signal),
    ),
  ),
  scheduledJob({ name: 'events.prune', cron: '40 3 * * *' }, () => pruneEvents(db, now())),
];

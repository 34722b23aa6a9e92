import { sql } from 'kysely';
import {
  daysAfter,
  eventsIn,
  icsOf,
  ownCommittees,
  readCalendar,
  readCalendarSettings,
} from '../calendar/index.ts';
import type { Db } from '../db/database.ts';
import type { AskedFeed } from './feed-store.ts';
import { texts } from './texts.ts';

/** Days before and after today that a client gets. */
const past = 31;
const future = 365;

interface Now {
  readonly now: Date;
  readonly origin: string | undefined;
}

/**
 * What a subscription shows at a moment: only what its owner may see then (spec
 * calendar#subscriptions). Without the permission it is an empty calendar, so that meetings vanish
 * from the client.
 */
export async function contentOf(db: Db, feed: AskedFeed, { now, origin }: Now): Promise<string> {
  const { today, timeZone, holidays } = await readCalendarSettings(db, now);
  const name = feed.torId === null ? texts.own : feed.label;
  const options = { name, timeZone, origin };
  if (!feed.permissions.includes('tor.list')) return icsOf([], options);
  const range = { start: daysAfter(today, -past), end: daysAfter(today, future) };
  const actor = { id: feed.userId, permissions: new Set(feed.permissions) };
  const which = feed.torId === null ? ownCommittees : sql<boolean>`t.id = ${feed.torId}`;
  const read = await readCalendar(db, { actor, now }, range, which);
  return icsOf(eventsIn({ ...read, holidays }, range, today), options);
}

import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';

/**
 * Tells those who follow a meeting that something about it changed (spec meetings#live). They learn
 * of it when the transaction commits. Changes of the meeting itself do this by a trigger.
 */
export async function touch(tx: Tx, meeting: string): Promise<void> {
  await sql`select live_touch(${meeting})`.execute(tx);
}

/** The same for the meetings that show an agenda point now. */
export async function touchMeetings(tx: Tx, point: string): Promise<void> {
  await sql`select live_touch_point(${point})`.execute(tx);
}

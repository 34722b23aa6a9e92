import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/**
 * Tells those who watch an entity live that something about it changed (spec meetings#live). They
 * learn of it when the transaction commits. Changes of the entity itself do this by a trigger.
 */
export async function touch(tx: Tx, entity: string): Promise<void> {
  await sql`select live_touch(${entity})`.execute(tx);
}

/** The same for the meetings that show an agenda point now. */
export async function touchMeetings(tx: Tx, point: string): Promise<void> {
  await sql`select live_touch_point(${point})`.execute(tx);
}

/** The marks of entities by id; one that never changed has none. */
export async function readMarks(
  db: Db,
  entities: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; mark: string }>`
    select entity_id as id, mark from live_marks where entity_id = any(${[...entities]}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, mark }) => [id, mark]));
}

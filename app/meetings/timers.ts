import type { Tx } from '../db/database.ts';
import { touch } from '../live/index.ts';
import { changeRelations } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { type Placed, placesOf } from './agenda/queries.ts';
import { usedSeconds } from './agenda/rules.ts';

/** Stops whatever runs at a meeting, and keeps the time that it took. */
export async function stopTimers(tx: Tx, meeting: EntitySnapshot, now: Date): Promise<void> {
  const running = (await placesOf(tx, meeting.id)).filter((place) => place.runningSince !== null);
  if (running.length === 0) return;
  await changeRelations(
    tx,
    running.map((place) => stopped(meeting.id, place, now)),
  );
  await touch(tx, meeting.id);
}

/** The relation of an entry whose timer stops at a moment. */
export const stopped = (meeting: string, place: Placed, now: Date) => ({
  ...{ type: place.relation, source: place.id, target: meeting },
  properties: { running_since: null, used_seconds: String(usedSeconds(place, now)) },
});

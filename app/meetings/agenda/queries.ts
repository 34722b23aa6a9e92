import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import { relatedBy } from '../../ontology/permissions.ts';
import { storedNumber } from '../../ontology/stored-id.ts';
import { entriesAt, entryOrder, lastMeeting, stoodOn, waitsForAgenda } from './fragments.ts';

/** A place on an agenda, with the relation that holds it. */
export interface Placed {
  readonly id: string;
  readonly label: string;
  readonly relation: 'scheduled_for_meeting' | 'entry_of';
  readonly order: string | null;
  /** Whether something was recorded about it at this meeting. */
  readonly hasRecord: boolean;
  readonly used: number;
  readonly runningSince: string | null;
  readonly notes: string;
  readonly notesVersion: number;
}

const amount = (key: string) =>
  sql`coalesce(${storedNumber(sql`s.properties ->> ${sql.lit(key)}`)}, 0)`;

/** The agenda of a locked meeting, in order. */
export async function placesOf(tx: Tx, meeting: string): Promise<readonly Placed[]> {
  const { rows } = await sql<Placed>`
    select a.id, a.label, case when a.entity_type = 'agenda_point' then 'scheduled_for_meeting' else 'entry_of' end as relation,
      s.properties ->> 'agenda_order' as "order",
      coalesce(s.properties ->> 'notes', '') <> '' or ${amount('used_seconds')} > 0
        or exists (select from meeting_motions q where q.meeting_id = s.target_id and q.agenda_point_id = a.id) as "hasRecord",
      ${amount('used_seconds')} as used, s.properties ->> 'running_since' as "runningSince",
      coalesce(s.properties ->> 'notes', '') as notes, ${amount('notes_version')} as "notesVersion"
    ${entriesAt(sql`${meeting}::bigint`)} order by ${entryOrder}`.execute(tx);
  return rows;
}

/** An agenda point of a committee, locked. */
interface LockedPoint {
  readonly id: string;
  readonly label: string;
  /** Whether it is open and on no agenda of a meeting that is still to come. */
  readonly isWaiting: boolean;
}

/** Locks agenda points of a committee by id; those that are not its own are missing. */
export async function lockPoints(
  tx: Tx,
  tor: string,
  ids: readonly string[],
): Promise<readonly LockedPoint[]> {
  await sql`select from entities where id = any(${[...ids]}::bigint[]) and entity_type = 'agenda_point'
    order by id for no key update`.execute(tx);
  // Read after the lock, so that two meetings that want one point see each other.
  const { rows } = await sql<LockedPoint>`
    select a.id, a.label, ${waitsForAgenda('a')} as "isWaiting" from entities a
      join relations b on b.source_id = a.id and b.target_id = ${tor} and ${relatedBy('b', 'belongs_to_tor')}
    where a.id = any(${[...ids]}::bigint[]) and a.entity_type = 'agenda_point' order by a.id`.execute(
    tx,
  );
  return rows;
}

/** Ids of the points that the last meeting before a date left open, in the order of its agenda. */
export async function leftOpen(tx: Tx, tor: string, date: string): Promise<readonly string[]> {
  const last = lastMeeting(sql`${tor}::bigint`, sql`${date}`);
  const { rows } = await sql<{ id: string }>`
    select a.id ${entriesAt(last)} and a.entity_type = 'agenda_point' and ${waitsForAgenda('a')} and ${stoodOn(last)}
    order by ${entryOrder} limit 100`.execute(tx);
  return rows.map(({ id }) => id);
}

import { sql } from 'kysely';
import { type Tx, writtenRows } from '../db/database.ts';
import type { Hands, MotionKind, RecordedResult } from './motion.ts';

/** Who does something, and when. */
export interface By {
  readonly id: string;
  readonly label: string;
  readonly now: Date;
}

interface NewMotion {
  readonly meeting: string;
  readonly point: string;
  readonly kind: MotionKind;
  readonly wording: string;
}

/** Stores a motion that waits. Returns its id. */
export async function insertMotion(tx: Tx, motion: NewMotion, by: By): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into meeting_motions (meeting_id, agenda_point_id, kind, wording, moved_at, moved_by_id, moved_by)
    values (${motion.meeting}, ${motion.point}, ${motion.kind}, ${motion.wording}, ${by.now}, ${by.id}, ${by.label})
    returning id`.execute(tx);
  return rows[0]?.id ?? '';
}

/** Stores who seconded a motion. */
export async function writeSeconder(tx: Tx, id: string, by: By): Promise<void> {
  await sql`update meeting_motions set seconded_at = ${by.now}, seconded_by_id = ${by.id}, seconded_by = ${by.label}
    where id = ${id}`.execute(tx);
}

/** Stores that a motion is open. */
export async function writeOpened(tx: Tx, id: string, by: By): Promise<void> {
  await sql`update meeting_motions set opened_at = ${by.now}, opened_by_id = ${by.id}, opened_by = ${by.label}
    where id = ${id}`.execute(tx);
}

/** Settles a motion; from then on triggers keep it. */
export async function writeMotionResult(
  tx: Tx,
  id: string,
  { result, hands }: { readonly result: RecordedResult; readonly hands: Hands | undefined },
  by: By,
): Promise<void> {
  await sql`update meeting_motions set closed_at = ${by.now}, closed_by_id = ${by.id}, closed_by = ${by.label},
      result = ${result}, votes_for = ${hands?.for ?? null}, votes_against = ${hands?.against ?? null},
      votes_abstained = ${hands?.abstained ?? null}
    where id = ${id}`.execute(tx);
}

/**
 * Lets motions lapse that are not about the item which is opened: theirs is over (spec
 * motions#lapsing). The end of a meeting does the same by a trigger.
 * @param item id of the entry of the agenda that is opened
 * @returns how many lapsed
 */
export async function lapseMotions(
  tx: Tx,
  { meeting, item, now }: { readonly meeting: string; readonly item: string; readonly now: Date },
): Promise<number> {
  return writtenRows(
    tx,
    sql`
    update meeting_motions set closed_at = ${now}, result = 'lapsed'
    where meeting_id = ${meeting} and closed_at is null and agenda_point_id <> ${item}`,
  );
}

import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Hands, MotionKind, MotionResult } from './motion.ts';

/** Who took a step, and when. */
interface Step<By = string> {
  readonly at: string;
  readonly by: By;
  /** User name; `null` for a deleted user. */
  readonly by_user: string | null;
}

/** A settled motion as records carry it. */
export interface SettledMotion {
  /** Name of the agenda point. */
  readonly point: string;
  readonly motion_kind: MotionKind;
  readonly wording: string;
  readonly moved: Step;
  readonly seconded: Step | null;
  readonly opened: Step | null;
  /** By nobody if it lapsed. */
  readonly closed: Step<string | null>;
  readonly result: MotionResult;
  readonly votes: Hands | null;
}

/** Time, id and name of a step as values; a user who is not there gets an id of their own. */
const stepOf = (taken: Step<string | null> | null, without: number) => {
  if (taken === null) return sql`null, null, null`;
  const { at, by, by_user: user } = taken;
  if (by === null) return sql`${at}::timestamptz, null, null`;
  return sql`${at}::timestamptz, coalesce((select id from entities where entity_type = 'user' and name = ${user}),
    ${sql.lit(without)}), ${by}`;
};

/** Stores a motion that was settled elsewhere. */
export async function insertSettledMotion(
  tx: Tx,
  { meeting, point }: { readonly meeting: string; readonly point: string },
  { motion_kind, wording, moved, seconded, opened, closed, result, votes }: SettledMotion,
): Promise<void> {
  await sql`
    insert into meeting_motions (meeting_id, agenda_point_id, kind, wording, moved_at, moved_by_id, moved_by,
      seconded_at, seconded_by_id, seconded_by, opened_at, opened_by_id, opened_by, closed_at, closed_by_id, closed_by,
      result, votes_for, votes_against, votes_abstained)
    values (${meeting}, ${point}, ${motion_kind}, ${wording}, ${stepOf(moved, -1)}, ${stepOf(seconded, -2)},
      ${stepOf(opened, -3)}, ${stepOf(closed, -4)}, ${result}, ${votes?.for ?? null}, ${votes?.against ?? null},
      ${votes?.abstained ?? null})`.execute(tx);
}

import { type RawBuilder, sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { refuseMissing } from '../ontology/outcome.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Texts } from '../ontology/schema.ts';
import { attendanceOf, type Quorum, quorumOf, type StoredAttendance } from '../quorum/index.ts';
import type { Motion } from './motion.ts';
import { mostMotions } from './rules.ts';

const moment = (column: string) =>
  sql`to_char(${sql.ref(`q.${column}`)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/**
 * The motions of a meeting in the order in which they were moved, as JSON for any statement.
 * @param meeting SQL of its id
 * @param point SQL of the id of an agenda point, for those about it only
 */
export const motionsOf = (
  meeting: RawBuilder<unknown>,
  point?: RawBuilder<unknown>,
): RawBuilder<readonly Motion[]> => sql<readonly Motion[]>`(
  select coalesce(json_agg(json_build_object('id', q.id::text, 'point', q.agenda_point_id::text,
      'kind', q.kind, 'wording', q.wording, 'moverId', q.moved_by_id::text, 'mover', q.moved_by,
      'movedAt', ${moment('moved_at')}, 'seconder', q.seconded_by, 'openedAt', ${moment('opened_at')},
      'closedAt', ${moment('closed_at')}, 'result', q.result, 'hands', case when q.votes_for is not null then
        json_build_object('for', q.votes_for, 'against', q.votes_against, 'abstained', q.votes_abstained) end)
    order by q.id), '[]'::json)
  from (select * from meeting_motions one where one.meeting_id = ${meeting}
    ${point === undefined ? sql`` : sql`and one.agenda_point_id = ${point}`}
    order by one.id limit ${sql.lit(mostMotions)}) q)`;

/** The facts that motions of a locked meeting are checked against. */
export interface MotionFacts {
  readonly motions: readonly Motion[];
  /** Id of the current agenda point. */
  readonly item: string | undefined;
  readonly quorum: Quorum;
}

/** Returns the motions of a meeting, its current item and who is there, in one statement. */
export async function readMotionFacts(
  tx: Tx,
  { tor, meeting, now }: { readonly tor: string; readonly meeting: string; readonly now: Date },
): Promise<MotionFacts> {
  const id = sql`${meeting}::bigint`;
  const { rows } = await sql<{
    properties: Texts;
    motions: readonly Motion[];
    item: string | null;
    attendance: StoredAttendance;
  }>`
    select t.properties, ${motionsOf(id)} as motions, ${currentPoint(id)} as item,
      ${attendanceOf(sql`t.id`, id, dayAt(now))} as attendance
    from entities t where t.id = ${tor} and t.entity_type = 'tor'`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw refuseMissing();
  const { properties, motions, item, attendance } = row;
  return { motions, item: item ?? undefined, quorum: quorumOf(properties, attendance) };
}

/** The agenda point whose timer runs at a meeting, as SQL of its id. */
const currentPoint = (meeting: RawBuilder<unknown>) => sql`(
  select s.source_id::text from relations s
    join entities a on a.id = s.source_id and a.entity_type = 'agenda_point'
  where s.target_id = ${meeting} and ${relatedBy('s', 'scheduled_for_meeting')}
    and s.properties ->> 'running_since' is not null
  order by s.source_id limit 1)`;

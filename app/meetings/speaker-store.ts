import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Speaker } from './speaker.ts';

const mostSpeakers = sql.lit(50);

/**
 * Who speaks and who waits at a meeting, in order, as one JSON value for any statement.
 * @param meeting SQL of its id
 */
export const speakersOf = (meeting: RawBuilder<unknown>): RawBuilder<readonly Speaker[]> => sql<
  readonly Speaker[]
>`(
  select coalesce(json_agg(json_build_object('id', w.id::text, 'userId', w.user_id::text, 'user', w.label,
      'beganAt', to_char(w.began_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    order by w.began_at is null, w.id), '[]'::json)
  from (
    select q.id, q.user_id, q.began_at, u.label from meeting_speakers q join entities u on u.id = q.user_id
    where q.meeting_id = ${meeting} and q.ended_at is null order by q.began_at is null, q.id limit ${mostSpeakers}) w)`;

/** Adds a user to the end of the list; one who is on it keeps the place. */
export async function addSpeaker(tx: Tx, meeting: string, user: string, now: Date): Promise<void> {
  await sql`
    insert into meeting_speakers (meeting_id, user_id, asked_at) values (${meeting}, ${user}, ${now})
    on conflict (meeting_id, user_id) where ended_at is null do nothing`.execute(tx);
}

/** Someone on the list of a meeting, by id. */
export async function findSpeaker(
  tx: Tx,
  meeting: string,
  id: string,
): Promise<{ readonly userId: string; readonly hasFloor: boolean } | undefined> {
  const { rows } = await sql<{ userId: string; hasFloor: boolean }>`
    select user_id as "userId", began_at is not null as "hasFloor" from meeting_speakers
    where id = ${id} and meeting_id = ${meeting} and ended_at is null for update`.execute(tx);
  return rows[0];
}

/** Takes a user off the list; without an id, the one who has the floor. */
export async function endSpeaker(
  tx: Tx,
  meeting: string,
  id: string | undefined,
  now: Date,
): Promise<void> {
  const which = id === undefined ? sql`began_at is not null` : sql`id = ${id}`;
  await sql`
    update meeting_speakers set ended_at = greatest(${now}::timestamptz, asked_at)
    where meeting_id = ${meeting} and ended_at is null and ${which}`.execute(tx);
}

/** Gives someone the floor. */
export async function beginSpeaker(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`update meeting_speakers set began_at = ${now} where id = ${id}`.execute(tx);
}

import { type RawBuilder, sql } from 'kysely';
import { openItemsOf } from '../action-items/index.ts';
import { dayAt, heldPositions, installationZone, isInForce } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { motionsOf } from '../motions/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { snapshotColumns } from '../ontology/snapshot.ts';
import { storedId } from '../ontology/stored-id.ts';
import { attendanceOf } from '../quorum/index.ts';
import { definitionOf, workflowOf } from '../workflow/index.ts';
import { entriesOf, waitingIn } from './agenda/fragments.ts';
import { answersOf } from './answer-fragments.ts';
import type { Meeting, Named } from './meeting.ts';
import { speakersOf } from './speaker-store.ts';
import { votingAt } from './voting-fragments.ts';

/** A meeting as far as another one on its date matters. */
export interface SameDay {
  readonly id: string;
  readonly status: string;
  /** Whether it is on the date, and not only created for it. */
  readonly isOnDate: boolean;
}

/** Meetings of a committee on a date or created for it, oldest first. */
export async function meetingsOn(tx: Tx, tor: string, date: string): Promise<readonly SameDay[]> {
  const { rows } = await sql<SameDay>`
    select m.id, coalesce(m.properties ->> 'status', 'projected') as status,
      coalesce(m.properties ->> 'meeting_date' = ${date}, false) as "isOnDate"
    from relations b join entities m on m.id = b.source_id and m.entity_type = 'meeting'
    where b.target_id = ${tor} and ${relatedBy('b', 'belongs_to_tor')}
      and ${date} in (m.properties ->> 'meeting_date', m.properties ->> 'occurrence_date')
    order by m.id`.execute(tx);
  return rows;
}

/** Which users fill a position of a committee on a day, by id. */
export async function areMembers(
  tx: Tx,
  tor: string,
  date: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select u.id from entities u where u.id = any(${[...ids]}::bigint[]) and u.entity_type = 'user'
      and exists (select ${heldPositions(sql`u.id`, sql`${tor}::bigint`, sql<string>`${date}`)})`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

const named = (key: string): RawBuilder<Named | null> => sql<Named | null>`(
  select json_build_object('id', u.id::text, 'name', u.name, 'label', u.label) from entities u
  where u.entity_type = 'user' and u.id = ${storedId(sql`m.properties ->> ${sql.lit(key)}`)})`;

/** Whether the meeting `m` is still open and no other one of its committee comes before it. */
const isNext = (body: Sql, date: Sql, today: Sql) => sql`(
  coalesce(m.properties ->> 'status', 'projected') not in ('completed', 'cancelled')
  and not exists (select from meeting_days d join entities sooner on sooner.id = d.meeting_id
      and sooner.properties ->> 'status' is distinct from 'completed'
    where d.tor_id = ${body} and d.takes_place and d.meeting_id <> m.id
      and d.meeting_date >= ${today} and d.meeting_date < ${date}))`;

type Sql = RawBuilder<unknown>;

/**
 * Returns a meeting of a committee with everything that its pages show, in one statement;
 * `undefined` if there is none with this id.
 */
export async function findMeeting(
  db: Db | Tx,
  tor: string,
  id: string,
  now: Date,
): Promise<Meeting | undefined> {
  const body = sql`${tor}::bigint`;
  const date = sql<string>`coalesce(m.properties ->> 'meeting_date', '')`;
  const item = { id: sql`m.id`, committee: body };
  const { rows } = await sql<Meeting>`
    select ${snapshotColumns('m')},
      ${date} as date, coalesce(m.properties ->> 'status', 'projected') as status,
      ${named('chair_user_id')} as chair, ${named('secretary_user_id')} as secretary,
      ${workflowOf('meeting', item, dayAt(now))} as workflow,
      ${definitionOf('agenda_point')} as "itemStatuses",
      ${entriesOf(sql`m.id`)} as entries, ${waitingIn(body, date)} as waiting,
      ${attendanceOf(body, sql`${id}::bigint`, dayAt(now))} as attendance, ${speakersOf(sql`m.id`)} as speakers,
      ${motionsOf(sql`m.id`)} as motions, ${answersOf(sql`m.id`)} as answers, ${votingAt(sql`m.id`)} as voting,
      case when ${isNext(body, date, dayAt(now))} then ${openItemsOf(body)} else '[]' end as actions,
      (select json_build_object('id', w.id::text, 'label', w.label, 'status', coalesce(w.properties ->> 'status', 'draft'))
        from relations r join entities w on w.id = r.target_id and w.entity_type = 'minutes'
        where r.source_id = m.id and ${relatedBy('r', 'minutes_of')} order by w.id limit 1) as minutes,
      (select json_build_object('number', p.number, 'issuedAt', p.issued_at, 'issuedBy', p.issued_by)
        from meeting_packs p where p.meeting_id = m.id order by p.number desc limit 1) as pack,
      ${dayAt(now)} as today, ${installationZone} as zone
    from entities m join relations b on b.source_id = m.id and b.target_id = ${tor}
      and ${relatedBy('b', 'belongs_to_tor')}
    where m.id = ${id} and m.entity_type = 'meeting'`.execute(db);
  return rows[0];
}

/** The most members that a form offers. */
const mostMembers = 200;

/** Returns the users who fill a position of a committee today, by name. */
export async function listMembers(db: Db, tor: string, now: Date): Promise<readonly Named[]> {
  const { rows } = await sql<Named>`
    select u.id, u.name, u.label from entities u
    where u.entity_type = 'user' and u.id in (
      select fills.source_id from relations belongs
        join relations fills on fills.target_id = belongs.source_id and ${relatedBy('fills', 'fills_position')}
      where belongs.target_id = ${tor} and ${relatedBy('belongs', 'belongs_to_tor')}
        and ${isInForce('fills', dayAt(now))})
    order by lower(u.label), u.id limit ${sql.lit(mostMembers)}`.execute(db);
  return rows;
}

import { sql } from 'kysely';
import { type ActionRow, actionRowsOf } from '../action-items/index.ts';
import { type Committee, dayAt, findCommitteeBy } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { entityTypes } from '../declarations.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import { storedNumber } from '../ontology/stored-id.ts';
import { committeeOf, meetingOf, minutesBy, momentIn, nameIn, personIn } from './fragments.ts';
import type { Attendance, Done, Minutes, MinutesSection, Signature } from './minutes.ts';

interface Asker {
  readonly id: string;
  readonly now: Date;
}

/**
 * The committee of minutes with what a user holds there, in one statement; `undefined` if there are
 * no such minutes.
 * @param id of the minutes, or of their meeting
 */
export const findCommitteeOfMinutes = (
  db: Db | Tx,
  id: string,
  { id: user, now }: Asker,
): Promise<Committee | undefined> =>
  findCommitteeBy(db, user, committeeOf(meetingOf(minutesBy(id))), dayAt(now));

/** The committee of a meeting, in the same way. */
export const findCommitteeOfMeeting = (
  db: Db | Tx,
  meeting: string,
  { id: user, now }: Asker,
): Promise<Committee | undefined> =>
  findCommitteeBy(db, user, committeeOf(sql`${meeting}::bigint`), dayAt(now));

/** Moments arrive as text inside JSON. */
type Stored<T> = Omit<T, 'at'> & { readonly at: string | null };

interface Row
  extends Pick<
    Minutes,
    'id' | 'label' | 'version' | 'status' | 'meeting' | 'sections' | 'digest' | 'verification'
  > {
  readonly properties: Readonly<Record<string, string>>;
  readonly generatedAt: Date | null;
  readonly submittedBy: string | null;
  readonly submittedAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly signerIds: readonly string[];
  readonly listed: readonly ActionRow[];
  readonly record: {
    readonly sha256: string;
    readonly recordedAt: string;
    readonly signatures: readonly Stored<Signature>[];
  } | null;
}

/** Minutes, and the ids of those who signed them. */
export interface FoundMinutes extends Minutes {
  readonly signerIds: readonly string[];
}

/**
 * Returns minutes with everything that their page shows, in one statement; `undefined` if there are
 * none.
 * @param id of the minutes, or of their meeting
 * @param verify whether to compare approved minutes with their record
 */
export async function findMinutes(
  db: Db | Tx,
  id: string,
  { verify = false } = {},
): Promise<FoundMinutes | undefined> {
  const { rows } = await sql<Row>`
    select m.id, m.label, m.version, m.properties, coalesce(m.properties ->> 'status', 'draft') as status,
      coalesce(${momentIn('m', 'generated_date')}, m.created_at) as "generatedAt",
      ${nameIn('m', 'submitted_by')} as "submittedBy", ${momentIn('m', 'submitted_date')} as "submittedAt",
      ${nameIn('m', 'approved_by')} as "approvedBy", ${momentIn('m', 'approved_date')} as "approvedAt",
      ${meeting} as meeting, ${sections} as sections, ${record} as record,
      md5(minutes_content(m.id)::text) as digest,
      ${verify ? verification : sql`null::json`} as verification,
      ${actionRowsOf(sql`m.id`)} as listed,
      array(select signed_by_id::text from minutes_signatures where minutes_id = m.id) as "signerIds"
    from entities m join entities meeting on meeting.id = ${meetingOf(sql`m.id`)}
    where m.id = ${minutesBy(id)}`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : minutesFrom(row);
}

const text = (key: string) => sql`coalesce(meeting.properties ->> ${key}, '')`;

const meeting = sql`json_build_object('id', meeting.id::text, 'label', meeting.label,
  'date', ${text('meeting_date')}, 'number', ${text('meeting_number')}, 'location', ${text('location')},
  'classification', ${text('classification')}, 'chairId', ${personIn('meeting', 'chair_user_id')}::text,
  'secretaryId', ${personIn('meeting', 'secretary_user_id')}::text)`;

const sections = sql`(
  select coalesce(json_agg(json_build_object('id', s.id::text, 'type', coalesce(s.properties ->> 'section_type', 'attendance'),
    'content', coalesce(s.properties ->> 'content', ''), 'version', s.version::text,
    'isGenerated', coalesce(s.properties ->> 'is_auto_generated' = 'true', false))
    order by ${storedNumber(sql`s.properties ->> 'sequence_order'`)} nulls last, s.id), '[]')
  from relations r join entities s on s.id = r.source_id and s.entity_type = 'minutes_section'
  where r.target_id = m.id and ${relatedBy('r', 'section_of')})`;

const record = sql`(
  select json_build_object('sha256', encode(a.sha256, 'hex'), 'recordedAt', a.recorded_at, 'signatures', (
    select coalesce(json_agg(json_build_object('capacity', s.capacity, 'by', s.signed_by, 'at', s.signed_at) order by s.capacity), '[]')
    from minutes_signatures s where s.minutes_id = a.minutes_id))
  from approved_minutes a where a.minutes_id = m.id)`;

const verification = sql`(
  select json_build_object('computed', encode(sha256(convert_to(a.content, 'UTF8')), 'hex'),
    'isSame', minutes_words(a.content::jsonb -> 'content') = minutes_words(minutes_content(a.minutes_id)))
  from approved_minutes a where a.minutes_id = m.id)`;

function minutesFrom(row: Row): FoundMinutes {
  const { properties, submittedBy, submittedAt, approvedBy, approvedAt, record: kept } = row;
  const { minutes: type } = entityTypes;
  const attendance: readonly Attendance[] =
    type.structured_attendance.parse(properties['structured_attendance'] ?? '[]') ?? [];
  return {
    ...row,
    submitted: doneBy(submittedBy, submittedAt),
    approved: doneBy(approvedBy, approvedAt),
    distribution: type.distribution_list.parse(properties['distribution_list'] ?? '[]') ?? [],
    attendance,
    // Approved minutes show the items as agreed then; drafts show the items as they are now.
    actions:
      row.record === null
        ? row.listed
        : (type.structured_action_items.parse(properties['structured_action_items'] ?? '[]') ?? []),
    record: kept && {
      sha256: kept.sha256,
      recordedAt: new Date(kept.recordedAt),
      signatures: kept.signatures.map((signature) => ({
        ...signature,
        at: signature.at === null ? null : new Date(signature.at),
      })),
    },
  };
}

const doneBy = (by: string | null, at: Date | null): Done | null =>
  by === null && at === null ? null : { by: by ?? '', at };

/** A section of minutes by id; `undefined` if these minutes do not have it. */
export const sectionIn = (
  { sections: all }: Pick<Minutes, 'sections'>,
  id: string,
): MinutesSection | undefined => all.find((section) => section.id === id);

/** Whether a section belongs to minutes. */
export async function isSectionOf(tx: Tx, section: string, minutes: string): Promise<boolean> {
  const { rows } = await sql`
    select from relations where source_id = ${section} and target_id = ${minutes}
      and relation_type_id = ${relationTypeId('section_of')}`.execute(tx);
  return rows.length > 0;
}

/** The text of the record of approved minutes, exactly as it was hashed; `undefined` if there is none. */
export async function readRecord(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ content: string }>`
    select content from approved_minutes where minutes_id = ${minutesBy(id)}`.execute(db);
  return rows[0]?.content;
}

/** The hash that approving minutes would record: that of their present state. */
export async function hashOf(tx: Tx, id: string): Promise<string> {
  const { rows } = await sql<{ sha256: string }>`
    select encode(sha256(convert_to(minutes_record(${id}), 'UTF8')), 'hex') as sha256`.execute(tx);
  return rows[0]?.sha256 ?? '';
}

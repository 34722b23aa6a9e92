import { sql } from 'kysely';
import { type OpenItem, openItemsOf } from '../action-items/index.ts';
import { dayAt } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { type Asker, type PaperLine, papersOf } from '../documents/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { optionsOf } from '../options/index.ts';
import { attendanceOf } from '../quorum/index.ts';
import type { StoredPoint } from './content.ts';
import type { FoundPack, Pack, PackContent, PackMeeting, PackPath } from './pack.ts';

/** The agenda points of a meeting with what members read about them. */
interface Substance {
  readonly points: readonly StoredPoint[];
  readonly actions: readonly OpenItem[];
}

type Meeting = Omit<PackPath, 'number'>;

const meetingOf = ({ tor, meeting }: Meeting) => sql`(
  select json_build_object('id', m.id::text, 'label', m.label, 'properties', m.properties,
    'date', coalesce(m.properties ->> 'meeting_date', ''))
  from entities m join relations belongs on belongs.source_id = m.id and belongs.target_id = ${tor}
    and ${relatedBy('belongs', 'belongs_to_tor')}
  where m.id = ${meeting} and m.entity_type = 'meeting')`;

const pointsOf = ({ meeting }: Meeting) => sql`(
  select coalesce(json_agg(json_build_object('id', a.id::text,
    'title', coalesce(nullif(a.properties ->> 'title', ''), a.label), 'text', coalesce(a.properties ->> 'description', ''),
    'preRead', coalesce(a.properties ->> 'pre_read_url', ''), 'options', ${optionsOf(sql`a.id`)}) order by a.id), '[]')
  from relations s join entities a on a.id = s.source_id and a.entity_type = 'agenda_point'
  where s.target_id = ${meeting} and ${relatedBy('s', 'scheduled_for_meeting')})`;

/** Returns what the agenda of a meeting says, and the open action items of its committee. */
export async function readSubstance(tx: Tx, path: Meeting): Promise<Substance> {
  const { rows } = await sql<Substance>`
    select ${pointsOf(path)} as points, ${openItemsOf(sql`${path.tor}::bigint`)} as actions`.execute(
    tx,
  );
  return rows[0] ?? { points: [], actions: [] };
}

/** Data of the form that issues a pack. */
export interface Offer {
  /** Its meeting; `null` if the committee has no such one. */
  readonly meeting: Omit<PackMeeting, 'attendance'> | null;
  readonly papers: readonly PaperLine[];
  /** Ids of documents that the agenda's texts link to. */
  readonly linked: readonly string[];
}

/** Returns a meeting and the papers that its pack may have, in one statement. */
export async function readOffer(db: Db, path: Meeting, asker: Asker): Promise<Offer> {
  const papers = asker.permissions.has('document.view')
    ? papersOf({ asker, tor: path.tor }, sql`select id::bigint from links`)
    : sql`'[]'::json`;
  const { rows } = await sql<Offer>`
    with links as materialized (
      select distinct found[1] as id from (select ${pointsOf(path)}::text as said) agenda,
        regexp_matches(agenda.said, '/documents/([1-9][0-9]{0,17})(?![0-9])', 'g') found)
    select ${meetingOf(path)} as meeting, array(select id from links) as linked, ${papers} as papers`.execute(
    db,
  );
  return rows[0] ?? { meeting: null, papers: [], linked: [] };
}

/** Returns the content of the latest pack of a meeting; `undefined` if there is none. */
export async function latestContent(tx: Tx, meeting: string): Promise<string | undefined> {
  const { rows } = await sql<{ content: string }>`
    select content from meeting_packs where meeting_id = ${meeting} order by number desc limit 1`.execute(
    tx,
  );
  return rows[0]?.content;
}

/** Returns a pack of a meeting of a committee, in one statement; `undefined` if there is none. */
export async function findPack(
  db: Db | Tx,
  { tor, meeting, number }: PackPath,
  now: Date,
): Promise<FoundPack | undefined> {
  const { rows } = await sql<{ meeting: FoundPack['meeting']; pack: Omit<Pack, 'content'> }>`
    select json_build_object('id', m.id::text, 'label', m.label, 'properties', m.properties,
        'date', coalesce(m.properties ->> 'meeting_date', ''),
        'attendance', ${attendanceOf(sql`${tor}::bigint`, sql`${meeting}::bigint`, dayAt(now))}) as meeting,
      json_build_object('id', p.id::text, 'number', p.number, 'stored', p.content, 'sha256', encode(p.sha256, 'hex'),
        'isIntact', p.sha256 = sha256(convert_to(p.content, 'UTF8')), 'issuedAt', p.issued_at, 'issuedBy', p.issued_by,
        'readers', (select coalesce(json_agg(json_build_object('userId', r.user_id::text, 'reader', r.reader,
            'openedAt', r.opened_at, 'readAt', r.read_at) order by lower(r.reader), r.user_id), '[]')
          from meeting_pack_readers r where r.pack_id = p.id),
        'versions', (select json_agg(json_build_object('number', v.number, 'issuedAt', v.issued_at, 'issuedBy', v.issued_by)
            order by v.number desc)
          from meeting_packs v where v.meeting_id = m.id)) as pack
    from entities m join relations belongs on belongs.source_id = m.id and belongs.target_id = ${tor}
        and ${relatedBy('belongs', 'belongs_to_tor')}
      join meeting_packs p on p.meeting_id = m.id and p.number = ${number}::bigint
    where m.id = ${meeting} and m.entity_type = 'meeting'`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const content = JSON.parse(row.pack.stored) as PackContent;
  return { meeting: row.meeting, pack: { ...row.pack, content } };
}

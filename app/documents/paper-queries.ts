import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { type Asker, isVisibleTo } from './visibility.ts';

/** A document with an approved version, as a paper of a meeting. */
export interface PaperLine {
  readonly id: string;
  readonly title: string;
  /** The approved version that is the latest. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly approvedAt: string;
  readonly approvedBy: string;
}

/** The same with its approved text and its files. */
export interface Paper extends PaperLine {
  /** Markdown. */
  readonly text: string;
  /** SHA-256 of the text in UTF-8, in hexadecimal digits. */
  readonly sha256: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

interface Wanted {
  readonly asker: Asker;
  /** Id of the committee. */
  readonly tor: string;
}

/** The most papers that a form offers. */
const mostOffered = 100;

const columns = sql`e.id::text as id, v.title, v.number as version,
  to_char(v.approved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "approvedAt", v.approved_by as "approvedBy"`;

/** Documents that a user may see, of a committee or of none, with the latest approved version. */
const papers = ({ asker, tor }: Wanted): RawBuilder<unknown> => sql`from entities e
    join lateral (select * from document_versions v where v.document_id = e.id and v.approved_at is not null
      order by v.number desc limit 1) v on true
  where e.entity_type = 'document' and ${isVisibleTo(asker)}
    and (not exists (select from relations s where s.source_id = e.id and ${relatedBy('s', 'scoped_to_tor')})
      or exists (select from relations s where s.source_id = e.id and s.target_id = ${tor}
        and ${relatedBy('s', 'scoped_to_tor')}))`;

/**
 * The documents of a committee that can be papers of its meetings, the latest approval first, as one
 * JSON value; of those without a committee only some.
 * @param others SQL that selects ids of documents without a committee to list as well
 */
export const papersOf = (
  wanted: Wanted,
  others: RawBuilder<unknown>,
): RawBuilder<readonly PaperLine[]> => sql<readonly PaperLine[]>`(
  select coalesce(json_agg(x), '[]') from (
    select ${columns} ${papers(wanted)} and (e.id in (${others}) or exists (
      select from relations s where s.source_id = e.id and s.target_id = ${wanted.tor}
        and ${relatedBy('s', 'scoped_to_tor')}))
    order by v.approved_at desc, e.id desc limit ${sql.lit(mostOffered)}) x)`;

/** Returns some of them by id, with their texts and files, by title; others are missing. */
export async function readPapers(
  tx: Tx,
  wanted: Wanted,
  ids: readonly string[],
): Promise<readonly Paper[]> {
  const { rows } = await sql<Paper>`
    select ${columns}, v.body as text, encode(sha256(convert_to(v.body, 'UTF8')), 'hex') as sha256, (
        select coalesce(json_agg(json_build_object('name', a.name, 'bytes', a.bytes, 'sha256', encode(a.sha256, 'hex'))
          order by lower(a.name), a.id), '[]')
        from attachments a where a.entity_id = e.id and a.is_complete) as attachments
    ${papers(wanted)} and e.id = any(${[...ids]}::bigint[])
    order by lower(v.title), e.id`.execute(tx);
  return rows;
}

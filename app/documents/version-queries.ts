import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { DocumentType } from './document.ts';

/** A document after one change. */
export interface Version {
  readonly number: number;
  readonly title: string;
  readonly docType: DocumentType;
  readonly body: string;
  readonly savedAt: Date;
  /** Display name; `null` for imports and versions of a seed. */
  readonly savedBy: string | null;
  /** The version whose text it repeats. */
  readonly restoredFrom: number | null;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
}

/** A version without its text, as the history lists it. */
export type VersionLine = Omit<Version, 'body'>;

const columns = sql`number, title, doc_type as "docType", saved_at as "savedAt", saved_by as "savedBy",
  restored_from as "restoredFrom", approved_at as "approvedAt", approved_by as "approvedBy"`;

/** Returns some versions of a document by number, in one statement; missing ones are omitted. */
export async function readVersions(
  db: Db | Tx,
  documentId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Version>> {
  const { rows } = await sql<Version>`
    select ${columns}, body from document_versions
    where document_id = ${documentId} and number = any(${[...numbers]}::integer[])`.execute(db);
  return new Map(rows.map((row) => [row.number, row]));
}

/** Rows of the history per page. */
export const versionsPerPage = 50;

/** Returns the versions of a document before a number, newest first, and one more than a page. */
export async function listVersions(
  db: Db,
  documentId: string,
  before: number | undefined,
): Promise<readonly VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select ${columns} from document_versions
    where document_id = ${documentId} and (${before ?? null}::integer is null or number < ${before ?? null}::integer)
    order by number desc limit ${sql.lit(versionsPerPage + 1)}`.execute(db);
  return rows;
}

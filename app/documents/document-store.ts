import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import { findUserId } from '../ontology/records.ts';

/**
 * Says who saves the document that this transaction changes, and which version it restores. The
 * triggers that keep versions read it.
 */
export async function signVersion(
  tx: Tx,
  { id }: Pick<Actor, 'id'>,
  restores?: number,
): Promise<void> {
  await sql`
    select set_config('ahlt.document_author', ${id ?? ''}, true),
      set_config('ahlt.document_restores', ${restores === undefined ? '' : String(restores)}, true)`.execute(
    tx,
  );
}

/** Approves a version; from then on a trigger keeps it. Returns `false` if it was approved before. */
export async function writeApproval(
  tx: Tx,
  version: { readonly documentId: string; readonly number: number },
  by: Pick<Actor, 'id' | 'label'>,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update document_versions set approved_at = ${now}, approved_by_id = ${by.id}, approved_by = ${by.label}
    where document_id = ${version.documentId} and number = ${version.number} and approved_at is null
    returning number`.execute(tx);
  return rows.length > 0;
}

/** A version as an export carries it. */
export interface KeptVersion {
  readonly number: number;
  readonly title: string;
  readonly doc_type: string;
  readonly body: string;
  /** With microseconds. */
  readonly saved_at: string;
  readonly saved_by: string | null;
  /** User name, if the user still existed. */
  readonly saved_by_user: string | null;
  readonly restored_from: number | null;
  readonly approved: {
    readonly at: string;
    readonly by: string;
    readonly by_user: string | null;
  } | null;
}

/** Stores a version of an import as it was. */
export async function insertVersion(
  tx: Tx,
  documentId: string,
  version: KeptVersion,
): Promise<void> {
  const { number, title, doc_type, body, saved_at, saved_by, restored_from, approved } = version;
  const savedById = await findUserId(tx, version.saved_by_user);
  const approvedById = await findUserId(tx, approved?.by_user ?? null);
  await sql`
    insert into document_versions (document_id, number, title, doc_type, body, saved_at, saved_by_id, saved_by,
      restored_from, approved_at, approved_by_id, approved_by)
    values (${documentId}, ${number}, ${title}, ${doc_type}, ${body}, ${saved_at}::timestamptz,
      ${savedById}, ${saved_by}, ${restored_from}, ${approved?.at ?? null}::timestamptz,
      ${approvedById}, ${approved?.by ?? null})`.execute(tx);
}

/** Deletes the version that a trigger made when this transaction stored the document. */
export async function dropOwnVersions(tx: Tx, documentId: string): Promise<void> {
  await sql`delete from document_versions
    where document_id = ${documentId} and saved_at = now() and approved_at is null`.execute(tx);
}

/** Keeps the current content of documents as a version, unless it is the last one. */
export async function completeVersions(tx: Tx, documentIds: readonly string[]): Promise<void> {
  await sql`
    insert into document_versions (document_id, number, title, doc_type, body)
    select e.id, coalesce(last.number, 0) + 1, now.title, now.doc_type, now.body
    from entities e
      cross join lateral (select e.label as title, coalesce(e.properties ->> 'doc_type', 'ad_hoc') as doc_type,
        coalesce(e.properties ->> 'body', '') as body) now
      left join lateral (select * from document_versions v where v.document_id = e.id order by v.number desc limit 1) last on true
    where e.id = any(${[...documentIds]}::bigint[])
      and (now.title, now.doc_type, now.body) is distinct from (last.title, last.doc_type, last.body)`.execute(
    tx,
  );
}

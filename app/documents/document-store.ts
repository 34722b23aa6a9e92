import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';

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

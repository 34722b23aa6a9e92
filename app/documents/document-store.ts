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

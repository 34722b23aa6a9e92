import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { AdoptedVersion } from './adopted-version.ts';

/** Stores a version; the database refuses to change or delete it afterwards. */
export async function insertVersion(
  tx: Tx,
  committee: string,
  version: AdoptedVersion & { readonly adoptedById: string | null },
): Promise<void> {
  const { number, label, properties, adoptedOn, decision, adoptedAt } = version;
  await sql`
    insert into tor_versions (tor_id, number, label, properties, adopted_on, decision, adopted_at, adopted_by_id, adopted_by)
    values (${committee}, ${number}, ${label}, ${JSON.stringify(properties)}::jsonb, ${adoptedOn}, ${decision},
      ${adoptedAt}, ${version.adoptedById}, ${version.adoptedBy})`.execute(tx);
}

import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import { graceMs } from './rules.ts';

/** Makes a secret the current one. The one before still signs for a day. */
export async function putSecret(
  tx: Tx,
  {
    webhook,
    secret,
    now,
  }: { readonly webhook: string; readonly secret: string; readonly now: Date },
): Promise<void> {
  const until = new Date(now.getTime() + graceMs);
  // Only one earlier secret signs: a second replacement ends the first one at once.
  await sql`
    delete from webhook_secrets where endpoint_id = ${webhook} and valid_until is not null`.execute(
    tx,
  );
  await sql`
    update webhook_secrets set valid_until = ${until} where endpoint_id = ${webhook}`.execute(tx);
  await sql`
    insert into webhook_secrets (endpoint_id, secret, created_at)
    values (${webhook}, ${secret}, ${now})`.execute(tx);
}

/** Removes secrets that no longer sign. Returns how many. */
export async function pruneSecrets(db: Db, now: Date): Promise<number> {
  return writtenRows(
    db,
    sql`
    delete from webhook_secrets where valid_until < ${now}`,
  );
}

import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { termProperties } from './rules.ts';

/**
 * Keeps the terms of office of a user who is about to be deleted, for the history of their
 * positions. Open terms end yesterday, as when a position is vacated (spec positions#vacate).
 */
export async function keepTermsOf(
  tx: Tx,
  userId: string,
  by: Pick<Actor, 'label'>,
  now: Date,
): Promise<void> {
  await sql`
    insert into former_holders (position_id, user_id, holder, properties, last_day, deleted_at, deleted_by)
    select fills.target_id, u.id, u.label,
      (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(fills.properties)
        where key = any(${[...termProperties]}::text[])),
      to_char((${dayAt(now)})::date - 1, 'YYYY-MM-DD'), ${now}, ${by.label}
    from relations fills join entities u on u.id = fills.source_id
    where fills.source_id = ${userId} and ${relatedBy('fills', 'fills_position')}`.execute(tx);
}

/** Terms of office of a deleted user, as an export carries them. */
interface FormerHolder {
  readonly holder: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly last_day: string;
  readonly deleted_at: string;
  readonly deleted_by: string;
}

/** Stores the terms of a user who was deleted elsewhere. Returns `false` if they are stored. */
export async function insertFormerHolder(
  tx: Tx,
  positionId: string,
  { holder, properties, last_day, deleted_at, deleted_by }: FormerHolder,
): Promise<boolean> {
  const { rows } = await sql`
    insert into former_holders (position_id, holder, properties, last_day, deleted_at, deleted_by)
    select ${positionId}, ${holder}, ${JSON.stringify(properties)}::jsonb, ${last_day}, ${deleted_at}::timestamptz, ${deleted_by}
    where not exists (select from former_holders
      where position_id = ${positionId} and holder = ${holder} and deleted_at = ${deleted_at}::timestamptz
        and properties = ${JSON.stringify(properties)}::jsonb)
    returning position_id`.execute(tx);
  return rows.length > 0;
}

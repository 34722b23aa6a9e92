import { type RawBuilder, sql } from 'kysely';
import { relatedBy } from '../ontology/permissions.ts';

const mostCounted = 100;

/** How many unread warnings a user has, at most 100. */
export const unreadWarnings = (user: RawBuilder<unknown>): RawBuilder<number> => sql<number>`(
  select count(*)::integer from (
    select from entities receipt
      join relations addressed on addressed.source_id = receipt.id and ${relatedBy('addressed', 'for_user')}
    where receipt.properties ->> 'status' = 'unread' and addressed.target_id = ${user} and receipt.entity_type = 'warning_receipt'
    limit ${sql.lit(mostCounted)}) unread_receipts)`;

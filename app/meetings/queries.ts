import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { relationTypeId } from '../ontology/permissions.ts';

/** A meeting as far as another one on its date matters. */
export interface SameDay {
  readonly id: string;
  readonly status: string;
  /** Whether it is on the date, and not only created for it. */
  readonly isOnDate: boolean;
}

/** The date in the installation's zone, YYYY-MM-DD. */
export async function todayHere(db: Db | Tx, now: Date): Promise<string> {
  const { rows } = await sql<{ today: string }>`select ${dayAt(now)} as today`.execute(db);
  return rows[0]?.today ?? '';
}

/** Meetings of a committee on a date or created for it, oldest first. */
export async function meetingsOn(tx: Tx, tor: string, date: string): Promise<readonly SameDay[]> {
  const { rows } = await sql<SameDay>`
    select m.id, coalesce(m.properties ->> 'status', 'projected') as status,
      coalesce(m.properties ->> 'meeting_date' = ${date}, false) as "isOnDate"
    from relations b join entities m on m.id = b.source_id and m.entity_type = 'meeting'
    where b.target_id = ${tor} and b.relation_type_id = ${relationTypeId('belongs_to_tor')}
      and ${date} in (m.properties ->> 'meeting_date', m.properties ->> 'occurrence_date')
    order by m.id`.execute(tx);
  return rows;
}

/** Whether a meeting belongs to a committee. */
export async function isMeetingOf(tx: Tx, tor: string, meeting: string): Promise<boolean> {
  const { rows } = await sql`
    select from relations where source_id = ${meeting} and target_id = ${tor}
      and relation_type_id = ${relationTypeId('belongs_to_tor')}`.execute(tx);
  return rows.length > 0;
}

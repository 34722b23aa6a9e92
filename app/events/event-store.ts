import { type RawBuilder, sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { Audience } from '../ontology/audience.ts';
import type { DomainEvent } from './event.ts';

/**
 * An `insert` for the statement that records what a command did: rows of `source` with an audience
 * become events, in their order.
 * @param source a table with the columns of `domain_events` and `place`
 */
export const insertEvents = (source: string): RawBuilder<unknown> => sql`
  insert into domain_events (action, actor_id, actor_name, target_type, target_id, target_label,
    audience, audience_ids, before, after, details)
  select action, actor_id, actor_name, target_type, target_id, target_label,
    audience, audience_ids, before, after, details
  from ${sql.table(source)} where audience is not null order by place`;

/** An audience as its two columns. */
export function audienceColumns(audience: Audience | 'none' | undefined) {
  if (audience === undefined || audience === 'none') return {};
  if (audience.kind === 'permitted') return { audience: 'permitted', audience_ids: [] };
  if (audience.kind === 'people') return { audience: 'people', audience_ids: audience.ids };
  return { audience: 'committee', audience_ids: [audience.id] };
}

interface StoredEvent extends Omit<DomainEvent, 'audience'> {
  readonly audience: Audience['kind'];
  readonly audienceIds: readonly string[];
}

/** The next events after one. */
export async function readEvents(
  db: Db,
  { after, most }: { readonly after: string; readonly most: number },
): Promise<readonly DomainEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select id, at, action, actor_id as "actorId", actor_name as "actorName", target_type as "targetType",
      target_id as "targetId", target_label as "targetLabel", audience, audience_ids as "audienceIds",
      before, after, details
    from domain_events where id > ${after} order by id limit ${most}`.execute(db);
  return rows.map(({ audience, audienceIds, ...event }) => ({
    ...event,
    audience: audienceOf(audience, audienceIds),
  }));
}

function audienceOf(kind: Audience['kind'], ids: readonly string[]): Audience {
  if (kind === 'permitted') return { kind };
  return kind === 'people' ? { kind, ids } : { kind, id: ids[0] ?? '' };
}

const newest = sql`(select coalesce(max(id), 0) from domain_events)`;

/**
 * Whether a consumer has something to read. One that is new begins with what comes next: it is
 * noted here, and has nothing to read yet.
 */
export async function hasUnread(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ unread: boolean }>`
    select ${newest} > read_to as unread from event_consumers where name = ${name}`.execute(db);
  if (rows[0] !== undefined) return rows[0].unread;
  await sql`
    insert into event_consumers (name, read_to) values (${name}, ${newest})
    on conflict do nothing`.execute(db);
  return false;
}

/** Where a consumer stands. It is locked until the transaction ends, so none handles the same twice. */
export async function lockConsumer(tx: Tx, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ readTo: string }>`
    select read_to as "readTo" from event_consumers where name = ${name} for update`.execute(tx);
  return rows[0]?.readTo;
}

export async function moveConsumer(tx: Tx, name: string, readTo: string): Promise<void> {
  await sql`update event_consumers set read_to = ${readTo} where name = ${name}`.execute(tx);
}

/**
 * Removes events of more than a day ago that every consumer has read; without consumers all of
 * them. Returns how many.
 */
export async function pruneEvents(db: Db, now: Date): Promise<number> {
  const dayAgo = new Date(now.getTime() - 24 * 60 * 60_000);
  return writtenRows(
    db,
    sql`
    delete from domain_events where at < ${dayAgo}
      and id <= (select coalesce(min(read_to), ${newest}) from event_consumers)`,
  );
}

import { sql } from 'kysely';
import type { Day } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import { type EntitySnapshot, snapshotColumns } from '../ontology/snapshot.ts';
import { storedId } from '../ontology/stored-id.ts';
import { definitionOf } from '../workflow/index.ts';
import { mostQueued, type Queue } from './proposal.ts';

const isOf = (tor: string) => sql`exists (select from relations owns
  where owns.source_id = entities.id and owns.target_id = ${tor}
    and ${relatedBy('owns', 'submitted_to')})`;

/** Locks proposals of a committee, by id; those of others are omitted. */
export async function lockProposals(
  tx: Tx,
  tor: string,
  ids: readonly string[],
): Promise<readonly EntitySnapshot[]> {
  const { rows } = await sql<EntitySnapshot>`
    select ${snapshotColumns('entities')} from entities
    where id = any(${[...ids]}::bigint[]) and entity_type = 'proposal' and ${isOf(tor)}
    order by id for no key update`.execute(tx);
  return rows;
}

/** The proposals among `ids` that have become an agenda point. */
export async function findScheduled(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select source_id::text as id from relations
    where source_id = any(${[...ids]}::bigint[])
      and relation_type_id = ${relationTypeId('spawns_agenda_point')}`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Reads the queue of a committee, oldest first, in one statement (spec proposals#queue). */
export async function readQueue(db: Db, tor: string, day: Day): Promise<Queue> {
  const { rows } = await sql<Queue>`
    with queued as (
      select e.id, e.label, e.properties, e.created_at, author.label as author
      from relations owns
        join entities e on e.id = owns.source_id and e.entity_type = 'proposal'
        left join entities author on author.entity_type = 'user'
          and author.id = ${storedId(sql`e.properties ->> 'submitted_by_id'`)}
      where owns.target_id = ${tor} and ${relatedBy('owns', 'submitted_to')}
        and e.properties ->> 'status' = 'approved' and e.properties ->> 'ready_for_agenda' = 'true'
        and not exists (select from relations spawned where spawned.source_id = e.id
          and ${relatedBy('spawned', 'spawns_agenda_point')}))
    select (select count(*)::integer from queued) as total, ${day} as today,
      ${definitionOf('proposal')} as definition,
      (select coalesce(jsonb_agg(jsonb_build_object('id', q.id::text, 'title', q.label,
          'author', q.author, 'status', q.properties ->> 'status',
          'at', coalesce(q.properties ->> 'submitted_date', to_char(q.created_at, 'YYYY-MM-DD')))
          order by q.id), '[]')
        from (select * from queued order by id limit ${sql.lit(mostQueued)}) q) as rows`.execute(
    db,
  );
  return onlyRow(rows);
}

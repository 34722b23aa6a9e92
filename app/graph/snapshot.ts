import type { ClientBase } from 'pg';
import { nextSeq } from './lock.ts';
import { namedInRow } from './outbox.ts';
import type { EntityRow, RelationRow } from './projection.ts';

/** Reads the projected part of the database in pages of one consistent snapshot. */
export interface Snapshot {
  /** Larger than the numbers of all changes that the snapshot includes. */
  readonly watermark: string;
  entities(): AsyncGenerator<EntityRow[]>;
  /** Pages of relations of one type, so that each is written with one statement. */
  relations(): AsyncGenerator<RelationRow[]>;
  /**
   * Deletes the changes included in the snapshot only: rows committed later are invisible to it and
   * remain.
   */
  clearOutbox(): Promise<number>;
  commit(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens a snapshot on `client`, which must not be used otherwise until it is disposed of.
 * @param pageSize rows per page
 */
export async function openSnapshot(client: ClientBase, pageSize: number): Promise<Snapshot> {
  await client.query('begin isolation level repeatable read');
  // The connection is idle while the graph is written and read back, and the outbox may be long.
  await client.query(
    `set local idle_in_transaction_session_timeout = 0; set local statement_timeout = '10min'`,
  );
  const seq = await nextSeq(client);
  let open = true;
  return {
    watermark: seq,
    entities: () => entityPages(client, pageSize),
    relations: () => relationPages(client, pageSize),
    clearOutbox: async () => {
      await client.query('delete from graph_outbox_dead');
      const { rows } = await client.query<{ changes: number }>(
        `with gone as (delete from graph_outbox returning entity_id, relation_id, last_id)
         select coalesce(sum(${namedInRow}), 0)::integer as changes from gone`,
      );
      return rows[0]?.changes ?? 0;
    },
    commit: async () => {
      open = false;
      await client.query('commit');
    },
    [Symbol.asyncDispose]: async () => {
      if (open) await client.query('rollback').catch(() => undefined);
    },
  };
}

const time = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const moves = `(select json_agg(json_build_array(m.from_status, (extract(epoch from m.moved_at) * 1000000)::bigint) order by m.id)::text
           from workflow_moves m where m.item_id = e.id)`;

// Avatars are large and withheld anyway.
/** An entity `e` as `EntityRow`. */
export const entityColumns = `e.id, e.entity_type, e.name, e.label, e.is_active, e.sort_order, ${moves} as moves,
         ${time('e.created_at')} as created_at, ${time('e.updated_at')} as updated_at, e.properties - 'avatar_data_uri' as properties`;

/** A relation `r` as `RelationRow`, without its type. */
export const relationColumns = `r.id, r.source_id, r.target_id, ${time('r.created_at')} as created_at, r.properties`;

// graph_projects() decides which types are projected, as for the outbox.
const entityPage = `
  select ${entityColumns}
  from (select * from entities where id > $1 and graph_projects(entity_type) order by id limit $2) e
  order by e.id`;

async function* entityPages(client: ClientBase, size: number): AsyncGenerator<EntityRow[]> {
  let after = '0';
  for (;;) {
    const { rows } = await client.query<EntityRow>(entityPage, [after, size]);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.id;
  }
}

// In the order of the unique index, so that a page is a range of it. The bound of the sources follows
// from that of the relations; without it a merge join reads all entities before for each page.
const relationPage = `
  select ${relationColumns}, $1 as type
  from (
    select r.* from relations r
    join entities s on s.id = r.source_id and s.id >= $3 and graph_projects(s.entity_type)
    join entities t on t.id = r.target_id and graph_projects(t.entity_type)
    where r.relation_type_id = $2 and (r.source_id, r.target_id) > ($3, $4)
    order by r.source_id, r.target_id limit $5) r
  order by r.source_id, r.target_id`;

async function* relationPages(client: ClientBase, size: number): AsyncGenerator<RelationRow[]> {
  const { rows: types } = await client.query<{ id: string; name: string }>(
    'select id, name from entities e where exists (select from relations where relation_type_id = e.id) order by id',
  );
  for (const { id, name } of types) {
    let after = ['0', '0'];
    for (;;) {
      const { rows } = await client.query<RelationRow>(relationPage, [name, id, ...after, size]);
      const last = rows.at(-1);
      if (!last) break;
      yield rows;
      after = [last.source_id, last.target_id];
    }
  }
}

import type { ClientBase } from 'pg';
import { type Change, type GraphState, type Subjects, subjectsOf } from './changes.ts';
import { nextSeq } from './lock.ts';
import type { EntityRow, RelationRow } from './projection.ts';
import { entityColumns, relationColumns } from './snapshot.ts';

/** Changes that wait, with the current state of what they name. */
export interface Batch {
  readonly changes: readonly Change[];
  readonly subjects: Subjects;
  readonly state: GraphState;
}

export interface Reading {
  /** Changes that wait for another attempt. */
  readonly except?: readonly string[];
  /** This change only. */
  readonly only?: string;
}

/** The database as the relay sees it. */
export interface Source {
  /** The oldest changes that wait; `undefined` if there are none. */
  read(reading: Reading): Promise<Batch | undefined>;
  /** Removes exactly the changes of a batch, which the graph has now. */
  acknowledge(batch: Batch): Promise<void>;
  /**
   * Notes that a change cannot be applied by itself. One that names several is split, so that those
   * that can be are; after the last attempt it is set aside.
   */
  fail(change: Change, error: string): Promise<'waits' | 'split' | 'dead'>;
}

export interface SourceOptions {
  readonly env: string;
  /** Changes of a batch. @default 500 */
  readonly most?: number;
  /** Entities and relations of a batch. @default 2,000 */
  readonly mostNamed?: number;
  /** Attempts until a change is set aside. @default 10 */
  readonly attempts?: number;
}

/** The outbox, read on the connection that holds the lock of the graph's writer. */
export const outboxSource = (
  client: ClientBase,
  { env, most = 500, mostNamed = 2_000, attempts = 10 }: SourceOptions,
): Source => ({
  async read(reading) {
    await client.query('begin isolation level repeatable read');
    try {
      const changes = await readChanges(client, reading, most);
      if (changes.length === 0) return undefined;
      const subjects = subjectsOf(changes, mostNamed);
      return { changes, subjects, state: await readState(client, subjects) };
    } finally {
      // A connection that is lost ends its transaction by itself.
      await client.query('rollback').catch(() => undefined);
    }
  },
  async acknowledge({ subjects: { covered, cut }, state: { seq } }) {
    // A transaction may commit rows with smaller numbers later, so only those read are removed.
    await client.query(
      `with gone as (delete from graph_outbox where seq = any($1::bigint[])),
         shorter as (update graph_outbox set attempts = 0,
             entity_id = case kind when 'entity' then $3::bigint end,
             relation_id = case kind when 'relation' then $3::bigint end
           where seq = $2)
       insert into graph_relay (graph_env, seq, applied_at) values ($4, $5, clock_timestamp())
       on conflict (graph_env) do update set seq = excluded.seq, applied_at = excluded.applied_at`,
      [covered, cut?.seq ?? null, cut?.next ?? null, env, seq],
    );
  },
  async fail({ seq, first, last }, error) {
    if (first !== last) {
      await client.query(splitChange, [seq, (BigInt(first) + BigInt(last)) / 2n]);
      return 'split';
    }
    const { rows } = await client.query<{ attempts: number }>(
      `update graph_outbox set attempts = attempts + 1, last_error = left($2, 500) where seq = $1
       returning attempts`,
      [seq, error],
    );
    if ((rows[0]?.attempts ?? 0) < attempts) return 'waits';
    await client.query(setAside, [seq]);
    return 'dead';
  },
});

const readChanges = async (
  client: ClientBase,
  { except = [], only }: Reading,
  most: number,
): Promise<readonly Change[]> => {
  const { rows } = await client.query<Change>(
    `select seq, kind, coalesce(entity_id, relation_id) as first,
       coalesce(last_id, entity_id, relation_id) as last,
       source_id as source, target_id as target, attempts
     from graph_outbox
     where seq <> all($1::bigint[]) and ($2::bigint is null or seq = $2)
     order by seq limit $3`,
    [except, only ?? null, most],
  );
  return rows;
};

/** The current state of what changes name, in the snapshot that the transaction reads. */
async function readState(client: ClientBase, subjects: Subjects): Promise<GraphState> {
  const entities = await client.query<EntityRow>(
    `select ${entityColumns} from entities e where id = any($1::bigint[]) and graph_projects(entity_type)`,
    [subjects.entities],
  );
  const relations = await client.query<RelationRow>(
    `select ${relationColumns}, kind.name as type
     from relations r
     join entities kind on kind.id = r.relation_type_id
     join entities s on s.id = r.source_id and graph_projects(s.entity_type)
     join entities t on t.id = r.target_id and graph_projects(t.entity_type)
     where r.id = any($1::bigint[])`,
    [subjects.relations],
  );
  const seq = await nextSeq(client);
  const shown = new Set(entities.rows.map(({ id }) => id));
  return {
    seq,
    entities: entities.rows,
    goneEntities: subjects.entities.filter((id) => !shown.has(id)),
    relations: relations.rows,
    goneRelations: subjects.goneRelations,
  };
}

// The halves have larger numbers. Their place in the order does not matter: each change stands for
// the current state.
const splitChange = `
  with whole as (delete from graph_outbox where seq = $1 returning *)
  insert into graph_outbox (kind, entity_id, relation_id, last_id, op, created_at, source_id, target_id)
  select kind,
    case kind when 'entity' then half.first end, case kind when 'relation' then half.first end,
    nullif(half.last, half.first), op, created_at, source_id, target_id
  from whole, lateral (values
    (coalesce(entity_id, relation_id), $2::bigint), ($2::bigint + 1, last_id)) half(first, last)`;

const setAside = `
  with dead as (delete from graph_outbox where seq = $1 returning *)
  insert into graph_outbox_dead (seq, kind, entity_id, relation_id, op, created_at, attempts, last_error)
  select seq, kind, entity_id, relation_id, op, created_at, attempts, last_error from dead`;

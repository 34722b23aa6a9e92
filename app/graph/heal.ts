import type { Driver } from 'neo4j-driver';
import type { ClientBase } from 'pg';
import { graphTransaction, type RunQuery } from './driver.ts';
import { nextSeq } from './lock.ts';
import { applyState } from './sink.ts';
import { type Difference, differencesOf } from './unit-differences.ts';
import { databaseUnits, graphUnits } from './units.ts';

export interface Healing {
  /** The connection that holds the lock of the writer. */
  readonly client: ClientBase;
  readonly driver: Driver;
  readonly query: RunQuery;
  readonly env: string;
  readonly deadlineMs: number;
}

/**
 * Makes entities and the relations that start from them equal to the database, as the only writer
 * of the graph; what waits in the outbox is left to the relay.
 * @returns the kind of each node and relationship that differed
 */
export async function heal(healing: Healing, ids: readonly string[]): Promise<readonly string[]> {
  const { client, driver, query, env, deadlineMs } = healing;
  await client.query('begin isolation level repeatable read');
  const wanted = await databaseUnits(client, env, ids);
  const found = await graphUnits(query, env, ids);
  const all = ids.flatMap((id) => differencesOf(wanted.get(id), found.get(id)));
  const late = await lateSubjects(client, all);
  const seq = await nextSeq(client);
  await client.query('commit');
  const wrong = all.filter((one) => !late.has(subject(one)));
  if (wrong.length === 0) return [];
  const nodes = wrong.filter(isNode);
  const written = new Set(wrong.filter(({ is }) => is !== 'extra').map(subject));
  const units = [...wanted.values()];
  await graphTransaction(driver, deadlineMs, async (run) => {
    const keys = wrong.filter((one) => !isNode(one)).flatMap((one) => one.keys);
    await applyState(
      run,
      env,
      {
        seq,
        entities: units.map(({ entity }) => entity).filter(({ id }) => written.has(`node ${id}`)),
        goneEntities: nodes.filter(({ is }) => is === 'extra').map(({ id }) => id),
        relations: units
          .flatMap(({ relations }) => relations)
          .filter(({ id }) => written.has(`relationship ${id}`)),
        goneRelations: [],
      },
      keys,
    );
  });
  return wrong.map(({ kind }) => kind);
}

const isNode = ({ kind }: Difference): boolean => kind.startsWith('node ');

const subject = (one: Difference): string => `${isNode(one) ? 'node' : 'relationship'} ${one.id}`;

/** Of the differences, those that the outbox names. */
async function lateSubjects(
  client: ClientBase,
  all: readonly Difference[],
): Promise<ReadonlySet<string>> {
  const idsOf = (some: readonly Difference[]) =>
    some.map(({ id }) => id).filter((id) => /^\d+$/.test(id));
  const { rows } = await client.query<{ subject: string }>(
    `select 'node ' || id as subject from unnest($1::bigint[]) id where exists (
       select from graph_outbox o where id between o.entity_id and coalesce(o.last_id, o.entity_id))
     union all
     select 'relationship ' || id from unnest($2::bigint[]) id where exists (
       select from graph_outbox o where id between o.relation_id and coalesce(o.last_id, o.relation_id))`,
    [idsOf(all.filter(isNode)), idsOf(all.filter((one) => !isNode(one)))],
  );
  return new Set(rows.map((row) => row.subject));
}

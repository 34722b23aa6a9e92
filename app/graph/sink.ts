import type { Driver } from 'neo4j-driver';
import type { GoneRelation, GraphState } from './changes.ts';
import { graphTransaction, type RunQuery, whole } from './driver.ts';
import { passFence } from './fence.ts';
import { isIdentifier, nodeOf, type RelationRow, relationshipOf } from './projection.ts';
import { mergeEnds, writeNodes, writeRelationships } from './projector.ts';

/** The graph as the relay sees it. */
export interface Sink {
  /**
   * Makes what a state names equal to it, completely or not at all; again has no effect. Throws
   * `graph_fenced`, `graph_unreachable`, `graph_refused`, or `graph_failed` for content that the
   * graph does not accept.
   */
  apply(state: GraphState): Promise<void>;
}

/** The graph of `env`, each state in one transaction of at most `deadlineMs`. */
export const graphSink = (driver: Driver, env: string, deadlineMs: number): Sink => ({
  apply: (state) => graphTransaction(driver, deadlineMs, (query) => applyState(query, env, state)),
});

/** Marks what came after the last resync, which gives everything else its generation. */
const relayed = '';

/**
 * Applies a state in the transaction of `query`.
 * @param foreign keys of relationships that are removed first
 */
export async function applyState(
  query: RunQuery,
  env: string,
  state: GraphState,
  foreign: readonly string[] = [],
): Promise<void> {
  const { seq, entities, relations } = state;
  await passFence(query, { env, seq });
  if (foreign.length > 0)
    await query('unwind $keys as key match ()-[r]->() where elementId(r) = key delete r', {
      keys: foreign,
    });
  const bookkeeping = { env, seq, gen: relayed };
  const shown = relations.filter(({ type }) => isIdentifier(type));
  const hidden = relations.filter(({ type }) => !isIdentifier(type));
  await removeRelationships(query, env, [...state.goneRelations, ...hidden.map(endsOf)]);
  await removeFormerTypes(query, env, shown);
  if (state.goneEntities.length > 0)
    await query('unwind $ids as id match (n:Entity {env: $env, id: id}) detach delete n', {
      env,
      ids: state.goneEntities.map(whole),
    });
  const write = planned(query);
  await writeNodes(
    write,
    entities.map((row) => nodeOf(row, env)),
    bookkeeping,
  );
  // An end may be part of a later batch.
  await mergeEnds(write, env, shown);
  for (const [, rows] of Map.groupBy(shown, ({ type }) => type))
    await writeRelationships(
      write,
      rows.map((row) => relationshipOf(row, env)),
      bookkeeping,
    );
}

/**
 * Neo4j plans a statement again when the graph has grown, which holds up all changes behind it for
 * seconds on a busy server. Only for `merge` between nodes of the unique index, which has one plan;
 * what follows relationships needs a plan for the present size of the graph.
 */
const planned =
  (query: RunQuery): RunQuery =>
  (cypher, parameters) =>
    query(`cypher replan=skip ${cypher}`, parameters);

const endsOf = ({ id, source_id, target_id }: RelationRow): GoneRelation => ({
  ...{ id, source: source_id, target: target_id },
});

async function removeRelationships(
  query: RunQuery,
  env: string,
  gone: readonly GoneRelation[],
): Promise<void> {
  if (gone.length === 0) return;
  await query(
    `unwind $rows as row
     match (source:Entity {env: $env, id: row.source})
     match (target:Entity {env: $env, id: row.target})
     match (source)-[r]->(target) where r.rel_id = row.id delete r`,
    {
      env,
      rows: gone.map(({ id, source, target }) => ({
        ...{ id: whole(id), source: whole(source), target: whole(target) },
      })),
    },
  );
}

/** A relation whose type has a new name is another relationship in the graph. */
async function removeFormerTypes(
  query: RunQuery,
  env: string,
  relations: readonly RelationRow[],
): Promise<void> {
  if (relations.length === 0) return;
  await query(
    `unwind $rows as row
     match (source:Entity {env: $env, id: row.source})
     match (target:Entity {env: $env, id: row.target})
     match (source)-[r]->(target) where r.rel_id = row.id and type(r) <> row.type delete r`,
    {
      env,
      rows: relations.map(({ id, type, source_id, target_id }) => ({
        ...{ id: whole(id), type, source: whole(source_id), target: whole(target_id) },
      })),
    },
  );
}

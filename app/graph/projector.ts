import neo4j from 'neo4j-driver';
import { type RunQuery, whole } from './driver.ts';
import {
  type GraphNode,
  type GraphProperties,
  type GraphRelationship,
  type GraphValue,
  isIdentifier,
} from './projection.ts';

/** Written on everything in addition to its content. */
export interface Bookkeeping {
  readonly env: string;
  /** Identifies a resync; content of other generations is stale. */
  readonly gen: string;
  /** Newest change included in the content. */
  readonly seq: string;
}

/** Stale nodes or relationships removed per transaction. */
const removalSize = 5_000;

/** Creates the indexes that every statement relies on. */
export async function ensureConstraint(query: RunQuery): Promise<void> {
  await query(
    'create constraint ahlt_entity_env_id if not exists for (n:Entity) require (n.env, n.id) is unique',
  );
  await query(
    'create constraint ahlt_fence_env_lane if not exists for (n:Fence) require (n.env, n.lane) is unique',
  );
}

type Write<Part> = (
  query: RunQuery,
  parts: readonly Part[],
  bookkeeping: Bookkeeping,
) => Promise<void>;

/** Statements that write nodes from `$rows`. */
interface NodeStatements {
  /** Of any types, with their labels as parameters: one plan for all. */
  readonly mixed: string;
  /**
   * Of one type. A label is part of the statement (as a parameter it would be several times
   * slower): identifiers only.
   */
  readonly alike: (labels: string) => string;
}

/**
 * Writes nodes in their final state: removes properties they no longer have, and labels of earlier
 * types. Property keys are parameters, so no data becomes part of a statement.
 */
export const writeNodes = nodeWriter({
  mixed: `unwind $rows as row
     merge (n:Entity {env: $env, id: row.properties.id})
     set n = row.properties
     with n, row, [label in labels(n) where label <> 'Entity' and not label in row.labels] as former
     remove n:$(former)
     set n:$(row.labels)`,
  alike: (labels) => `unwind $rows as row
     merge (n:Entity {env: $env, id: row.id})
     set n = row
     set n:Entity${labels}
     with n where size(labels(n)) > $labels
     with n, [label in labels(n) where label <> 'Entity' and not label in $keeps] as former
     remove n:$(former)`,
});

/**
 * Writes nodes that do not exist, in two thirds of the time. A node that exists violates its
 * constraint.
 */
export const createNodes = nodeWriter({
  mixed: 'unwind $rows as row create (n:Entity:$(row.labels)) set n = row.properties',
  alike: (labels) => `unwind $rows as row create (n:Entity${labels}) set n = row`,
});

/** Nodes of a type from which on a statement of their own is worth its plan. */
const many = 200;

function nodeWriter(statements: NodeStatements): Write<GraphNode> {
  return async (query, nodes, bookkeeping) => {
    const { env } = bookkeeping;
    const byLabels = Map.groupBy(nodes, ({ labels }) => labels.map(quoted).join(''));
    const few = [...byLabels.values()].filter(({ length }) => length < many).flat();
    if (few.length > 0) {
      const rows = few.map(({ labels, properties }) => ({
        ...{ labels, properties: written(properties, bookkeeping) },
      }));
      await query(statements.mixed, { env, rows });
    }
    for (const [labels, alike] of byLabels) {
      if (alike.length < many) continue;
      const keeps = alike[0]?.labels ?? [];
      await query(statements.alike(labels), {
        ...{ env, keeps, labels: whole(1 + keeps.length) },
        rows: alike.map(({ properties }) => written(properties, bookkeeping)),
      });
    }
  };
}

const quoted = (label: string): string => {
  if (!isIdentifier(label)) throw new TypeError(`not a label: ${label}`);
  return `:\`${label}\``;
};

/** Makes the ends of relations that the graph lacks; their own changes complete them. */
export async function mergeEnds(
  query: RunQuery,
  env: string,
  relations: readonly { readonly source_id: string; readonly target_id: string }[],
): Promise<void> {
  const ids = new Set(relations.flatMap(({ source_id, target_id }) => [source_id, target_id]));
  if (ids.size === 0) return;
  await query('unwind $ids as id merge (n:Entity {env: $env, id: id})', {
    env,
    ids: [...ids].map(whole),
  });
}

/** Writes relationships of one type between nodes that exist. */
export const writeRelationships = relationshipWriter('merge');

/** Writes relationships of one type that do not exist; again, they would be there twice. */
export const createRelationships = relationshipWriter('create');

/**
 * The type is part of the statement (as a parameter it would be ten times slower): identifiers
 * only.
 */
function relationshipWriter(verb: 'merge' | 'create'): Write<GraphRelationship> {
  return async (query, relationships, bookkeeping) => {
    const type = relationships[0]?.type;
    if (type === undefined) return;
    if (!isIdentifier(type)) throw new TypeError(`not a relationship type: ${type}`);
    await query(
      `unwind $rows as row
       match (source:Entity {env: $env, id: row.source})
       match (target:Entity {env: $env, id: row.target})
       ${verb} (source)-[r:\`${type}\`]->(target)
       set r = row.properties`,
      {
        env: bookkeeping.env,
        rows: relationships.map(({ source, target, properties }) => ({
          source: whole(source),
          target: whole(target),
          properties: written(properties, bookkeeping),
        })),
      },
    );
  };
}

const written = (properties: GraphProperties, { gen, seq }: Bookkeeping) => ({
  ...toDriver(properties),
  gen,
  seq: whole(seq),
});

/** Whether the graph has no node of `env`. */
export async function isEmpty(query: RunQuery, env: string): Promise<boolean> {
  return (
    (
      await query('match (n:Entity {env: $env}) where n.id is not null return 1 as found limit 1', {
        env,
      })
    ).length === 0
  );
}

/**
 * Removes this environment's content of earlier generations; returns the number of nodes and
 * relationships.
 */
export async function removeStale(
  query: RunQuery,
  { env, gen }: Pick<Bookkeeping, 'env' | 'gen'>,
): Promise<number> {
  const parameters = { env, gen, size: whole(removalSize) };
  const relationships = await repeat(() =>
    query<{ removed: unknown }>(
      `match (n:Entity {env: $env})-[r]->() where n.id is not null and coalesce(r.gen, '') <> $gen
       with r limit $size delete r return count(*) as removed`,
      parameters,
    ),
  );
  const nodes = await repeat(() =>
    query<{ removed: unknown }>(
      `match (n:Entity {env: $env}) where n.id is not null and coalesce(n.gen, '') <> $gen
       with n limit $size detach delete n return count(*) as removed`,
      parameters,
    ),
  );
  return relationships + nodes;
}

/**
 * Keeps one relationship of each type between two nodes; returns the number of removed duplicates.
 */
export async function removeDoubles(query: RunQuery, env: string): Promise<number> {
  const [row] = await query<{ removed: unknown }>(
    `match (source:Entity {env: $env})-[r]->(target) where source.id is not null
     with source, target, type(r) as type, collect(r) as found where size(found) > 1
     unwind tail(found) as extra
     delete extra return count(*) as removed`,
    { env },
  );
  return Number(row?.removed ?? 0);
}

async function repeat(remove: () => Promise<{ removed: unknown }[]>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = Number((await remove())[0]?.removed ?? 0);
    total += removed;
    if (removed === 0) return total;
  }
}

const toDriver = (properties: GraphProperties) =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      typeof value === 'object' ? whole(value.whole) : value,
    ]),
  );

/** Properties as the driver returns them, in a form comparable with those of the database. */
export const fromDriver = (properties: Record<string, unknown>): GraphProperties =>
  Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, graphValue(value)]));

function graphValue(value: unknown): GraphValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // Types that we never write (floats, dates, lists) compare as different from all that we do.
  return neo4j.isInt(value) || typeof value === 'bigint'
    ? { whole: value.toString() }
    : `unexpected ${typeof value} ${JSON.stringify(value)}`;
}

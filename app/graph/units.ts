import type { ClientBase, Pool } from 'pg';
import { nodeDigest, relationshipDigest } from './digest.ts';
import { type RunQuery, whole } from './driver.ts';
import {
  type EntityRow,
  isIdentifier,
  nodeOf,
  type RelationRow,
  relationshipOf,
} from './projection.ts';
import { fromDriver } from './projector.ts';
import { entityColumns, relationColumns } from './snapshot.ts';

/** Part of a unit: a node or a relationship, in a form comparable between stores. */
export interface Part {
  /** `node tor`, `relationship feeds_into`. */
  readonly kind: string;
  /** The id of the entity or relation; empty for a relationship that another program made. */
  readonly id: string;
  readonly digest: string;
}

/** An entity with the relations that start from it. */
export interface DatabaseUnit {
  readonly parts: readonly Part[];
  readonly entity: EntityRow;
  readonly relations: readonly RelationRow[];
}

/** A node with the relationships that start from it; `key` names one in a transaction. */
export interface GraphUnit {
  readonly parts: readonly (Part & { readonly key?: string })[];
}

type Querying = Pick<ClientBase | Pool, 'query'>;

/** Entities after an id, at most `size`, by id. */
export async function databasePage(
  client: Querying,
  env: string,
  { after, size }: { readonly after: string; readonly size: number },
): Promise<ReadonlyMap<string, DatabaseUnit>> {
  const { rows } = await client.query<EntityRow>(
    `select ${entityColumns} from entities e
     where id > $1 and graph_projects(entity_type) order by id limit $2`,
    [after, size],
  );
  return unitsOf(client, env, rows);
}

/** Entities by their ids, without those that the graph does not show. */
export async function databaseUnits(
  client: Querying,
  env: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DatabaseUnit>> {
  const { rows } = await client.query<EntityRow>(
    `select ${entityColumns} from entities e where id = any($1::bigint[]) and graph_projects(entity_type)`,
    [ids],
  );
  return unitsOf(client, env, rows);
}

async function unitsOf(
  client: Querying,
  env: string,
  entities: readonly EntityRow[],
): Promise<ReadonlyMap<string, DatabaseUnit>> {
  const { rows } = await client.query<RelationRow>(
    `select ${relationColumns}, kind.name as type from relations r
     join entities kind on kind.id = r.relation_type_id
     join entities t on t.id = r.target_id and graph_projects(t.entity_type)
     where r.source_id = any($1::bigint[])`,
    [entities.map(({ id }) => id)],
  );
  const bySource = Map.groupBy(
    rows.filter(({ type }) => isIdentifier(type)),
    ({ source_id }) => source_id,
  );
  return new Map(
    entities.map((entity) => {
      const relations = bySource.get(entity.id) ?? [];
      const node = nodeOf(entity, env);
      const parts = [
        nodePart(node.labels, entity.id, nodeDigest(node)),
        ...relations.map((row) =>
          relationshipPart(row.type, row.id, relationshipDigest(relationshipOf(row, env))),
        ),
      ];
      return [entity.id, { parts, entity, relations }];
    }),
  );
}

const nodePart = (labels: readonly string[], id: string, digest: string): Part => ({
  ...{ kind: `node ${labels[0] ?? 'Entity'}`, id, digest },
});

const relationshipPart = (type: string, id: string, digest: string): Part => ({
  ...{ kind: `relationship ${type}`, id, digest },
});

interface StoredUnit {
  readonly id: unknown;
  readonly labels: string[];
  readonly properties: Record<string, unknown>;
  readonly outgoing: {
    key: string;
    type: string;
    target: unknown;
    properties: Record<string, unknown>;
  }[];
}

const returned = `return n.id as id, labels(n) as labels, properties(n) as properties,
  [(n)-[r]->(m) | {key: elementId(r), type: type(r), target: m.id, properties: properties(r)}] as outgoing`;

/** Nodes after an id and up to another, at most `size`, by id. */
export async function graphPage(
  query: RunQuery,
  env: string,
  { after, through, size }: { after: string; through: string; size: number },
): Promise<ReadonlyMap<string, GraphUnit>> {
  const rows = await query<StoredUnit>(
    `match (n:Entity {env: $env}) where n.id > $after and n.id <= $through
     with n order by n.id limit $size ${returned}`,
    { env, after: whole(after), through: whole(through), size: whole(size) },
  );
  return new Map(rows.map(storedUnit));
}

/** Nodes by their ids. */
export async function graphUnits(
  query: RunQuery,
  env: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, GraphUnit>> {
  const rows = await query<StoredUnit>(
    `unwind $ids as id match (n:Entity {env: $env, id: id}) ${returned}`,
    { env, ids: ids.map(whole) },
  );
  return new Map(rows.map(storedUnit));
}

function storedUnit({ id, labels, properties, outgoing }: StoredUnit): [string, GraphUnit] {
  const source = String(id);
  const types = labels.filter((label) => label !== 'Entity');
  const node = { labels: types, properties: fromDriver(properties) };
  return [
    source,
    {
      parts: [
        nodePart(types, source, nodeDigest(node)),
        ...outgoing.map(({ key, type, target, properties: own }) => ({
          ...relationshipPart(
            type,
            String(own['rel_id'] ?? ''),
            relationshipDigest({
              ...{ type, source, target: String(target), properties: fromDriver(own) },
            }),
          ),
          key,
        })),
      ],
    },
  ];
}

/** Whether two units are equal in all parts, in any order. */
export const isEqual = (wanted: DatabaseUnit | undefined, found: GraphUnit | undefined): boolean =>
  fingerprint(wanted) === fingerprint(found);

const fingerprint = (unit: { readonly parts: readonly Part[] } | undefined): string =>
  (unit?.parts ?? [])
    .map(({ digest }) => digest)
    .sort()
    .join();

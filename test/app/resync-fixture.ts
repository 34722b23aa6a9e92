import { randomUUID } from 'node:crypto';
import type { Driver } from 'neo4j-driver';
import pg from 'pg';
import { createGraphDriver, graphQueries, type RunQuery } from '#app/graph/driver.ts';
import { type ResyncOptions, type ResyncResult, resync } from '#app/graph/resync.ts';
import { neo4j } from '#test/support/neo4j.ts';
import { createDatabase } from '#test/support/postgres.ts';

/**
 * Starts the server and creates the largest template, which takes a minute on a busy machine; for
 * `beforeAll`.
 */
export async function prepareStores(): Promise<void> {
  await using _ = await createDatabase({ from: 'demo' });
  const driver = createGraphDriver(await neo4j());
  await graphQueries(driver, 60_000)('return 1 as ready');
  await driver.close();
}

/** A database and its own part of the shared graph. */
export interface Stores {
  readonly pool: pg.Pool;
  /** Of the database. */
  readonly url: string;
  readonly driver: Driver;
  /** The `env` of this test in the graph. */
  readonly env: string;
  readonly query: RunQuery;
  resync(overrides?: Partial<ResyncOptions>): Promise<ResyncResult>;
  /** Adds an entity with properties and returns its id. */
  add(type: string, name: string, properties?: Record<string, string>): Promise<string>;
  /** Adds a relation; creates its type if missing. */
  relate(
    type: string,
    source: string,
    target: string,
    properties?: Record<string, string>,
  ): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function stores(
  from: 'migrated' | 'base' | 'demo' = 'migrated',
  given?: { readonly driver: Driver; readonly database?: { readonly url: string } },
): Promise<Stores> {
  const stack = new AsyncDisposableStack();
  const database = given?.database ?? stack.use(await createDatabase({ from }));
  const pool = stack.adopt(new pg.Pool({ connectionString: database.url, max: 5 }), (open) =>
    open.end(),
  );
  // Dropping the database ends connections that are still closing.
  pool.on('error', () => undefined);
  const driver =
    given?.driver ?? stack.adopt(createGraphDriver(await neo4j()), (open) => open.close());
  const env = randomUUID();
  const query = graphQueries(driver, 30_000);
  if (!given)
    stack.defer(
      async () =>
        void (await query('match (n:Entity {env: $env}) where n.id is not null detach delete n', {
          env,
        })),
    );
  const one = async (sql: string, values: unknown[]) =>
    String((await pool.query<{ id: string }>(sql, values)).rows[0]?.id);
  const add = async (type: string, name: string, properties: Record<string, string> = {}) => {
    const id = await one(
      'insert into entities (entity_type, name, label) values ($1, $2, $3) returning id',
      [type, name, `Label of ${name}`],
    );
    for (const [key, value] of Object.entries(properties)) {
      await pool.query(
        'insert into entity_properties (entity_id, key, value) values ($1, $2, $3)',
        [id, key, value],
      );
    }
    return id;
  };
  const relate = async (
    type: string,
    source: string,
    target: string,
    properties: Record<string, string> = {},
  ) => {
    const known = await pool.query<{ id: string }>(
      `select id from entities where entity_type = 'relation_type' and name = $1`,
      [type],
    );
    const typeId = known.rows[0]?.id ?? (await add('relation_type', type));
    const id = await one(
      'insert into relations (relation_type_id, source_id, target_id) values ($1, $2, $3) returning id',
      [typeId, source, target],
    );
    for (const [key, value] of Object.entries(properties)) {
      await pool.query(
        'insert into relation_properties (relation_id, key, value) values ($1, $2, $3)',
        [id, key, value],
      );
    }
    return id;
  };
  return {
    ...{ pool, url: database.url, driver, env, query, add, relate },
    resync: (overrides) => resync({ pool, driver, env, ...overrides }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The node of an entity in the graph, numbers as text; `undefined` if there is none. */
export async function nodeOf({ query, env }: Pick<Stores, 'query' | 'env'>, name: string) {
  const rows = await query<{ labels: string[]; properties: Record<string, unknown> }>(
    'match (n:Entity {env: $env}) where n.id is not null and n.name = $name return labels(n) as labels, properties(n) as properties',
    { env, name },
  );
  const [row] = rows;
  return row && { labels: [...row.labels].sort(), properties: plain(row.properties) };
}

/** All relationships of the environment, as `source type target`, with their own properties. */
export async function relationshipsOf({ query, env }: Pick<Stores, 'query' | 'env'>) {
  const rows = await query<{ text: string; properties: Record<string, unknown> }>(
    `match (a:Entity {env: $env})-[r]->(b) where a.id is not null
     return a.name + ' ' + type(r) + ' ' + b.name as text, properties(r) as properties order by text`,
    { env },
  );
  return rows.map(({ text, properties }) => ({ text, properties: plain(properties) }));
}

/** Number of the environment's nodes in the graph. */
export async function nodeCount({ query, env }: Pick<Stores, 'query' | 'env'>): Promise<number> {
  const [row] = await query<{ count: unknown }>(
    'match (n:Entity {env: $env}) where n.id is not null return count(n) as count',
    { env },
  );
  return Number(row?.count);
}

const plain = (properties: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      typeof value === 'object' || typeof value === 'bigint' ? String(value) : value,
    ]),
  );

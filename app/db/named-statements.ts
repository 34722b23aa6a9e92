import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { isBrokenConnection } from './connection.ts';

/**
 * Maximum number of prepared statements per connection. The app has a few hundred; statements whose
 * text depends on their input would otherwise fill the server's memory.
 */
const limit = 1000;

/**
 * Marks a statement that PostgreSQL plans for its values on each execution. A generic plan is slow
 * if the values decide the amount of work: among 100,000 entities, finding the neighbors of one
 * took 15 s with a generic plan and 77 ms with a custom one. Planning takes 2 ms, so state the
 * measurement wherever you use the mark.
 */
export const plannedForItsValues = '/* planned for its values */';

/**
 * A pool that names its statements, so that each connection parses and plans a statement once and
 * later only receives its values: two and a half to four times as many statements per second
 * (docs/benchmarks.md). Statements without values are sent as they are: `begin`, `commit`,
 * `savepoint`. Statements must name their columns, because a prepared `select *` breaks when a
 * migration adds a column. Lists of values are passed as one array, so that their length does not
 * change the text.
 */
export function namedStatements(pool: Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= limit) return known;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
    names.set(text, name);
    return name;
  };
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      // A checked-out connection has no other error listener; if it breaks between two queries, the
      // error would end the process.
      if (!wrapped.has(client)) client.on('error', () => undefined);
      // Kysely stores its state of a connection by this object.
      const named = wrapped.get(client) ?? withNames(client, nameOf);
      wrapped.set(client, named);
      return named;
    },
    end: () => pool.end(),
    options: pool.options,
  } as PostgresPool;
}

function withNames(
  client: PoolClient,
  nameOf: (text: string) => string | undefined,
): PostgresPoolClient {
  // The driver knows that a connection has ended only some moments after the statement that PostgreSQL
  // answered with it; meanwhile the pool would give it to the next one.
  let isBroken = false;
  const noted = (error: unknown): never => {
    isBroken ||= isBrokenConnection(error);
    throw error;
  };
  const query = (
    text: string,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<never>> => {
    if (text.includes(plannedForItsValues)) return planned(client, { text, values: [...values] });
    const name = values.length === 0 ? undefined : nameOf(text);
    return client.query({
      text,
      values: [...values],
      ...(name !== undefined && { name }),
    }) as Promise<PostgresQueryResult<never>>;
  };
  return {
    query: (text: string, values?: readonly unknown[]) => query(text, values).catch(noted),
    release: (error?: boolean) => client.release(error || isBroken),
    processID: processIdOf(client),
  } as unknown as PostgresPoolClient;
}

/** The connection may use generic plans for all other statements (`plansOnce` of its pool). */
async function planned(
  client: PoolClient,
  statement: { readonly text: string; readonly values: unknown[] },
) {
  await client.query('set plan_cache_mode = force_custom_plan');
  try {
    return (await client.query(statement)) as PostgresQueryResult<never>;
  } finally {
    // Also fails in a transaction that the statement aborted, and is rolled back with it.
    await client.query('reset plan_cache_mode').catch(() => undefined);
  }
}

/** The driver sets it without declaring it; Kysely needs it to cancel a query. */
const processIdOf = (client: object): unknown =>
  'processID' in client ? client.processID : undefined;

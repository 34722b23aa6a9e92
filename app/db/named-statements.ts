import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/**
 * Most statements that one connection keeps prepared. The app's own are a few hundred; statements
 * that grow with their input would otherwise fill the server's memory.
 */
const limit = 1000;

/**
 * Marks a statement that PostgreSQL plans for its values each time. A plan for any values is slow
 * where the values decide how much there is to do: among 100,000 entities, the neighbours of one
 * took 15 s with a kept plan and 77 ms with a fresh one. Planning takes 2 ms, so state the
 * measurement wherever you use the mark.
 */
export const plannedForItsValues = '/* planned for its values */';

/**
 * A pool whose statements have names, so that each connection parses and plans a statement once and
 * from then on only gets its values: two and a half to four times as many statements a second
 * (docs/benchmarks.md). A statement without values is sent as it is: `begin`, `commit`,
 * `savepoint`. Statements must name their columns: a prepared `select *` breaks when a migration
 * adds a column. Lists of values are one array, so their length is not part of the text.
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
      // While it is out of the pool nobody else listens, and a connection that breaks between two
      // queries would end the process.
      if (!wrapped.has(client)) client.on('error', () => undefined);
      // Kysely remembers what it knows of a connection by this object.
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
    query,
    release: (error?: boolean) => client.release(error),
    processID: processIdOf(client),
  } as unknown as PostgresPoolClient;
}

/** The connection may plan everything else once (`plansOnce` of its pool). */
async function planned(
  client: PoolClient,
  statement: { readonly text: string; readonly values: unknown[] },
) {
  await client.query('set plan_cache_mode = force_custom_plan');
  try {
    return (await client.query(statement)) as PostgresQueryResult<never>;
  } finally {
    // In a transaction that the statement broke this fails as well, and is taken back with it.
    await client.query('reset plan_cache_mode').catch(() => undefined);
  }
}

/** The driver keeps it without declaring it; Kysely needs it to cancel a query. */
const processIdOf = (client: object): unknown =>
  'processID' in client ? client.processID : undefined;

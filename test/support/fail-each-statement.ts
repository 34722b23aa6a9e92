import type { KyselyPlugin, UnknownRow } from 'kysely';
import { sql } from 'kysely';
import type { Db } from '#app/db/database.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { Command, CommandServices } from '#app/ontology/command.ts';

/** The injected failure. */
class InjectedFailure extends Error {
  override name = 'InjectedFailure';
}

export interface Failures {
  /** Number of the command's statements, each of which failed once. */
  readonly statements: number;
  /** Differences after each attempt: empty if nothing was visible. */
  readonly traces: readonly { readonly statement: number; readonly tables: readonly string[] }[];
}

/**
 * Runs a command once for each of its statements and makes that one fail, after PostgreSQL has
 * executed it, so that its effect must be rolled back. Finally it runs undisturbed and must change
 * something. The caller then expects `traces` to be empty.
 */
export async function failEachStatement<Input, Saved>(
  command: Command<Input, Saved>,
  {
    services,
    actor,
    input,
  }: { readonly services: CommandServices; readonly actor: Actor; readonly input: Input },
): Promise<Failures> {
  const traces: { statement: number; tables: readonly string[] }[] = [];
  const before = await databaseDigest(services.db);
  for (let statement = 1; ; statement += 1) {
    const fault = failAt(statement);
    try {
      const outcome = await command(
        { ...services, db: services.db.withPlugin(fault) },
        actor,
        input,
      );
      if (!outcome.ok)
        throw new Error(`${command.action} ended with ${outcome.kind}: ${JSON.stringify(outcome)}`);
    } catch (error) {
      if (!(error instanceof InjectedFailure)) throw error;
      const tables = differences(before, await databaseDigest(services.db));
      if (tables.length > 0) traces.push({ statement, tables });
      continue;
    }
    if (differences(before, await databaseDigest(services.db)).length === 0)
      throw new Error(`${command.action} changed nothing`);
    return { statements: statement - 1, traces };
  }
}

function failAt(statement: number): KyselyPlugin {
  let count = 0;
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      count += 1;
      if (count === statement) throw new InjectedFailure(`statement ${statement} fails`);
      return result as typeof result & { rows: UnknownRow[] };
    },
  };
}

/**
 * The visible state of all tables by name: how many rows, and the newest transaction that wrote one
 * of them. Whatever is committed leaves a row of its transaction or a row less.
 */
export async function databaseDigest(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'ledger') order by 1`.execute(
    db,
  );
  const states = tables.map(
    ({ name }) =>
      sql`select ${sql.lit(name)} as name, concat_ws(' ', count(*), max(xmin::text::bigint)) as state from ${sql.raw(name)}`,
  );
  const { rows } = await sql<{
    name: string;
    state: string;
  }>`${sql.join(states, sql` union all `)}`.execute(db);
  return new Map(rows.map(({ name, state }) => [name, state]));
}

/** Names of the tables whose content differs. */
export const differences = (
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] => [...one.keys()].filter((name) => one.get(name) !== other.get(name));

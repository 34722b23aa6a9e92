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

/** Digests of all tables by name: the whole content of the database, independent of row order. */
export async function databaseDigest(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'ledger') order by 1`.execute(
    db,
  );
  const digests = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql<{ digest: string }>`
        select md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as digest from ${sql.raw(name)} t`.execute(
        db,
      );
      return [name, rows[0]?.digest ?? ''] as const;
    }),
  );
  return new Map(digests);
}

/** Names of the tables whose content differs. */
export const differences = (
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] => [...one.keys()].filter((name) => one.get(name) !== other.get(name));

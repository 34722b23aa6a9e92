import { readFileSync } from 'node:fs';
import { DatabaseTaken, provideDatabase } from '../clients/postgres.ts';
import { connectionProblem } from '../clients/postgres-connection.ts';
import { parseRequest } from './request.ts';

/**
 * `node operator.js provide-database`: the step Database for one database, without a cluster.
 * Idempotent. Returns the exit code: 0 done, 1 refused, 2 invalid configuration, 3 the server does
 * not respond yet.
 */
export async function provideDatabaseCommand(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const parsed = parseRequest(environment, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) {
    process.stderr.write(parsed.problems.map((problem) => `config: ${problem}\n`).join(''));
    return 2;
  }
  const { adminUrl, database } = parsed.request;
  try {
    await provideDatabase(adminUrl, database);
    process.stdout.write(
      ` ✓ database ${database.name} with the roles ${database.name} and ${database.name}_app\n`,
    );
    return 0;
  } catch (error) {
    if (error instanceof DatabaseTaken) return failed(database.name, error.message, 1);
    const { reason, message } = connectionProblem(error);
    return failed(database.name, message, reason === 'Unreachable' ? 3 : 1);
  }
}

function failed(database: string, message: string, code: number): number {
  process.stderr.write(`${database}: ${message}\n`);
  return code;
}

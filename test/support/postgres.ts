import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { type Template, templateDatabase } from './postgres-templates.ts';

export { type PostgresServer, startPostgres } from './postgres-server.ts';

/** A database of one test file; gone when disposed. */
export interface TestDatabase {
  readonly name: string;
  /** Connection string of its owner, the run's superuser. */
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Connection string of the run's PostgreSQL as superuser, to its maintenance database. */
export function adminUrl(): string {
  return inject('services').postgres.url;
}

/** Host, port, user and password of the run's PostgreSQL, for an admin Secret. */
export function adminCredential(): { host: string; port: number; user: string; password: string } {
  const { host, port, user, password } = inject('services').postgres;
  return { host, port, user, password };
}

/**
 * A database of one's own in the run's PostgreSQL, in about 30 ms once its template exists.
 * @param options.from `empty`; `migrated` by this source's migrations; `base` or `demo`: migrated
 * and seeded with that profile.
 */
export async function createDatabase({
  from,
}: {
  from: 'empty' | Template;
}): Promise<TestDatabase> {
  const admin = adminUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = from === 'empty' ? 'template0' : await templateDatabase(admin, from);
  await administer(
    admin,
    `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)} strategy file_copy`,
  );
  return {
    name,
    url: withDatabase(admin, name),
    [Symbol.asyncDispose]: () =>
      administer(admin, `drop database if exists ${escapeIdentifier(name)} with (force)`),
  };
}

/** The same server and user, another database. */
function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { migrate } from '#app/db/migrate.ts';
import { nodeOptions } from '#cdk8s/constructs/quantity.ts';
import type { PostgresServer } from '#test/support/postgres-server.ts';

/** Options of Node in a pod with the default memory limit. */
export const asInPod = nodeOptions('256Mi');

/** One transfer, from start to end. */
export interface TransferFigure {
  readonly what: string;
  readonly entities: number;
  readonly ms: number;
  /** Processor time of PostgreSQL, which depends less on the machine's load than elapsed time. */
  readonly databaseMs: number;
  /** … and of the app's process. */
  readonly appMs: number;
  /** Peak memory of the app's process, in MiB. */
  readonly peakMb: number;
}

/** The bundled app in a folder, and a database server. */
export interface Bench {
  readonly server: PostgresServer;
  readonly folder: string;
  /** Process of the database server. */
  readonly postgres: number;
}

/** An empty database with the current schema. */
export async function databaseFor(server: PostgresServer, name: string): Promise<string> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  await migrate(server.urlOf(name));
  return server.urlOf(name);
}

/** The parent of all backends, to which their processor time is added when they end. */
export async function postmasterOf(server: PostgresServer): Promise<number> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const status = await readFile(`/proc/${rows[0]?.pid}/status`, 'utf8').catch(() => '');
  await client.end();
  return Number(/PPid:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

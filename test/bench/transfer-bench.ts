import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { migrate } from '#app/db/migrate.ts';
import { nodeOptions } from '#cdk8s/constructs/quantity.ts';
import type { PostgresServer } from '#test/support/postgres-server.ts';

/** Options of Node in a pod with the default memory limit. */
export const asInPod = nodeOptions('256Mi');

/** One transfer, from its start to its end. */
export interface TransferFigure {
  readonly what: string;
  readonly entities: number;
  readonly ms: number;
  /**
   * Processor time that PostgreSQL took for it; what else the machine does changes the time, but
   * hardly this.
   */
  readonly databaseMs: number;
  /** … and the app's process. */
  readonly appMs: number;
  /** Most memory that the app's process had at any moment, in MiB. */
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

/**
 * The process from which all backends come, and in which their processor time is added up when they
 * end.
 */
export async function postmasterOf(server: PostgresServer): Promise<number> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const status = await readFile(`/proc/${rows[0]?.pid}/status`, 'utf8').catch(() => '');
  await client.end();
  return Number(/PPid:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

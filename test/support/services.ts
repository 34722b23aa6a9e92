import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { createRunFolder } from './run-folder.ts';

/** What the run tells every test file; `inject('services')` reads it. */
export interface Services {
  readonly postgres: Pick<PostgresServer, 'host' | 'port' | 'user' | 'password' | 'url'>;
}

declare module 'vitest' {
  interface ProvidedContext {
    services: Services;
  }
}

/** vitest's global set-up of the project `parts`: starts what every file needs; returns how it is stopped. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = createRunFolder();
  const home = join(folder, 'postgres');
  await mkdir(home);
  const postgres = await startPostgres(home);
  const { host, port, user, password, url } = postgres;
  project.provide('services', { postgres: { host, port, user, password, url } });
  return async () => {
    await postgres[Symbol.asyncDispose]();
  };
}

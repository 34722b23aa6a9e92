import { afterAll, onTestFinished } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { type AppServer, type AppServerOptions, startAppServer } from '#test/support/app-server.ts';

/** The app on its own database, disposed of after the test. */
export async function app(options: AppServerOptions = {}): Promise<AppServer> {
  const server = await startAppServer(options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** The app and an administrator's browser, for the tests of one file: `await administered()`. */
export async function administered(
  options: AppServerOptions = {},
): Promise<{ readonly server: AppServer; readonly admin: AppClient }> {
  const server = await startAppServer(options);
  afterAll(() => server[Symbol.asyncDispose]());
  return { server, admin: await server.signIn('admin') };
}

export interface AuditRow {
  readonly action: string;
  readonly outcome: string;
  readonly actor_name: string;
  readonly target_label: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly session_hash: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly details: Record<string, unknown> | null;
}

/** The audit log of a server, oldest row first, filtered by action. */
export async function auditRows(
  { services }: AppServer,
  ...actions: string[]
): Promise<AuditRow[]> {
  const { rows } = await services.pool.query<AuditRow>(
    'select * from audit_log where $1::text[] = $2 or action = any($1) order by seq',
    [actions, '{}'],
  );
  return rows;
}

export const minutes = (count: number): number => count * 60_000;

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bundle } from '../../scripts/bundle.ts';
import { startPostgres } from '../support/postgres-server.ts';

export interface MigrateFigures {
  /** From the first start to the last exit. */
  readonly elapsedMs: number;
  readonly starters: number;
  /** Processes that ended with exit code 0. */
  readonly succeeded: number;
  /** Processes that applied at least one migration; the others waited and found none pending. */
  readonly migrated: number;
  readonly ledgerRows: number;
}

/** `starters` processes of the bundled app migrate the same empty database concurrently. */
export async function benchMigrate(starters: number): Promise<MigrateFigures> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  const outdir = stack.adopt(await mkdtemp(join(tmpdir(), 'ahlt-bench-')), (folder) =>
    rm(folder, { recursive: true }),
  );
  await bundle({ outdir, version: 'bench', entries: ['app'] });
  const started = performance.now();
  const outcomes = await Promise.all(
    Array.from({ length: starters }, () => runMigrate(outdir, url)),
  );
  const elapsedMs = Math.round(performance.now() - started);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  stack.defer(() => client.end());
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from ledger.migrations',
  );
  return {
    elapsedMs,
    starters,
    succeeded: outcomes.filter(({ code }) => code === 0).length,
    migrated: outcomes.filter(({ applied }) => applied > 0).length,
    ledgerRows: rows[0]?.count ?? 0,
  };
}

async function runMigrate(folder: string, url: string): Promise<{ code: number; applied: number }> {
  const child = spawn(process.execPath, ['app.js', 'migrate', '--json'], {
    cwd: folder,
    env: { DATABASE_URL: url, APP_ENV: 'dev' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number>((resolve) =>
    child.on('close', (exit) => resolve(exit ?? 1)),
  );
  return {
    code,
    applied: code === 0 ? (JSON.parse(output) as { applied: unknown[] }).applied.length : 0,
  };
}

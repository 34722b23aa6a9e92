import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The bundled app as a separate process, as in a container. */
export interface ServedApp extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Log lines so far. */
  readonly log: readonly Record<string, unknown>[];
  /** When the process has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Ends it without warning. */
  readonly kill: () => void;
}

/**
 * Starts `app.js serve` from a folder on a free port. Sessions are in the database, so a session
 * from another process is valid here.
 * @param url connection string of a migrated database
 * @param environment variables in addition to the required ones
 */
export async function serveBundled(
  folder: string,
  url: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServedApp> {
  const env = {
    DATABASE_URL: url,
    APP_ENV: 'test',
    SESSION_KEY: 'k'.repeat(64),
    PORT: '0',
    METRICS_PORT: '0',
    ...environment,
  };
  const child = spawn(process.execPath, ['app.js', 'serve'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const log: Record<string, unknown>[] = [];
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      if (entry['msg'] === 'listening') resolve(entry['port']);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    ...{ log, ended },
    kill: () => child.kill('SIGKILL'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

import { Client, type ClientConfig } from 'pg';
import { AppError } from '../errors.ts';

/**
 * TLS to PostgreSQL as `DATABASE_SSL` says: `require` encrypts, `verify-full` also checks who
 * answers; with `ca` against that authority.
 */
export type SslMode = 'disable' | 'require' | 'verify-full' | { readonly ca: string };

export interface ConnectionOptions {
  /** Connection URL with user, password, host and database. */
  readonly url: string;
  /** @default 'disable' */
  readonly ssl?: SslMode;
  /** What `pg_stat_activity` shows: the command that is connected. */
  readonly applicationName: string;
}

/** Settings that a pool and a single connection share. */
export function clientConfig({
  url,
  ssl = 'disable',
  applicationName,
}: ConnectionOptions): ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(ssl === 'disable'
      ? {}
      : {
          ssl:
            typeof ssl === 'object'
              ? { ca: ssl.ca }
              : { rejectUnauthorized: ssl === 'verify-full' },
        }),
  };
}

/**
 * Opens one connection that `await using` closes. Throws `database_unreachable` (try again) or
 * `database_refused` (a wrong URL).
 */
export async function connect(options: ConnectionOptions): Promise<Client & AsyncDisposable> {
  const client = new Client(clientConfig(options));
  // A connection that is lost between two queries reports it here; the next query fails, which is
  // where it is handled.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw connectionError(cause, options.url);
  }
  return Object.assign(client, {
    [Symbol.asyncDispose]: () => client.end().catch(() => undefined),
  });
}

/**
 * SQLSTATEs with which a server says no for good: wrong password, no such role or database, no
 * right to connect.
 */
const refusals = new Set(['28P01', '28000', '3D000']);

/**
 * Turns what the driver throws while connecting into the error that people and the operator read;
 * the password never shows.
 */
function connectionError(cause: unknown, url: string): AppError {
  const { code, message } = describe(cause);
  const where = withoutPassword(url);
  if (refusals.has(code)) {
    return new AppError('database_refused', {
      message: `${where} refused the connection: ${message}. Check user, password and database in DATABASE_URL.`,
      details: { sqlstate: code },
      cause,
    });
  }
  return new AppError('database_unreachable', {
    message: isLostMidway(code, message)
      ? `The connection to ${where} was lost: ${message}. Run the command again when PostgreSQL answers there.`
      : `Can't reach ${where}: ${message}. Check that PostgreSQL runs there and that DATABASE_URL is right.`,
    status: 503,
    details: code === '' ? {} : { reason: code },
    cause,
  });
}

/** Whether an error means that the connection is gone, so that a later attempt may succeed. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = describe(error);
  return (
    /^(08|57P0)/.test(code) ||
    code === '53300' ||
    /^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/.test(code) ||
    /timeout expired|^timeout exceeded/.test(message) ||
    isLostMidway(code, message)
  );
}

/**
 * A connection that was there; one that broke between two queries only says so at the next one, in
 * the words of the driver.
 */
const isLostMidway = (code: string, message: string): boolean =>
  /^57P0[12]$/.test(code) || /^Connection terminated|is not queryable$/.test(message);

/**
 * For `.catch()`: a lost or refused connection becomes the error that people read, anything else
 * stays as it is.
 */
export const explainConnectionLoss =
  (url: string) =>
  (error: unknown): never => {
    throw !(error instanceof AppError) &&
      (isConnectionLoss(error) || refusals.has(describe(error).code))
      ? connectionError(error, url)
      : error;
  };

/** Host, port and database of a URL; what may be shown. */
function withoutPassword(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${decodeURIComponent(pathname)}`;
  } catch {
    return 'the database';
  }
}

function describe(error: unknown): { code: string; message: string } {
  // A name with several addresses fails as one error that holds one for each.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (!(first instanceof Error)) return { code: '', message: String(first) };
  return { code: 'code' in first ? String(first.code) : '', message: first.message };
}

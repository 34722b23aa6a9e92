import { Client, type ClientConfig } from 'pg';
import { AppError } from '../errors.ts';

/**
 * TLS to PostgreSQL, as set by `DATABASE_SSL`: `require` encrypts, `verify-full` also verifies the
 * server, with `ca` against that authority.
 */
export type SslMode = 'disable' | 'require' | 'verify-full' | { readonly ca: string };

export interface ConnectionOptions {
  /** Connection URL with user, password, host and database. */
  readonly url: string;
  /** @default 'disable' */
  readonly ssl?: SslMode;
  /** Name of the command, shown in `pg_stat_activity`. */
  readonly applicationName: string;
}

/** Settings shared by a pool and a single connection. */
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
 * Opens one connection, closed by `await using`. Throws `database_unreachable` (retryable) or
 * `database_refused` (wrong URL or credentials).
 */
export async function connect(options: ConnectionOptions): Promise<Client & AsyncDisposable> {
  const client = new Client(clientConfig(options));
  // A connection lost between two queries is reported here; the next query fails and handles it.
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
 * SQLSTATEs of permanent refusals: wrong password, unknown role or database, no permission to
 * connect.
 */
const refusals = new Set(['28P01', '28000', '3D000']);

/**
 * Converts the driver's connection error into the error shown to users and the operator, without
 * the password.
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

/** Whether an error means that the connection is lost, so that a retry may succeed. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = describe(error);
  return (
    /^(08|57P0)/.test(code) ||
    code === '53300' ||
    /^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/.test(code) ||
    /timeout expired|^timeout exceeded|connection timeout$/.test(message) ||
    isLostMidway(code, message)
  );
}

/**
 * Whether an established connection broke, such as one that waited in the pool while PostgreSQL
 * restarted: another connection may work at once.
 */
export function isBrokenConnection(error: unknown): boolean {
  const { code, message } = describe(error);
  return /^(ECONNRESET|EPIPE)$/.test(code) || isLostMidway(code, message);
}

/** Connections in a row that may be broken: all of a pool, after which each is a new one. */
const mostBroken = 10;

/**
 * Does `work` again, on another connection, if a pooled one turned out to be broken. Throws the
 * error of the last one.
 * @param mayRepeat whether nothing was done yet. Default: `work` changes nothing
 */
export async function unlessBroken<T>(
  work: () => Promise<T>,
  mayRepeat: () => boolean = () => true,
): Promise<T> {
  for (let broken = 0; ; broken += 1)
    try {
      return await work();
    } catch (error) {
      if (broken === mostBroken || !isBrokenConnection(error) || !mayRepeat()) throw error;
    }
}

/**
 * An established connection that broke between two queries. The driver reports it only at the next
 * query, in its own words.
 */
const isLostMidway = (code: string, message: string): boolean =>
  /^57P0[12]$/.test(code) ||
  /^Connection terminated( unexpectedly)?$|is not queryable$/.test(message);

/**
 * For `.catch()`: converts a lost or refused connection into a readable error and leaves other
 * errors unchanged.
 */
export const explainConnectionLoss =
  (url: string) =>
  (error: unknown): never => {
    throw !(error instanceof AppError) &&
      (isConnectionLoss(error) || refusals.has(describe(error).code))
      ? connectionError(error, url)
      : error;
  };

/** Host, port and database of a URL; safe to show. */
function withoutPassword(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${decodeURIComponent(pathname)}`;
  } catch {
    return 'the database';
  }
}

function describe(error: unknown): { code: string; message: string } {
  // For a name with several addresses, the driver throws an aggregate of one error per address.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (!(first instanceof Error)) return { code: '', message: String(first) };
  return { code: 'code' in first ? String(first.code) : '', message: first.message };
}

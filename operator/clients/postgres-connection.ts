import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';

/** TLS to a server; a custom authority (PEM) means `verify-full` against it. */
export type SslMode = 'disable' | 'require' | 'verify-full' | { readonly ca: string };

/** A connection failure, in the terms of a condition. */
export type ConnectionProblem =
  | 'Unreachable'
  | 'InsecureAuthentication'
  | 'WrongPassword'
  | 'AccessDenied'
  | 'DatabaseMissing'
  | 'DatabaseFailed';

/**
 * The server requested the password in a form that it could use to sign in elsewhere. Nothing was
 * sent.
 */
class InsecureAuthentication extends Error {
  override name = 'InsecureAuthentication';
}

/** Timeout of a connection; a server that hangs must not hold a worker of the operator. */
const connectMillis = 3_000;
const statementMillis = 5_000;
const conversationMillis = 20_000;
const farewellMillis = 1_000;

/** SQLSTATEs (PostgreSQL, appendix A) with a specific meaning here. */
const sqlstate: Record<string, ConnectionProblem> = {
  '28P01': 'WrongPassword',
  '28000': 'WrongPassword',
  '42501': 'AccessDenied',
  '3D000': 'DatabaseMissing',
  '57P03': 'Unreachable',
  '53300': 'Unreachable',
};

/**
 * Runs `work` on one connection and closes it. `sslmode` in the URL applies if `ssl` is not given.
 * Passwords are proven only by SCRAM: PostgreSQL's protocol lets the server choose, and one that
 * asks for cleartext, or for MD5 with a salt of its choice, could sign in elsewhere with the
 * response.
 * @throws InsecureAuthentication if the server asks for cleartext or MD5; otherwise errors of the
 * driver
 */
export async function withConnection<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  ssl?: SslMode,
): Promise<T> {
  const client = new pg.Client({
    ...target(url, ssl),
    application_name: 'ahlt-operator',
    connectionTimeoutMillis: connectMillis,
    statement_timeout: statementMillis,
    query_timeout: statementMillis + 1_000,
    keepAlive: false,
  });
  // Without a listener, a connection lost between two queries would end the process.
  client.on('error', () => {});
  refuseOtherPasswordForms(client);
  const late = setTimeout(() => cut(client), conversationMillis);
  try {
    await client.connect();
    return await work(client);
  } finally {
    clearTimeout(late);
    await takeLeave(client);
  }
}

/**
 * The driver accepts any method the server asks for; libpq calls this restriction
 * `require_auth=none,scram-sha-256`.
 */
function refuseOtherPasswordForms(client: pg.Client): void {
  const { connection } = client as unknown as { connection: EventEmitter & { stream: Duplex } };
  const forms = {
    authenticationCleartextPassword: 'in cleartext',
    authenticationMD5Password: 'as MD5',
  };
  for (const [event, form] of Object.entries(forms)) {
    connection.removeAllListeners(event);
    connection.on(event, () => {
      const message = `the server requests the password ${form}, which would expose it; SCRAM-SHA-256 is required`;
      connection.stream.destroy(new InsecureAuthentication(message));
    });
  }
}

/** The driver waits for the server to close the connection, which a frozen one never does. */
async function takeLeave(client: pg.Client): Promise<void> {
  const late = setTimeout(() => cut(client), farewellMillis);
  await client.end().catch(() => {});
  clearTimeout(late);
}

/** Ends a connection without the server; pending queries fail. */
const cut = (client: pg.Client) =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();

/**
 * Classifies a failed connection. An error without an SQLSTATE means that the server was not
 * reached.
 */
export function connectionProblem(error: unknown): { reason: ConnectionProblem; message: string } {
  const { code, message } = error as { code?: string; message?: string };
  const text =
    message ||
    (error instanceof AggregateError
      ? error.errors.map((one) => String(one.message)).join(', ')
      : String(error));
  if (error instanceof InsecureAuthentication)
    return { reason: 'InsecureAuthentication', message: text };
  if (code !== undefined && sqlstate[code]) return { reason: sqlstate[code], message: text };
  return { reason: isSqlstate(code) ? 'DatabaseFailed' : 'Unreachable', message: text };
}

const isSqlstate = (code: string | undefined) => code !== undefined && /^[0-9A-Z]{5}$/.test(code);

/** libpq's meaning of `sslmode`, which the driver does not implement. */
function target(url: string, ssl: SslMode | undefined): pg.ClientConfig {
  const parsed = new URL(url);
  const mode = ssl ?? parsed.searchParams.get('sslmode') ?? 'disable';
  parsed.searchParams.delete('sslmode');
  if (typeof mode === 'object') return { connectionString: parsed.href, ssl: { ca: mode.ca } };
  const secure: Record<string, pg.ClientConfig['ssl']> = {
    disable: false,
    require: { rejectUnauthorized: false },
    'verify-full': true,
  };
  return { connectionString: parsed.href, ssl: secure[mode] ?? mode !== 'prefer' };
}

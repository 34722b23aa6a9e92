import neo4j, {
  type Driver,
  type Record as GraphRecord,
  type Integer,
  Neo4jError,
  type RecordShape,
} from 'neo4j-driver';
import { AppError } from '../errors.ts';
import { within } from './deadline.ts';

export interface GraphAccess {
  /** `bolt://host:port` or `neo4j://…`. */
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/**
 * A driver with timeouts of seconds: the default retries for a minute and waits forever for a
 * server that hangs. It connects on first use and reconnects after a restart.
 */
export function createGraphDriver({ uri, user, password }: GraphAccess): Driver {
  return neo4j.driver(uri, neo4j.auth.basic(user, password), {
    connectionTimeout: 5_000,
    connectionAcquisitionTimeout: 5_000,
    maxTransactionRetryTime: 3_000,
    userAgent: 'ahlt',
  });
}

/** Runs one statement in a transaction of its own. */
export type RunQuery = <Row extends RecordShape = RecordShape>(
  cypher: string,
  parameters?: Record<string, unknown>,
) => Promise<Row[]>;

/**
 * Runs statements with `driver`, each limited to `deadlineMs`. Throws `graph_unreachable`
 * (retryable) or `graph_refused` (wrong user or password).
 */
export function graphQueries(driver: Driver, deadlineMs: number): RunQuery {
  return async <Row extends RecordShape = RecordShape>(
    cypher: string,
    parameters: Record<string, unknown> = {},
  ): Promise<Row[]> => {
    const answer = driver.executeQuery<Row>(cypher, parameters, {
      transactionConfig: { timeout: deadlineMs },
    });
    const { records } = await explained(answer, deadlineMs);
    return records.map((record: GraphRecord<Row>) => record.toObject());
  };
}

/**
 * Runs `work` in one transaction of at most `deadlineMs`; it may run again after a deadlock. Errors
 * as for `graphQueries`.
 */
export async function graphTransaction<T>(
  driver: Driver,
  deadlineMs: number,
  work: (query: RunQuery) => Promise<T>,
): Promise<T> {
  const session = driver.session();
  try {
    const done = session.executeWrite(
      (transaction) =>
        work(async <Row extends RecordShape>(cypher: string, parameters = {}) => {
          const { records } = await transaction.run<Row>(cypher, parameters);
          return records.map((record) => record.toObject());
        }),
      { timeout: deadlineMs },
    );
    return await explained(done, deadlineMs);
  } finally {
    session.close().catch(() => undefined);
  }
}

async function explained<T>(answer: Promise<T>, deadlineMs: number): Promise<T> {
  try {
    // The server enforces its own timeout; this one covers a server that does not respond at all.
    return await within(answer, deadlineMs, () => notReached(deadlineMs));
  } catch (error) {
    throw explain(error);
  }
}

const notReached = (deadlineMs: number) =>
  new AppError('graph_unreachable', {
    message: `Neo4j did not respond within ${Math.round(deadlineMs / 1000)} s. Check that it is running and not overloaded, then retry.`,
    status: 503,
    details: { deadlineMs },
  });

function explain(error: unknown): unknown {
  if (!(error instanceof Neo4jError)) return error;
  const { code, message } = error;
  if (code.startsWith('Neo.ClientError.Security.')) {
    const wait = code.endsWith('AuthenticationRateLimit')
      ? ' After three wrong passwords, it refuses sign-in for some seconds.'
      : '';
    return new AppError('graph_refused', {
      message: `Neo4j refused the sign-in. Check NEO4J_USER and NEO4J_PASSWORD.${wait}`,
      details: { code },
      cause: error,
    });
  }
  // The driver has no code for a server that accepts connections but does not respond.
  const timedOut = message.startsWith('Connection acquisition timed out');
  if (error.retriable || timedOut || code === 'ServiceUnavailable' || code === 'SessionExpired') {
    return new AppError('graph_unreachable', {
      message: `Can't reach Neo4j: ${firstSentence(message)} Check that it is running and that NEO4J_URI is correct.`,
      status: 503,
      details: { code },
      cause: error,
    });
  }
  return new AppError('graph_failed', {
    message: `Neo4j failed: ${message}`,
    details: { code },
    cause: error,
  });
}

const firstSentence = (message: string) =>
  `${(message.split(/\.\s/)[0] ?? message).replace(/\.$/, '')}.`;

/** An integer for the driver; a plain number would be stored as a float. */
export const whole = (value: string | number | bigint): Integer => neo4j.int(String(value));

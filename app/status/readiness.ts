import { setTimeout as after } from 'node:timers/promises';
import { isInside, schemaRange } from '../db/schema-range.ts';
import type { Services } from '../services.ts';
import { readLedgerState } from './queries.ts';
import type { LedgerState } from './state.ts';

export interface Check {
  readonly name: 'database' | 'schema' | 'process';
  readonly ok: boolean;
  /** Why not; only when `ok` is false. */
  readonly reason?: string;
}

/** Whether this process may get requests. Not about the graph: PostgreSQL answers in its place. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly Check[];
}

/** A probe that waits longer is given up on by who sent it. */
const limitMs = 2_000;

/** Asks the database, and compares its schema with what this version can serve. Never throws. */
export async function checkReadiness(
  { pool, config, log }: Pick<Services, 'pool' | 'config' | 'log'>,
  draining: boolean,
): Promise<Readiness> {
  const process: Check = draining
    ? { name: 'process', ok: false, reason: 'shutting down' }
    : { name: 'process', ok: true };
  const { ledger, check } = await askDatabase(pool, config.graphEnv, log);
  const checks = [process, check, ...(ledger === undefined ? [] : [schemaCheck(ledger)])];
  return { ready: checks.every(({ ok }) => ok), checks };
}

/**
 * The ledger, or nothing when the database doesn't answer in time. Never throws; the reason goes to
 * the log.
 */
export async function askDatabase(
  pool: Services['pool'],
  graphEnv: string,
  log: Services['log'],
): Promise<{ ledger: LedgerState | undefined; check: Check }> {
  const timer = new AbortController();
  const late = after(limitMs, undefined, { signal: timer.signal }).then(() =>
    Promise.reject(new Error(`no response within ${limitMs / 1000} s`)),
  );
  // Both may fail after the race is decided; who lost is nobody's business any more.
  late.catch(() => undefined);
  const answer = readLedgerState(pool, graphEnv);
  answer.catch(() => undefined);
  try {
    return { ledger: await Promise.race([answer, late]), check: { name: 'database', ok: true } };
  } catch (error) {
    log.warn({ err: error }, 'the database does not respond');
    return { ledger: undefined, check: { name: 'database', ok: false, reason: reasonOf(error) } };
  } finally {
    timer.abort();
  }
}

function schemaCheck({ schema }: LedgerState): Check {
  const range = schemaRange();
  if (isInside(schema, range)) return { name: 'schema', ok: true };
  return {
    name: 'schema',
    ok: false,
    reason: `the database is at ${schema ?? 'no schema'}, this version serves ${range.min} to ${range.max}`,
  };
}

/** A code rather than a message: messages of the driver name hosts and users. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error && error.message.startsWith('no answer')
    ? error.message
    : 'unreachable';
}

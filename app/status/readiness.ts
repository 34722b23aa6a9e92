import { setTimeout as after } from 'node:timers/promises';
import { isInside, schemaRange } from '../db/schema-range.ts';
import type { Services } from '../services.ts';
import { readLedgerState } from './queries.ts';
import type { LedgerState } from './state.ts';

export interface Check {
  readonly name: 'database' | 'schema' | 'process';
  readonly ok: boolean;
  /** Reason; set only if `ok` is false. */
  readonly reason?: string;
}

/**
 * Whether this process can serve requests. The graph does not count: PostgreSQL answers in its
 * place.
 */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly Check[];
}

/** The sender of a probe gives up after this time. */
const limitMs = 2_000;

/**
 * Queries the database, and compares its schema with the range this version can serve. Never
 * throws.
 */
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
 * The ledger; `undefined` if the database does not respond in time. Never throws; logs the reason.
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
  // Both may fail after the race is decided; the loser is ignored.
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

/** A code instead of a message: the driver's messages contain hosts and users. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error && error.message.startsWith('no response')
    ? error.message
    : 'unreachable';
}

import { Counter, Gauge, type Registry } from 'prom-client';
import type { Db } from '../db/database.ts';
import { isDeadlock } from '../ontology/sqlstate.ts';
import type { Position } from './chain.ts';
import { type AuditVolume, auditBytes, levelOf } from './volume.ts';
import { readTestimony, witnessFault } from './witness.ts';

/** Events of this process that could not be recorded; their changes were rolled back. */
export interface AuditFailures {
  readonly count: number;
  readonly last: Date | undefined;
}

/** Monitors the audit log, for users and alerts (spec audit-log#same-transaction). */
export interface AuditWatch {
  /** An event could not be recorded. */
  readonly failed: (error: unknown) => void;
  readonly failures: () => AuditFailures;
  readonly volume: () => Promise<AuditVolume>;
  /**
   * Reports once when the log reaches the alert share of its limit, and again only after it has
   * shrunk.
   */
  readonly checkVolume: () => Promise<void>;
  /** Compares the log with its end when this process last saw it, and reports a rewrite. */
  readonly checkWitness: () => Promise<void>;
  /** The detected rewrite; `undefined` if there was none. */
  readonly rewritten: () => string | undefined;
}

export interface WatchOptions {
  readonly db: Db;
  readonly log: { fatal(facts: object, message: string): void };
  readonly registry: Registry;
  /** Bytes; 0 for no limit. */
  readonly limit: number;
  readonly now: () => Date;
}

/**
 * Alerts are based on log lines of level `fatal` with `alert: "critical"`; two metrics report the
 * same.
 */
export function createAuditWatch({ db, log, registry, limit, now }: WatchOptions): AuditWatch {
  const written = new Counter({
    name: 'audit_write_failures_total',
    help: 'Audit events that could not be written; their changes were rolled back.',
    registers: [registry],
  });
  const volume = async (): Promise<AuditVolume> => ({ bytes: await auditBytes(db), limit });
  gauges(registry, volume, limit);
  let failures: AuditFailures = { count: 0, last: undefined };
  const rewrites = new Counter({
    name: 'audit_log_rewrites_total',
    help: 'Times that the audit log did not match the rows that this process had seen.',
    registers: [registry],
  });
  let witness: Position | undefined;
  let fault: string | undefined;
  let reported: ReturnType<typeof levelOf> = 'good';
  return {
    failed: (error) => {
      // The store retries it, so nothing is lost.
      if (isDeadlock(error)) return;
      written.inc();
      failures = { count: failures.count + 1, last: now() };
      log.fatal(
        { err: error, alert: 'critical' },
        'an audit event could not be written, so its change was rolled back',
      );
    },
    failures: () => failures,
    volume,
    checkVolume: async () => {
      const found = await volume();
      const level = levelOf(found);
      if (level !== reported && level !== 'good')
        log.fatal({ ...found, alert: 'critical' }, `the audit log is ${wordOf[level]} its limit`);
      reported = level;
    },
    checkWitness: async () => {
      const found = await readTestimony(db, witness);
      const rewritten = witnessFault(witness, found);
      if (rewritten !== undefined) {
        rewrites.inc();
        fault = rewritten;
        log.fatal(
          { witness, head: found?.head, alert: 'critical' },
          `the audit log was rewritten: ${rewritten}`,
        );
      }
      witness = found?.head;
    },
    rewritten: () => fault,
  };
}

const wordOf = { high: 'above 75 % of', full: 'beyond' } as const;

function gauges(registry: Registry, volume: () => Promise<AuditVolume>, limit: number): void {
  new Gauge({
    name: 'audit_log_limit_bytes',
    help: 'Size limit of the audit log; 0 for no limit.',
    registers: [registry],
    collect() {
      this.set(limit);
    },
  });
  new Gauge({
    name: 'audit_log_bytes',
    help: 'Size of the audit log.',
    registers: [registry],
    async collect() {
      // A scrape must succeed while the database is down.
      this.set(
        await volume().then(
          ({ bytes }) => bytes,
          () => Number.NaN,
        ),
      );
    },
  });
}

import type { Driver } from 'neo4j-driver';
import type { Pool } from 'pg';
import { createAuditTrail } from './audit/record.ts';
import { type AuditWatch, createAuditWatch } from './audit/watch.ts';
import { type Access, createAccess } from './auth/access.ts';
import { createHashing, type PasswordHashing } from './auth/hashing.ts';
import type { Config } from './config.ts';
import { connect } from './db/connection.ts';
import { createDb, type Db } from './db/database.ts';
import { createPool } from './db/pool.ts';
import { declaredConstraints } from './declared-constraints.ts';
import { observeEvents } from './events/index.ts';
import { createGraphDriver } from './graph/driver.ts';
import { createGraphRead, type ReadGraph } from './graph/index.ts';
import type { ScanFile } from './http/file-scan.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { type ObserveRun, observeJobs } from './jobs/index.ts';
import { createHub, type Hub } from './live/index.ts';
import type { Log } from './log.ts';
import { createMailer, type Mailer } from './mail/index.ts';
import type { AuditTrail } from './ontology/audit-trail.ts';
import type { Constraints } from './ontology/sqlstate.ts';
import { appVersion } from './version.ts';

/**
 * Everything that features use and that a test may replace. Created once; passed on, never
 * imported.
 */
export interface Services {
  readonly config: Config;
  readonly version: string;
  readonly startedAt: Date;
  /** Typed queries over the pool. */
  readonly db: Db;
  readonly pool: Pool;
  /** Records changes. */
  readonly audit: AuditTrail;
  /** Constraints of the database that features declare, with the refusals they mean. */
  readonly constraints: Constraints;
  /** Monitors the recording of changes and the remaining space. */
  readonly auditWatch: AuditWatch;
  /** Storage and lifetime of sessions. */
  readonly access: Access;
  /** Storage of passwords. */
  readonly passwords: PasswordHashing;
  /** `undefined` if no graph is configured; PostgreSQL answers instead. */
  readonly graph: Driver | undefined;
  /** Reads of the graph that give up early; `undefined` if no graph is configured. */
  readonly readGraph: ReadGraph | undefined;
  readonly log: Log;
  /** Examines files before they are attached; `undefined`: none is examined. */
  readonly scanFile: ScanFile | undefined;
  /** The only source of the current time. */
  readonly now: () => Date;
  readonly metrics: Metrics;
  /** Sends emails; `undefined`: none are sent. */
  readonly mailer: Mailer | undefined;
  /** Tells of changes as they happen. */
  readonly live: Hub;
  /** Counts the runs of jobs. */
  readonly observeRun: ObserveRun;
}

/**
 * Creates the services without connecting: an unreachable database or graph fails `/readyz`, not
 * the start.
 */
export function createServices(
  config: Config,
  log: Log,
  now: () => Date = () => new Date(),
): Services & AsyncDisposable {
  // Lists are long statements that read little: planning one for its values takes longer than
  // running it.
  const pool = createPool({
    ...config.database,
    poolMax: poolSize(config),
    applicationName: 'ahlt serve',
    plansOnce: true,
  });
  const graph = config.graph === undefined ? undefined : createGraphDriver(config.graph);
  const failed = (error: unknown) =>
    log.warn({ err: error }, 'the graph did not answer; PostgreSQL answers for some seconds');
  const db = createDb(pool);
  const metrics = createMetrics(pool);
  observeEvents(metrics.registry, db);
  const auditWatch = createAuditWatch({
    db,
    log,
    registry: metrics.registry,
    limit: config.auditVolume,
    now,
  });
  const mailer = config.mail && createMailer(config.mail);
  const live = createHub({
    db,
    connect: () => connect({ ...config.database, applicationName: 'ahlt live' }),
  });
  return {
    config,
    live,
    version: appVersion,
    startedAt: now(),
    db,
    pool,
    audit: createAuditTrail({
      sinks: config.auditSinks,
      environment: config.environment,
      log,
      onFailure: auditWatch.failed,
    }),
    auditWatch,
    constraints: declaredConstraints,
    access: createAccess(config),
    passwords: createHashing(),
    graph,
    readGraph: graph && createGraphRead({ driver: graph, env: config.graphEnv, now, failed }),
    log,
    scanFile: undefined,
    mailer,
    now,
    metrics,
    observeRun: observeJobs(metrics.registry, db, now),
    [Symbol.asyncDispose]: async () => {
      mailer?.[Symbol.dispose]();
      await live[Symbol.asyncDispose]();
      await Promise.all([pool.end(), graph?.close()]);
    },
  };
}

/** The relay of the graph has one of the connections of a process. */
const poolSize = ({ database: { poolMax }, graph }: Config): number =>
  graph === undefined ? poolMax : Math.max(1, poolMax - 1);

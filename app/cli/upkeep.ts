import { sweepLimits } from '../api/index.ts';
import { pruneAudit } from '../audit/index.ts';
import { sweepAccess } from '../auth/index.ts';
import { forgetImports } from '../data-manager/index.ts';
import { forgetUnneededChanges } from '../graph/index.ts';
import { sweepSubmissions } from '../ontology/submission.ts';
import { sweepNotices, sweepPlaces } from '../security-notices/index.ts';
import type { Services } from '../services.ts';
import { applyPinnedSettings, expireChanges } from '../settings/index.ts';
import { sweepTokens } from '../tokens/index.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A recurring task. Every replica runs it; the second one finds nothing to do. */
interface Chore {
  /** Name in the metrics. */
  readonly name: string;
  /** Log message about deleted rows. */
  readonly did?: string;
  readonly everyMs: number;
  /** Returns the number of deleted rows, if it deletes any. */
  readonly run: () => Promise<number | undefined>;
}

/** All recurring tasks of a running server. */
export const choresOf = ({
  db,
  pool,
  audit,
  auditWatch,
  access,
  now,
  config,
}: Services): readonly Chore[] => [
  {
    name: 'audit-retention',
    did: 'expired audit rows removed',
    everyMs: day,
    run: () => pruneAudit({ db, audit }, config.environment),
  },
  {
    name: 'imports',
    did: 'expired import records removed',
    everyMs: day,
    run: () => forgetImports(db),
  },
  {
    name: 'outbox',
    did: 'unneeded graph changes removed',
    everyMs: day,
    run: () => forgetUnneededChanges(pool),
  },
  {
    name: 'sessions',
    did: 'expired sessions and sign-in attempts removed',
    everyMs: 10 * minute,
    run: () => sweepAccess({ db, now, access, audit }),
  },
  {
    name: 'tokens',
    did: 'access tokens removed one month after their end',
    everyMs: day,
    run: () => sweepTokens(db, now()),
  },
  {
    name: 'security-notices',
    did: 'expired security notices removed',
    everyMs: day,
    run: () => sweepNotices(db, now()),
  },
  {
    name: 'sign-in-places',
    did: 'unused sign-in places removed',
    everyMs: day,
    run: () => sweepPlaces(db, now()),
  },
  {
    name: 'submissions',
    did: 'expired form and request tokens removed',
    everyMs: 60 * minute,
    run: () => sweepSubmissions(db, now()),
  },
  {
    name: 'limits',
    did: 'expired API rate limits removed',
    everyMs: 60 * minute,
    run: () => sweepLimits(db, now()),
  },
  {
    name: 'setting-changes',
    did: 'unconfirmed setting changes expired',
    everyMs: 10 * minute,
    run: () => expireChanges({ db, audit, now }),
  },
  {
    name: 'pinned-settings',
    did: 'pinned settings applied',
    everyMs: 10 * minute,
    run: () => applyPinnedSettings({ db, audit, now }, config),
  },
  {
    name: 'audit-volume',
    everyMs: 10 * minute,
    run: () => auditWatch.checkVolume().then(() => undefined),
  },
  {
    name: 'audit-witness',
    everyMs: 10 * minute,
    run: () => auditWatch.checkWitness().then(() => undefined),
  },
];

/**
 * Runs each task a minute after the start and then at its interval, until disposed of. A failed one
 * is retried the next time.
 */
export function scheduleUpkeep(
  services: Services,
  chores = choresOf(services),
  firstMs = minute,
): Disposable {
  const { log, metrics } = services;
  const timers = chores.flatMap(({ name, did = name, everyMs, run }) => {
    const once = () => {
      run().then(
        (rows) => {
          metrics.countChore(name, 'done');
          if (rows !== undefined && rows > 0) log.info({ rows, chore: name }, did);
        },
        (error: unknown) => {
          metrics.countChore(name, 'failed');
          log.error({ err: error, chore: name }, 'upkeep task failed');
        },
      );
    };
    return [setTimeout(once, firstMs).unref(), setInterval(once, everyMs).unref()];
  });
  return {
    [Symbol.dispose]: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

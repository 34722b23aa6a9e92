import { sweepLimits, sweepReplays } from '../api/index.ts';
import { pruneAudit } from '../audit/index.ts';
import { sweepAccess } from '../auth/index.ts';
import { forgetImports } from '../data-manager/index.ts';
import { forgetUnneededChanges } from '../graph/index.ts';
import { sweepNotices, sweepPlaces } from '../security-notices/index.ts';
import type { Services } from '../services.ts';
import { applyPinnedSettings, expireChanges } from '../settings/index.ts';
import { sweepTokens } from '../tokens/index.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Something to be done again and again. Each replica does it: whoever comes second finds nothing left. */
interface Chore {
  /** What the metrics call it. */
  readonly name: string;
  /** What the log says of rows that it removed. */
  readonly did?: string;
  readonly everyMs: number;
  /** How many rows went, when it is about rows. */
  readonly run: () => Promise<number | undefined>;
}

/** All that is to be done again and again while a server runs. */
export const choresOf = ({ db, pool, audit, auditWatch, access, now, config }: Services): readonly Chore[] => [
  { name: 'audit-retention', did: 'audit rows removed by age', everyMs: day, run: () => pruneAudit({ db, audit }, config.environment) },
  { name: 'imports', did: 'notes of imports that the audit log no longer tells of removed', everyMs: day, run: () => forgetImports(db) },
  { name: 'outbox', did: 'changes that no graph waits for removed', everyMs: day, run: () => forgetUnneededChanges(pool) },
  {
    name: 'sessions',
    did: 'sessions and attempts that are too old removed',
    everyMs: 10 * minute,
    run: () => sweepAccess({ db, now, access, audit }),
  },
  { name: 'tokens', did: 'access tokens that ended a month ago removed', everyMs: day, run: () => sweepTokens(db, now()) },
  { name: 'security-notices', did: 'security notices removed by age', everyMs: day, run: () => sweepNotices(db, now()) },
  { name: 'sign-in-places', did: 'places that nobody signs in from removed', everyMs: day, run: () => sweepPlaces(db, now()) },
  { name: 'replays', did: 'answers that are no longer given again removed', everyMs: 60 * minute, run: () => sweepReplays(db, now()) },
  { name: 'limits', did: 'limits of the API that no longer count removed', everyMs: 60 * minute, run: () => sweepLimits(db, now()) },
  {
    name: 'setting-changes',
    did: 'changes of settings that nobody confirmed removed',
    everyMs: 10 * minute,
    run: () => expireChanges({ db, audit, now }),
  },
  {
    name: 'pinned-settings',
    did: 'settings written as the environment file says',
    everyMs: 10 * minute,
    run: () => applyPinnedSettings({ db, audit, now }, config),
  },
  { name: 'audit-volume', everyMs: 10 * minute, run: () => auditWatch.checkVolume().then(() => undefined) },
  { name: 'audit-witness', everyMs: 10 * minute, run: () => auditWatch.checkWitness().then(() => undefined) },
];

/** Does each chore a minute after the start and then as often as it says, until disposed of. One that fails is tried again the next time. */
export function scheduleUpkeep(services: Services, chores = choresOf(services), firstMs = minute): Disposable {
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
          log.error({ err: error, chore: name }, 'a chore failed');
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

import type { Db } from '../db/database.ts';
import type { WorkLog } from '../log.ts';
import type { Generator, Look } from './generators/index.ts';
import type { ObserveWarnings } from './metrics.ts';
import { raise, resolve } from './raise.ts';
import { activeKeys, lockOutdated } from './warning-store.ts';

/** The services that checks write to, and the recipients. */
export interface CheckServices {
  readonly db: Db;
  readonly now: () => Date;
  readonly log: Omit<WorkLog, 'debug'>;
  readonly observe: ObserveWarnings;
  /** Values of all settings by name. */
  readonly settings: () => Promise<Readonly<Record<string, string>>>;
}

interface Done {
  readonly created: number;
  readonly worse: number;
  readonly resolved: number;
  readonly unheard: number;
}

/**
 * Runs generators one after the other, each in a transaction of its own: one that fails is logged
 * and counted, and holds up no other (spec warnings#generators).
 * @returns how many warnings were raised or resolved
 */
export async function runGenerators(
  services: CheckServices,
  generators: readonly Generator[],
  signal: AbortSignal,
): Promise<number> {
  const settings = await services.settings();
  const all = { generators: 0, failed: 0, created: 0, worse: 0, resolved: 0, unheard: 0 };
  for (const generator of generators) {
    signal.throwIfAborted();
    const done = await attempt(services, generator, settings);
    all.generators += 1;
    if (done === undefined) all.failed += 1;
    else
      for (const key of ['created', 'worse', 'resolved', 'unheard'] as const) all[key] += done[key];
  }
  services.log.info(all, 'checked for warnings');
  return all.created + all.resolved;
}

async function attempt(
  { db, now, log, observe }: CheckServices,
  generator: Generator,
  settings: Look['settings'],
): Promise<Done | undefined> {
  const { source } = generator;
  try {
    const done = await runOne(db, generator, { now: now(), settings });
    observe.ran(source, done);
    const facts = { source, ...done };
    if (done.unheard > 0) log.warn(facts, 'warnings that nobody receives');
    else if (done.created + done.worse + done.resolved > 0) log.info(facts, 'warnings checked');
    return done;
  } catch (error) {
    observe.failed(source);
    log.error({ source, err: error }, 'warnings could not be checked');
    return undefined;
  }
}

const runOne = (db: Db, { source, find }: Generator, look: Omit<Look, 'db'>): Promise<Done> =>
  db.transaction().execute(async (tx) => {
    const findings = await find({ db: tx, ...look });
    const active = await activeKeys(tx, source);
    const raised = findings.filter(({ keepsOnly, key }) => keepsOnly !== true || active.has(key));
    const { created, worse, unheard } = await raise(
      tx,
      raised.map(({ keepsOnly: _, ...finding }) => ({ source, ...finding })),
      look.now,
    );
    const outdated = await lockOutdated(
      tx,
      source,
      raised.map(({ key }) => key),
    );
    const resolved = await resolve(tx, outdated, { actor: null, now: look.now });
    return { created, worse, resolved, unheard: unheard.length };
  });

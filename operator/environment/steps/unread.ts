import type { Desired, LastRead, Observed, PlannedCondition } from '../types.ts';
import { condition, wholeSecond } from '../words.ts';
import { newestBackup, notWanted } from './backup.ts';
import { graphWanted, off } from './resync.ts';
import { noSeed } from './seed.ts';

/**
 * Conditions that depend on the database, while it cannot be read: Unknown, with the last known
 * state and its time. An unreachable database is not an empty one.
 */
export function unread(desired: Desired, observed: Observed): PlannedCondition[] {
  const { migrations, seed } = desired.spec;
  return [
    migrations.backup === 'never'
      ? notWanted
      : (newestBackup(observed) ?? unknown('BackedUp', observed)),
    unknown('Migrated', observed, ({ schema }) =>
      schema === null ? 'it was empty' : `schema ${schema}`,
    ),
    seed.profile === 'none'
      ? noSeed
      : unknown('Seeded', observed, (last) => (last.seed ? `seed ${last.seed}` : 'no seed')),
    graphWanted(desired, observed) ? unknown('GraphSynced', observed, syncedInWords) : off,
  ];
}

const syncedInWords = ({ syncedAt }: LastRead): string =>
  syncedAt === undefined
    ? 'the graph was never built'
    : `in sync at ${new Date(syncedAt).toISOString()}`;

function unknown(
  type: PlannedCondition['type'],
  { before: { database: last }, now }: Observed,
  known?: (last: LastRead) => string,
): PlannedCondition {
  if (!last)
    return condition(type, 'Unknown', 'DatabaseNotRead', 'The database has not been read yet.');
  const since = wholeSecond(last.unreadSince ?? now);
  const lastKnown = known ? ` Last known: ${known(last)}.` : '';
  return condition(
    type,
    'Unknown',
    'DatabaseNotRead',
    `The database has not been read since ${since}.${lastKnown}`,
  );
}

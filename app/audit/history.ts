import type { Db } from '../db/database.ts';
import { actorOf, type Entry, summaryOf } from './present.ts';
import { readHistoryEntries } from './queries.ts';
import { texts } from './texts.ts';

/**
 * The history of one entity, for its page. An import has one entry for all its changes, so the
 * entry says what it did to this entity.
 */
export type HistoryEntry = Entry & { readonly imported: 'created' | 'updated' | null };

/**
 * Reads the newest entries about an entity and of imports that changed it, for readers of the log.
 */
export const readHistory = (db: Db, id: string, most: number): Promise<readonly HistoryEntry[]> =>
  readHistoryEntries(db, id, most);

/** Who did what, as one line. */
export function historyLine(entry: HistoryEntry): string {
  if (entry.imported === null) return `${actorOf(entry)}: ${summaryOf(entry)}`;
  const file = entry.details?.['file'];
  return `${actorOf(entry)}: ${texts.imports[entry.imported](typeof file === 'string' ? file : undefined)}`;
}

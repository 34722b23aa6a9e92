import type { Db } from '../db/database.ts';
import { actorOf, type Entry, summaryOf } from './present.ts';
import { readEntries } from './queries.ts';

/** What happened to one thing, for its own page. */
export type HistoryEntry = Entry;

/** The newest entries about an entity, for somebody who may see the log. */
export const readHistory = (db: Db, id: string, most: number): Promise<readonly HistoryEntry[]> =>
  readEntries(db, { targetId: id, outcome: 'success' }, undefined, most);

/** Who did what, as one line. */
export const historyLine = (entry: HistoryEntry): string => `${actorOf(entry)}: ${summaryOf(entry)}`;

import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import { mayAskGraph, type Stores } from '../relation-reads/index.ts';
import type { Asker } from './question.ts';

/** Reads the day in the installation's zone, and whether the graph may answer about it. */
export async function readToday(
  stores: Stores,
  { now }: Asker,
): Promise<{ readonly isCurrent: boolean; readonly today: string }> {
  const { rows } = await sql<{ isCurrent: boolean; today: string }>`
    select ${mayAskGraph(stores)} as "isCurrent", ${dayAt(now)} as today`.execute(stores.db);
  return rows[0] ?? { isCurrent: false, today: '' };
}

import type { Db } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { readCandidates } from './queries.ts';
import { tasksOf } from './rules.ts';

interface Waiting {
  readonly user: string;
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly now: Date;
}

/**
 * How many items wait for a user, in one statement. Workflow and permissions decide in the app, as on
 * the page: it reads what the page reads.
 */
export async function countWaiting(db: Db, { user, permissions, now }: Waiting): Promise<number> {
  return tasksOf(await readCandidates(db, { user, committee: undefined, now }), permissions).length;
}

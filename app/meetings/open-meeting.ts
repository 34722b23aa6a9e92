import type { Tx } from '../db/database.ts';
import { refuse } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { type ItemOfCommittee, lockItemOf } from '../workflow/index.ts';
import { isOpen } from './meeting.ts';
import { texts } from './texts.ts';

/** The status of a stored meeting. */
export const statusOf = ({ properties }: EntitySnapshot): string =>
  properties['status'] ?? 'projected';

/**
 * Locks and returns a meeting of a committee that is neither completed nor cancelled. Ends the
 * command with 404 for a meeting of another committee, and with 403 for one that is over (spec
 * meetings#agenda).
 */
export async function lockOpenMeeting(tx: Tx, path: ItemOfCommittee): Promise<EntitySnapshot> {
  const meeting = await lockItemOf(tx, 'meeting', path);
  if (!isOpen(statusOf(meeting)))
    throw refuse({ message: texts.refused.over, code: 'meeting_over' }, 403);
  return meeting;
}

/** The same for one that is running; 403 otherwise. */
export async function lockRunningMeeting(tx: Tx, path: ItemOfCommittee): Promise<EntitySnapshot> {
  const meeting = await lockItemOf(tx, 'meeting', path);
  if (statusOf(meeting) !== 'in_progress')
    throw refuse({ message: texts.refused.notRunning, code: 'meeting_not_running' }, 403);
  return meeting;
}

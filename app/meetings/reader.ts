import type { Committee } from '../authority/index.ts';
import { openBallot } from '../ballots/index.ts';
import { canRunIn } from '../http/policy.ts';
import type { SignedIn } from '../http/visit.ts';
import { mayOpenMinutes } from '../minutes/index.ts';
import { assignPoints } from './agenda/commands.ts';
import { updateMeeting } from './commands.ts';
import { saveRollCall } from './roll-call/commands.ts';

/** The rights of the reader of a meeting in its committee. */
export interface Reader {
  readonly id: string;
  /** Call and change meetings, and move them along their life cycle. */
  readonly call: boolean;
  /** Change the agenda and run it. */
  readonly agenda: boolean;
  /** Take the roll call and write notes. */
  readonly record: boolean;
  /** Open and close ballots. */
  readonly lead: boolean;
  /** Open the minutes. */
  readonly minutes: boolean;
}

export const readerOf = (actor: SignedIn, committee: Committee): Reader => ({
  id: actor.id,
  call: canRunIn(actor, updateMeeting, committee),
  agenda: canRunIn(actor, assignPoints, committee),
  record: canRunIn(actor, saveRollCall, committee),
  lead: canRunIn(actor, openBallot, committee),
  minutes: mayOpenMinutes(actor.permissions, committee),
});

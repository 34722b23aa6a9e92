import { canRun } from '../http/policy.ts';
import type { SignedIn } from '../http/visit.ts';
import { assignPosition } from '../positions/index.ts';
import { createCommittee, deleteCommittee, updateCommittee } from './commands.ts';
import { torPreferences } from './preference-commands.ts';

/** The rights of a reader to committees. */
export interface Reader {
  readonly create: boolean;
  readonly edit: boolean;
  readonly remove: boolean;
  readonly manageMembers: boolean;
  readonly setColumns: boolean;
}

/** By the requirements of the commands. */
export const asReader = (actor: Pick<SignedIn, 'permissions'>): Reader => ({
  create: canRun(actor, createCommittee),
  edit: canRun(actor, updateCommittee),
  remove: canRun(actor, deleteCommittee),
  manageMembers: canRun(actor, assignPosition),
  setColumns: canRun(actor, torPreferences.setColumnsForEveryone),
});

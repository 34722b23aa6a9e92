import { canRun } from '../http/policy.ts';
import type { SignedIn } from '../http/visit.ts';
import { createDocument, deleteDocument, updateDocument } from './commands.ts';

/** The rights of a reader on the pages of documents. */
export interface Reader {
  readonly create: boolean;
  readonly edit: boolean;
  readonly remove: boolean;
}

/** The reader for a signed-in user, by the requirements of the commands. */
export const asReader = (actor: Pick<SignedIn, 'permissions'>): Reader => ({
  create: canRun(actor, createDocument),
  edit: canRun(actor, updateDocument),
  remove: canRun(actor, deleteDocument),
});

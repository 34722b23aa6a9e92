import { canRun } from '../http/policy.ts';
import type { SignedIn } from '../http/visit.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { assignRole } from '../roles/index.ts';
import { createUser, deleteUser, updateUser } from './commands.ts';
import { userPreferences } from './preference-commands.ts';

/** A reader of the pages of users, with the commands that these pages offer them. */
export interface Reader {
  readonly id: string;
  /** Limits which roles they may assign. */
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly may: {
    readonly create: boolean;
    readonly edit: boolean;
    readonly remove: boolean;
    readonly assignRoles: boolean;
    readonly setColumns: boolean;
  };
}

/** The reader for a signed-in user, by the requirements of the commands. */
export const asReader = (actor: Pick<SignedIn, 'id' | 'permissions'>): Reader => ({
  id: actor.id,
  permissions: actor.permissions,
  may: {
    create: canRun(actor, createUser),
    edit: canRun(actor, updateUser),
    remove: canRun(actor, deleteUser),
    assignRoles: canRun(actor, assignRole),
    setColumns: canRun(actor, userPreferences.setColumnsForEveryone),
  },
});

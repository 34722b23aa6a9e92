import type { Tx } from '../../db/database.ts';
import type { Actor, PermissionCode } from '../../ontology/actor.ts';
import type { Powers } from '../../roles/index.ts';
import type { SettingPolicy } from '../../settings/index.ts';
import type { ImportMode } from '../transfer.ts';
import type { AccessState } from './queries.ts';
import type { Tally } from './tally.ts';
import type { ImportTrail } from './trail.ts';

/** State shared by the parts of one import. */
export interface Importing {
  readonly tx: Tx;
  readonly actor: Actor;
  /** The permission that imports need. */
  readonly code: PermissionCode | undefined;
  readonly importId: string;
  readonly now: Date;
  /** A file may set it before its first item. */
  mode: ImportMode;
  readonly tally: Tally;
  /** The changes recorded as separate audit rows. */
  readonly trail: ImportTrail;
  /** The part of the configuration that decides about settings. */
  readonly policy: SettingPolicy;
  /** The actor's permissions; read again under the access lock. */
  powers: Powers;
  /** The access state before the import; `undefined` until an item concerns access. */
  access: AccessState | undefined;
  /** The newest relation when the access lock was taken: later grants are from this import. */
  grantsBegin: string | undefined;
}

/** The last changes break a rule, so they are rolled back. Not an error of a single value. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
}

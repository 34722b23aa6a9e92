import type { Tx } from '../../db/database.ts';
import type { Actor } from '../../ontology/actor.ts';
import type { Powers } from '../../roles/index.ts';
import type { SettingPolicy } from '../../settings/index.ts';
import type { ImportMode } from '../transfer.ts';
import type { KeptRelations } from './kept-relations.ts';
import type { KnownIds } from './known-ids.ts';
import type { AccessState } from './queries.ts';
import type { Tally } from './tally.ts';
import type { ImportTrail } from './trail.ts';

/** What the parts of one import share. */
export interface Importing {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly importId: string;
  /** A file may name it before its first item. */
  mode: ImportMode;
  readonly tally: Tally;
  /** What has a row of its own in the audit log. */
  readonly trail: ImportTrail;
  /** What of the configuration decides about settings. */
  readonly policy: SettingPolicy;
  /**
   * Nothing of the file was there so far, so the database is asked to store things without looking
   * for them.
   */
  allNew: boolean;
  /** What the actor may do; read again once changes of access take turns. */
  powers: Powers;
  /** Ids of what it made, for its relations. */
  readonly known: KnownIds;
  /** Relations that wait for the end of the file. */
  readonly kept: KeptRelations;
  /** How access stood before; `undefined` until something of the file is about it. */
  access: AccessState | undefined;
  /**
   * The newest relation when the lock on access was taken: what is granted later was granted here.
   */
  grantsBegin: string | undefined;
}

import type { Standing } from '../authority/index.ts';
import { decide } from '../decisions/index.ts';
import { canRunIn } from '../http/policy.ts';
import type { SignedIn } from '../http/visit.ts';
import { createPoint, deletePoint, movePoint, updatePoint } from './commands.ts';
import { recordOpinion } from './opinion-commands.ts';
import { createOption, updateOption } from './option-commands.ts';

/** The rights of a reader to agenda points of a committee, for the buttons of a page. */
export interface Reader {
  readonly id: string;
  readonly create: boolean;
  readonly edit: boolean;
  readonly move: boolean;
  readonly remove: boolean;
  readonly addOption: boolean;
  readonly editOption: boolean;
  readonly giveOpinion: boolean;
  readonly decide: boolean;
}

export const asReader = (actor: SignedIn, committee: Standing): Reader => ({
  id: actor.id,
  create: canRunIn(actor, createPoint, committee),
  edit: canRunIn(actor, updatePoint, committee),
  move: canRunIn(actor, movePoint, committee),
  remove: canRunIn(actor, deletePoint, committee),
  addOption: canRunIn(actor, createOption, committee),
  editOption: canRunIn(actor, updateOption, committee),
  giveOpinion: canRunIn(actor, recordOpinion, committee),
  decide: canRunIn(actor, decide, committee),
});

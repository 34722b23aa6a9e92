import { moveRequestOf } from '../committee-items/index.ts';
import {
  type Asker,
  type Definition,
  type Move,
  movesFrom,
  type WorkflowItem,
} from '../workflow/index.ts';

/** The last part of the address of a move, by the status that it leads to. */
const moveSegments: Readonly<Record<string, string>> = {
  submitted: 'submit',
  under_review: 'review',
  approved: 'approve',
  rejected: 'reject',
};

/** Where the form of a move of a proposal goes. */
export const moveRequest = moveRequestOf('proposal', moveSegments);

/** The moves that the pages of a proposal show; drafts have no button to reject them. */
export const shownMoves = (
  definition: Definition,
  item: WorkflowItem,
  asker: Asker,
): readonly Move[] =>
  movesFrom(definition, item, asker).filter(
    ({ from, to }) => !(from === 'draft' && to === 'rejected'),
  );

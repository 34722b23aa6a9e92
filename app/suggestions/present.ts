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
  accepted: 'accept',
  rejected: 'reject',
};

/** Where the form of a move of a suggestion goes. */
export const moveRequest = moveRequestOf('suggestion', moveSegments);

/**
 * The moves that the pages of a suggestion show. An accepted one is reversed by its address alone,
 * because its proposal stays (spec suggestions#reversal).
 */
export const shownMoves = (
  definition: Definition,
  item: WorkflowItem,
  asker: Asker,
): readonly Move[] => movesFrom(definition, item, asker).filter(({ from }) => from !== 'accepted');

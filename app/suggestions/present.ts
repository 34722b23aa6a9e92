import {
  type Asker,
  type Definition,
  type Move,
  type MoveRequest,
  movesFrom,
  type WorkflowItem,
} from '../workflow/index.ts';

/** The last part of the address of a move, by the status that it leads to. */
const moveSegments: Readonly<Record<string, string>> = {
  accepted: 'accept',
  rejected: 'reject',
};

/** Where the form of a move of a suggestion goes. */
export const moveRequest =
  ({ tor, item }: { readonly tor: string; readonly item: string }) =>
  ({ to }: Pick<Move, 'to'>): MoveRequest => {
    const address = `/tor/${tor}/suggestions/${item}`;
    const segment = Object.hasOwn(moveSegments, to) ? moveSegments[to] : undefined;
    return segment === undefined
      ? { to: `${address}/move`, fields: { to } }
      : { to: `${address}/${segment}` };
  };

/**
 * The moves that the pages of a suggestion show. An accepted one is reversed by its address alone,
 * because its proposal stays (spec suggestions#reversal).
 */
export const shownMoves = (
  definition: Definition,
  item: WorkflowItem,
  asker: Asker,
): readonly Move[] => movesFrom(definition, item, asker).filter(({ from }) => from !== 'accepted');

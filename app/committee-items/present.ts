import type { Move, MoveRequest } from '../workflow/index.ts';
import { addressOfItem, type ItemKind } from './kinds.ts';

/**
 * Where the form of a move goes.
 * @param segments the last part of the address by the status that it leads to
 */
export const moveRequestOf =
  (kind: ItemKind, segments: Readonly<Record<string, string>>) =>
  (path: { readonly tor: string; readonly item: string }) =>
  ({ to }: Pick<Move, 'to'>): MoveRequest => {
    const address = addressOfItem({ kind, ...path });
    const segment = Object.hasOwn(segments, to) ? segments[to] : undefined;
    return segment === undefined
      ? { to: `${address}/move`, fields: { to } }
      : { to: `${address}/${segment}` };
  };

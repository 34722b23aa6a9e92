import { addressOfItem } from '../committee-items/index.ts';
import type { WaitingItem } from './waiting-item.ts';

/** The page of an item that waits. */
const addressOf = ({ kind, id, committeeId }: WaitingItem): string =>
  kind === 'meeting'
    ? `/tor/${committeeId}/meetings/${id}`
    : addressOfItem({ kind, tor: committeeId, item: id });

export const ItemLink = ({ of }: { of: WaitingItem }) => <a href={addressOf(of)}>{of.label}</a>;

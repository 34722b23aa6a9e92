import { addressOfItem } from '../committee-items/index.ts';
import type { WaitingItem } from './waiting-item.ts';

type LinkedItem = Pick<WaitingItem, 'kind' | 'id' | 'committeeId' | 'label'>;

/** The page of an item that waits. */
const addressOf = ({ kind, id, committeeId }: Omit<LinkedItem, 'label'>): string =>
  kind === 'meeting'
    ? `/tor/${committeeId}/meetings/${id}`
    : addressOfItem({ kind, tor: committeeId, item: id });

export const ItemLink = ({ of }: { of: LinkedItem }) => (
  <a href={addressOf(of)}>{shortened(of.label)}</a>
);

/** Characters of a label in a table; a suggestion has a whole text. */
const longest = 80;

/** A label, cut between words. */
export const shortened = (label: string): string =>
  label.length <= longest ? label : `${label.slice(0, longest).replace(/\s+\S*$/, '')}…`;

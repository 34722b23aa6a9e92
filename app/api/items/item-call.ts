/** A call about an item of the committee in its path. */
export interface ItemCall {
  readonly id: string;
  readonly item: string;
  readonly now: Date;
}

/** The item as commands and queries take it. */
export const pathOf = ({ id: tor, item: id }: Omit<ItemCall, 'now'>) => ({ tor, id });

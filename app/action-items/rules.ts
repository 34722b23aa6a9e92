import type { ActionItem } from './action-item.ts';

/** Whether an action item is not done after its due date (spec action-items#overdue). */
export const isOverdue = (
  { status, due }: Pick<ActionItem, 'status' | 'due'>,
  today: string,
): boolean => status !== 'done' && due !== null && due < today;

import type { Owner } from './owner.ts';

/**
 * Whether files can no longer be added or deleted: those of a proposal as long as its text can't be
 * edited, those of an agenda point and its courses of action once it is decided (spec
 * attachments#frozen).
 */
export function areFrozen({ type, status }: Pick<Owner, 'type' | 'status'>): boolean {
  if (type === 'document') return false;
  if (type === 'proposal') return status !== null && status !== 'draft' && status !== 'rejected';
  return status === 'voted' || status === 'completed';
}

/** Whether a user may add and delete files now. */
export const mayChange = (owner: Pick<Owner, 'type' | 'status' | 'mayEdit'>): boolean =>
  owner.mayEdit && !areFrozen(owner);

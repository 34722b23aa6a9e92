import type { Task } from './work.ts';

/** The page of an item. */
export function addressOf({
  id,
  kind,
  committee,
}: Pick<Task, 'id' | 'kind' | 'committee'>): string {
  const tor = `/tor/${committee.id}`;
  return {
    meetings: `${tor}/meetings/${id}`,
    suggestions: `${tor}/suggestions/${id}`,
    proposals: `${tor}/proposals/${id}`,
    ballots: `${tor}/workflow/agenda/${id}`,
    opinions: `${tor}/workflow/agenda/${id}`,
    minutes: `/minutes/${id}`,
    actions: `/action-items/${id}`,
  }[kind];
}

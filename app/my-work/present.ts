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
    agenda: `${tor}/workflow/agenda/${id}`,
    ballots: `${tor}/workflow/agenda/${id}`,
    opinions: `${tor}/workflow/agenda/${id}`,
    minutes: `/minutes/${id}`,
    actions: `/action-items/${id}`,
  }[kind];
}

/** Where an agenda point is put on an agenda: the next meeting's, or one that is still to be confirmed. */
export function planningOf({
  committee,
  nextMeeting,
}: Pick<Task, 'committee' | 'nextMeeting'>): string {
  const meetings = `/tor/${committee.id}/meetings`;
  return nextMeeting === null ? meetings : `${meetings}/${nextMeeting}#waiting`;
}

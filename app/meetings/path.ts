import type { MeetingPath } from './meeting.ts';

/** The live view of a meeting, as a pattern of routes. */
export const livePath = '/tor/:id/meetings/:meeting/live';

interface InMeeting {
  readonly id: string;
  readonly meeting: string;
}

/** The meeting in the path of a call. */
export const pathOf = ({ id, meeting }: InMeeting): MeetingPath => ({ tor: id, id: meeting });

/** The address of its page. */
export const detailOf = ({ id, meeting }: InMeeting): string => `/tor/${id}/meetings/${meeting}`;

/** The address of its live view. */
export const liveOf = (path: InMeeting): string => `${detailOf(path)}/live`;

import { inBody, isMetBy, readStanding } from '../authority/index.ts';
import { comingMeetings, daysAfter, type NextMeeting } from '../calendar/index.ts';
import type { Candidates } from '../my-work/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { alphabetical } from '../ui/words.ts';
import type { OwnCommittee } from './rules.ts';

/** Days after today whose meetings the page shows, and how many of them. */
const daysShown = 7;
const mostShown = 8;

/** A meeting that is running. */
export interface Running {
  readonly id: string;
  readonly committee: string;
  readonly to: string;
}

/** The running meetings of a user's committees that they may open (spec dashboard#meetings). */
export const runningOf = (
  { items: { meetings } }: Candidates,
  permissions: ReadonlySet<PermissionCode>,
): readonly Running[] =>
  meetings
    .filter(
      ({ properties, standing }) =>
        properties['status'] === 'in_progress' &&
        isMetBy(inBody('meetings.view'), permissions, readStanding(standing)),
    )
    .map(({ id, committee }) => ({
      ...{ id, committee: committee.label },
      to: `/tor/${committee.id}/meetings/${id}/live`,
    }));

/** A coming meeting of a committee of the user. */
export interface Coming extends NextMeeting {
  readonly committee: Pick<OwnCommittee, 'id' | 'label'>;
}

/** The meetings of a user's committees in the next seven days (spec dashboard#meetings). */
export const comingOf = (committees: readonly OwnCommittee[], today: string): readonly Coming[] =>
  committees
    .filter(({ positions }) => positions.some(({ from }) => from === null))
    .flatMap((committee) =>
      comingMeetings(committee.ahead)
        .filter(({ date }) => date <= daysAfter(today, daysShown))
        .map((meeting) => ({ ...meeting, committee })),
    )
    .toSorted((one, other) =>
      alphabetical(`${one.date} ${one.time}`, `${other.date} ${other.time}`),
    )
    .slice(0, mostShown);

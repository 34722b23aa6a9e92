import type { z } from 'zod';
import type { Admission } from '../../http/call.ts';
import { findMeeting, type Meeting, recordedIn } from '../../meetings/index.ts';
import { quorumOf } from '../../quorum/index.ts';
import type { Services } from '../../services.ts';
import { statusIn } from '../../workflow/index.ts';
import { existing } from '../outcome.ts';
import { numberOf } from '../values.ts';
import { versioned } from '../versioned.ts';
import type { ItemCall } from './item-call.ts';
import type { meeting } from './meetings-schema.ts';

/** A call about a meeting of the committee in its path. */
interface MeetingCall extends ItemCall, Pick<Admission, 'committee'> {}

const shown = (found: Meeting, { committee }: MeetingCall): z.output<typeof meeting> => {
  const { properties, attendance } = found;
  const { state, present, needed, filled, lacking } = quorumOf(
    committee?.properties ?? {},
    attendance,
  );
  const written = (key: string): string => properties[key] ?? '';
  return {
    ...{ id: Number(found.id), label: found.label, meeting_date: found.date || null },
    status: statusIn(found.workflow, found.status),
    ...{ location: written('location'), notes: written('notes') },
    ...{ meeting_number: written('meeting_number'), classification: written('classification') },
    vtc_details: written('vtc_details'),
    ...{
      chair_user_id: numberOf(found.chair?.id),
      secretary_user_id: numberOf(found.secretary?.id),
    },
    agenda: found.entries.map(({ id, kind, title, minutes, status, itemType, ...entry }) => ({
      ...{ id: Number(id), kind, title, minutes, status, item_type: itemType },
      ...{ presenter: entry.presenter, notes: entry.notes },
    })),
    roll_call: recordedIn(properties).map((entry) => ({ ...entry })),
    quorum: { state, present, needed, filled, lacking: [...lacking] },
    minutes_id: numberOf(found.minutes?.id),
  };
};

/** How a meeting is read for its own operations and those of its agenda. */
export const meetingReader = ({ db }: Pick<Services, 'db'>) =>
  versioned(
    async ({ id, item, now }: MeetingCall): Promise<Meeting> =>
      existing(await findMeeting(db, id, item, now)),
    shown,
  );

export type MeetingReader = ReturnType<typeof meetingReader>;

import type { Request } from 'express';
import type { z } from 'zod';
import type { Admission } from '../../http/call.ts';
import { findMeeting, type Meeting, recordedIn } from '../../meetings/index.ts';
import { quorumOf } from '../../quorum/index.ts';
import type { Services } from '../../services.ts';
import { statusIn } from '../../workflow/index.ts';
import { etagOf, heldTo } from '../conditional.ts';
import type { Result } from '../operation.ts';
import { existing } from '../outcome.ts';
import type { meeting } from './meetings-schema.ts';
import { numberOf } from './values.ts';

/** A call about a meeting of the committee in its path. */
interface MeetingCall extends Pick<Admission, 'committee'> {
  readonly id: string;
  readonly item: string;
  readonly now: Date;
}

const shown = (found: Meeting, committee: Admission['committee']): z.output<typeof meeting> => {
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
export function meetingReader({ db }: Pick<Services, 'db'>) {
  const find = async ({ id, item, now }: MeetingCall): Promise<Meeting> =>
    existing(await findMeeting(db, id, item, now));
  return {
    find,
    one: async (call: MeetingCall): Promise<Result> => {
      const found = await find(call);
      return { body: shown(found, call.committee), version: found.version };
    },
    /** The version that a change is held to, with the current state. */
    open: async (call: MeetingCall & { readonly request: Request }) => {
      const before = await find(call);
      const etag = etagOf(before.version, shown(before, call.committee));
      return { before, version: heldTo(call.request, { version: before.version, etag }) };
    },
  };
}

export type MeetingReader = ReturnType<typeof meetingReader>;

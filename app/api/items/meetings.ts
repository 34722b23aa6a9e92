import { sql } from 'kysely';
import type { z } from 'zod';
import { inBody } from '../../authority/index.ts';
import { may, mayRunWithin, within } from '../../http/policy.ts';
import {
  confirmMeeting,
  hasMinutes,
  itemCountOf,
  type MeetingDetails,
  moveMeeting,
  updateMeeting,
} from '../../meetings/index.ts';
import type { Services } from '../../services.ts';
import { listResult } from '../list.ts';
import { type Operation, operation } from '../operation.ts';
import { savedBy } from '../outcome.ts';
import { listOf, membersOf, sparse } from '../schema.ts';
import { pathOf } from './item-call.ts';
import { ownedList, text } from './lists.ts';
import { agendaEntryOperations } from './meeting-agenda.ts';
import { meetingReader } from './meeting-reader.ts';
import {
  meeting,
  meetingChange,
  meetingLine,
  meetingQuery,
  newMeeting,
} from './meetings-schema.ts';
import { motionOperations } from './motions.ts';
import { moveOperations } from './moves.ts';

/** Details of a meeting as its commands take them; an empty one is removed. */
const detailsIn = (sent: Omit<z.output<typeof meetingChange>, 'meeting_date'>): MeetingDetails =>
  Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [key, value === null ? '' : String(value)]),
  );

const reads = inBody('meetings.view');
const date = sql`(case when ${text('meeting_date')} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
  then ${text('meeting_date')} end)`;

/** Meetings, by the commands of their pages (spec api#items). */
export function meetingOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const reader = meetingReader(services);
  const { find, one, open } = reader;
  const all = '/tors/:id/meetings' as const;
  const path = `${all}/:item` as const;
  const below = { policy: within(reads) } as const;
  return [
    operation({
      ...{ id: 'listMeetings', method: 'get', path: '/meetings' },
      ...{ policy: may('meetings.view'), query: meetingQuery },
      reply: listOf(sparse(meetingLine)),
      run: async ({ filter, actor, now }) => {
        const { from, until } = filter;
        const owned = {
          ...({ type: 'meeting', relation: 'belongs_to_tor', reads } as const),
          ...{ initial: 'projected', filter },
          columns: sql`e.label, ${date} as meeting_date, ${itemCountOf(sql`e.id`)} as agenda_items,
            ${hasMinutes(sql`e.id`)} as has_minutes`,
          further: [
            ...(from === undefined ? [] : [sql`${date} >= ${from}`]),
            ...(until === undefined ? [] : [sql`${date} <= ${until}`]),
          ],
        };
        const list = {
          ...ownedList(owned, actor, now),
          ...{ order: [sql`coalesce(replace(${date}, '-', '')::integer, 0)`, sql`e.id`] },
          falls: true,
        };
        return listResult(db, list, filter, membersOf(meetingLine));
      },
    }),
    operation({
      ...{ id: 'confirmMeeting', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(confirmMeeting), versioned: true, repeatable: true },
      ...{ body: newMeeting, reply: meeting },
      run: async (call) => {
        const { id: tor, actor, input } = call;
        const { meeting_date: date, ...details } = input;
        const given = Object.entries(detailsIn(details)).filter(([, value]) => value !== '');
        const wanted = { tor, date, details: Object.fromEntries(given) };
        const made = savedBy(
          await confirmMeeting(services, actor, { ...wanted, earliest: 'today' }),
        );
        return {
          ...(await one({ ...call, item: made.id })),
          location: `/tors/${tor}/meetings/${made.id}`,
        };
      },
    }),
    operation({
      ...{ ...below, id: 'getMeeting', method: 'get', path, versioned: true, reply: meeting },
      run: one,
    }),
    operation({
      ...{ id: 'changeMeeting', method: 'patch', path },
      ...{ policy: mayRunWithin(updateMeeting), versioned: true },
      ...{ body: meetingChange, reply: meeting, refusals: [409] },
      run: async (call) => {
        const { before, version } = await open(call);
        const { meeting_date: date = before.date, ...details } = call.input;
        const wanted = { ...pathOf(call), date, details: detailsIn(details), version };
        savedBy(await updateMeeting(services, call.actor, wanted));
        return one(call);
      },
    }),
    ...moveOperations({
      ...{ name: 'Meeting', at: 'meetings', ...below, reply: meeting, find, one },
      move: (actor, wanted) => moveMeeting(services, actor, wanted),
    }),
    ...agendaEntryOperations(services, reader),
    ...motionOperations(services, reader),
  ];
}

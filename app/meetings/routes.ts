import { inBody } from '../authority/index.ts';
import { answer, answerAt, page, redirect, refusedAt } from '../http/answers.ts';
import { wayBack } from '../http/fields.ts';
import { form, query } from '../http/parsers.ts';
import { may, mayRunWithin, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Reason } from '../ontology/outcome.ts';
import { isDay } from '../ontology/property.ts';
import type { Services } from '../services.ts';
import { agendaRoutes } from './agenda/routes.ts';
import { confirmMeeting, moveMeeting, updateMeeting } from './commands.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { liveRoutes } from './live/routes.ts';
import { meetingViews } from './page-data.ts';
import { detailOf, pathOf } from './path.ts';
import { rollCallRoutes } from './roll-call/routes.ts';
import { confirmInput, focusQuery, listQuery, meetingInput, transitionInput } from './schema.ts';
import { texts } from './texts.ts';

type MeetingServices = CommandServices & Pick<Services, 'live' | 'access'>;

/** Meetings: the list, and the life cycle of each (spec meetings#life-cycle). */
export const meetingRoutes = (services: MeetingServices): Routes => {
  const show = meetingViews(services);
  return routes()
    .offer('/meetings', texts.offers.list)
    .get('/meetings', may('meetings.view'), query(listQuery), async (call) => {
      const { coming, page: past } = call.filter;
      return page(await show.list(call, { coming, past }));
    })
    .get('/tor/:id/meetings/new', mayRunWithin(confirmMeeting), async (call) =>
      page(await show.create(call)),
    )
    .post(
      '/tor/:id/meetings/confirm',
      mayRunWithin(confirmMeeting),
      form(confirmInput, show.create),
      async ({ id, actor, input, refused }) => {
        const { date, details, back } = input;
        // A button of another page asked for it: that page shows the reasons as a message.
        const elsewhere =
          back === undefined ? undefined : wayBack(back, `/tor/${id}/meetings`, '/tor');
        const refuse = elsewhere === undefined ? refused : refusedAt(elsewhere);
        if (!isDay(date)) return refuse([{ field: 'meeting_date', message: texts.refused.date }]);
        const wanted = { tor: id, date, earliest: 'today', details } as const;
        return answer(await confirmMeeting(services, actor, wanted), {
          saved: (made) =>
            redirect(elsewhere ?? `/tor/${id}/meetings/${made.id}`, texts.confirmed(made.label)),
          refused: (problems, status) =>
            elsewhere === undefined && isTaken(problems)
              ? refusedAt(`/tor/${id}`)(problems)
              : refuse(problems, status),
        });
      },
    )
    .get(
      '/tor/:id/meetings/:meeting',
      within(inBody('meetings.view')),
      query(focusQuery),
      async (call) => page(await show.meeting(call, call.filter)),
    )
    .get('/tor/:id/meetings/:meeting/edit', mayRunWithin(updateMeeting), async (call) =>
      page(await show.edit(call)),
    )
    .post(
      '/tor/:id/meetings/:meeting',
      mayRunWithin(updateMeeting),
      form(meetingInput, show.edit),
      async (call) =>
        answer(await updateMeeting(services, call.actor, { ...call.input, ...pathOf(call) }), {
          saved: ({ label }) => redirect(detailOf(call), texts.saved(label)),
          refused: call.refused,
        }),
    )
    .post(
      '/tor/:id/meetings/:meeting/transition',
      mayRunWithin(moveMeeting),
      form(transitionInput),
      async (call) => {
        const { new_status: to, version } = call.input;
        return answerAt(
          detailOf(call),
          await moveMeeting(services, call.actor, { ...pathOf(call), to, version }),
          ({ label }) => texts.reached[to] ?? texts.saved(label),
        );
      },
    )
    .with(agendaRoutes(services))
    .with(rollCallRoutes(services))
    .with(liveRoutes(services))
    .with(invitationRoutes(services));
};

/** Another meeting of the committee takes place on the date. */
const isTaken = (problems: readonly Reason[]): boolean =>
  problems.some(({ code }) => code === 'meeting_exists');

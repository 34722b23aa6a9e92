import { answer, redirect, refusedAt } from '../http/answers.ts';
import { wayBack } from '../http/fields.ts';
import { form } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { isDay } from '../ontology/property.ts';
import { confirmMeeting } from './commands.ts';
import { confirmInput } from './schema.ts';
import { texts } from './texts.ts';

/** What is done with the meetings of a committee (spec calendar#confirming). */
export const meetingRoutes = (services: CommandServices): Routes =>
  routes().post(
    '/tor/:id/meetings/confirm',
    mayRun(confirmMeeting),
    form(confirmInput),
    async ({ id, actor, input }) => {
      const { date, details } = input;
      const page = wayBack(input.back, `/tor/${id}/meetings`, '/tor');
      if (!isDay(date)) return refusedAt(page)([{ message: texts.refused.date }]);
      const wanted = { tor: id, date, earliest: 'today', details } as const;
      return answer(await confirmMeeting(services, actor, wanted), {
        saved: ({ label }) => redirect(page, texts.confirmed(label)),
        refused: refusedAt(page),
      });
    },
  );

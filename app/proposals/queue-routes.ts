import type { VNode } from 'preact';
import { dayAt } from '../authority/index.ts';
import { buttonInput } from '../committee-items/index.ts';
import { answer, answerAt, page, redirect } from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import { wayBack } from '../http/fields.ts';
import { form } from '../http/parsers.ts';
import { canRunIn, mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FormState } from '../ui/form-state.ts';
import { queueProposal, scheduleProposals, unqueueProposal } from './queue-commands.ts';
import { queuePage } from './queue-page.tsx';
import { readQueue } from './queue-queries.ts';
import { scheduleInput } from './schema.ts';
import { texts } from './texts.ts';

/** The queue of approved proposals, and their way to an agenda (spec proposals#queue). */
export const queueRoutes = (services: CommandServices): Routes => {
  const show = async (
    { id, committee, actor, now }: CommitteeCall,
    state?: FormState,
  ): Promise<VNode> =>
    queuePage({
      ...{ committee, state, queue: await readQueue(services.db, id, dayAt(now)) },
      schedules: canRunIn(actor, scheduleProposals, committee),
      removes: canRunIn(actor, unqueueProposal, committee),
    });
  return routes()
    .get('/tor/:id/workflow/queue', mayRunWithin(queueProposal), async (call) =>
      page(await show(call)),
    )
    .get('/tor/:id/workflow/queue/schedule-form', mayRunWithin(scheduleProposals), async (call) =>
      page(await show(call)),
    )
    .post(
      '/tor/:id/workflow/queue/schedule',
      mayRunWithin(scheduleProposals),
      form(scheduleInput, show),
      async ({ id: tor, actor, input, refused }) =>
        answer(await scheduleProposals(services, actor, { tor, ...input }), {
          saved: ({ points, date }) =>
            redirect(
              `/tor/${tor}/workflow?tab=agenda_points`,
              texts.queue.scheduled(points.length, date),
            ),
          refused,
        }),
    )
    .post(
      '/tor/:id/proposals/:item/ready-for-agenda',
      mayRunWithin(queueProposal),
      form(buttonInput),
      async ({ id: tor, item: id, actor, input }) => {
        const home = wayBack(input.back, `/tor/${tor}/workflow?tab=proposals`);
        return answerAt(home, await queueProposal(services, actor, { tor, id }), ({ label }) =>
          texts.queue.added(label),
        );
      },
    )
    .post(
      '/tor/:id/proposals/:item/unqueue',
      mayRunWithin(unqueueProposal),
      form(buttonInput),
      async ({ id: tor, item: id, actor, input }) => {
        const home = wayBack(input.back, `/tor/${tor}/workflow/queue`);
        return answerAt(home, await unqueueProposal(services, actor, { tor, id }), ({ label }) =>
          texts.queue.removed(label),
        );
      },
    );
};

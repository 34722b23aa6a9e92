import { dayAt } from '../../authority/index.ts';
import { mayRunWithin } from '../../http/policy.ts';
import {
  queueProposal,
  readQueue,
  scheduleProposals,
  unqueueProposal,
} from '../../proposals/index.ts';
import type { Services } from '../../services.ts';
import { noContent, type Operation, operation } from '../operation.ts';
import { savedBy } from '../outcome.ts';
import { newQueued, newSchedule, queue, queued, schedule } from './queue-schema.ts';

/** Approved proposals on their way to an agenda (spec api#queue). */
export function queueOperations(services: Services): readonly Operation[] {
  const all = '/tors/:id/queue' as const;
  const read = async ({ id, now }: { readonly id: string; readonly now: Date }) => {
    const { rows, total } = await readQueue(services.db, id, dayAt(now));
    const items = rows.map((row) => ({
      ...{ id: Number(row.id), title: row.title, status: row.status },
      ...{ submitted_by_name: row.author, submitted_date: row.at },
    }));
    return { items, total };
  };
  return [
    operation({
      ...{ id: 'listQueue', method: 'get', path: all },
      ...{ policy: mayRunWithin(queueProposal), reply: queue },
      run: async (call) => ({ body: await read(call) }),
    }),
    operation({
      ...{ id: 'queueProposal', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(queueProposal), body: newQueued, reply: queued, refusals: [409] },
      repeatable: true,
      run: async (call) => {
        const id = String(call.input.proposal_id);
        const made = savedBy(await queueProposal(services, call.actor, { tor: call.id, id }));
        const { items } = await read(call);
        // A queue shows its first hundred proposals; one beyond them is known by its id.
        const body = items.find((one) => String(one.id) === id) ?? {
          ...{ id: Number(id), title: made.label, status: made.properties['status'] ?? '' },
          ...{ submitted_by_name: null, submitted_date: made.properties['submitted_date'] ?? '' },
        };
        return { body, location: `/tors/${call.id}/proposals/${id}` };
      },
    }),
    operation({
      ...{ id: 'unqueueProposal', method: 'delete', path: `${all}/:item` },
      ...{ policy: mayRunWithin(unqueueProposal), refusals: [409] },
      run: async ({ id: tor, item: id, actor }) => {
        savedBy(await unqueueProposal(services, actor, { tor, id }));
        return noContent;
      },
    }),
    operation({
      ...{ id: 'scheduleProposals', method: 'post', path: `${all}/schedule` },
      ...{ policy: mayRunWithin(scheduleProposals), repeatable: true },
      ...{ body: newSchedule, reply: schedule },
      run: async ({ id: tor, actor, input }) => {
        const proposal_ids = [...new Set(input.proposal_ids.map(String))];
        const made = savedBy(
          await scheduleProposals(services, actor, { ...input, tor, proposal_ids }),
        );
        const agenda_point_ids = made.points.map(Number);
        return { body: { agenda_point_ids, scheduled_date: made.date } };
      },
    }),
  ];
}

import type { z } from 'zod';
import { inBody } from '../../authority/index.ts';
import { mayRunWithin, within } from '../../http/policy.ts';
import {
  closeMotion,
  type Motion,
  motionStateOf,
  moveMotion,
  openMotion,
  secondMotion,
} from '../../motions/index.ts';
import type { Services } from '../../services.ts';
import { type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import type { MeetingReader } from './meeting-reader.ts';
import { motion, motions, newMotion, settlement } from './motions-schema.ts';

const shown = (found: Motion): z.output<typeof motion> => ({
  ...{ id: Number(found.id), agenda_point_id: Number(found.point), kind: found.kind },
  ...{ wording: found.wording, state: motionStateOf(found) },
  ...{ moved_by_id: Number(found.moverId), moved_by_name: found.mover, moved_at: found.movedAt },
  seconded_by_name: found.seconder,
  ...{ opened_at: found.openedAt, closed_at: found.closedAt },
  ...{ result: found.result, votes: found.hands },
});

type MeetingCall = Parameters<MeetingReader['find']>[0];
type MotionCall = MeetingCall & { readonly motion: string };

const pathOf = ({ id, item, motion: own }: MotionCall) => ({ tor: id, id: item, motion: own });

/** Motions at a meeting, by the commands of its live view (spec api#motions). */
export function motionOperations(
  services: Services,
  { find }: Pick<MeetingReader, 'find'>,
): readonly Operation[] {
  const all = '/tors/:id/meetings/:item/motions' as const;
  const path = `${all}/:motion` as const;
  const policy = within(inBody('meetings.view'));
  const change = { reply: motion, refusals: [409] } as const;
  const one = async (call: MotionCall): Promise<Result> => ({
    body: shown(existing((await find(call)).motions.find(({ id }) => id === call.motion))),
  });
  return [
    operation({
      ...{ policy, id: 'listMotions', method: 'get', path: all, reply: motions },
      run: async (call) => ({ body: { items: (await find(call)).motions.map(shown) } }),
    }),
    operation({
      ...{ id: 'moveMotion', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(moveMotion), repeatable: true },
      ...{ body: newMotion, reply: motion, refusals: [409] },
      run: async (call) => {
        const wanted = { tor: call.id, id: call.item, ...call.input };
        const id = savedBy(await moveMotion(services, call.actor, wanted));
        const location = `/tors/${call.id}/meetings/${call.item}/motions/${id}`;
        return { ...(await one({ ...call, motion: id })), location };
      },
    }),
    operation({ ...{ policy, id: 'getMotion', method: 'get', path, reply: motion, run: one } }),
    operation({
      ...{ ...change, id: 'secondMotion', method: 'post', path: `${path}/second` },
      ...{ policy: mayRunWithin(secondMotion), repeatable: true },
      run: async (call) => {
        savedBy(await secondMotion(services, call.actor, pathOf(call)));
        return one(call);
      },
    }),
    operation({
      ...{ ...change, id: 'openMotion', method: 'post', path: `${path}/open` },
      ...{ policy: mayRunWithin(openMotion), repeatable: true },
      run: async (call) => {
        savedBy(await openMotion(services, call.actor, pathOf(call)));
        return one(call);
      },
    }),
    operation({
      ...{ ...change, id: 'closeMotion', method: 'post', path: `${path}/close` },
      ...{ policy: mayRunWithin(closeMotion), repeatable: true, body: settlement },
      run: async (call) => {
        const { result, votes } = call.input;
        savedBy(
          await closeMotion(services, call.actor, { ...pathOf(call), result, hands: votes }),
          { votes_for: 'votes' },
        );
        return one(call);
      },
    }),
  ];
}

import type { z } from 'zod';
import { findPoint, type Point, recordOpinion } from '../../agenda/index.ts';
import { dayAt } from '../../authority/index.ts';
import { itemKinds } from '../../committee-items/index.ts';
import { mayRunWithin, within } from '../../http/policy.ts';
import type { Services } from '../../services.ts';
import { type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { numberOf } from '../values.ts';
import { type ItemCall, pathOf } from './item-call.ts';
import { newOpinion, opinion, opinions } from './options-schema.ts';

const shown = (one: Point['opinions'][number]): z.output<typeof opinion> => ({
  ...{ id: Number(one.id), user_id: numberOf(one.userId), user_name: one.user },
  ...{ option_id: numberOf(one.optionId), commentary: one.commentary, recorded_at: one.at },
});

/** Opinions on an agenda point, one for each user (spec api#options). */
export function opinionOperations(services: Services): readonly Operation[] {
  const all = '/tors/:id/agenda-points/:item/opinions' as const;
  const find = async (call: ItemCall) =>
    existing(await findPoint(services.db, pathOf(call), dayAt(call.now)));
  return [
    operation({
      ...{ id: 'listOpinions', method: 'get', path: all },
      ...{ policy: within(itemKinds.agenda_point.reads), reply: opinions },
      run: async (call) => ({ body: { items: (await find(call)).opinions.map(shown) } }),
    }),
    operation({
      ...{ id: 'recordOpinion', method: 'put', path: `${all}/own` },
      ...{ policy: mayRunWithin(recordOpinion), body: newOpinion, reply: opinion, refusals: [409] },
      run: async (call) => {
        const { option_id, commentary } = call.input;
        const wanted = { ...pathOf(call), preferred_coa_id: String(option_id), commentary };
        const id = savedBy(await recordOpinion(services, call.actor, wanted), {
          preferred_coa_id: 'option_id',
        });
        return { body: shown(existing((await find(call)).opinions.find((one) => one.id === id))) };
      },
    }),
  ];
}

import type { z } from 'zod';
import { findPoint, type Point, recordOpinion } from '../../agenda/index.ts';
import { dayAt } from '../../authority/index.ts';
import { itemKinds } from '../../committee-items/index.ts';
import { mayRunWithin, within } from '../../http/policy.ts';
import type { Services } from '../../services.ts';
import { type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { newOpinion, opinion, opinions } from './options-schema.ts';
import { numberOf } from './values.ts';

const shown = (one: Point['opinions'][number]): z.output<typeof opinion> => ({
  ...{ id: Number(one.id), user_id: numberOf(one.userId), user_name: one.user },
  ...{ option_id: numberOf(one.optionId), commentary: one.commentary, recorded_at: one.at },
});

/** Opinions on an agenda point, one for each user (spec api#options). */
export function opinionOperations(services: Services): readonly Operation[] {
  const all = '/tors/:id/agenda-points/:item/opinions' as const;
  const find = async (call: { readonly id: string; readonly item: string; readonly now: Date }) =>
    existing(await findPoint(services.db, { tor: call.id, id: call.item }, dayAt(call.now)));
  return [
    operation({
      ...{ id: 'listOpinions', method: 'get', path: all, tag: 'governance', status: 200 },
      ...{ policy: within(itemKinds.agenda_point.reads), reply: opinions },
      run: async (call) => ({ body: { items: (await find(call)).opinions.map(shown) } }),
    }),
    operation({
      ...{ id: 'recordOpinion', method: 'put', path: `${all}/own`, tag: 'governance', status: 200 },
      ...{ policy: mayRunWithin(recordOpinion), body: newOpinion, reply: opinion, refusals: [409] },
      run: async (call) => {
        const { option_id, commentary } = call.input;
        const wanted = { tor: call.id, id: call.item, preferred_coa_id: String(option_id) };
        const id = savedBy(
          await recordOpinion(services, call.actor, { ...wanted, commentary }),
          (reason) =>
            reason.field === 'preferred_coa_id' ? { ...reason, field: 'option_id' } : reason,
        );
        return { body: shown(existing((await find(call)).opinions.find((one) => one.id === id))) };
      },
    }),
  ];
}

import type { z } from 'zod';
import {
  type AmendmentLine,
  acceptPart,
  amendmentTargets,
  findAmended,
  findAmendment,
  partsOfAmendment,
  proposeAmendment,
  refusePart,
  stateOfAmendment,
  withdrawAmendment,
} from '../../amendments/index.ts';
import { missing } from '../../http/answers.ts';
import { within } from '../../http/policy.ts';
import type { Services } from '../../services.ts';
import { noContent, type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { numberOf } from '../values.ts';
import { amendment, amendments, newAmendment, partVerdict } from './amendments-schema.ts';
import type { ItemCall } from './item-call.ts';

/** Where the items of each kind are, and their name in the ids of operations. */
const kinds = {
  proposal: { at: 'proposals', name: 'Proposal' },
  coa: { at: 'options', name: 'Option' },
} as const;
type Kind = keyof typeof kinds;

const inUtc = (stored: string | null): string | null =>
  stored === null ? null : new Date(stored).toISOString();

const lineOf = (one: AmendmentLine) => ({
  ...{ id: Number(one.id), field: one.field, state: stateOfAmendment(one) },
  ...{ author_id: numberOf(one.authorId), author_name: one.author },
  ...{ created_at: inUtc(one.createdAt) ?? '', withdrawn_at: inUtc(one.withdrawnAt) },
});

type Found = NonNullable<Awaited<ReturnType<typeof findAmendment>>>['amendment'];

const shown = (found: Found): z.output<typeof amendment> => ({
  ...lineOf(found),
  ...{ base: found.base, proposed: found.proposed, reason: found.reason },
  parts: partsOfAmendment(found.base, found.proposed).map(({ removed, added }, at) => {
    const decided = found.decided.find(({ part }) => part === at);
    return {
      ...{ number: at + 1, removed, added, verdict: decided?.verdict ?? null },
      decided_by_name: decided?.by ?? null,
      decided_at: inUtc(decided?.at ?? null),
    };
  }),
});

/** Amendments to proposals and courses of action, by the commands of their pages (spec api#amendments). */
export const amendmentOperations = (services: Services): readonly Operation[] =>
  (Object.keys(kinds) as Kind[]).flatMap((kind) => operationsOf(services, kind));

function operationsOf(services: Services, kind: Kind): readonly Operation[] {
  const { db } = services;
  const { at, name } = kinds[kind];
  const { reads, decides } = amendmentTargets[kind];
  const all = `/tors/:id/${at}/:item/amendments` as const;
  const path = `${all}/:amendment` as const;
  const common = { policy: within(reads) } as const;
  const pathOf = ({ id: tor, item }: ItemCall) => ({ kind, tor, item });
  const one = async (call: ItemCall, id: string): Promise<Result> => ({
    body: shown(existing(await findAmendment(db, { ...pathOf(call), amendment: id })).amendment),
  });
  return [
    operation({
      ...{ ...common, id: `list${name}Amendments`, method: 'get', path: all, reply: amendments },
      run: async (call) => {
        const { amendments: found, total, isOpen } = existing(await findAmended(db, pathOf(call)));
        return { body: { items: found.map(lineOf), total, is_open: isOpen } };
      },
    }),
    operation({
      ...{
        ...common,
        id: `propose${name}Amendment`,
        method: 'post',
        path: all,
        status: 201,
        refusals: [409],
      },
      ...{ body: newAmendment, reply: amendment, repeatable: true },
      run: async (call) => {
        const wanted = { ...pathOf(call), ...call.input };
        const id = savedBy(await proposeAmendment(services, call.actor, wanted));
        const location = `/tors/${call.id}/${at}/${call.item}/amendments/${id}`;
        return { ...(await one(call, id)), location };
      },
    }),
    operation({
      ...{ ...common, id: `get${name}Amendment`, method: 'get', path, reply: amendment },
      run: (call) => one(call, call.amendment),
    }),
    operation({
      ...{ id: `decide${name}Amendment`, method: 'post', path: `${path}/parts/:part` },
      ...{ policy: within(decides), body: partVerdict, reply: amendment },
      ...{ refusals: [409], repeatable: true },
      run: async (call) => {
        const part = Number(call.part) - 1;
        if (!Number.isSafeInteger(part) || part < 0) throw missing();
        const command = call.input.verdict === 'accepted' ? acceptPart : refusePart;
        const wanted = { ...pathOf(call), amendment: call.amendment, part };
        savedBy(await command(services, call.actor, wanted));
        return one(call, call.amendment);
      },
    }),
    operation({
      ...{ ...common, id: `withdraw${name}Amendment`, method: 'delete', path, refusals: [409] },
      run: async (call) => {
        const wanted = { ...pathOf(call), amendment: call.amendment };
        savedBy(await withdrawAmendment(services, call.actor, wanted));
        return noContent;
      },
    }),
  ];
}

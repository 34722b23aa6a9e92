import type { z } from 'zod';
import {
  addComment,
  type Comment,
  editComment,
  findComment,
  findDiscussion,
  withdrawComment,
} from '../../comments/index.ts';
import { type ItemKind, type ItemPath, itemKinds } from '../../committee-items/index.ts';
import { within } from '../../http/policy.ts';
import type { Services } from '../../services.ts';
import { noContent, type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { numberOf } from '../values.ts';
import { comment, commentChange, comments, newComment } from './comments-schema.ts';
import type { ItemCall } from './item-call.ts';

const shown = (one: Comment): z.output<typeof comment> => ({
  ...{ id: Number(one.id), body: one.body, author_name: one.author },
  ...{ author_id: numberOf(one.authorId), reply_to: numberOf(one.thread) },
  created_at: one.createdAt.toISOString(),
  edited_at: one.editedAt?.toISOString() ?? null,
  withdrawn_at: one.withdrawnAt?.toISOString() ?? null,
  mentions: one.mentions.map(({ id, label }) => ({ user_id: Number(id), user_name: label })),
});

/** Where the items of each kind are, and their name in the ids of operations. */
const kinds = {
  suggestion: { at: 'suggestions', name: 'Suggestion' },
  proposal: { at: 'proposals', name: 'Proposal' },
  agenda_point: { at: 'agenda-points', name: 'AgendaPoint' },
} as const satisfies Readonly<Record<ItemKind, { readonly at: string; readonly name: string }>>;

/** Comments on the items of committees, by the commands of their pages (spec api#items). */
export const commentOperations = (services: Services): readonly Operation[] =>
  (Object.keys(kinds) as ItemKind[]).flatMap((kind) => operationsOf(services, kind));

function operationsOf(services: Services, kind: ItemKind): readonly Operation[] {
  const { db } = services;
  const { at, name } = kinds[kind];
  const path = `/tors/:id/${at}/:item/comments` as const;
  const common = { policy: within(itemKinds[kind].reads) } as const;
  const pathOf = ({ id: tor, item }: ItemCall): ItemPath => ({ kind, tor, item });
  const one = async (call: ItemCall, id: string): Promise<Result> => {
    const found = existing(await findComment(db, { ...pathOf(call), comment: id }, call.now));
    return { body: shown(existing(found.comments.at(-1))) };
  };
  return [
    operation({
      ...{ ...common, id: `list${name}Comments`, method: 'get', path, reply: comments },
      run: async (call) => {
        const found = existing(await findDiscussion(db, pathOf(call), call));
        const { total, isClosed } = found;
        return { body: { items: found.comments.map(shown), total, is_closed: isClosed } };
      },
    }),
    operation({
      ...{ ...common, id: `add${name}Comment`, method: 'post', path, status: 201, refusals: [409] },
      ...{ body: newComment, reply: comment, repeatable: true },
      run: async (call) => {
        const { body, reply_to: thread } = call.input;
        const id = savedBy(
          await addComment(services, call.actor, {
            ...{ ...pathOf(call), body },
            thread: thread === undefined ? undefined : String(thread),
          }),
        );
        const location = `/tors/${call.id}/${at}/${call.item}/comments/${id}`;
        return { ...(await one(call, id)), location };
      },
    }),
    operation({
      ...{ ...common, id: `change${name}Comment`, method: 'patch', path: `${path}/:comment` },
      ...{ body: commentChange, reply: comment, refusals: [409] },
      run: async (call) => {
        const changed = { ...pathOf(call), comment: call.comment, body: call.input.body };
        return one(call, savedBy(await editComment(services, call.actor, changed)));
      },
    }),
    operation({
      ...{ ...common, id: `withdraw${name}Comment`, method: 'delete', path: `${path}/:comment` },
      refusals: [409],
      run: async (call) => {
        const withdrawn = { ...pathOf(call), comment: call.comment };
        savedBy(await withdrawComment(services, call.actor, withdrawn));
        return noContent;
      },
    }),
  ];
}

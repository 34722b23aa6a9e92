import type { VNode } from 'preact';
import {
  addressOfItem,
  type ItemKind,
  type ItemPath,
  itemKinds,
} from '../committee-items/index.ts';
import { answer, missing, page, redirect, refusedAt } from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import { button, form } from '../http/parsers.ts';
import { within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FormState } from '../ui/form-state.ts';
import { addComment, editComment, withdrawComment } from './commands.ts';
import type { Comment, FoundDiscussion } from './comment.ts';
import { editCommentPage, refusedCommentPage, withdrawCommentPage } from './pages.tsx';
import { findComment, findDiscussion } from './queries.ts';
import { commentChange, newComment } from './schema.ts';
import { texts } from './texts.ts';

/** Comments on the items of committees (spec comments). */
export const commentRoutes = (services: CommandServices): Routes =>
  (Object.keys(itemKinds) as ItemKind[]).reduce(
    (all, kind) => all.with(routesOf(services, kind)),
    routes(),
  );

type ItemCall = CommitteeCall & { readonly item: string };
type CommentCall = ItemCall & { readonly comment: string };

/** The comments on one kind of item; its readers may use them. */
function routesOf(services: CommandServices, kind: ItemKind): Routes {
  const { db } = services;
  const { segment, reads } = itemKinds[kind];
  const of = `/tor/:id/${segment}/:item/comments` as const;
  const policy = within(reads);
  const pathOf = ({ id, item }: { readonly id: string; readonly item: string }): ItemPath => ({
    ...{ kind, tor: id, item },
  });

  const refused = async (call: ItemCall, state: FormState): Promise<VNode> => {
    const path = pathOf(call);
    const discussion = await findDiscussion(db, path, call);
    if (discussion === undefined) throw missing();
    const { committee, actor } = call;
    return refusedCommentPage({ committee, path, discussion, state, reader: actor.id });
  };

  /** A comment of the reader; others have no form for it. */
  const own = async (
    call: CommentCall,
  ): Promise<{ readonly discussion: FoundDiscussion; readonly comment: Comment }> => {
    const { comment: id, actor, now } = call;
    const discussion = await findComment(db, { ...pathOf(call), comment: id }, now);
    const comment = discussion?.comments.at(-1);
    if (discussion === undefined || comment === undefined) throw missing();
    if (comment.authorId !== actor.id || comment.withdrawnAt !== null) throw missing();
    return { discussion, comment };
  };

  const edit = async (call: CommentCall, state?: FormState): Promise<VNode> =>
    editCommentPage({
      ...{ committee: call.committee, path: pathOf(call), state },
      ...(await own(call)),
    });

  return routes()
    .post(of, policy, form(newComment, refused), async (call) => {
      const path = pathOf(call);
      return answer(await addComment(services, call.actor, { ...path, ...call.input }), {
        saved: (id) => redirect(`${addressOfItem(path)}#comment-${id}`, texts.added),
        refused: (problems, status) =>
          status === 409
            ? refusedAt(addressOfItem(path))(problems)
            : call.refused(problems, status),
      });
    })
    .get(`${of}/:comment/edit`, policy, async (call) => page(await edit(call)))
    .post(`${of}/:comment`, policy, form(commentChange, edit), async (call) => {
      const path = { ...pathOf(call), comment: call.comment };
      return answer(await editComment(services, call.actor, { ...path, ...call.input }), {
        saved: (id) => redirect(`${addressOfItem(path)}#comment-${id}`, texts.saved),
        refused: refusedAt(addressOfItem(path)),
      });
    })
    .get(`${of}/:comment/withdraw`, policy, async (call) =>
      page(
        withdrawCommentPage({
          ...{ committee: call.committee, path: pathOf(call) },
          ...(await own(call)),
        }),
      ),
    )
    .post(`${of}/:comment/withdraw`, policy, button, async (call) => {
      const path = { ...pathOf(call), comment: call.comment };
      return answer(await withdrawComment(services, call.actor, path), {
        saved: (id) => redirect(`${addressOfItem(path)}#comment-${id}`, texts.withdrawnDone),
        refused: refusedAt(addressOfItem(path)),
      });
    });
}

import type { VNode } from 'preact';
import { inBody } from '../authority/index.ts';
import { buttonInput, moveInput, rejectionInput, talkQuery } from '../committee-items/index.ts';
import {
  type Answer,
  answer,
  answerAt,
  missing,
  page,
  redirect,
  refusedAt,
} from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import { wayBack } from '../http/fields.ts';
import { form, query } from '../http/parsers.ts';
import { mayRunWithin, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FormState } from '../ui/form-state.ts';
import {
  acceptSuggestion,
  createSuggestion,
  rejectSuggestion,
  suggestionMove,
} from './commands.ts';
import { suggestionForm, suggestionPage } from './pages.tsx';
import { shownMoves } from './present.ts';
import { findSuggestionWithTalk } from './queries.ts';
import { suggestionInput } from './schema.ts';
import { texts } from './texts.ts';

type ItemCall = CommitteeCall & {
  readonly item: string;
  readonly filter: { readonly before?: string | undefined };
};

/** Suggestions to a committee (spec suggestions). */
export const suggestionRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const show = async (call: ItemCall): Promise<VNode> => {
    const { id: tor, item: id, committee, actor, now, filter } = call;
    const suggestion = await findSuggestionWithTalk(db, { tor, id }, { now, ...filter });
    if (suggestion === undefined) throw missing();
    const asker = { permissions: actor.permissions, standing: committee };
    const moves = shownMoves(suggestion.workflow, suggestion, asker);
    return suggestionPage({ committee, suggestion, moves, reader: actor.id });
  };
  const create = ({ committee }: CommitteeCall, state?: FormState): VNode =>
    suggestionForm({ committee, state });
  return routes()
    .get('/tor/:id/suggestions/new', mayRunWithin(createSuggestion), (call) => page(create(call)))
    .post(
      '/tor/:id/suggestions',
      mayRunWithin(createSuggestion),
      form(suggestionInput, create),
      async ({ id: tor, actor, input, refused }) =>
        answer(await createSuggestion(services, actor, { tor, ...input }), {
          saved: redirect(listOf(tor), texts.created),
          refused,
        }),
    )
    .get(
      '/tor/:id/suggestions/:item',
      within(inBody('suggestion.view')),
      query(talkQuery),
      async (call) => page(await show(call)),
    )
    .post(
      '/tor/:id/suggestions/:item/accept',
      mayRunWithin(acceptSuggestion),
      form(buttonInput),
      async ({ id: tor, item: id, actor, input }) => {
        const home = wayBack(input.back, listOf(tor));
        return answerAt(home, await acceptSuggestion(services, actor, { tor, id }), texts.accepted);
      },
    )
    .post(
      '/tor/:id/suggestions/:item/reject',
      mayRunWithin(rejectSuggestion),
      form(rejectionInput),
      async ({ id: tor, item: id, actor, input }) => {
        const home = wayBack(input.back, listOf(tor));
        const outcome = input.rejection_reason;
        // Also for a reversal, of which the workflow itself asks no reason.
        if (outcome === '') return refusedAt(home)([{ message: texts.refused.reason }]);
        return answerAt(
          home,
          await rejectSuggestion(services, actor, { tor, id, outcome }),
          texts.rejected,
        );
      },
    )
    .post(
      '/tor/:id/suggestions/:item/move',
      within(inBody('suggestion.view')),
      form(moveInput),
      async ({ id: tor, item: id, actor, input }): Promise<Answer> => {
        const { to, rejection_reason: outcome } = input;
        const home = wayBack(input.back, `/tor/${tor}/suggestions/${id}`);
        return answerAt(
          home,
          await suggestionMove(to)(services, actor, { tor, id, to, outcome }),
          texts.moved,
        );
      },
    );
};

/** Address of a committee's suggestions. */
const listOf = (tor: string): string => `/tor/${tor}/workflow?tab=suggestions`;

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
import { canRunIn, mayRunWithin, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Command, CommandServices } from '../ontology/command.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import type { TransitionInput } from '../workflow/index.ts';
import {
  approveProposal,
  createProposal,
  proposalMove,
  rejectProposal,
  startReview,
  submitProposal,
  updateProposal,
} from './commands.ts';
import { proposalForm } from './form-page.tsx';
import { proposalPage } from './pages.tsx';
import { shownMoves } from './present.ts';
import type { ShownProposal } from './proposal.ts';
import { findProposal, findProposalWithTalk } from './queries.ts';
import { queueProposal } from './queue-commands.ts';
import { queueRoutes } from './queue-routes.ts';
import { isEditable } from './rules.ts';
import { proposalInput } from './schema.ts';
import { texts } from './texts.ts';

type ItemCall = CommitteeCall & { readonly item: string };
type MoveCall = ItemCall & { readonly input: { readonly back?: string | undefined } };
type ShowCall = ItemCall & { readonly filter: { readonly before?: string | undefined } };

/** Proposals of a committee (spec proposals). */
export const proposalRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const found = async ({ id: tor, item: id, now }: ItemCall): Promise<ShownProposal> => {
    const proposal = await findProposal(db, { tor, id }, now);
    if (proposal === undefined) throw missing();
    return proposal;
  };
  const create = ({ committee }: CommitteeCall, state?: FormState): VNode =>
    proposalForm({ committee, state });
  const edit = async (call: ItemCall, state?: FormState): Promise<VNode> =>
    proposalForm({ committee: call.committee, proposal: await found(call), state });

  const show = async (call: ShowCall): Promise<VNode> => {
    const { id: tor, item: id, committee, actor, now, filter } = call;
    const proposal = await findProposalWithTalk(db, { tor, id }, { now, ...filter });
    if (proposal === undefined) throw missing();
    const asker = { permissions: actor.permissions, standing: committee };
    return proposalPage({
      ...{ committee, proposal, moves: shownMoves(proposal.workflow, proposal, asker) },
      reader: {
        id: actor.id,
        edit: isEditable(proposal.status) && canRunIn(actor, updateProposal, committee),
        queue: canRunIn(actor, queueProposal, committee),
      },
    });
  };

  /** The answer to a move: the page of the proposal, with a message. */
  const moved = async (
    command: Command<TransitionInput, EntitySnapshot>,
    { id: tor, item: id, actor, input }: MoveCall,
    move: Pick<TransitionInput, 'to' | 'outcome'> = {},
  ): Promise<Answer> => {
    const home = wayBack(input.back, addressOf(tor, id));
    return answerAt(home, await command(services, actor, { tor, id, ...move }), ({ label }) =>
      texts.moved(label),
    );
  };

  return routes()
    .with(queueRoutes(services))
    .get('/tor/:id/proposals/new', mayRunWithin(createProposal), (call) => page(create(call)))
    .post(
      '/tor/:id/proposals',
      mayRunWithin(createProposal),
      form(proposalInput, create),
      async ({ id: tor, actor, input: { version: _, ...fields }, refused }) =>
        answer(await createProposal(services, actor, { tor, ...fields }), {
          saved: ({ id, label }) => redirect(addressOf(tor, id), texts.created(label)),
          refused,
        }),
    )
    .get(
      '/tor/:id/proposals/:item',
      within(inBody('proposal.view')),
      query(talkQuery),
      async (call) => page(await show(call)),
    )
    .get('/tor/:id/proposals/:item/edit', mayRunWithin(updateProposal), async (call) => {
      const { committee } = call;
      const proposal = await found(call);
      if (isEditable(proposal.status)) return page(proposalForm({ committee, proposal }));
      return refusedAt(addressOf(call.id, call.item))([{ message: texts.refused.notEditable }]);
    })
    .post(
      '/tor/:id/proposals/:item',
      mayRunWithin(updateProposal),
      form(proposalInput, edit),
      async (call) => {
        const { id: tor, item: id, actor, input, refused } = call;
        return answer(await updateProposal(services, actor, { tor, id, ...input }), {
          saved: ({ label }) => redirect(addressOf(tor, id), texts.saved(label)),
          refused: (problems, status) =>
            status === 409 ? refusedAt(addressOf(tor, id))(problems) : refused(problems, status),
          conflict: async () => page(await conflict(call, input), 409),
        });
      },
    )
    .post(
      '/tor/:id/proposals/:item/submit',
      mayRunWithin(submitProposal),
      form(buttonInput),
      (call) => moved(submitProposal, call),
    )
    .post('/tor/:id/proposals/:item/review', mayRunWithin(startReview), form(buttonInput), (call) =>
      moved(startReview, call),
    )
    .post(
      '/tor/:id/proposals/:item/approve',
      mayRunWithin(approveProposal),
      form(buttonInput),
      (call) => moved(approveProposal, call),
    )
    .post(
      '/tor/:id/proposals/:item/reject',
      mayRunWithin(rejectProposal),
      form(rejectionInput),
      (call) => moved(rejectProposal, call, { outcome: call.input.rejection_reason }),
    )
    .post(
      '/tor/:id/proposals/:item/move',
      within(inBody('proposal.view')),
      form(moveInput),
      (call) => {
        const { to, rejection_reason: outcome } = call.input;
        return moved(proposalMove(to), call, { to, outcome });
      },
    );

  /** The form after another user saved first: the typed text beside the saved one. */
  async function conflict(
    call: ItemCall,
    { title, description, rationale }: ReturnType<typeof proposalInput.parse>,
  ): Promise<VNode> {
    return proposalForm({
      committee: call.committee,
      proposal: await found(call),
      state: freshForm({ title, description, rationale }),
      meanwhile: { typed: description },
    });
  }
};

const addressOf = (tor: string, id: string): string => `/tor/${tor}/proposals/${id}`;

import * as amendments from '#app/amendments/commands.ts';
import * as comments from '#app/comments/commands.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import * as proposals from '#app/proposals/commands.ts';
import * as queue from '#app/proposals/queue-commands.ts';
import type { Services } from '#app/services.ts';
import * as suggestions from '#app/suggestions/commands.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';

/** What inputs for commands are made with. */
export interface Tried {
  /** Makes each statement of a command fail in turn. */
  readonly failing: <Input, Saved>(
    command: Command<Input, Saved>,
    input: Input,
  ) => Promise<Failures>;
  /** Makes a committee. */
  readonly tor: () => Promise<string>;
  /** A user with all permissions. */
  readonly by: () => { readonly services: Services; readonly actor: Actor };
}

/** The commands of items of committees, each tried on an item of its own. */
export function itemCommands({ failing, tor, by }: Tried): Record<string, () => Promise<Failures>> {
  /** A suggestion to a new committee. */
  async function madeSuggestion() {
    const committee = await tor();
    const made = await suggestions.createSuggestion(by().services, by().actor, {
      tor: committee,
      description: 'Idea',
    });
    return { tor: committee, id: made.ok ? made.value.id : '' };
  }
  const proposalTexts = { title: 'Aim', description: 'The aim', rationale: '' };
  /** A proposal to a new committee, moved to a status. */
  async function madeProposal(...moves: readonly string[]) {
    const committee = await tor();
    const made = await proposals.createProposal(by().services, by().actor, {
      tor: committee,
      ...proposalTexts,
    });
    const path = { tor: committee, id: made.ok ? made.value.id : '' };
    for (const to of moves)
      await proposals.proposalMove(to)(by().services, by().actor, { ...path, to, outcome: 'No' });
    return path;
  }
  const approval = ['submitted', 'under_review', 'approved'];
  /** A proposal in the queue of a new committee. */
  async function madeQueued() {
    const path = await madeProposal(...approval);
    await queue.queueProposal(by().services, by().actor, path);
    return path;
  }
  /** A comment on a proposal, and one that replies to it. */
  async function madeComment() {
    const { tor: committee, id: item } = await madeProposal();
    const path = { kind: 'proposal' as const, tor: committee, item };
    const made = await comments.addComment(by().services, by().actor, { ...path, body: 'First' });
    return { ...path, comment: made.ok ? made.value : '' };
  }

  /** An amendment to a proposal, by another user than the one who tries commands. */
  async function madeAmendment(isOwn = false) {
    const { tor: committee, id: item } = await madeProposal();
    const path = { kind: 'proposal' as const, tor: committee, item };
    const sent = { ...path, field: 'description' as const, text: 'Other', reason: '' };
    const made = await amendments.proposeAmendment(by().services, by().actor, sent);
    const amendment = made.ok ? made.value : '';
    if (!isOwn)
      await by().services.pool.query(
        "update entities set properties = properties - 'author_id' where id = $1",
        [amendment],
      );
    return { ...path, amendment };
  }

  return {
    'amendments/commands.ts proposeAmendment': async () => {
      const { amendment: _, ...path } = await madeAmendment();
      const sent = { field: 'description' as const, text: 'Further', reason: '' };
      return failing(amendments.proposeAmendment, { ...path, ...sent });
    },
    'amendments/commands.ts acceptPart': async () =>
      failing(amendments.acceptPart, { ...(await madeAmendment()), part: 0 }),
    'amendments/commands.ts refusePart': async () =>
      failing(amendments.refusePart, { ...(await madeAmendment()), part: 0 }),
    'amendments/commands.ts withdrawAmendment': async () =>
      failing(amendments.withdrawAmendment, await madeAmendment(true)),
    'suggestions/commands.ts createSuggestion': async () =>
      failing(suggestions.createSuggestion, { tor: await tor(), description: 'Idea' }),
    'suggestions/commands.ts acceptSuggestion': async () =>
      failing(suggestions.acceptSuggestion, await madeSuggestion()),
    'suggestions/commands.ts rejectSuggestion': async () =>
      failing(suggestions.rejectSuggestion, { ...(await madeSuggestion()), outcome: 'No' }),
    'suggestions/commands.ts moveFurther': async () =>
      failing(suggestions.suggestionMove('elsewhere'), {
        ...{ ...(await madeSuggestion()), to: 'rejected', outcome: 'No' },
      }),
    'proposals/commands.ts createProposal': async () =>
      failing(proposals.createProposal, { tor: await tor(), ...proposalTexts }),
    'proposals/commands.ts updateProposal': async () =>
      failing(proposals.updateProposal, {
        ...{ ...(await madeProposal()), ...proposalTexts, title: 'Goal' },
      }),
    'proposals/commands.ts submitProposal': async () =>
      failing(proposals.submitProposal, await madeProposal()),
    'proposals/commands.ts startReview': async () =>
      failing(proposals.startReview, await madeProposal('submitted')),
    'proposals/commands.ts approveProposal': async () =>
      failing(proposals.approveProposal, await madeProposal('submitted', 'under_review')),
    'proposals/commands.ts rejectProposal': async () =>
      failing(proposals.rejectProposal, {
        ...{ ...(await madeProposal('submitted', 'under_review')), outcome: 'No' },
      }),
    'proposals/commands.ts moveFurther': async () =>
      failing(proposals.proposalMove('elsewhere'), { ...(await madeProposal()), to: 'submitted' }),
    'proposals/queue-commands.ts queueProposal': async () =>
      failing(queue.queueProposal, await madeProposal(...approval)),
    'proposals/queue-commands.ts unqueueProposal': async () =>
      failing(queue.unqueueProposal, await madeQueued()),
    'proposals/queue-commands.ts scheduleProposals': async () => {
      const { tor: committee, id } = await madeQueued();
      return failing(queue.scheduleProposals, {
        ...{ tor: committee, proposal_ids: [id], scheduled_date: '2999-01-01' },
        ...{ time_allocation_minutes: 15, item_type: 'informative' },
      });
    },
    'comments/commands.ts addComment': async () => {
      const { comment, ...path } = await madeComment();
      return failing(comments.addComment, { ...path, body: 'Second', thread: comment });
    },
    'comments/commands.ts editComment': async () =>
      failing(comments.editComment, { ...(await madeComment()), body: 'Changed' }),
    'comments/commands.ts withdrawComment': async () =>
      failing(comments.withdrawComment, await madeComment()),
  };
}

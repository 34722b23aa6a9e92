import type { z } from 'zod';
import { inBody } from '../../authority/index.ts';
import { may, mayRunWithin, within } from '../../http/policy.ts';
import {
  createProposal,
  findProposal,
  proposalMove,
  type ShownProposal,
  updateProposal,
} from '../../proposals/index.ts';
import type { Services } from '../../services.ts';
import {
  createSuggestion,
  findSuggestion,
  type ShownSuggestion,
  suggestionMove,
} from '../../suggestions/index.ts';
import { statusIn } from '../../workflow/index.ts';
import { listResult } from '../list.ts';
import { type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { listOf, membersOf, sparse } from '../schema.ts';
import { numberOf } from '../values.ts';
import { versioned } from '../versioned.ts';
import { type ItemCall, pathOf } from './item-call.ts';
import { submissionList } from './lists.ts';
import { moveOperations } from './moves.ts';
import {
  newProposal,
  newSuggestion,
  proposal,
  proposalChange,
  proposalLine,
  proposalQuery,
  suggestion,
  suggestionLine,
  suggestionQuery,
} from './submissions-schema.ts';

type Shown = ShownProposal | ShownSuggestion;

const submittedOf = (item: Shown) => ({
  submitted_by_id: numberOf(item.authorId),
  submitted_by_name: item.author,
  submitted_date: item.properties['submitted_date'] ?? '',
  status: statusIn(item.workflow, item.status),
  rejection_reason: item.rejectionReason ?? null,
});

const proposalReply = (item: ShownProposal): z.output<typeof proposal> => ({
  ...{ id: Number(item.id), title: item.title },
  ...{ description: item.description, rationale: item.rationale },
  ...submittedOf(item),
  queue: item.queue,
  suggestion_id: numberOf(item.suggestion?.id),
  agenda_point_id: numberOf(item.agendaPoint?.id),
});

const suggestionReply = (item: ShownSuggestion): z.output<typeof suggestion> => ({
  ...{ id: Number(item.id), description: item.description },
  ...submittedOf(item),
  proposal_id: numberOf(item.proposal?.id),
});

/** Suggestions and proposals, by the commands of their pages (spec api#items). */
export const submissionOperations = (services: Services): readonly Operation[] => [
  ...suggestionOperations(services),
  ...proposalOperations(services),
];

function suggestionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { find, one } = versioned(
    async (call: ItemCall) => existing(await findSuggestion(db, pathOf(call), call.now)),
    suggestionReply,
  );
  const reads = within(inBody('suggestion.view'));
  return [
    operation({
      ...{ id: 'listSuggestions', method: 'get', path: '/suggestions' },
      ...{ policy: may('suggestion.view'), query: suggestionQuery },
      reply: listOf(sparse(suggestionLine)),
      run: async ({ filter, actor, now }) => {
        const list = submissionList('suggestion', filter, actor, now);
        return listResult(db, list, filter, membersOf(suggestionLine));
      },
    }),
    operation({
      ...{ id: 'createSuggestion', method: 'post', path: '/tors/:id/suggestions' },
      ...{ policy: mayRunWithin(createSuggestion), status: 201 },
      ...{ body: newSuggestion, reply: suggestion, versioned: true, repeatable: true },
      run: async ({ id, actor, input, now }) => {
        const made = savedBy(await createSuggestion(services, actor, { tor: id, ...input }));
        return {
          ...(await one({ id, item: made.id, now })),
          ...{ location: `/tors/${id}/suggestions/${made.id}` },
        };
      },
    }),
    operation({
      ...{ id: 'getSuggestion', method: 'get', path: '/tors/:id/suggestions/:item', policy: reads },
      ...{ reply: suggestion, versioned: true, run: one },
    }),
    ...moveOperations({
      ...{ name: 'Suggestion', at: 'suggestions', policy: reads, reply: suggestion, find, one },
      move: (actor, wanted) => suggestionMove(wanted.to)(services, actor, wanted),
    }),
  ];
}

function proposalOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { find, one, open } = versioned(
    async (call: ItemCall) => existing(await findProposal(db, pathOf(call), call.now)),
    proposalReply,
  );
  const reads = within(inBody('proposal.view'));
  return [
    operation({
      ...{ id: 'listProposals', method: 'get', path: '/proposals' },
      ...{ policy: may('proposal.view'), query: proposalQuery },
      reply: listOf(sparse(proposalLine)),
      run: async ({ filter, actor, now }) => {
        const list = submissionList('proposal', filter, actor, now);
        return listResult(db, list, filter, membersOf(proposalLine));
      },
    }),
    operation({
      ...{ id: 'createProposal', method: 'post', path: '/tors/:id/proposals' },
      ...{ policy: mayRunWithin(createProposal), status: 201, versioned: true, repeatable: true },
      ...{ body: newProposal, reply: proposal },
      run: async ({ id, actor, input, now }) => {
        const { rationale = '', ...fields } = input;
        const sent = { tor: id, rationale, ...fields };
        const made = savedBy(await createProposal(services, actor, sent));
        return {
          ...(await one({ id, item: made.id, now })),
          ...{ location: `/tors/${id}/proposals/${made.id}` },
        };
      },
    }),
    operation({
      ...{ id: 'getProposal', method: 'get', path: '/tors/:id/proposals/:item', policy: reads },
      ...{ reply: proposal, versioned: true, run: one },
    }),
    operation({
      ...{ id: 'changeProposal', method: 'patch', path: '/tors/:id/proposals/:item' },
      ...{ policy: mayRunWithin(updateProposal), versioned: true },
      ...{ body: proposalChange, reply: proposal, refusals: [409] },
      run: async (call) => {
        const { before, version } = await open(call);
        const { title, description, rationale } = call.input;
        savedBy(
          await updateProposal(services, call.actor, {
            ...pathOf(call),
            title: title ?? before.title,
            description: description ?? before.description,
            rationale: rationale ?? before.rationale,
            ...(version === undefined ? {} : { version }),
          }),
        );
        return one(call);
      },
    }),
    ...moveOperations({
      ...{ name: 'Proposal', at: 'proposals', policy: reads, reply: proposal, find, one },
      move: (actor, wanted) => proposalMove(wanted.to)(services, actor, wanted),
    }),
  ];
}

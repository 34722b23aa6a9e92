import type { Request } from 'express';
import type { z } from 'zod';
import { inBody } from '../../authority/index.ts';
import { may, mayRunWithin, within } from '../../http/policy.ts';
import type { SignedIn } from '../../http/visit.ts';
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
import { etagOf, heldTo } from '../conditional.ts';
import { listResult, listRows } from '../list.ts';
import { type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { listOf, membersOf, partOf, sparse } from '../schema.ts';
import { submissionList } from './lists.ts';
import { movesReply } from './moves.ts';
import { moves, newMove } from './moves-schema.ts';
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
import { numberOf } from './values.ts';

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

interface PathCall {
  readonly id: string;
  readonly item: string;
  readonly now: Date;
}
interface ChangeCall extends PathCall {
  readonly actor: SignedIn;
  readonly request: Request;
}

const pathOf = ({ id: tor, item: id }: PathCall) => ({ tor, id });

/** Suggestions and proposals, by the commands of their pages (spec api#items). */
export const submissionOperations = (services: Services): readonly Operation[] => [
  ...suggestionOperations(services),
  ...proposalOperations(services),
];

function suggestionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const find = async (call: PathCall): Promise<ShownSuggestion> =>
    existing(await findSuggestion(db, pathOf(call), call.now));
  const one = async (call: PathCall): Promise<Result> => {
    const found = await find(call);
    return { body: suggestionReply(found), version: found.version };
  };
  const below = { tag: 'governance', policy: within(inBody('suggestion.view')) } as const;
  return [
    operation({
      ...{ id: 'listSuggestions', method: 'get', path: '/suggestions', tag: 'governance' },
      ...{ policy: may('suggestion.view'), status: 200, query: suggestionQuery },
      reply: listOf(sparse(suggestionLine)),
      run: async ({ filter, actor, now }) => {
        const part = partOf(filter);
        const rows = await listRows<object>(
          db,
          submissionList('suggestion', filter, actor, now),
          part,
        );
        return listResult(rows, part, membersOf(suggestionLine), filter.fields);
      },
    }),
    operation({
      ...{ id: 'createSuggestion', method: 'post', path: '/tors/:id/suggestions' },
      ...{ tag: 'governance', policy: mayRunWithin(createSuggestion), status: 201 },
      ...{ body: newSuggestion, reply: suggestion, versioned: true, repeatable: true },
      run: async ({ id, actor, input, now }) => {
        const made = savedBy(await createSuggestion(services, actor, { tor: id, ...input }));
        return {
          ...(await one({ id, item: made.id, now })),
          ...{ status: 201, location: `/tors/${id}/suggestions/${made.id}` },
        };
      },
    }),
    operation({
      ...{ id: 'getSuggestion', method: 'get', path: '/tors/:id/suggestions/:item', ...below },
      ...{ reply: suggestion, status: 200, versioned: true, run: one },
    }),
    operation({
      ...{ id: 'listSuggestionMoves', method: 'get', ...below, status: 200, reply: moves },
      path: '/tors/:id/suggestions/:item/moves',
      run: async (call) => movesReply(await find(call), call),
    }),
    operation({
      ...{ id: 'moveSuggestion', method: 'post', ...below, status: 200, reply: suggestion },
      ...{ path: '/tors/:id/suggestions/:item/moves', body: newMove, refusals: [409] },
      ...{ versioned: true, repeatable: true },
      run: async (call) => {
        const { to, reason: outcome } = call.input;
        const path = pathOf(call);
        savedBy(await suggestionMove(to)(services, call.actor, { ...path, to, outcome }));
        return one(call);
      },
    }),
  ];
}

function proposalOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const find = async (call: PathCall): Promise<ShownProposal> =>
    existing(await findProposal(db, pathOf(call), call.now));
  const one = async (call: PathCall): Promise<Result> => {
    const found = await find(call);
    return { body: proposalReply(found), version: found.version };
  };
  /** The version that a change is held to, with the current state. */
  const open = async (call: ChangeCall) => {
    const before = await find(call);
    const etag = etagOf(before.version, proposalReply(before));
    return { before, version: heldTo(call.request, { version: before.version, etag }) };
  };
  const below = { tag: 'governance', policy: within(inBody('proposal.view')) } as const;
  return [
    operation({
      ...{ id: 'listProposals', method: 'get', path: '/proposals', tag: 'governance' },
      ...{ policy: may('proposal.view'), status: 200, query: proposalQuery },
      reply: listOf(sparse(proposalLine)),
      run: async ({ filter, actor, now }) => {
        const part = partOf(filter);
        const rows = await listRows<object>(
          db,
          submissionList('proposal', filter, actor, now),
          part,
        );
        return listResult(rows, part, membersOf(proposalLine), filter.fields);
      },
    }),
    operation({
      ...{ id: 'createProposal', method: 'post', path: '/tors/:id/proposals', tag: 'governance' },
      ...{ policy: mayRunWithin(createProposal), status: 201, versioned: true, repeatable: true },
      ...{ body: newProposal, reply: proposal },
      run: async ({ id, actor, input, now }) => {
        const { rationale = '', ...fields } = input;
        const sent = { tor: id, rationale, ...fields };
        const made = savedBy(await createProposal(services, actor, sent));
        return {
          ...(await one({ id, item: made.id, now })),
          ...{ status: 201, location: `/tors/${id}/proposals/${made.id}` },
        };
      },
    }),
    operation({
      ...{ id: 'getProposal', method: 'get', path: '/tors/:id/proposals/:item', ...below },
      ...{ reply: proposal, status: 200, versioned: true, run: one },
    }),
    operation({
      ...{ id: 'changeProposal', method: 'patch', path: '/tors/:id/proposals/:item' },
      ...{ tag: 'governance', policy: mayRunWithin(updateProposal), status: 200, versioned: true },
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
    operation({
      ...{ id: 'listProposalMoves', method: 'get', ...below, status: 200, reply: moves },
      path: '/tors/:id/proposals/:item/moves',
      run: async (call) => movesReply(await find(call), call),
    }),
    operation({
      ...{ id: 'moveProposal', method: 'post', ...below, status: 200, reply: proposal },
      ...{ path: '/tors/:id/proposals/:item/moves', body: newMove, refusals: [409] },
      ...{ versioned: true, repeatable: true },
      run: async (call) => {
        const { to, reason: outcome } = call.input;
        savedBy(await proposalMove(to)(services, call.actor, { ...pathOf(call), to, outcome }));
        return one(call);
      },
    }),
  ];
}

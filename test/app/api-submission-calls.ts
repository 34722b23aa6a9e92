import { expect } from 'vitest';
import { type Calls, etagOf, idOf, itemsOf, newCommittee } from './api-item-calls.ts';

/** Suggestions and proposals: written, moved, listed (spec api#items). */
export async function submissionCalls({ call }: Calls): Promise<void> {
  const made = await call('createTor', { body: newCommittee() });
  const tor = { id: idOf(made) };
  const suggested = await call('createSuggestion', { path: tor, body: { description: 'Idea' } });
  const suggestion = { ...tor, item: idOf(suggested) };
  expect((await call('listSuggestionMoves', { path: suggestion })).body).toMatchObject({
    status: 'open',
    moves: [
      { to: 'accepted', is_allowed: true, needs_reason: false, lacks: null },
      { to: 'rejected', is_allowed: true, needs_reason: true },
    ],
  });
  const accept = { path: suggestion, body: { to: 'accepted' } };
  const accepted = await call('moveSuggestion', accept);
  expect((await call('moveSuggestion', accept)).body).toMatchObject({
    ...{ status: 409, code: 'invalid_transition' },
  });
  const { proposal_id: item } = accepted.body as { proposal_id: number };
  expect((await call('getSuggestion', { path: suggestion })).body).toMatchObject({
    ...{ status: 'accepted', proposal_id: item },
  });
  const proposal = { ...tor, item };
  const read = await call('getProposal', { path: proposal });
  expect(read.body).toMatchObject({ title: 'Idea', suggestion_id: suggestion.item });
  const change = { path: proposal, body: { title: 'Aim' } };
  await call('changeProposal', { ...change, headers: { 'If-Match': etagOf(read) } });
  const late = await call('changeProposal', { ...change, headers: { 'If-Match': etagOf(read) } });
  expect(late.status).toBe(412);
  await call('moveProposal', { path: proposal, body: { to: 'submitted' } });
  expect((await call('changeProposal', change)).status).toBe(409);
  await call('moveProposal', { path: proposal, body: { to: 'under_review' } });
  const rejection = { path: proposal, body: { to: 'rejected' } };
  expect((await call('moveProposal', rejection)).status).toBe(422);
  const rejected = await call('moveProposal', {
    path: proposal,
    body: { to: 'rejected', reason: 'Too dear' },
  });
  expect(rejected.body).toMatchObject({ status: 'rejected', rejection_reason: 'Too dear' });
  expect((await call('listProposalMoves', { path: proposal })).body).toMatchObject({
    moves: [{ to: 'submitted', label: 'Resubmit' }],
  });
  const body = { title: 'Other', description: 'Other' };
  const other = await call('createProposal', { path: tor, body });
  expect(other.headers.get('location')).toBe(`/api/v1/tors/${tor.id}/proposals/${idOf(other)}`);
  const query = `?tor_id=${tor.id}`;
  expect(itemsOf(await call('listProposals', { query }))).toHaveLength(2);
  expect(itemsOf(await call('listSuggestions', { query }))).toHaveLength(1);
  const foreign = { path: { ...proposal, id: 1 } };
  expect((await call('getProposal', foreign)).status).toBe(404);
}

/** The items with comments: the name in the operations, the type, the relation to its committee. */
export const commentedItems = [
  ['Suggestion', 'suggestion', 'suggested_to'],
  ['Proposal', 'proposal', 'submitted_to'],
  ['AgendaPoint', 'agenda_point', 'belongs_to_tor'],
] as const;

/** Comments on an item of a kind, from the first to a withdrawn one. */
export async function commentCalls(
  { call }: Calls,
  [name, type, relation]: readonly [name: string, type: string, relation: string],
): Promise<void> {
  const id = idOf(await call('createTor', { body: newCommittee() }));
  const item = idOf(
    await call('createEntity', {
      body: { entity_type: type, ...newCommittee(), label: 'An item' },
    }),
  );
  await call('createRelation', {
    body: { relation_type: relation, source_id: item, target_id: id },
  });
  const path = { id, item };
  const first = await call(`add${name}Comment`, { path, body: { body: 'First' } });
  const reply = { body: 'Second', reply_to: idOf(first) };
  const second = {
    ...path,
    comment: idOf(await call(`add${name}Comment`, { path, body: reply })),
  };
  await call(`change${name}Comment`, { path: second, body: { body: 'Changed' } });
  expect((await call(`list${name}Comments`, { path })).body).toMatchObject({
    ...{ total: 2, is_closed: false },
    items: [{ body: 'First' }, { body: 'Changed', reply_to: idOf(first) }],
  });
  expect((await call(`withdraw${name}Comment`, { path: second })).status).toBe(204);
  expect((await call(`change${name}Comment`, { path: second, body: { body: 'x' } })).status).toBe(
    409,
  );
}

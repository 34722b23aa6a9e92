import { afterAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, itemsOf } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, stored, statusOf, newest, targetsOf } = itemsOf(server);

const list = (): string => `/tor/${given.boardA}/workflow?tab=suggestions`;

/** A suggestion of the member to board A. Returns its id. */
async function suggested(description: string, by: AppClient = given.member): Promise<string> {
  const reply = await by.post(`/tor/${given.boardA}/suggestions`, { description });
  expect([reply.status, reply.location]).toEqual([303, list()]);
  return newest('suggestion');
}

const act = (
  id: string,
  action: string,
  fields: Record<string, string> = {},
  by = given.reviewer,
) => by.post(`/tor/${given.boardA}/suggestions/${id}/${action}`, fields);

describe('a suggestion becomes an approved proposal', () => {
  let s = '';
  let p = '';
  const proposal = (action: string): string =>
    `/tor/${given.boardA}/proposals/${p}${action === '' ? '' : `/${action}`}`;

  test('spec suggestions#fields: a member submits it', async () => {
    const form = await given.member.get(`/tor/${given.boardA}/suggestions/new`);
    expect(form.status).toBe(200);
    expect(form.text).toContain(`action="/tor/${given.boardA}/suggestions"`);
    s = await suggested('Shorten the approval chain');
    expect((await stored(s))?.properties).toMatchObject({
      ...{ description: 'Shorten the approval chain', status: 'open' },
      submitted_by_id: given.member.userId,
    });
    expect(await targetsOf(s, 'suggested_to')).toEqual([given.boardA]);
  });

  test('spec suggestions#acceptance: accepting it creates its proposal', async () => {
    const reply = await act(s, 'accept');
    expect([reply.status, reply.location]).toEqual([303, list()]);
    expect(await statusOf(s)).toBe('accepted');
    const spawned = await targetsOf(s, 'spawns_proposal');
    expect(spawned).toHaveLength(1);
    p = spawned[0] ?? '';
    expect((await stored(p))?.properties).toMatchObject({
      ...{ title: 'Shorten the approval chain', description: 'Shorten the approval chain' },
      ...{ status: 'draft', submitted_by_id: given.member.userId },
    });
    expect(await targetsOf(p, 'submitted_to')).toEqual([given.boardA]);
  });

  test('spec proposals#moves: it is edited, submitted, reviewed and approved', async () => {
    const edited = await given.member.post(proposal(''), {
      ...{ title: 'Two-stage approval', description: 'Two stages', rationale: 'Faster' },
    });
    expect([edited.status, edited.location]).toEqual([303, proposal('')]);
    expect(await stored(p)).toMatchObject({
      label: 'Two-stage approval',
      properties: { title: 'Two-stage approval', rationale: 'Faster' },
    });
    const steps: readonly (readonly [AppClient, string, string])[] = [
      [given.member, 'submit', 'submitted'],
      [given.reviewer, 'review', 'under_review'],
      [given.reviewer, 'approve', 'approved'],
    ];
    for (const [who, action, status] of steps) {
      const reply = await who.post(proposal(action));
      expect([reply.status, reply.location, await statusOf(p)]).toEqual([
        303,
        proposal(''),
        status,
      ]);
    }
  });

  test('the audit log has each step', async () => {
    const rows = await auditRows(server);
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        ...['suggestion.created', 'suggestion.accepted', 'proposal.created', 'proposal.updated'],
        ...['proposal.submitted', 'proposal.review_started', 'proposal.approved'],
      ]),
    );
  });

  test('spec suggestions#page: the page of the suggestion leads to its proposal', async () => {
    const { status, text } = await given.member.get(`/tor/${given.boardA}/suggestions/${s}`);
    expect(status).toBe(200);
    expect(text).toContain(`href="/tor/${given.boardA}/proposals/${p}"`);
    expect(text).not.toContain('/accept"');
  });
});

describe('rejections', () => {
  test('spec suggestions#rejection: a reason is required and stored, and it is final', async () => {
    const s = await suggested('Rejected later');
    const blank = await act(s, 'reject', { rejection_reason: '  ' });
    expect([blank.status, blank.location, await statusOf(s)]).toEqual([303, list(), 'open']);
    expect(textOf((await given.reviewer.get(list())).text)).toContain('Enter a reason');
    const reply = await act(s, 'reject', { rejection_reason: 'Out of scope' });
    expect([reply.status, reply.location]).toEqual([303, list()]);
    expect((await stored(s))?.properties).toMatchObject({
      ...{ status: 'rejected', rejection_reason: 'Out of scope' },
    });
    expect((await act(s, 'accept')).status).toBe(403);
    expect([await statusOf(s), await targetsOf(s, 'spawns_proposal')]).toEqual(['rejected', []]);
    expect(textOf((await given.reviewer.get(list())).text)).toContain('Reason: Out of scope');
  });

  test('spec suggestions#reversal: an accepted one is rejected only with a reason', async () => {
    const s = await suggested('Accepted too early');
    await act(s, 'accept');
    await act(s, 'reject', { rejection_reason: '' });
    expect(await statusOf(s)).toBe('accepted');
    await act(s, 'reject', { rejection_reason: 'A mistake' });
    expect(await statusOf(s)).toBe('rejected');
  });
});

test('spec suggestions#fields: several on one day, with equal texts and any characters', async () => {
  const text = `${'é'.repeat(49)}👩‍🚀 goes on`;
  const ids = [await suggested(text), await suggested(text)];
  expect(new Set(ids).size).toBe(2);
  expect((await stored(ids[1] ?? ''))?.label).toBe(`${'é'.repeat(49)}👩`);
});

test.each([
  ['no text', { description: ' ' }, 422],
  ['2,001 characters', { description: 'x'.repeat(2001) }, 422],
])('spec suggestions#fields: %s is refused', async (_, fields, status) => {
  const before = await newest('suggestion');
  const reply = await given.member.post(`/tor/${given.boardA}/suggestions`, fields);
  expect([reply.status, await newest('suggestion')]).toEqual([status, before]);
});

describe('access', () => {
  test('a text of several lines and 2,000 characters of any script is kept', async () => {
    const description = `First\n\n${'語'.repeat(1993)}`;
    const s = await suggested(description.replaceAll('\n', '\r\n'));
    expect((await stored(s))?.properties['description']).toBe(description);
  });

  test('a refused change saves nothing', async () => {
    const s = await suggested('Untouched');
    const [a, b] = [given.boardA, given.boardB];
    const at = (tor: string, action: string): string => `/tor/${tor}/suggestions/${s}/${action}`;
    const { gov, member, reviewer, outsider, viewer, chair } = given;
    const reason = { rejection_reason: 'No' };
    const last = await newest('suggestion');
    await expectRefusals([
      ['a member may not accept', member, at(a, 'accept'), {}, 403],
      ['a member may not reject', member, at(a, 'reject'), reason, 403],
      ['a user of another committee', outsider, at(a, 'accept'), {}, 403],
      ['a chair without the permission', chair, at(a, 'accept'), {}, 403],
      ['a viewer', viewer, at(a, 'reject'), reason, 403],
      ['a foreign committee in the path', gov, at(b, 'accept'), {}, 404],
      ['a foreign committee of the reviewer', outsider, at(b, 'reject'), reason, 404],
      ['a status that does not exist', reviewer, at(a, 'move'), { to: 'elsewhere' }, 403],
      ['no status', reviewer, at(a, 'move'), {}, 403],
      ['a suggestion by an outsider', outsider, `/tor/${a}/suggestions`, { description: 'x' }, 403],
    ]);
    const withoutToken = await reviewer.post(at(a, 'accept'), {}, { csrf: null });
    const withWrongToken = await reviewer.post(at(a, 'accept'), {}, { csrf: 'wrong' });
    expect([withoutToken.status, withWrongToken.status]).toEqual([403, 403]);
    expect([await statusOf(s), await newest('suggestion')]).toEqual(['open', last]);
    expect(await targetsOf(s, 'spawns_proposal')).toEqual([]);
    for (const path of [`/tor/${b}/suggestions/${s}`, `/tor/${a}/suggestions/${a}`])
      expect((await gov.get(path)).status).toBe(404);
    expect((await outsider.get(`/tor/${a}/suggestions/${s}`)).status).toBe(403);
  });

  test('spec permissions#capabilities: a position that may review replaces the permission', async () => {
    const s = await suggested('Reviewed by position');
    await query(
      `update entities set properties = properties || '{"can_review_suggestions": "true"}' where id = $1`,
      [given.positions['a_chair']],
    );
    expect((await act(s, 'accept', {}, given.chair)).status).toBe(303);
    expect(await statusOf(s)).toBe('accepted');
  });
});

test('spec suggestions#acceptance: two users accept at once, and one proposal is created', async () => {
  const s = await suggested('Wanted twice');
  const replies = await Promise.all([act(s, 'accept'), act(s, 'accept', {}, given.gov)]);
  expect(replies.map(({ status }) => status).sort()).toEqual([303, 403]);
  expect(await targetsOf(s, 'spawns_proposal')).toHaveLength(1);
});

test('spec suggestions#acceptance: accepted by the general address, it has its proposal, too', async () => {
  const s = await suggested('Moved');
  expect((await act(s, 'move', { to: 'accepted' })).status).toBe(303);
  expect([await statusOf(s), await targetsOf(s, 'spawns_proposal')]).toMatchObject([
    'accepted',
    { length: 1 },
  ]);
});

test('the page of a suggestion takes three statements', async () => {
  const s = await suggested('# Cheap\n\n**bold**');
  const { statements } = server.queries;
  const { text } = await given.member.get(`/tor/${given.boardA}/suggestions/${s}`);
  expect(server.queries.statements - statements).toBe(3);
  expect(text).toContain('<strong>bold</strong>');
});

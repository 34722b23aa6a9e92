import { afterAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, idIn, itemsOf, proposalFields, proposed } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { stored, statusOf, newest, targetsOf, set } = itemsOf(server);

/** A proposal that waits for its approval. */
async function underReview(): Promise<string> {
  const address = await proposed(given);
  await given.member.post(`${address}/submit`);
  await given.reviewer.post(`${address}/review`);
  expect(await statusOf(idIn(address))).toBe('under_review');
  return address;
}

test('spec proposals#fields: a member drafts one, and titles may be equal', async () => {
  const form = await given.member.get(`/tor/${given.boardA}/proposals/new`);
  expect([form.status, form.text.includes(`action="/tor/${given.boardA}/proposals"`)]).toEqual([
    200,
    true,
  ]);
  const [one, other] = [await proposed(given), await proposed(given)];
  expect(one).not.toBe(other);
  expect(one).toMatch(new RegExp(`^/tor/${given.boardA}/proposals/\\d+$`));
  expect(await stored(idIn(other))).toMatchObject({
    label: 'Two-stage approval',
    properties: { ...proposalFields(), status: 'draft', submitted_by_id: given.member.userId },
  });
  expect(await targetsOf(idIn(other), 'submitted_to')).toEqual([given.boardA]);
});

test.each([
  ['no title', { title: ' ' }, 'f-title'],
  ['a title of 201 characters', { title: 'x'.repeat(201) }, 'f-title'],
  ['no description', { description: '' }, 'f-description'],
  ['a description of 5,001 characters', { description: 'x'.repeat(5001) }, 'f-description'],
  ['a rationale of 2,001 characters', { rationale: 'x'.repeat(2001) }, 'f-rationale'],
])('spec proposals#fields: %s is refused, and the input stays', async (_, fields, field) => {
  const address = await proposed(given);
  const sent = { ...proposalFields('Kept title'), ...fields };
  const created = await given.member.post(`/tor/${given.boardA}/proposals`, sent);
  const changed = await given.member.post(address, sent);
  for (const reply of [created, changed]) {
    expect([reply.status, reply.text.includes(`href="#${field}"`)]).toEqual([422, true]);
    expect(reply.text).toContain(sent.rationale);
  }
  expect([await newest('proposal'), (await stored(idIn(address)))?.properties]).toMatchObject([
    idIn(address),
    proposalFields(),
  ]);
});

test('spec proposals#moves: a rejection needs a reason, and the proposal can return', async () => {
  const address = await underReview();
  const id = idIn(address);
  const blank = await given.reviewer.post(`${address}/reject`, { rejection_reason: ' ' });
  expect([blank.status, blank.location, await statusOf(id)]).toEqual([
    303,
    address,
    'under_review',
  ]);
  expect(textOf((await given.reviewer.get(address)).text)).toContain('Enter a reason');
  await given.reviewer.post(`${address}/reject`, { rejection_reason: 'Needs cost estimate' });
  expect((await stored(id))?.properties).toMatchObject({
    ...{ status: 'rejected', rejection_reason: 'Needs cost estimate' },
  });
  expect(textOf((await given.member.get(address)).text)).toContain('Needs cost estimate');
  const again = await given.member.post(`${address}/submit`);
  expect([again.status, again.location]).toEqual([303, address]);
  const { properties } = (await stored(id)) ?? {};
  expect([properties?.['status'], properties?.['rejection_reason']]).toEqual([
    'submitted',
    undefined,
  ]);
});

describe('spec proposals#editing: a proposal is edited', () => {
  test.each(['submitted', 'under_review', 'approved'])('never while %s', async (status) => {
    const address = await proposed(given);
    await set(idIn(address), { status });
    const form = await given.member.get(`${address}/edit`);
    const reply = await given.member.post(address, proposalFields('Overwritten'));
    expect([form.status, form.location, reply.status, reply.location]).toEqual([
      ...[303, address, 303, address],
    ]);
    expect(textOf((await given.member.get(address)).text)).toContain('Only drafts and rejected');
    expect((await stored(idIn(address)))?.label).toBe('Two-stage approval');
  });

  test('after a rejection', async () => {
    const address = await proposed(given);
    await set(idIn(address), { status: 'rejected', rejection_reason: 'Unclear' });
    expect((await given.member.get(`${address}/edit`)).status).toBe(200);
    await given.member.post(address, proposalFields('Clearer'));
    expect((await stored(idIn(address)))?.label).toBe('Clearer');
  });

  test('by one user at a time: the second one sees both texts', async () => {
    const address = await proposed(given);
    const version = /name="version" value="(\d+)"/.exec(
      (await given.member.get(`${address}/edit`)).text,
    )?.[1];
    await given.reviewer.post(address, { ...proposalFields(), description: 'Saved first' });
    const late = { ...proposalFields(), description: 'Typed later', version: version ?? '' };
    const reply = await given.member.post(address, late);
    expect(reply.status).toBe(409);
    for (const text of ['Saved', 'Typed later']) expect(reply.text).toContain(text);
    expect((await stored(idIn(address)))?.properties['description']).toBe('Saved first');
  });
});

test('a refused change saves nothing', async () => {
  const draft = await proposed(given);
  const review = await underReview();
  const [a, b] = [given.boardA, given.boardB];
  const { gov, member, reviewer, outsider, viewer, chair } = given;
  const inB = (address: string): string => address.replace(`/tor/${a}/`, `/tor/${b}/`);
  const reason = { rejection_reason: 'No' };
  const last = await newest('proposal');
  await expectRefusals([
    ['a member may not review', member, `${draft}/review`, {}, 403],
    ['a member may not approve', member, `${review}/approve`, {}, 403],
    ['a member may not reject', member, `${review}/reject`, reason, 403],
    ['a draft is not approved', reviewer, `${draft}/approve`, {}, 403],
    ['a draft is not reviewed', reviewer, `${draft}/review`, {}, 403],
    ['a proposal under review is not submitted', member, `${review}/submit`, {}, 403],
    ['a move around the review', reviewer, `${draft}/move`, { to: 'approved' }, 403],
    ['a chair without permissions', chair, `${review}/approve`, {}, 403],
    ['a user of another committee submits', outsider, `${draft}/submit`, {}, 403],
    ['a user of another committee edits', outsider, draft, proposalFields('x'), 403],
    ['a viewer', viewer, `${draft}/submit`, {}, 403],
    ['a foreign committee in the path', gov, `${inB(draft)}/submit`, {}, 404],
    ['a change below a foreign committee', gov, inB(draft), proposalFields('x'), 404],
    ['a new one in a foreign committee', outsider, `/tor/${a}/proposals`, proposalFields(), 403],
  ]);
  for (const address of [inB(draft), `${inB(draft)}/edit`, `/tor/${a}/proposals/${a}`])
    expect.soft([address, (await gov.get(address)).status]).toEqual([address, 404]);
  expect((await outsider.get(draft)).status).toBe(403);
  expect([await statusOf(idIn(draft)), await statusOf(idIn(review))]).toEqual([
    ...['draft', 'under_review'],
  ]);
  expect(await newest('proposal')).toBe(last);
});

test('spec permissions#capabilities: positions that create and approve replace permissions', async () => {
  await set(given.positions['a_chair'] ?? '', {
    ...{ can_create_proposals: 'true', can_approve_proposals: 'true' },
  });
  const { status, location } = await given.chair.post(
    `/tor/${given.boardA}/proposals`,
    proposalFields(),
  );
  expect(status).toBe(303);
  await given.member.post(`${location}/submit`);
  expect((await given.chair.post(`${location}/review`)).status).toBe(303);
  expect((await given.chair.post(`${location}/approve`)).status).toBe(303);
  expect(await statusOf(idIn(location ?? ''))).toBe('approved');
});

test('spec proposals#moves: of two users who approve at once, one is refused', async () => {
  const address = await underReview();
  const replies = await Promise.all([
    given.reviewer.post(`${address}/approve`),
    given.gov.post(`${address}/approve`),
  ]);
  expect(replies.map(({ status }) => status).sort()).toEqual([303, 403]);
});

test('spec proposals#page: the reader sees what they may do, and who could do the rest', async () => {
  const address = await underReview();
  const [member, reviewer] = [await given.member.get(address), await given.reviewer.get(address)];
  expect(reviewer.text).toContain(`action="${address}/approve"`);
  expect(member.text).not.toContain(`action="${address}/approve"`);
  expect(textOf(member.text)).toMatch(
    /Approve is up to (Test test_chair \d+ and )?Test test_reviewer \d+\./,
  );
  expect(textOf(member.text)).toMatch(/Submitted to Under review.*Workflow version \d+/s);
});

test('the pages of a proposal take three statements', async () => {
  const address = await proposed(given);
  for (const path of [address, `${address}/edit`]) {
    const { statements } = server.queries;
    expect((await given.member.get(path)).status).toBe(200);
    expect([path, server.queries.statements - statements]).toEqual([path, 3]);
  }
});

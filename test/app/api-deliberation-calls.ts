import { expect } from 'vitest';
import type { ApiClient } from './api-fixture.ts';
import { type Calls, etagOf, idOf, itemsOf, newPoint, ownCommittee } from './api-item-calls.ts';

/** An agenda point to decide, in a committee of the caller. */
async function pointOf(calls: Calls, title: string) {
  const tor = { id: await ownCommittee(calls) };
  const made = await calls.call('createAgendaPoint', { path: tor, body: newPoint(title) });
  return { ...tor, item: idOf(made) };
}

const newOption = (title: string, more: object = {}) => ({
  ...{ title, description: `How ${title} works.`, coa_type: 'simple', ...more },
});

/** Courses of action with sections, and an opinion (spec api#options). */
export async function optionCalls(calls: Calls): Promise<void> {
  const { call, userId } = calls;
  const path = await pointOf(calls, 'Heating');
  const sections = [{ title: 'Cost', content: 'Little.' }];
  const simple = { path, body: newOption('Pumps', { sections }) };
  expect((await call('createOption', simple)).status).toBe(422);
  const body = newOption('Pumps', { sections, coa_type: 'complex' });
  const made = await call('createOption', { path, body });
  const option = { ...path, option: idOf(made) };
  const at = `/api/v1/tors/${path.id}/agenda-points/${path.item}/options/${option.option}`;
  expect(made.headers.get('location')).toBe(at);
  expect(made.body).toMatchObject({ key: 'A', sections: [{ title: 'Cost', subsections: [] }] });
  const changed = await call('changeOption', {
    ...{ path: option, body: { title: 'Heat pumps' }, headers: { 'If-Match': etagOf(made) } },
  });
  expect(changed.body).toMatchObject({ title: 'Heat pumps', description: 'How Pumps works.' });
  const late = { path: option, body: { title: 'Lost' }, headers: { 'If-Match': etagOf(made) } };
  expect((await call('changeOption', late)).status).toBe(412);
  const [cost] = (made.body as { sections: { id: number }[] }).sections;
  const part = { title: 'In winter', content: 'More.', parent_section_id: cost?.id };
  const parted = await call('addOptionSection', { path: option, body: part });
  expect(parted.body).toMatchObject({ sections: [{ subsections: [{ title: 'In winter' }] }] });
  const section = { ...option, section: cost?.id ?? 0 };
  const rewritten = await call('changeOptionSection', {
    path: section,
    body: { content: 'Some.' },
  });
  expect(rewritten.body).toMatchObject({ sections: [{ title: 'Cost', content: 'Some.' }] });
  const foreign = { ...section, section: path.item };
  expect((await call('deleteOptionSection', { path: foreign })).status).toBe(404);
  expect((await call('deleteOptionSection', { path: section })).status).toBe(204);
  expect((await call('getOption', { path: option })).body).toMatchObject({ sections: [] });
  const other = idOf(await call('createOption', { path, body: newOption('Oil') }));
  expect((await call('recordOpinion', { path, body: { option_id: 1 } })).body).toMatchObject({
    ...{ status: 422, details: [{ field: 'option_id' }] },
  });
  await call('recordOpinion', { path, body: { option_id: other } });
  const opinion = { option_id: option.option, commentary: 'Cheaper.' };
  const recorded = await call('recordOpinion', { path, body: opinion });
  expect(recorded.body).toMatchObject({ ...opinion, user_id: Number(userId) });
  expect(itemsOf(await call('listOpinions', { path }))).toMatchObject([{ id: idOf(recorded) }]);
  expect(itemsOf(await call('listOptions', { path }))).toMatchObject([
    { key: 'A', preferred: 1 },
    { key: 'B', preferred: 0 },
  ]);
  expect((await call('deleteOption', { path: { ...path, option: other } })).status).toBe(204);
  await call('recordDecision', { path, body: { option_id: option.option } });
  for (const refused of [
    await call('changeOption', { path: option, body: { title: 'Late' } }),
    await call('recordOpinion', { path, body: opinion }),
  ])
    expect(refused.body).toMatchObject({ status: 409, code: 'decided' });
}

/** An open ballot with a proxy and a recusal, and a secret one (spec api#ballots). */
export async function ballotCalls(calls: Calls): Promise<void> {
  const { call, server, userId } = calls;
  const path = await pointOf(calls, 'Colors');
  const { id: otherId } = await server.createUser('admin');
  const position = itemsOf(await call('listPositions', { path: { id: path.id } }))[0]?.id ?? 0;
  const seats = { path: { id: path.id, position }, body: { seats: 2 } };
  await call('changePosition', seats);
  const assign = { ...seats, body: { user_id: Number(otherId) } };
  await call('assignPosition', assign);
  const options: number[] = [];
  for (const title of ['Red', 'Blue'])
    options.push(idOf(await call('createOption', { path, body: newOption(title) })));
  const [red = 0, blue = 0] = options;
  const contradictory = { method: 'ranked', is_secret: true, is_weighted: true };
  expect((await call('openBallot', { path, body: contradictory })).status).toBe(422);
  const one = { path, body: { method: 'ranked', option_ids: [red] } };
  expect((await call('openBallot', one)).body).toMatchObject({
    ...{ status: 422, details: [{ field: 'option_ids' }] },
  });
  const opened = await call('openBallot', { path, body: { method: 'approval' } });
  const ballot = { ...path, ballot: idOf(opened) };
  const own = `${position}:${userId}`;
  const theirs = `${position}:${otherId}`;
  expect(opened.body).toMatchObject({ own_seats: [own], closed_at: null, result: null });
  expect((await call('openBallot', { path, body: { method: 'approval' } })).status).toBe(409);
  const vote = (seat: string, choice: object) =>
    call('castVote', { path: ballot, body: { seat, choice } });
  expect((await vote(own, { kind: 'yes' })).status).toBe(422);
  expect((await vote(theirs, { kind: 'abstain' })).status).toBe(409);
  const approved = { kind: 'approve', option_ids: [blue] };
  const voted = await vote(own, approved);
  expect((voted.body as { seats: object[] }).seats).toContainEqual(
    expect.objectContaining({ seat: own, way: 'own', choice: approved }),
  );
  expect((await vote(own, approved)).status).toBe(409);
  expect((await call('recuseSeat', { path: ballot, body: { seat: own } })).status).toBe(409);
  const proxy = { path: ballot, body: { seat: own, user_id: Number(otherId) } };
  expect((await call('nameProxy', proxy)).status).toBe(409);
  expect((await call('closeBallot', { path: ballot })).body).toMatchObject({
    result: { winner_id: blue, cast: 1, electorate: 2 },
  });
  expect((await call('closeBallot', { path: ballot })).status).toBe(409);

  const body = { method: 'yes_no', option_ids: [red], is_secret: true };
  const secret = { ...path, ballot: idOf(await call('openBallot', { path, body })) };
  const cast = await call('castVote', {
    ...{ path: secret, body: { seat: own, choice: { kind: 'no' } } },
  });
  const who = (cast.body as { seats: { choice: unknown; way: string | null }[] }).seats;
  expect(who.filter(({ way }) => way === 'own')).toHaveLength(1);
  expect(who.every(({ choice }) => choice === null)).toBe(true);
  await call('closeBallot', { path: secret });
  const closed = await call('getBallot', { path: secret });
  expect(closed.body).toMatchObject({ is_secret: true, result: { winner_id: null, against: 1 } });
  expect((closed.body as { seats: object[] }).seats).not.toContainEqual(
    expect.objectContaining({ choice: { kind: 'no' } }),
  );
  expect(itemsOf(await call('listBallots', { path }))).toHaveLength(2);
}

/** Amendments to a proposal and to a course of action, decided by another user. */
export const amendmentCalls =
  (name: 'Proposal' | 'Option', author: () => Promise<ApiClient>) =>
  async (calls: Calls): Promise<void> => {
    const { call } = calls;
    const client = await author();
    const point = await pointOf(calls, 'Wording');
    const text = { title: 'Bins', description: 'Two bins in each room.' };
    const item =
      name === 'Proposal'
        ? await call('createProposal', { path: { id: point.id }, body: text })
        : await call('createOption', { path: point, body: { ...text, coa_type: 'simple' } });
    const path = { id: point.id, item: idOf(item) };
    const body = { text: 'Three bins in each kitchen.', reason: 'Fewer.' };
    const made = await call(`propose${name}Amendment`, { path, body, client });
    const amendment = { ...path, amendment: idOf(made) };
    expect(made.body).toMatchObject({
      ...{ state: 'open', base: text.description, proposed: body.text },
      parts: [
        { number: 1, removed: 'Two', added: 'Three', verdict: null },
        { number: 2, removed: 'room', added: 'kitchen' },
      ],
    });
    const same = { path, body: { text: text.description }, client };
    expect((await call(`propose${name}Amendment`, same)).status).toBe(422);
    const decide = (part: number, verdict: string) =>
      call(`decide${name}Amendment`, { path: { ...amendment, part }, body: { verdict } });
    expect((await decide(1, 'accepted')).body).toMatchObject({
      parts: [{ verdict: 'accepted' }, { verdict: null }],
    });
    expect((await decide(1, 'refused')).status).toBe(409);
    expect((await decide(3, 'refused')).status).toBe(404);
    await decide(2, 'refused');
    expect((await call(`get${name}Amendment`, { path: amendment })).body).toMatchObject({
      state: 'decided',
    });
    const other = { path, body: { text: 'No bins.' }, client };
    const second = { ...path, amendment: idOf(await call(`propose${name}Amendment`, other)) };
    expect((await call(`withdraw${name}Amendment`, { path: second })).status).toBe(409);
    const withdrawn = await call(`withdraw${name}Amendment`, { path: second, client });
    expect(withdrawn.status).toBe(204);
    expect((await call(`list${name}Amendments`, { path })).body).toMatchObject({
      ...{ total: 2, is_open: true, items: [{ state: 'withdrawn' }, { state: 'decided' }] },
    });
  };

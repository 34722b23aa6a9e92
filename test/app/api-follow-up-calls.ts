import { expect } from 'vitest';
import { type Calls, etagOf, idOf, itemsOf, newPoint, ownCommittee } from './api-item-calls.ts';

/** Minutes from a completed meeting to their approval (spec api#minutes). */
export async function minutesCalls(calls: Calls): Promise<void> {
  const { call, server } = calls;
  const tor = { id: await ownCommittee(calls) };
  const meeting_date = server.services.now().toISOString().slice(0, 10);
  const path = {
    ...tor,
    item: idOf(await call('confirmMeeting', { path: tor, body: { meeting_date } })),
  };
  expect((await call('generateMinutes', { path })).body).toMatchObject({ status: 409 });
  for (const to of ['in_progress', 'completed']) await call('moveMeeting', { path, body: { to } });
  const headers = { 'Idempotency-Key': `minutes-${path.item}` };
  const made = await call('generateMinutes', { path, headers });
  expect(idOf(await call('generateMinutes', { path, headers }))).toBe(idOf(made));
  const minutes = { id: idOf(made) };
  expect(made.headers.get('location')).toBe(`/api/v1/minutes/${minutes.id}`);
  expect(made.body).toMatchObject({ status: 'draft', tor_id: tor.id, meeting_id: path.item });
  expect((await call('generateMinutes', { path })).status).toBe(409);
  expect((await call('generateMinutes', { path: { ...path, id: 1 } })).status).toBe(404);
  const [first] = (made.body as { sections: { id: number; content: string }[] }).sections;
  const at = { ...minutes, section: first?.id ?? 0 };
  const section = await call('getMinutesSection', { path: at });
  expect(section.body).toMatchObject({ is_generated: true, content: first?.content });
  const write = (content: string) =>
    call('replaceMinutesSection', {
      ...{ path: at, body: { content }, headers: { 'If-Match': etagOf(section) } },
    });
  expect((await write('All were there.')).body).toMatchObject({
    ...{ content: 'All were there.', is_generated: false },
  });
  expect((await write('Lost.')).status).toBe(412);
  expect((await call('listMinutesMoves', { path: minutes })).body).toMatchObject({
    ...{ status: 'draft', moves: [{ to: 'pending_approval', is_allowed: true }] },
  });
  const move = (to: string) => call('moveMinutes', { path: minutes, body: { to } });
  expect((await move('approved')).body).toMatchObject({
    ...{ status: 409, code: 'invalid_transition' },
  });
  await move('pending_approval');
  expect((await move('approved')).body).toMatchObject({
    ...{ status: 'approved', record: { signatures: [] } },
  });
  const late = { path: at, body: { content: 'Late.' } };
  expect((await call('replaceMinutesSection', late)).body).toMatchObject({
    ...{ status: 409, code: 'approved' },
  });
  expect((await call('getMinutes', { path: minutes })).body).toMatchObject({
    approved: { by: expect.any(String) as string },
  });
  expect((await call('getMeeting', { path })).body).toMatchObject({ minutes_id: minutes.id });
}

/** Action items of a committee (spec api#action-items). */
export async function actionCalls(calls: Calls): Promise<void> {
  const { call, userId } = calls;
  const tor = { id: await ownCommittee(calls) };
  const body = { description: 'Order chairs', due_date: '2020-01-02', owner_id: Number(userId) };
  const made = await call('createActionItem', { path: tor, body });
  const path = { ...tor, item: idOf(made) };
  expect(made.headers.get('location')).toBe(`/api/v1/tors/${tor.id}/action-items/${path.item}`);
  expect(made.body).toMatchObject({ ...body, status: 'open', is_overdue: true, source: null });
  const foreign = { path: tor, body: { description: 'x', owner_id: 1 } };
  expect((await call('createActionItem', foreign)).body).toMatchObject({
    ...{ status: 422, details: [{ field: 'owner_id' }] },
  });
  const changed = await call('changeActionItem', {
    ...{ path, body: { due_date: null }, headers: { 'If-Match': etagOf(made) } },
  });
  expect(changed.body).toMatchObject({ due_date: null, owner_id: Number(userId) });
  const late = { path, body: { description: 'Lost' }, headers: { 'If-Match': etagOf(made) } };
  expect((await call('changeActionItem', late)).status).toBe(412);
  expect((await call('listActionItemMoves', { path })).body).toMatchObject({
    status: 'open',
    moves: [
      { to: 'in_progress', is_allowed: true },
      { to: 'done', is_allowed: true },
    ],
  });
  expect((await call('moveActionItem', { path, body: { to: 'lost' } })).body).toMatchObject({
    ...{ status: 409, code: 'invalid_transition' },
  });
  const done = await call('moveActionItem', { path, body: { to: 'done' } });
  expect(done.body).toMatchObject({ status: 'done', is_overdue: false });
  const listed = async (query: string) =>
    itemsOf(await call('listActionItems', { query: `?tor_id=${tor.id}${query}` }));
  expect(await listed('&status=done&mine=true')).toMatchObject([{ id: path.item }]);
  expect(await listed('&status=open')).toEqual([]);
  expect((await call('getActionItem', { path: { ...path, id: 1 } })).status).toBe(404);
  expect((await call('deleteActionItem', { path })).status).toBe(204);
  expect((await call('getActionItem', { path })).status).toBe(404);
}

/** The way of an approved proposal to an agenda (spec api#queue). */
export async function queueCalls(calls: Calls): Promise<void> {
  const { call, server } = calls;
  const tor = { id: await ownCommittee(calls) };
  const proposal = { title: 'Bicycles', description: 'A shed for bicycles.' };
  const item = idOf(await call('createProposal', { path: tor, body: proposal }));
  const path = { ...tor, item };
  const body = { proposal_id: item };
  expect((await call('queueProposal', { path: tor, body })).status).toBe(409);
  for (const to of ['submitted', 'under_review', 'approved'])
    await call('moveProposal', { path, body: { to } });
  expect((await call('queueProposal', { path: tor, body })).body).toMatchObject({
    ...{ id: item, title: 'Bicycles' },
  });
  expect((await call('queueProposal', { path: tor, body })).status).toBe(409);
  expect((await call('unqueueProposal', { path })).status).toBe(204);
  expect((await call('unqueueProposal', { path })).status).toBe(409);
  await call('queueProposal', { path: tor, body });
  expect((await call('listQueue', { path: tor })).body).toMatchObject({
    ...{ total: 1, items: [{ id: item }] },
  });
  const day = server.services.now().toISOString().slice(0, 10);
  const schedule = { proposal_ids: [item], scheduled_date: day, item_type: 'decision' };
  const other = { ...schedule, proposal_ids: [item, tor.id] };
  expect((await call('scheduleProposals', { path: tor, body: other })).status).toBe(422);
  const scheduled = await call('scheduleProposals', { path: tor, body: schedule });
  const [point = 0] = (scheduled.body as { agenda_point_ids: number[] }).agenda_point_ids;
  expect((await call('getAgendaPoint', { path: { ...tor, item: point } })).body).toMatchObject({
    ...newPoint('Bicycles', { scheduled_date: day, description: 'A shed for bicycles.' }),
    proposal_id: item,
  });
}

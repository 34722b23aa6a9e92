import { expect } from 'vitest';
import type { ApiClient } from './api-fixture.ts';
import { type Calls, idOf, itemsOf, newPoint, ownCommittee } from './api-item-calls.ts';
import { callRoll, seat } from './motion-fixture.ts';

/** Motions at a running meeting, seconded by another member (spec api#motions). */
export const motionCalls =
  (another: () => Promise<ApiClient & { readonly userId: string }>) =>
  async (calls: Calls): Promise<void> => {
    const { call, server, userId } = calls;
    const client = await another();
    const tor = { id: await ownCommittee(calls) };
    await seat(server, String(tor.id), client.userId);
    const meeting_date = server.services.now().toISOString().slice(0, 10);
    const confirmed = await call('confirmMeeting', { path: tor, body: { meeting_date } });
    const path = { ...tor, item: idOf(confirmed) };
    const point = idOf(await call('createAgendaPoint', { path: tor, body: newPoint('Hours') }));
    await call('assignAgendaPoints', { path, body: { agenda_point_ids: [point] } });
    const body = { kind: 'take_break', wording: 'ten minutes' };
    expect((await call('moveMotion', { path, body })).status).toBe(409);
    await call('moveMeeting', { path, body: { to: 'in_progress' } });
    expect((await call('moveMotion', { path, body })).status).toBe(409);
    const present = [{ id: userId }, { id: client.userId }];
    await callRoll(server, { id: String(path.item) }, present);
    expect((await call('moveMotion', { path, body })).body).toMatchObject({ code: 'no_item' });
    await server.services.pool.query(
      `update relations set properties = properties || '{"running_since": "2026-11-24T10:00:00Z"}'
       where source_id = $1 and target_id = $2`,
      [point, path.item],
    );
    const headers = { 'Idempotency-Key': `motion-${path.item}` };
    const made = await call('moveMotion', { path, body, headers });
    expect(idOf(await call('moveMotion', { path, body, headers }))).toBe(idOf(made));
    const motion = { ...path, motion: idOf(made) };
    expect(made.headers.get('location')).toBe(
      `/api/v1/tors/${tor.id}/meetings/${path.item}/motions/${motion.motion}`,
    );
    expect(made.body).toMatchObject({
      ...{ ...body, agenda_point_id: point, state: 'waiting', moved_by_id: Number(userId) },
      ...{ seconded_by_name: null, opened_at: null, result: null, votes: null },
    });
    expect((await call('moveMotion', { path, body })).status).toBe(409);
    expect((await call('moveMotion', { path, body: { kind: 'other' } })).body).toMatchObject({
      ...{ status: 422, details: [{ field: 'wording' }] },
    });
    expect((await call('secondMotion', { path: motion })).body).toMatchObject({
      code: 'own_motion',
    });
    const seconded = await call('secondMotion', { path: motion, client });
    expect(seconded.body).toMatchObject({ state: 'waiting', seconded_by_name: expect.anything() });
    const carried = (votes: object) => ({ path: motion, body: { result: 'carried', votes } });
    const two = { for: 2, against: 0, abstained: 0 };
    expect((await call('closeMotion', carried(two))).body).toMatchObject({
      code: 'motion_not_open',
    });
    expect((await call('openMotion', { path: motion })).body).toMatchObject({ state: 'open' });
    expect((await call('openMotion', { path: motion })).status).toBe(409);
    const many = await call('closeMotion', carried({ ...two, against: 1 }));
    expect(many.body).toMatchObject({ status: 422, details: [{ field: 'votes' }] });
    const settled = { state: 'settled', result: 'carried', votes: two };
    expect((await call('closeMotion', carried(two))).body).toMatchObject(settled);
    expect((await call('closeMotion', carried(two))).status).toBe(409);
    expect((await call('getMotion', { path: motion })).body).toMatchObject(settled);
    expect((await call('getMotion', { path: { ...motion, motion: 1e9 } })).status).toBe(404);
    await call('moveMotion', { path, body: { kind: 'other', wording: 'Hear the auditor' } });
    await call('moveMeeting', { path, body: { to: 'completed' } });
    expect(itemsOf(await call('listMotions', { path }))).toMatchObject([
      settled,
      { state: 'settled', result: 'lapsed', votes: null },
    ]);
  };

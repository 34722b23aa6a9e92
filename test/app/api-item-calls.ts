import { expect } from 'vitest';
import type { AppServer } from '#test/support/app-server.ts';
import type { ApiClient, ApiReply, ApiRequest } from './api-fixture.ts';

export interface CallOptions extends Omit<ApiRequest, 'method'> {
  readonly path?: Readonly<Record<string, number>>;
  readonly query?: string;
  readonly client?: ApiClient;
}

/** Calls an operation of the document and validates the response against it. */
type Call = (operationId: string, options?: CallOptions) => Promise<ApiReply>;

export interface Calls {
  readonly call: Call;
  readonly server: AppServer;
  /** The user who calls. */
  readonly userId: string;
}

export const idOf = ({ body }: ApiReply): number => (body as { id: number }).id;
export const itemsOf = ({ body }: ApiReply): { id: number }[] =>
  (body as { items: { id: number }[] }).items;
export const etagOf = ({ headers }: ApiReply): string => headers.get('etag') ?? '';
const asOf = (reply: ApiReply) => ({ 'If-Match': etagOf(reply) });

let count = 0;
/** Name and label of a committee that does not exist yet. */
export function newCommittee(): { readonly name: string; readonly label: string } {
  count += 1;
  return { name: `committee_${count}`, label: `Committee ${count}` };
}

/** A committee in which the caller fills the only position. */
export async function ownCommittee({ call, userId }: Calls): Promise<number> {
  const id = idOf(await call('createTor', { body: newCommittee() }));
  const position = {
    ...{ name: `chair_${count}`, label: 'Chair' },
    capabilities: ['can_call_meetings', 'can_manage_agenda', 'can_record_decisions'],
  };
  const made = await call('createPosition', { path: { id }, body: position });
  await call('assignPosition', {
    ...{ path: { id, position: idOf(made) }, body: { user_id: Number(userId) } },
  });
  return id;
}

export const newPoint = (title: string, more: object = {}) => ({
  ...{ title, description: `What ${title} is about.`, item_type: 'decision' },
  ...{ scheduled_date: '2026-12-02', ...more },
});

/** Agenda points: written, moved, deleted (spec api#items). */
export async function agendaCalls(calls: Calls): Promise<void> {
  const { call } = calls;
  const tor = { id: await ownCommittee(calls) };
  const made = await call('createAgendaPoint', {
    path: tor,
    body: newPoint('Parking', { item_type: 'informative', presenter: 'Ada' }),
  });
  const path = { ...tor, item: idOf(made) };
  expect(made.headers.get('location')).toBe(`/api/v1/tors/${tor.id}/agenda-points/${path.item}`);
  expect(made.body).toMatchObject({
    ...{ time_allocation_minutes: 15, priority: 'normal', status: 'scheduled', meeting: null },
  });
  const changed = await call('changeAgendaPoint', {
    ...{ path, body: { title: 'Parking spaces' }, headers: asOf(made) },
  });
  expect(changed.body).toMatchObject({ title: 'Parking spaces', presenter: 'Ada' });
  const late = { path, body: { title: 'Lost' }, headers: asOf(made) };
  expect((await call('changeAgendaPoint', late)).status).toBe(412);
  const fresh = await call('getAgendaPoint', { path });
  expect(etagOf(fresh)).toBe(etagOf(changed));
  expect((await call('listAgendaPointMoves', { path })).body).toMatchObject({
    status: 'scheduled',
    moves: [
      { to: 'in_progress', is_allowed: true },
      { to: 'voted', is_allowed: false, lacks: 'condition' },
    ],
  });
  const move = (body: object) => call('moveAgendaPoint', { path, body });
  expect((await move({ to: 'completed' })).body).toMatchObject({
    ...{ status: 409, code: 'invalid_transition' },
  });
  await move({ to: 'in_progress' });
  expect((await move({ to: 'completed' })).status).toBe(422);
  const completed = await move({ to: 'completed', reason: 'Noted.' });
  expect(completed.body).toMatchObject({ status: 'completed', outcome_summary: 'Noted.' });
  const frozen = await call('changeAgendaPoint', { path, body: { title: 'Late' } });
  expect(frozen.body).toMatchObject({ status: 409, code: 'decided' });
  expect((await call('deleteAgendaPoint', { path })).status).toBe(409);
  const other = idOf(await call('createAgendaPoint', { path: tor, body: newPoint('Other') }));
  const query = `?tor_id=${tor.id}`;
  const listed = async (more: string) =>
    itemsOf(await call('listAgendaPoints', { query: `${query}${more}` })).map(({ id }) => id);
  expect(await listed('')).toEqual([path.item, other]);
  expect(await listed('&item_type=decision')).toEqual([other]);
  expect(await listed('&status=completed')).toEqual([path.item]);
  expect((await call('deleteAgendaPoint', { path: { ...tor, item: other } })).status).toBe(204);
  expect((await call('getAgendaPoint', { path: { ...path, id: 1 } })).status).toBe(404);
}

/** A decision, its correction, and how the register finds both. */
export async function decisionCalls(calls: Calls): Promise<void> {
  const { call } = calls;
  const tor = { id: await ownCommittee(calls) };
  const point = await call('createAgendaPoint', { path: tor, body: newPoint('Lights') });
  const path = { ...tor, item: idOf(point) };
  const option = await optionOn(calls, path, 'Switch them off');
  const unknown = { path, body: { option_id: 1 } };
  expect((await call('recordDecision', unknown)).body).toMatchObject({
    ...{ status: 422, details: [{ field: 'option_id' }] },
  });
  expect((await call('correctDecision', { path, body: { option_id: option } })).status).toBe(409);
  const body = { option_id: option, rationale: 'Cheaper.' };
  const headers = { 'Idempotency-Key': `decide-${path.item}` };
  const made = await call('recordDecision', { path, body, headers });
  expect(made.headers.get('location')).toBe(`/api/v1/decisions/${idOf(made)}`);
  const { year } = made.body as { year: number };
  expect(made.body).toMatchObject({
    ...{ tor_id: tor.id, number: 1, chosen: 'Switch them off', rationale: 'Cheaper.' },
    ...{ agenda_point_id: path.item, option_id: option, corrects_id: null },
    seal: { is_intact: true, is_same: true },
  });
  expect(idOf(await call('recordDecision', { path, body, headers }))).toBe(idOf(made));
  expect((await call('recordDecision', { path, body })).body).toMatchObject({
    ...{ status: 409, code: 'invalid_transition' },
  });
  const corrected = await call('correctDecision', { path, body: { ...body, rationale: 'Safer.' } });
  expect(corrected.body).toMatchObject({ number: 2, corrects_id: idOf(made) });
  const numbered = { ...tor, year, number: 1 };
  expect((await call('getNumberedDecision', { path: numbered })).body).toMatchObject({
    ...{ id: idOf(made), corrected_by_id: idOf(corrected) },
  });
  const absent = { ...numbered, number: 3 };
  expect((await call('getNumberedDecision', { path: absent })).status).toBe(404);
  expect((await call('getDecision', { path: { decision: idOf(corrected) } })).body).toMatchObject({
    record: { title: 'Lights', options: [{ title: 'Switch them off' }] },
  });
  const found = async (more: string) =>
    itemsOf(await call('listDecisions', { query: `?tor_id=${tor.id}${more}` })).map(({ id }) => id);
  expect(await found('')).toEqual([idOf(corrected), idOf(made)]);
  expect(await found('&standing=valid')).toEqual([idOf(corrected)]);
  expect(await found(`&year=${year}&number=1`)).toEqual([idOf(made)]);
  expect(await found('&quorum=without')).toEqual([]);
  expect(await found('&q=lights')).toHaveLength(2);
  expect((await call('getAgendaPoint', { path })).body).toMatchObject({
    ...{ status: 'voted', decision_ids: [idOf(corrected), idOf(made)] },
  });
}

/** A course of action, without the operations for it. */
async function optionOn(
  { call }: Calls,
  { item }: { readonly item: number },
  label: string,
): Promise<number> {
  count += 1;
  const made = await call('createEntity', {
    body: { entity_type: 'coa', name: `coa_${count}`, label, properties: { title: label } },
  });
  const relation = { relation_type: 'considers_coa', source_id: item, target_id: idOf(made) };
  await call('createRelation', { body: relation });
  return idOf(made);
}

/** A meeting from its confirmation to its roll call. */
export async function meetingCalls(calls: Calls): Promise<void> {
  const { call, server, userId } = calls;
  const tor = { id: await ownCommittee(calls) };
  const day = (ahead: number) =>
    new Date(server.services.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const body = { meeting_date: day(3), location: 'Hall', chair_user_id: Number(userId) };
  const made = await call('confirmMeeting', { path: tor, body });
  const path = { ...tor, item: idOf(made) };
  expect(made.headers.get('location')).toBe(`/api/v1/tors/${tor.id}/meetings/${path.item}`);
  expect(made.body).toMatchObject({ ...body, status: 'confirmed', agenda: [], roll_call: [] });
  expect((await call('confirmMeeting', { path: tor, body })).status).toBe(409);
  const past = { path: tor, body: { meeting_date: '2020-01-01' } };
  expect((await call('confirmMeeting', past)).status).toBe(422);
  const changed = await call('changeMeeting', {
    ...{ path, body: { location: null, meeting_number: '7' }, headers: asOf(made) },
  });
  expect(changed.body).toMatchObject({
    location: '',
    meeting_number: '7',
    chair_user_id: Number(userId),
  });
  const late = { path, body: { notes: 'Lost' }, headers: asOf(made) };
  expect((await call('changeMeeting', late)).status).toBe(412);
  const point = idOf(await call('createAgendaPoint', { path: tor, body: newPoint('Hours') }));
  const assign = { path, body: { agenda_point_ids: [point] } };
  expect((await call('assignAgendaPoints', assign)).body).toMatchObject({
    agenda: [{ id: point, kind: 'point', title: 'Hours', status: 'scheduled' }],
  });
  expect((await call('assignAgendaPoints', assign)).status).toBe(200);
  const foreign = { path, body: { agenda_point_ids: [1] } };
  expect((await call('assignAgendaPoints', foreign)).status).toBe(422);
  expect((await call('getAgendaPoint', { path: { ...tor, item: point } })).body).toMatchObject({
    meeting: { id: path.item, number: 1 },
  });
  expect((await call('removeAgendaPoint', { path: { ...path, point } })).status).toBe(204);
  expect((await call('removeAgendaPoint', { path: { ...path, point } })).status).toBe(404);
  const entries = [{ username: 'anyone', status: 'present' }];
  const read = await call('getMeeting', { path });
  const rollCall = { path, body: { entries }, headers: asOf(read) };
  const called = await call('saveRollCall', rollCall);
  expect(called.body).toMatchObject({ roll_call: entries, quorum: { present: 0 } });
  expect((await call('saveRollCall', rollCall)).status).toBe(412);
  expect((await call('listMeetingMoves', { path })).body).toMatchObject({
    status: 'confirmed',
    moves: [
      { to: 'in_progress', is_allowed: true },
      { to: 'cancelled', is_allowed: true },
    ],
  });
  await call('moveMeeting', { path, body: { to: 'cancelled' } });
  expect((await call('moveMeeting', { path, body: { to: 'completed' } })).status).toBe(409);
  expect((await call('changeMeeting', { path, body: { notes: 'Late' } })).status).toBe(409);
  const query = `?tor_id=${tor.id}&from=${day(3)}&until=${day(3)}&status=cancelled`;
  expect(itemsOf(await call('listMeetings', { query }))).toMatchObject([
    { id: path.item, meeting_date: day(3), agenda_items: 0, has_minutes: false },
  ]);
  expect(itemsOf(await call('listMeetings', { query: `${query}&per_page=1` }))).toHaveLength(1);
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentedOperation, OpenApi } from '#app/api/document.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { amendmentCalls, ballotCalls, optionCalls } from './api-deliberation-calls.ts';
import { type ApiClient, type ApiReply, programOf } from './api-fixture.ts';
import { actionCalls, minutesCalls, queueCalls } from './api-follow-up-calls.ts';
import { agendaCalls, type CallOptions, decisionCalls, meetingCalls } from './api-item-calls.ts';
import { motionCalls } from './api-motion-calls.ts';
import { commentCalls, commentedItems, submissionCalls } from './api-submission-calls.ts';
import { webhookCalls } from './api-webhook-calls.ts';

let server: AppServer;
let admin: ApiClient;
let document: OpenApi;
beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  admin = await programOf(server, 'admin');
  document = (await admin.send('/api/v1/openapi.json')).body as OpenApi;
});
afterAll(() => server[Symbol.asyncDispose]());

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
const called = new Set<string>();

interface ExportedItem {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** The export that an administrator's browser receives. */
async function transferred(path: string): Promise<{ readonly entities: readonly ExportedItem[] }> {
  const browser = await server.signIn('admin');
  return (await browser.get(path)).json() as { entities: ExportedItem[] };
}

/** Calls an operation of the document and validates the response against it. */
async function call(
  operationId: string,
  { path = {}, query = '', client = admin, ...request }: CallOptions = {},
): Promise<ApiReply> {
  const [template, method, operation] = find(operationId);
  const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(path[name] ?? ''));
  const reply = await client.send(`/api/v1${address}${query}`, {
    ...request,
    method: method.toUpperCase(),
  });
  called.add(operationId);
  expect(
    problemsOf(operation, reply),
    `${operationId}: ${reply.status} ${reply.text.slice(0, 500)}`,
  ).toEqual([]);
  return reply;
}

function find(operationId: string): [string, string, DocumentedOperation] {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods))
      if (operation.operationId === operationId) return [path, method, operation];
  throw new Error(`no operation ${operationId}`);
}

function problemsOf(
  { responses }: DocumentedOperation,
  { status, headers, text, body }: ApiReply,
): readonly string[] {
  const reply = responses[String(status)];
  if (reply === undefined) return [`status ${status} is not documented`];
  const missing = Object.entries(reply.headers ?? {}).filter(
    ([name, { required }]) => required === true && !headers.has(name),
  );
  const [type, content] = Object.entries(reply.content ?? {})[0] ?? [];
  if (content === undefined) return text === '' ? [] : ['a body that is not documented'];
  const validate = ajv.compile({ ...content.schema, components: document.components });
  return [
    ...missing.map(([name]) => `no header ${name}`),
    ...(headers.get('content-type')?.startsWith(type ?? '?')
      ? []
      : [`content type ${headers.get('content-type')}`]),
    ...(validate(body)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)),
  ];
}

let count = 0;
const fresh = (): string => `api_${++count}`;
const idOf = ({ body }: ApiReply): number => (body as { id: number }).id;
const itemsOf = ({ body }: ApiReply): { id: number }[] =>
  (body as { items: { id: number }[] }).items;
const etagOf = ({ headers }: ApiReply): string => headers.get('etag') ?? '';

const newUser = () => ({
  username: fresh(),
  email: 'a@example.com',
  display_name: 'Somebody',
  password: 'Heron-59-basalt-quay',
});
const newTor = (more: object = {}) => ({
  entity_type: 'tor',
  name: fresh(),
  label: 'A body',
  ...more,
});

describe('spec api#operations: every operation of the document answers as the document says', () => {
  test('users', async () => {
    const body = newUser();
    const made = await call('createUser', { body });
    expect(made.headers.get('location')).toBe(`/api/v1/users/${idOf(made)}`);
    expect(made.body).toMatchObject({
      username: body.username,
      role_names: ['user'],
      is_active: true,
    });
    expect(made.text).not.toContain('password');
    const path = { id: idOf(made) };
    const read = await call('getUser', { path });
    expect(etagOf(read)).toBe(etagOf(made));
    const changed = await call('changeUser', {
      path,
      body: { display_name: 'Other' },
      headers: { 'If-Match': etagOf(read) },
    });
    expect(changed.body).toMatchObject({ display_name: 'Other', email: 'a@example.com' });
    const { password: _, ...replacement } = newUser();
    await call('replaceUser', {
      path,
      body: replacement,
      headers: { 'If-Match': etagOf(changed) },
    });
    expect(itemsOf(await call('listUsers', { query: `?q=${replacement.username}` }))).toHaveLength(
      1,
    );
    expect((await call('deleteUser', { path, headers: { 'If-Match': '*' } })).status).toBe(204);
    expect((await call('getUser', { path })).status).toBe(404);
  });

  test.each(['light', 'dark', 'auto'])('spec api#theme: the theme %s is kept', async (theme) => {
    expect((await call('setTheme', { body: { theme } })).body).toEqual({ success: true, theme });
  });

  test('entities', async () => {
    const made = await call('createEntity', { body: newTor({ properties: { status: 'active' } }) });
    const path = { id: idOf(made) };
    await call('getEntity', { path });
    const changed = await call('changeEntity', {
      path,
      body: { label: 'Other', properties: { status: null } },
      headers: { 'If-Match': etagOf(made) },
    });
    expect(changed.body).toMatchObject({ label: 'Other', properties: {} });
    const name = fresh();
    const replaced = await call('replaceEntity', {
      path,
      body: { entity_type: 'ignored', name },
      headers: { 'If-Match': '*' },
    });
    expect(replaced.body).toMatchObject({ entity_type: 'tor', name, label: '' });
    expect((await call('listEntities', { query: '?entity_type=tor&per_page=100' })).status).toBe(
      200,
    );
    expect(
      (await call('deleteEntity', { path, headers: { 'If-Match': etagOf(replaced) } })).status,
    ).toBe(204);
  });

  test('properties have one form in the API, imports and exports', async () => {
    const properties = { status: 'active', organization: 'Energy' };
    const body = newTor({ properties });
    const made = await call('createEntity', { body });
    expect(made.body).toMatchObject({ label: body.label, properties });
    const exported = await transferred('/api/data/export?types=tor');
    const [line] = exported.entities.filter(({ name }) => name === body.name);
    expect(line).toMatchObject({ label: body.label, properties });
    const { created_at: _at, updated_at: _changed, id: _id, ...item } = made.body as ExportedItem;
    expect(item).toEqual(line);
  });

  test('relations', async () => {
    const [one, other] = [
      await call('createEntity', { body: newTor() }),
      await call('createEntity', { body: newTor() }),
    ];
    const body = {
      relation_type: 'feeds_into',
      source_id: idOf(one),
      target_id: idOf(other),
      properties: { description: 'x' },
    };
    const made = await call('createRelation', { body });
    expect(made.body).toMatchObject({
      relation_type: 'feeds_into',
      source: { id: idOf(one) },
      properties: body.properties,
    });
    expect((await call('createRelation', { body })).status).toBe(409);
    const path = { id: idOf(made) };
    await call('getRelation', { path });
    expect(
      itemsOf(await call('listRelations', { query: `?entity_id=${idOf(other)}` })),
    ).toHaveLength(1);
    const headers = { 'If-Match': etagOf(await call('getRelation', { path })) };
    expect(
      (await call('deleteRelation', { path, headers: { 'If-Match': '"other"' } })).status,
    ).toBe(412);
    expect((await call('deleteRelation', { path, headers })).status).toBe(204);
  });

  test('spec api#webhooks: webhooks', () => webhookCalls(call));

  test('spec api#positions: positions', async () => {
    const id = idOf(await call('createEntity', { body: newTor() }));
    const capabilities = ['can_call_meetings'];
    const made = await call('createPosition', {
      path: { id },
      body: { name: 'chair', label: 'Chair', membership_type: 'mandatory', capabilities },
    });
    expect(made.body).toMatchObject({ name: 'chair', capabilities, is_vacant: true, seats: 1 });
    const path = { id, position: idOf(made) };
    expect(made.headers.get('location')).toBe(`/api/v1/tors/${id}/positions/${path.position}`);
    const twice = await call('createPosition', {
      ...{ path: { id }, body: { name: 'chair', label: 'Other' } },
    });
    expect(twice.status).toBe(409);
    const changed = await call('changePosition', {
      ...{ path, body: { label: 'Head' }, headers: { 'If-Match': etagOf(made) } },
    });
    expect(changed.body).toMatchObject({ name: 'chair', label: 'Head', capabilities });
    const stale = await call('changePosition', {
      ...{ path, body: { label: 'Old' }, headers: { 'If-Match': etagOf(made) } },
    });
    expect(stale.status).toBe(412);
    const user_id = Number(admin.userId);
    const body = { user_id, since: '2026-01-01', capacity: 'acting' };
    const assigned = await call('assignPosition', { path, body });
    expect(assigned.body).toMatchObject({
      ...{ is_vacant: false, planned: [] },
      holders: [{ user_id, since: '2026-01-01', until: null, capacity: 'acting' }],
    });
    expect((await call('assignPosition', { path, body })).status).toBe(422);
    expect((await call('getTor', { path: { id } })).body).toMatchObject({ member_count: 1 });
    expect((await call('deletePosition', { path })).status).toBe(409);
    expect((await call('vacatePosition', { path, body: {} })).body).toMatchObject({
      ...{ is_vacant: true, holders: [] },
    });
    expect((await call('vacatePosition', { path, body: { user_id } })).status).toBe(409);
    expect(itemsOf(await call('listPositions', { path: { id } }))).toEqual([
      (await call('getPosition', { path })).body,
    ]);
    const other = idOf(await call('createEntity', { body: newTor() }));
    const foreign = { ...path, id: other };
    for (const operationId of ['getPosition', 'deletePosition'])
      expect((await call(operationId, { path: foreign })).status).toBe(404);
    expect((await call('deletePosition', { path })).status).toBe(204);
  });

  test('spec api#adopted-versions: adopted versions of a committee', async () => {
    const id = idOf(
      await call('createTor', {
        body: { name: 'adopting', label: 'Adopting', objectives: ['One'] },
      }),
    );
    const { pool } = server.services;
    for (const [number, day, label] of [
      [1, '2026-01-10', 'First'],
      [2, '2026-03-01', 'Second'],
    ])
      await pool.query(
        `insert into tor_versions values ($1, $2, $3, '{"objectives":"[\\"One\\"]"}', $4, 'Decision', '2026-03-02T10:00:00Z', null, 'Eva')`,
        [id, number, label, day],
      );
    const list = await call('listTorVersions', { path: { id }, query: '?per_page=1' });
    expect(list.body).toMatchObject({ items: [{ number: 2, label: 'Second' }], total: 2 });
    expect((await call('getTorVersion', { path: { id, number: 1 } })).body).toMatchObject({
      ...{ number: 1, adopted_on: '2026-01-10', decision: 'Decision', adopted_by: 'Eva' },
      ...{ adopted_at: '2026-03-02T10:00:00.000Z' },
      text: { objectives: ['One'], status: 'active', cadence_duration_minutes: '60' },
    });
    const on = (day: string) => call('getTorVersionOn', { path: { id }, query: `?day=${day}` });
    expect((await on('2026-02-28')).body).toMatchObject({ number: 1 });
    expect((await call('getTorVersionOn', { path: { id } })).body).toMatchObject({ number: 2 });
    expect([(await on('2026-01-09')).status, (await on('2026-02-30')).status]).toEqual([404, 400]);
    for (const number of [3, 2 ** 40])
      expect((await call('getTorVersion', { path: { id, number } })).status).toBe(404);
    expect((await call('listTorVersions', { path: { id: 2 ** 40 } })).status).toBe(404);
  });

  test('spec api#calendar: meetings between two days', async () => {
    const body = {
      name: 'meeting',
      label: 'Meeting',
      meeting_cadence: 'weekly',
      cadence_day: 'monday',
    };
    const id = idOf(await call('createTor', { body }));
    const query = `?start=2026-06-01&end=2026-06-14&tor_id=${id}`;
    const found = await call('listCalendar', { query });
    expect(found.body).toMatchObject({ start: '2026-06-01', end: '2026-06-14', time_zone: 'UTC' });
    expect(itemsOf(found)).toMatchObject([
      {
        tor_id: id,
        tor_label: 'Meeting',
        date: '2026-06-01',
        start_time: '09:00',
        cadence: 'weekly',
      },
      { date: '2026-06-08' },
    ]);
    const whole = query.replace(/&tor.*/, '&per_page=100');
    const all = itemsOf(await call('listCalendar', { query: whole }));
    expect(all).toEqual(expect.arrayContaining([...itemsOf(found)]));
    expect(
      itemsOf(await call('listCalendar', { query: '?start=2026-06-02&end=2026-06-01' })),
    ).toEqual([]);
    expect(found.body).toMatchObject({ page: null, total: null, per_page: 25, next: null });
    for (const foreign of ['7', '7.7', '1.2.3'])
      expect(
        (await call('listCalendar', { query: `${query}&after=${foreign}` })).body,
      ).toMatchObject({
        ...{ items: [], next: null },
      });
    for (const refused of ['?start=2026-02-30', '?start=2026-01-01&end=2026-04-02', '?tor_id=x'])
      expect((await call('listCalendar', { query: refused })).status).toBe(400);
  });

  test('spec api#calendar: parts have each meeting once, and read few committees', async () => {
    const { pool } = server.services;
    await pool.query(
      `insert into entities (entity_type, name, label, sort_order, properties)
       select 'tor', 'parted_' || n, 'Parted', n % 3,
         jsonb_build_object('meeting_cadence', case when n % 4 = 0 then 'ad-hoc' else 'daily' end)
       from generate_series(1, 12) n`,
    );
    const days = 'start=2026-06-01&end=2026-06-03';
    const whole = await call('listCalendar', { query: `?${days}&per_page=100` });
    expect(whole.body).toMatchObject({ next: null });
    const met: object[] = [];
    let parts = 0;
    let address: string | undefined = `/api/v1/calendar?${days}&per_page=4`;
    while (address !== undefined) {
      const before = server.queries.statements;
      const reply: ApiReply = await admin.send(address);
      // The token, the quota, the settings with the next committees, and their meetings.
      expect(server.queries.statements - before).toBeLessThanOrEqual(4);
      expect(itemsOf(reply).length).toBeLessThanOrEqual(4);
      met.push(...itemsOf(reply));
      parts += 1;
      address = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(met).toEqual(itemsOf(whole));
    expect(met.filter((one) => 'tor_label' in one && one.tor_label === 'Parted')).toHaveLength(27);
    expect(parts).toBeGreaterThan(6);
    await pool.query(`delete from entities where label = 'Parted'`);
  });

  test('documents', async () => {
    const body = { title: 'By contract', doc_type: 'ad_hoc', body: '# Text' };
    const made = await call('createDocument', { body });
    const path = { id: idOf(made) };
    expect((await call('getDocument', { path })).body).toMatchObject({ ...body, tor_id: null });
    const changed = await call('changeDocument', {
      ...{ path, body: { body: 'Other' }, headers: { 'If-Match': etagOf(made) } },
    });
    expect(changed.body).toMatchObject({ body: 'Other', version_number: 2 });
    const replaced = await call('replaceDocument', { path, body });
    expect(replaced.body).toMatchObject({ body: '# Text', version_number: 3 });
    const found = itemsOf(await call('listDocuments', { query: '?q=contract' }));
    expect(found.map((document) => document.id)).toContain(path.id);
    expect((await call('deleteDocument', { path })).status).toBe(204);
  });

  test('committees', async () => {
    const { name, label } = newTor();
    const body = { name, label };
    const made = await call('createTor', { body });
    const path = { id: idOf(made) };
    const changed = await call('changeTor', {
      ...{ path, body: { description: 'New' }, headers: { 'If-Match': etagOf(made) } },
    });
    expect(changed.body).toMatchObject({ ...body, description: 'New' });
    const replaced = await call('replaceTor', { path, body });
    expect(replaced.body).toMatchObject({ ...body, description: '' });
    expect((await call('archiveTor', { path })).body).toMatchObject({ status: 'archived' });
    expect((await call('restoreTor', { path })).body).toMatchObject({ status: 'active' });
    expect((await call('deleteTor', { path })).status).toBe(204);
  });

  test('the governance side', async () => {
    const tors = itemsOf(await call('listTors', { query: '?status=active' }));
    expect(tors.length).toBeGreaterThan(3);
    expect((await call('getTor', { path: { id: tors[0]?.id ?? 0 } })).body).toMatchObject({
      id: tors[0]?.id,
    });
    const proposals = await call('listProposals', { query: '?status=submitted' });
    expect(itemsOf(proposals).length).toBeGreaterThan(0);
    expect((await call('listWarnings', { query: '?severity=all' })).status).toBe(200);
  });

  test.each([
    ['suggestions and proposals', submissionCalls],
    ['the queue', queueCalls],
    ['agenda points', agendaCalls],
    ['courses of action and opinions', optionCalls],
    ['ballots', ballotCalls],
    ['decisions', decisionCalls],
    ['meetings', meetingCalls],
    ['motions', motionCalls(() => programOf(server, 'admin'))],
    ['minutes', minutesCalls],
    ['action items', actionCalls],
    ['amendments to proposals', amendmentCalls('Proposal', () => programOf(server, 'admin'))],
    ['amendments to options', amendmentCalls('Option', () => programOf(server, 'admin'))],
  ])('spec api#items: %s', (_, calls) => calls({ call, server, userId: admin.userId }));

  test.each(commentedItems)('comments on a %s', (...kind) =>
    commentCalls({ call, server, userId: admin.userId }, kind),
  );

  test('the administration side', async () => {
    expect(itemsOf(await call('listRoles'))[0]).toMatchObject({
      name: 'admin',
      permissions: expect.arrayContaining(['roles.manage']) as string[],
    });
    expect(itemsOf(await call('listSettings')).length).toBeGreaterThan(5);
    expect((await call('getResync')).body).toMatchObject({ status: 'none' });
    // This server has no graph.
    expect((await call('resyncGraph')).status).toBe(409);
    const [newest] = itemsOf(
      await call('listAudit', { query: '?per_page=1&action=entity.created' }),
    );
    expect(newest).toMatchObject({ action: 'entity.created', actor_id: Number(admin.userId) });
    await call('listAudit');
    expect(
      (await call('listAudit', { query: `?action=audit.viewed&actor_id=${admin.userId}` })).body,
    ).toMatchObject({ total: 1 });
  });

  test('nothing was left out', () => {
    const all = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect([...called].toSorted()).toEqual(all.toSorted());
  });
});

describe('lists', () => {
  test('spec api#lists: pages have numbers and totals; invalid values count as the default', async () => {
    const { body } = await call('listUsers', { query: '?page=x&per_page=0' });
    expect(body).toMatchObject({ page: 1, per_page: 25 });
    const all = body as { total: number; items: unknown[] };
    expect(all.total).toBeGreaterThanOrEqual(all.items.length);
    expect((await call('listUsers', { query: '?per_page=1000' })).body).toMatchObject({
      per_page: 100,
    });
  });

  test.each([
    'listUsers',
    'listEntities',
    'listRelations',
    'listTors',
    'listProposals',
    'listAgendaPoints',
    'listDecisions',
    'listMeetings',
    'listActionItems',
    'listRoles',
    'listSettings',
  ])('%s: following Link finds each once', async (id) => {
    const [path] = find(id);
    const { total } = (await call(id)).body as { total: number };
    const seen: number[] = [];
    let next: string | undefined =
      `/api/v1${path}?per_page=${Math.max(3, Math.ceil(total / 7))}&fields=id`;
    while (next !== undefined) {
      const reply: ApiReply = await admin.send(next);
      seen.push(...itemsOf(reply).map((item) => item.id));
      next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(total);
  });

  test('spec api#lists: pages beyond the last are empty, with the total and links back', async () => {
    const { total } = (await call('listUsers', { query: '?per_page=2' })).body as { total: number };
    const last = Math.ceil(total / 2);
    const beyond = await call('listUsers', { query: '?per_page=2&page=900' });
    expect(beyond.body).toMatchObject({ items: [], page: 900, total, next: null });
    const links = new Map(
      [...(beyond.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(
        ([, to = '', rel = '']) => [rel, to],
      ),
    );
    expect([...links.keys()].toSorted()).toEqual(['first', 'last', 'prev']);
    expect(links.get('prev')).toBe(`/api/v1/users?per_page=2&page=${last}`);
    for (const to of links.values())
      expect(itemsOf(await admin.send(to)).length).toBeGreaterThan(0);
    expect((await call('listUsers')).headers.get('link') ?? '').not.toMatch(/first|last|prev/);
  });

  test('fields: only the members that were asked for; another one is refused', async () => {
    expect(itemsOf(await call('listUsers', { query: '?fields=username&per_page=1' }))[0]).toEqual({
      id: expect.any(Number) as number,
      username: expect.any(String) as string,
    });
    const refused = await call('listUsers', { query: '?fields=password' });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { detail: expect.stringMatching(/^Use the members id, username, email, .* and /) },
    ]);
  });

  test('filters: properties, activity, types; never by a secret', async () => {
    const name = fresh();
    await call('createEntity', {
      body: newTor({ name, is_active: false, properties: { organization: name } }),
    });
    expect(
      itemsOf(
        await call('listEntities', { query: `?property=organization:${name}&is_active=false` }),
      ),
    ).toHaveLength(1);
    expect(
      itemsOf(
        await call('listEntities', {
          query: `?property=organization:${name}&property=status:active`,
        }),
      ),
    ).toHaveLength(0);
    expect((await call('listEntities', { query: '?property=password:x' })).status).toBe(400);
  });

  test('spec lists#cost: every list and every single thing takes at most three statements', async () => {
    const tor = itemsOf(await call('listTors'))[0]?.id ?? 0;
    const relation = itemsOf(await call('listRelations'))[0]?.id ?? 0;
    const addresses = [
      '/users',
      `/users/${admin.userId}`,
      '/entities',
      `/entities/${tor}`,
      '/relations',
      `/relations/${relation}`,
      '/tors',
      `/tors/${tor}`,
      '/proposals',
      '/agenda-points',
      '/decisions',
      '/meetings',
      '/action-items',
      '/warnings',
    ];
    for (const address of addresses) {
      const before = server.queries.statements;
      expect.soft((await admin.send(`/api/v1${address}`)).status, address).toBe(200);
      expect.soft(server.queries.statements - before, address).toBeLessThanOrEqual(3);
    }
  });
});

describe('conditions', () => {
  test('a state that is known already is not sent again', async () => {
    const path = { id: Number(admin.userId) };
    const etag = etagOf(await call('getUser', { path }));
    const again = await call('getUser', {
      path,
      headers: { 'If-None-Match': `"other", W/${etag}` },
    });
    expect([again.status, again.text, etagOf(again)]).toEqual([304, '', etag]);
    expect(etagOf(await call('getUser', { path, query: '?fields=email' }))).not.toBe(etag);
  });

  test('a change may require a version: 412 for an old one, any representation counts; without it, any version', async () => {
    const made = await call('createEntity', { body: newTor() });
    const path = { id: idOf(made) };
    const body = { label: 'first' };
    const sparse = etagOf(await call('getEntity', { path, query: '?fields=name' }));
    expect(
      (await call('changeEntity', { path, body, headers: { 'If-Match': sparse } })).status,
    ).toBe(200);
    expect(
      (
        await call('changeEntity', {
          path,
          body: { label: 'second' },
          headers: { 'If-Match': etagOf(made) },
        })
      ).status,
    ).toBe(412);
    expect(
      (await call('deleteEntity', { path, headers: { 'If-Match': etagOf(made) } })).status,
    ).toBe(412);
    expect((await call('changeEntity', { path, body: { label: 'third' } })).body).toMatchObject({
      label: 'third',
    });
    expect((await call('deleteEntity', { path })).status).toBe(204);
  });

  test('spec api#users: a user is replaced by the body alone', async () => {
    const { id, name } = await server.createUser('viewer');
    const body = { username: name, email: 'new@example.com', display_name: 'New name' };
    const reply = await call('replaceUser', { path: { id: Number(id) }, body });
    expect([reply.status, reply.body]).toEqual([200, expect.objectContaining(body)]);
    expect((await call('deleteUser', { path: { id: Number(id) } })).status).toBe(204);
  });

  test('a user is changed and deleted only as they were seen', async () => {
    const made = await call('createUser', { body: newUser() });
    const path = { id: idOf(made) };
    const { password: _, ...replacement } = newUser();
    const old = { 'If-Match': etagOf(made) };
    await call('changeUser', { path, body: { display_name: 'Second' }, headers: old });
    for (const headers of [old, { 'If-Match': '"v0-other"' }]) {
      expect(
        (await call('changeUser', { path, body: { display_name: 'Third' }, headers })).status,
      ).toBe(412);
      expect((await call('replaceUser', { path, body: replacement, headers })).status).toBe(412);
      expect((await call('deleteUser', { path, headers })).status).toBe(412);
    }
    expect((await call('getUser', { path })).body).toMatchObject({ display_name: 'Second' });
  });

  test('of several concurrent changes of one version, one succeeds', async () => {
    const made = await call('createEntity', { body: newTor() });
    const change = (label: string) =>
      call('changeEntity', {
        path: { id: idOf(made) },
        body: { label },
        headers: { 'If-Match': etagOf(made) },
      });
    const replies = await Promise.all(['a', 'b', 'c', 'd'].map(change));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
  });
});

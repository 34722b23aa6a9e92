import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import {
  type ApiClient,
  type ApiReply,
  programFor,
  programOf,
  sendTo,
  useUp,
} from './api-fixture.ts';
import { minutes } from './app-fixture.ts';

let server: AppServer;
let admin: ApiClient;
beforeAll(async () => {
  server = await startAppServer({ from: 'base' });
  admin = await programOf(server, 'admin');
});
afterAll(() => server[Symbol.asyncDispose]());

const post = (path: string, body: unknown, headers = {}): Promise<ApiReply> =>
  admin.send(path, { method: 'POST', body, headers });
const seen = { 'If-Match': '*' };
const user = (username: string, more: object = {}) => ({
  username,
  email: 'a@example.com',
  password: 'Heron-59-basalt-quay',
  ...more,
});

/** A problem document (RFC 9457) with the older members (spec requests#errors). */
function expectProblem(reply: ApiReply, status: number, code?: string): void {
  const { headers, body } = reply;
  expect([reply.status, headers.get('content-type')], reply.text).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
  const problem = body as Record<string, unknown>;
  expect(problem).toMatchObject({
    type: 'about:blank',
    status,
    requestId: headers.get('x-request-id'),
    error: problem['detail'],
  });
  if (code !== undefined) expect(problem['code']).toBe(code);
}

describe('spec requests#errors: every refusal is a problem document', () => {
  test('without a session: 401 that explains how to sign in', async () => {
    const reply = await sendTo(`${server.url}/api/v1/users`, {});
    expectProblem(reply, 401, 'not_signed_in');
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  test.each([
    ['GET', '/users'],
    ['GET', '/entities'],
    ['GET', '/tors'],
    ['GET', '/proposals'],
    ['GET', '/warnings'],
    ['GET', '/roles'],
    ['GET', '/settings'],
    ['GET', '/audit'],
    ['POST', '/entities'],
    ['DELETE', '/users/1'],
  ])('%s %s without its permission: 403', async (method, path) => {
    const nobody = await programOf(server, '');
    expectProblem(await nobody.send(`/api/v1${path}`, { method }), 403, 'forbidden');
  });

  test.each([
    ['/users', 'users.list'],
    ['/roles', 'roles.assign or roles.manage'],
  ])('spec api#refusals: the permissions missing for %s are named', async (path, codes) => {
    const { body } = await (await programOf(server, '')).send(`/api/v1${path}`);
    expect(body).toMatchObject({ detail: `You need the permission ${codes}.` });
  });

  test.each([
    '/users/0',
    '/users/x',
    '/users/9007199254740991',
    '/entities/9007199254740991',
    '/tors/1',
    '/users/',
    '/unknown',
  ])('%s: 404', async (path) => expectProblem(await admin.send(`/api/v1${path}`), 404));

  test('another method: 405 with those that there are, and OPTIONS says the same', async () => {
    const reply = await admin.send('/api/v1/users', { method: 'DELETE' });
    expectProblem(reply, 405, 'method_not_allowed');
    expect(reply.headers.get('allow')).toBe('GET, HEAD, POST');
    const options = await admin.send('/api/v1/users/1', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'DELETE, GET, HEAD, PATCH, PUT, OPTIONS',
    ]);
  });

  test('HEAD is a GET without its body', async () => {
    const [get, head] = [
      await admin.send('/api/v1/tors'),
      await admin.send('/api/v1/tors', { method: 'HEAD' }),
    ];
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([
      200,
      '',
      get.headers.get('etag'),
    ]);
  });

  test('another form than JSON: 406 to be answered, 415 to be read', async () => {
    expectProblem(
      await admin.send('/api/v1/users', { headers: { Accept: 'text/csv' } }),
      406,
      'not_acceptable',
    );
    expectProblem(
      await admin.send('/api/v1/entities', {
        method: 'POST',
        body: 'a=b',
        headers: { 'Content-Type': 'text/plain' },
      }),
      415,
    );
  });

  test('no JSON: 400; too much of it: 413; members that do not fit: 422 by name', async () => {
    expectProblem(await post('/api/v1/entities', '{'), 400, 'malformed_body');
    expectProblem(
      await post('/api/v1/entities', { entity_type: 'tor', name: 'x', label: 'x'.repeat(300_000) }),
      413,
    );
    const reply = await post('/api/v1/entities', {
      entity_type: 'tor',
      name: ' ',
      label: 'x'.repeat(501),
      other: 1,
    });
    expectProblem(reply, 422);
    expect(
      (reply.body as { details: { field?: string }[] }).details.map(({ field }) => field),
    ).toEqual(expect.arrayContaining(['name', 'label']));
  });

  test('an invalid query: 400', async () => {
    expectProblem(await admin.send('/api/v1/users?after=x'), 400, 'bad_query');
    expectProblem(await admin.send('/api/v1/users?is_active=perhaps'), 400, 'bad_query');
    expect((await admin.send('/api/v1/users?after=1.2')).body).toMatchObject({ items: [] });
  });

  test('spec requests#duplicates: a name that is taken: 409 with words, for users and entities', async () => {
    await post('/api/v1/users', user('taken_name'));
    const reply = await post('/api/v1/users', user('Taken_Name'));
    expectProblem(reply, 409, 'name_taken');
    expect(reply.text).not.toMatch(/unique|constraint/i);
    await post('/api/v1/entities', { entity_type: 'tor', name: 'taken' });
    expectProblem(
      await post('/api/v1/entities', { entity_type: 'tor', name: 'taken' }),
      409,
      'name_taken',
    );
  });

  test('too many requests: 429 with how long to wait, and it passes', async () => {
    const program = await programFor(server, admin.userId);
    const first = await program.send('/api/v1/tors');
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=599;t=\d+$/);
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=600;w=60');
    await useUp(server, 599);
    expect((await program.send('/api/v1/tors')).status).toBe(200);
    const refused = await program.send('/api/v1/tors');
    expectProblem(refused, 429, 'too_many_requests');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await admin.send('/api/v1/tors')).status).toBe(200);
    server.advance(minutes(1));
    expect((await program.send('/api/v1/tors')).status).toBe(200);
  });
});

describe('spec permissions#no-escalation: the same rules as on the pages', () => {
  test('users cannot delete, deactivate or reset themselves', async () => {
    const path = `/api/v1/users/${admin.userId}`;
    expectProblem(await admin.send(path, { method: 'DELETE', headers: seen }), 409);
    expectProblem(
      await admin.send(path, { method: 'PATCH', body: { is_active: false }, headers: seen }),
      422,
    );
    expectProblem(
      await admin.send(path, {
        method: 'PATCH',
        body: { password: 'Heron-59-basalt-quay' },
        headers: seen,
      }),
      422,
    );
  });

  test('the last administrator remains', async () => {
    const others = (
      await server.services.pool.query<{ id: string }>(
        "select id from entities where entity_type = 'user' and id <> $1",
        [admin.userId],
      )
    ).rows;
    const last = await programOf(server, 'admin');
    for (const { id } of [...others, { id: admin.userId }])
      await server.services.pool.query('update entities set is_active = false where id = $1', [id]);
    const reply = await last.send(`/api/v1/users/${last.userId}`, {
      method: 'PATCH',
      body: { role_ids: [] },
      headers: seen,
    });
    expectProblem(reply, 409, 'last_administrator');
    await server.services.pool.query(
      "update entities set is_active = true where entity_type = 'user'",
    );
    admin = await programOf(server, 'admin');
  });

  test.each([
    'user',
    'role',
    'permission',
    'relation_type',
    'setting',
    'nav_item',
    'workflow_status',
  ])('entities of the type %s are read only', async (type) => {
    expectProblem(
      await post('/api/v1/entities', { entity_type: type, name: 'x_y' }),
      422,
      'system_type',
    );
    const { rows } = await server.services.pool.query<{ id: string }>(
      'select id from entities where entity_type = $1 limit 1',
      [type],
    );
    const path = `/api/v1/entities/${rows[0]?.id}`;
    expect((await admin.send(path)).status).toBe(200);
    expectProblem(
      await admin.send(path, { method: 'PATCH', body: { label: 'x' }, headers: seen }),
      422,
      'system_type',
    );
    expectProblem(await admin.send(path, { method: 'DELETE', headers: seen }), 422, 'system_type');
  });

  test('the API reveals nothing that pages hide: users, settings, warnings', async () => {
    const program = await programOf(server, 'admin', { codes: ['entities.list'] });
    for (const type of ['user', 'setting', 'warning_receipt'])
      expect((await program.send(`/api/v1/entities?entity_type=${type}`)).body, type).toMatchObject(
        { items: [], total: 0 },
      );
    expect((await program.send(`/api/v1/entities/${admin.userId}`)).status).toBe(404);
    const { rows } = await server.services.pool.query<{ id: string }>(
      'select id from relations where source_id = $1',
      [admin.userId],
    );
    expect((await program.send(`/api/v1/relations/${rows[0]?.id}`)).status).toBe(404);
  });

  test('spec ontology#secrets: secrets are never answered and never written', async () => {
    const made = await post('/api/v1/entities', { entity_type: 'tor', name: 'with_secret' });
    const { id } = made.body as { id: number };
    await server.services.pool.query(
      "insert into entity_properties values ($1, 'api_token', 'hidden'), ($1, 'open', 'shown')",
      [id],
    );
    expect((await admin.send(`/api/v1/entities/${id}`)).text).not.toContain('hidden');
    const body = { properties: { api_token: null } };
    expectProblem(
      await admin.send(`/api/v1/entities/${id}`, { method: 'PATCH', body, headers: seen }),
      422,
      'sensitive',
    );
  });

  test.each([
    ['a list of keys and values', [{ key: 'status', value: 'active' }], 'properties'],
    ['a key without characters', { '': 'x' }, 'properties.'],
    [
      'a key that is too long to be stored',
      { ['k'.repeat(129)]: 'x' },
      `properties.${'k'.repeat(129)}`,
    ],
    [
      'a key that is left out when objects are merged',
      JSON.parse('{"__proto__":"x"}'),
      'properties.__proto__',
    ],
    ['a key with a line break', { 'a\nb': 'x' }, 'properties.a\nb'],
    ['a number', { order: 1 }, 'properties.order'],
    [
      'more than 200',
      Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`k${n}`, 'x'])),
      'properties',
    ],
  ])('properties are an object: %s is refused at its place', async (_, properties, field) => {
    const { rows } = await server.services.pool.query<{ id: string }>(
      "select id from entities where entity_type = 'role' limit 2",
    );
    const relation = {
      relation_type: 'feeds_into',
      source_id: Number(rows[0]?.id),
      target_id: Number(rows[1]?.id),
    };
    for (const reply of [
      await post('/api/v1/entities', { entity_type: 'tor', name: 'of_properties', properties }),
      await post('/api/v1/relations', { ...relation, properties }),
    ]) {
      expectProblem(reply, 422);
      expect((reply.body as { details?: unknown }).details).toContainEqual(
        expect.objectContaining({ field }),
      );
    }
  });

  test('a password by PUT is an initial one, in the same transaction', async () => {
    const made = await post('/api/v1/users', user('with_password'));
    const { id } = made.body as { id: number };
    const { rows: before } = await server.services.pool.query(
      'select password_hash from credentials where user_id = $1',
      [id],
    );
    const body = {
      ...user('with_password'),
      display_name: 'Fresh',
      password: 'Marten-83-gneiss-ferry',
    };
    expect(
      (await admin.send(`/api/v1/users/${id}`, { method: 'PUT', body, headers: seen })).status,
    ).toBe(200);
    const { rows: after } = await server.services.pool.query<{ must_change: boolean }>(
      'select * from credentials where user_id = $1',
      [id],
    );
    expect(after[0]?.must_change).toBe(true);
    expect(after[0]).not.toMatchObject(before[0] as object);
    const weak = await admin.send(`/api/v1/users/${id}`, {
      method: 'PATCH',
      body: { display_name: 'No', password: 'short' },
      headers: seen,
    });
    expectProblem(weak, 422);
    expect((await admin.send(`/api/v1/users/${id}`)).body).toMatchObject({ display_name: 'Fresh' });
  });

  test('a session of a browser needs its token, and its password where the pages ask for it', async () => {
    const browser = await server.signIn('admin');
    expect(
      (await browser.json('/api/v1/user/theme', { theme: 'dark' }, { csrf: null })).status,
    ).toBe(403);
    expect((await browser.json('/api/v1/user/theme', { theme: 'dark' })).status).toBe(200);
    await server.services.pool.query(
      "update sessions set proved_at = now() - interval '1 hour' where user_id = $1",
      [browser.userId],
    );
    const { id } = await server.createUser();
    const reply = await browser.json(
      `/api/v1/users/${id}`,
      { display_name: 'x' },
      { method: 'PATCH', headers: seen },
    );
    expect(reply.json()).toMatchObject({ status: 403, code: 'proof_needed' });
  });
});

import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { eventually } from '#test/support/eventually.ts';
import { administered } from './app-fixture.ts';
import { openUpload } from './slow-upload-fixture.ts';

const { server, admin } = await administered();

const person = (name: string) => ({ entity_type: 'user', name, label: name });

interface Upload {
  readonly sending: ClientRequest;
  /** Status and body, once the response has arrived. */
  readonly answered: Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
}

/** Starts to send a document without ending it. Resolves when the server has read its start. */
async function beginUpload(client: AppClient, beginning: string): Promise<Upload> {
  const headers = {
    'Content-Type': 'application/json',
    'X-CSRF-Token': client.csrf,
    Accept: 'application/json',
  };
  const { sending, answered: answering } = openUpload(server, client, headers);
  const answered = answering.then(async (response) => {
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> };
  });
  answered.catch(() => undefined);
  const before = server.queries.statements;
  sending.write(beginning);
  await eventually(() => expect(server.queries.statements).toBeGreaterThan(before));
  return { sending, answered };
}

const openTransactions = async (): Promise<number> => {
  const { rows } = await server.services.pool.query(
    "select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
  );
  return rows.length;
};

test('an upload that pauses holds neither a lock nor a connection, and counts when it goes on', async () => {
  const { id, name } = await server.createUser('user');
  const { sending, answered } = await beginUpload(
    admin,
    `{"entities":[${['one', 'two', 'three'].map((each) => JSON.stringify(person(each))).join(',')} `,
  );
  const other = await server.signIn('admin');
  const reply = await other.post(`/users/${id}/deactivate`);
  expect([reply.status, reply.location]).toEqual([303, expect.stringContaining('/users')]);
  const { rows } = await server.services.pool.query(
    'select is_active from entities where name = $1',
    [name],
  );
  expect(rows).toEqual([{ is_active: false }]);
  expect(await openTransactions()).toBe(0);
  sending.end(']}');
  expect(await answered).toMatchObject({ status: 200, body: { created: 3, error_count: 0 } });
});

test('ten uploads that never end leave pages and probes as they are', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => server.signIn('admin')));
  const uploads = await Promise.all(people.map((client) => beginUpload(client, '{"entities":[')));
  const replies = await Promise.all([
    admin.get('/dashboard'),
    admin.get('/readyz'),
    admin.get('/users'),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(server.services.pool.waitingCount).toBe(0);
  expect(await openTransactions()).toBe(0);
  for (const { sending } of uploads) sending.destroy();
});

test('a process takes a few uploads at a time, and says when to come again', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => server.signIn('admin')));
  const uploads: Upload[] = [];
  for (const client of people.slice(0, 3)) uploads.push(await beginUpload(client, '{"entities":['));
  const refused = await people[3]?.json('/api/data/import', { entities: [] });
  expect([refused?.status, refused?.json(), refused?.headers.get('retry-after')]).toMatchObject([
    503,
    { code: 'transfers_busy' },
    '30',
  ]);
  for (const { sending } of uploads) sending.destroy();
  await eventually(async () =>
    expect((await people[3]?.json('/api/data/import', { entities: [] }))?.status).toBe(200),
  );
});

test('each person has one import at a time', async () => {
  const client = await server.signIn('admin');
  const { sending, answered } = await beginUpload(client, '{"entities":[');
  const second = await client.json('/api/data/import', { entities: [] });
  expect([second.status, second.json()]).toMatchObject([429, { code: 'transfer_running' }]);
  sending.end(']}');
  expect((await answered).status).toBe(200);
  await eventually(async () =>
    expect((await client.json('/api/data/import', { entities: [] })).status).toBe(200),
  );
});

test('a user who loses the permission during the upload imports nothing', async () => {
  const { id, name } = await server.createUser('admin');
  const client = server.visitor();
  await client.signIn(name, 'Ravine-47-kestrel');
  const { sending, answered } = await beginUpload(
    client,
    `{"entities":[${JSON.stringify({ entity_type: 'note', name: 'late', label: 'Late' })}`,
  );
  expect((await admin.post(`/users/${id}/deactivate`)).status).toBe(303);
  sending.end(']}');
  expect((await answered).status).toBe(403);
  expect(
    (await server.services.pool.query("select from entities where name = 'late'")).rows,
  ).toEqual([]);
});

test('a change of access that waits for an import is refused in its form, with the reason', async () => {
  const { id } = await server.createUser('user');
  const held = await server.services.pool.connect();
  try {
    await held.query(
      "begin; select pg_advisory_xact_lock(hashtextextended('ahlt who may do what', 0))",
    );
    const reply = await admin.json(
      `/api/v1/users/${id}`,
      { is_active: false },
      { method: 'PATCH', headers: { 'If-Match': '*' } },
    );
    expect([reply.status, reply.json()]).toMatchObject([
      409,
      { detail: expect.stringContaining('Try again in a moment') as string },
    ]);
  } finally {
    await held.query('rollback');
    held.release();
  }
});

test('exports that are not read leave connections for all others', async () => {
  // More than a connection's buffers hold.
  await server.services.pool.query(`
    with made as (insert into entities (entity_type, name, label) select 'note', 'long_' || n, 'Long' from generate_series(1, 600) n returning id)
    insert into entity_properties (entity_id, key, value) select id, 'body', repeat('long ', 10000) from made`);
  const people = await Promise.all(Array.from({ length: 6 }, () => server.signIn('admin')));
  const readers = people.map((client) => {
    const reading = request({
      ...{ host: '127.0.0.1', port: new URL(server.url).port, path: '/api/data/export' },
      headers: { Cookie: [...client.cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
    });
    reading
      .on('error', () => undefined)
      .on('response', (response: IncomingMessage) => response.pause());
    reading.end();
    onTestFinished(() => void reading.destroy());
    return reading;
  });
  await eventually(async () => expect(await openTransactions()).toBe(2));
  const replies = await Promise.all([admin.get('/dashboard'), admin.get('/readyz')]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(server.services.pool.totalCount - server.services.pool.idleCount).toBe(2);
  const again = await people[0]?.get('/api/data/export');
  expect(again?.status).toBe(429);
  for (const reading of readers) reading.destroy();
  await eventually(async () => expect(await openTransactions()).toBe(0));
});

import { expect, test } from 'vitest';
import { type ApiReply, type ApiRequest, programOf } from './api-fixture.ts';
import { administered } from './app-fixture.ts';

// Requests of programs that are sent again with the same Idempotency-Key (spec api#repeated-requests).

const { server } = await administered();
const admin = await programOf(server, 'admin');

let count = 0;
const fresh = (): string => `repeated_${++count}`;
const newTor = (more: object = {}) => ({
  ...{ entity_type: 'tor', name: fresh(), label: 'A committee', ...more },
});
const create = ({ client = admin, ...request }: ApiRequest & { readonly client?: typeof admin }) =>
  client.send('/api/v1/entities', { method: 'POST', ...request });
const idOf = ({ body }: ApiReply): number => (body as { id: number }).id;
const etagOf = ({ headers }: ApiReply): string => headers.get('etag') ?? '';

test('the same request gets the same answer, and one thing was made', async () => {
  const body = newTor();
  const headers = { 'Idempotency-Key': fresh() };
  const first = await create({ body, headers });
  const again = await create({ body, headers });
  expect([again.status, again.text, etagOf(again)]).toEqual([201, first.text, etagOf(first)]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
});

test('another request under the key is refused, a key of another user is another key', async () => {
  const headers = { 'Idempotency-Key': fresh() };
  const body = newTor();
  await create({ body, headers });
  expect((await create({ body: newTor(), headers })).body).toMatchObject({
    status: 422,
    code: 'idempotency_key_reused',
  });
  const other = await programOf(server, 'admin');
  expect((await create({ body: newTor(), headers, client: other })).status).toBe(201);
});

test('several at once make one thing', async () => {
  const headers = { 'Idempotency-Key': fresh() };
  const body = newTor();
  const replies = await Promise.all(Array.from({ length: 5 }, () => create({ body, headers })));
  expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true);
  expect((await admin.send(`/api/v1/entities?q=${body.name}`)).body).toMatchObject({ total: 1 });
});

test('an answer that was lost after the commit is created again, and nothing twice', async () => {
  const headers = { 'Idempotency-Key': fresh() };
  const body = newTor();
  const first = await create({ body, headers });
  await server.services.pool.query(
    "update submissions set answer = null where answer -> 'headers' ->> 'Location' = $1",
    [`/api/v1/entities/${idOf(first)}`],
  );
  expect(idOf(await create({ body, headers }))).toBe(idOf(first));
});

test('a refused request may be corrected under its key; answers are forgotten after a day', async () => {
  const { sweepSubmissions } = await import('#app/ontology/submission.ts');
  const headers = { 'Idempotency-Key': fresh() };
  expect((await create({ body: newTor({ entity_type: 'user' }), headers })).status).toBe(422);
  expect((await create({ body: newTor(), headers })).status).toBe(201);
  await sweepSubmissions(server.services.db, new Date(Date.now() + 25 * 3_600_000));
  expect((await server.services.pool.query('select from submissions')).rowCount).toBe(0);
  expect(
    (
      await create({
        body: newTor(),
        headers: { 'Idempotency-Key': 'not visible' },
      })
    ).status,
  ).toBe(400);
});

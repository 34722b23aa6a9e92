import { expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-server.ts';
import { administered } from './app-fixture.ts';
import { documentCodes, withPermissions } from './document-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const committee = Number(await idOf(server, 'tor', 'budget_committee'));
const base = '/api/v1/documents';
const asProgram = { headers: { Accept: 'application/json' } };
const fields = { title: 'By a program', doc_type: 'decision_record', body: '# Decided' };

interface Shown {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly tor_id: number | null;
  readonly version_number: number;
}

async function made(more: object = {}, browser: AppClient = admin): Promise<Shown> {
  const reply = await browser.json(base, { ...fields, ...more });
  expect(reply.status, reply.text).toBe(201);
  return reply.json() as Shown;
}

test('spec api#documents: a document is created, read, changed, replaced and deleted', async () => {
  const { id, ...shown } = await made({ tor_id: committee });
  expect(shown).toMatchObject({
    ...{ ...fields, tor_id: committee, tor_name: 'Budget Committee' },
    ...{ version_number: 1, approved_version: null },
  });
  const read = await admin.get(`${base}/${id}`, asProgram);
  expect(read.json()).toMatchObject({ id, body: '# Decided' });
  const change = (method: string, value: unknown) => admin.json(`${base}/${id}`, value, { method });
  const changed = (await change('PATCH', { body: 'Other' })).json() as Shown;
  expect(changed).toMatchObject({ title: fields.title, tor_id: committee, version_number: 2 });
  const replaced = (await change('PUT', { ...fields, title: 'New' })).json() as Shown;
  // A program that does not know the member keeps the document in its committee.
  expect(replaced).toMatchObject({ title: 'New', tor_id: committee, version_number: 3 });
  const taken = (await change('PUT', { ...fields, title: 'New', tor_id: null })).json() as Shown;
  expect(taken).toMatchObject({ tor_id: null, version_number: 3 });
  expect((await change('DELETE', undefined)).status).toBe(204);
  expect((await admin.get(`${base}/${id}`, asProgram)).status).toBe(404);
});

test('spec api#documents: an old ETag is refused, and a repeated request makes one document', async () => {
  const { id } = await made();
  const { headers } = await admin.get(`${base}/${id}`, asProgram);
  const etag = headers.get('etag') ?? '';
  const patch = (body: string) =>
    admin.json(`${base}/${id}`, { body }, { method: 'PATCH', headers: { 'If-Match': etag } });
  expect((await patch('First')).status).toBe(200);
  expect((await patch('Second')).status).toBe(412);
  const once = { headers: { 'Idempotency-Key': 'the same paper once' } };
  const [one, again] = [await admin.json(base, fields, once), await admin.json(base, fields, once)];
  expect((again.json() as Shown).id).toBe((one.json() as Shown).id);
});

test.each<[string, object]>([
  ['no title', { title: '' }],
  ['an unknown type', { doc_type: 'novel' }],
  ['no text', { body: ' ' }],
  ['no committee', { tor_id: 2 ** 40 }],
  ['an unknown member', { colour: 'red' }],
])('spec api#documents: %s is refused with a reason', async (_, wrong) => {
  const reply = await admin.json(base, { ...fields, ...wrong });
  expect(reply.status).toBe(422);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
});

test('spec api#documents: a text of 200,000 characters of any script passes', async () => {
  const { id } = await made({ body: '漢'.repeat(200_000) });
  expect(((await admin.get(`${base}/${id}`, asProgram)).json() as Shown).body).toHaveLength(
    200_000,
  );
});

test('spec documents#visibility: programs see what their user sees', async () => {
  const { id } = await made({ title: 'Closed walrus', tor_id: committee });
  const open = await made({ title: 'Open walrus' });
  const stranger = await withPermissions(server, documentCodes);
  const member = await withPermissions(server, documentCodes, 'bc_member');
  const listed = async (browser: AppClient) => {
    const reply = await browser.get(`${base}?q=walrus`, asProgram);
    const { items, total } = reply.json() as { items: { id: number }[]; total: number };
    return { ids: items.map((item) => item.id), total };
  };
  expect(await listed(stranger)).toEqual({ ids: [open.id], total: 1 });
  expect(await listed(member)).toEqual({ ids: [open.id, id], total: 2 });
  expect((await stranger.get(`${base}/${id}`, asProgram)).status).toBe(404);
  for (const [method, value] of [
    ['PATCH', { body: 'x' }],
    ['PUT', fields],
    ['DELETE', undefined],
  ] as const)
    expect((await stranger.json(`${base}/${id}`, value, { method })).status, method).toBe(404);
  expect((await stranger.json(base, { ...fields, tor_id: committee })).status).toBe(422);
});

test('spec api#documents: a list has no texts, is filtered, and takes two statements', async () => {
  const path = `${base}?doc_type=decision_record&tor_id=${committee}&per_page=2`;
  await admin.get(path, asProgram);
  const { statements } = server.queries;
  const { items } = (await admin.get(path, asProgram)).json() as {
    items: Record<string, unknown>[];
  };
  expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
  expect(items.length).toBeGreaterThan(0);
  for (const item of items) {
    expect(item).not.toHaveProperty('body');
    expect(item).toMatchObject({ doc_type: 'decision_record', tor_id: committee });
  }
});

test('spec documents#approval: a program cannot delete a document with an approved version', async () => {
  const { id } = await made();
  await admin.post(`/documents/${id}/versions/1/approve`);
  expect((await admin.json(`${base}/${id}`, undefined, { method: 'DELETE' })).status).toBe(409);
});

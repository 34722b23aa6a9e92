import { expect } from 'vitest';
import type { ApiReply } from './api-fixture.ts';
import type { CallOptions } from './api-item-calls.ts';

type Call = (operationId: string, options?: CallOptions) => Promise<ApiReply>;

const idOf = ({ body }: ApiReply): number => (body as { id: number }).id;

/** Calls every operation of webhooks. */
export async function webhookCalls(call: Call): Promise<void> {
  const body = { name: 'Archive', url: 'https://hooks.example.com', events: ['decision'] };
  const made = await call('createWebhook', { body });
  expect(made.body).toMatchObject({
    ...{ name: 'Archive', url: 'https://hooks.example.com/', events: ['decision'], tor_id: null },
    secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
  });
  expect((await call('createWebhook', { body })).status).toBe(409);
  for (const bad of [{ url: 'https://10.0.0.1' }, { events: [] }, { events: ['none'] }, { x: 1 }])
    expect((await call('createWebhook', { body: { ...body, name: 'Bad', ...bad } })).status).toBe(
      422,
    );
  const path = { id: idOf(made) };
  const etag = made.headers.get('etag') ?? '';
  const change = { path, body: { events: ['all', 'meeting'] }, headers: { 'If-Match': etag } };
  expect((await call('changeWebhook', change)).body).toMatchObject({ events: ['all'] });
  expect((await call('changeWebhook', change)).status).toBe(412);
  expect((await call('getWebhook', { path })).text).not.toContain('whsec_');
  expect((await call('listWebhooks')).text).not.toContain('whsec_');
  expect((await call('replaceWebhookSecret', { path })).text).toContain('whsec_');
  const sent = await call('testWebhook', { path });
  expect(sent.body).toMatchObject({ type: 'webhook.test', state: 'waiting', history: [] });
  const of = { path: { ...path, delivery: idOf(sent) } };
  expect((await call('getWebhookDelivery', of)).body).toEqual(sent.body);
  const waiting = await call('listWebhookDeliveries', { path, query: '?state=waiting' });
  expect(waiting.body).toMatchObject({ total: 1, items: [{ id: idOf(sent) }] });
  expect((await call('resendWebhookDelivery', of)).body).toMatchObject({ attempts: 0 });
  expect((await call('disableWebhook', { path })).body).toMatchObject({ disabled_because: 'user' });
  for (const [id, options] of [
    ['disableWebhook', { path }],
    ['testWebhook', { path }],
    ['resendWebhookDelivery', of],
  ] as const)
    expect((await call(id, options)).status, id).toBe(409);
  expect((await call('enableWebhook', { path })).body).toMatchObject({ disabled_because: null });
  expect((await call('enableWebhook', { path })).status).toBe(409);
  expect((await call('deleteWebhook', { path })).status).toBe(204);
  for (const gone of ['getWebhook', 'deleteWebhook', 'listWebhookDeliveries', 'testWebhook'])
    expect((await call(gone, { path })).status, gone).toBe(404);
  expect((await call('getWebhookDelivery', of)).status).toBe(404);
}

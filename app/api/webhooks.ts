import { sql } from 'kysely';
import { mayRun } from '../http/policy.ts';
import type { Services } from '../services.ts';
import * as webhooks from '../webhooks/index.ts';
import { etagOf, heldTo } from './conditional.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { listOf, partOf, sparse } from './schema.ts';
import { deliveryOperations } from './webhook-deliveries.ts';
import {
  madeWebhook,
  newWebhook,
  type WebhookReply,
  webhook,
  webhookChange,
  webhookQuery,
  webhookSecret,
} from './webhooks-schema.ts';

const policy = mayRun(webhooks.createWebhook);
const common = { tag: 'administration', policy } as const;

type Stored = Omit<webhooks.Webhook, 'committee' | 'disabledAt' | 'version'>;

const shown = (found: Stored): WebhookReply => ({
  ...{ id: Number(found.id), name: found.name, url: found.url, events: [...found.events] },
  ...{ tor_id: found.torId === null ? null : Number(found.torId) },
  disabled_because: found.disabledBecause,
  failing_since: found.failingSince?.toISOString() ?? null,
  created_at: found.createdAt.toISOString(),
});

const tor = (id: number | null | undefined): string | null =>
  id === null || id === undefined ? null : String(id);

/** Webhooks, by the commands of their pages (spec api#webhooks). */
export function webhookOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const find = async (id: string) => existing(await webhooks.findWebhook(db, id));
  const one = async (id: string): Promise<Result> => {
    const found = await find(id);
    return { body: shown(found), version: found.version };
  };
  return [
    operation({
      ...{ ...common, id: 'listWebhooks', method: 'get', path: '/webhooks', status: 200 },
      ...{ query: webhookQuery, reply: listOf(sparse(webhook)) },
      run: async ({ filter }) => {
        const part = partOf(filter);
        const list = {
          select: sql`e.id, e.name, e.url, e.events, e.tor_id as "torId", e.disabled_because as "disabledBecause",
            e.failing_since as "failingSince", e.created_at as "createdAt"`,
          ...{ from: sql`webhook_endpoints e`, where: sql`true`, order: [sql`e.id`] },
        };
        return listResult(await listRows<Stored>(db, list, part), part, shown, filter.fields);
      },
    }),
    operation({
      ...{ ...common, id: 'getWebhook', method: 'get', path: '/webhooks/:id', status: 200 },
      ...{ reply: webhook, versioned: true },
      run: ({ id }) => one(id),
    }),
    operation({
      ...{ ...common, id: 'createWebhook', method: 'post', path: '/webhooks', status: 201 },
      ...{ body: newWebhook, reply: madeWebhook, refusals: [409], versioned: true },
      run: async ({ actor, input: { tor_id, ...input } }) => {
        const secret = webhooks.newSecret();
        const fields = { ...input, torId: tor(tor_id), secret, mark: '' };
        const { id } = savedBy(await webhooks.createWebhook(services, actor, fields));
        const { body, version } = await one(id);
        return {
          ...{ status: 201, body: { ...(body as WebhookReply), secret } },
          ...(version !== undefined && { version }),
          location: `/webhooks/${id}`,
        };
      },
    }),
    operation({
      ...{ ...common, id: 'changeWebhook', method: 'patch', path: '/webhooks/:id', status: 200 },
      ...{ body: webhookChange, reply: webhook, refusals: [409], versioned: true },
      run: async ({ id, actor, request, input: { tor_id, ...input } }) => {
        const before = await find(id);
        const etag = etagOf(before.version, shown(before));
        savedBy(
          await webhooks.updateWebhook(services, actor, {
            ...{ id, name: input.name ?? before.name, url: input.url ?? before.url },
            events: input.events ?? before.events,
            torId: tor_id === undefined ? before.torId : tor(tor_id),
            version: heldTo(request, { version: before.version, etag }) ?? before.version,
          }),
        );
        return one(id);
      },
    }),
    operation({
      ...{ ...common, id: 'deleteWebhook', method: 'delete', path: '/webhooks/:id', status: 204 },
      run: async ({ id, actor }) => {
        savedBy(await webhooks.deleteWebhook(services, actor, { id }));
        return { status: 204 };
      },
    }),
    operation({
      ...{ ...common, id: 'enableWebhook', method: 'post', path: '/webhooks/:id/enable' },
      ...{ status: 200, reply: webhook, refusals: [409], versioned: true },
      run: async ({ id, actor }) => {
        savedBy(await webhooks.enableWebhook(services, actor, { id }));
        return one(id);
      },
    }),
    operation({
      ...{ ...common, id: 'disableWebhook', method: 'post', path: '/webhooks/:id/disable' },
      ...{ status: 200, reply: webhook, refusals: [409], versioned: true },
      run: async ({ id, actor }) => {
        savedBy(await webhooks.disableWebhook(services, actor, { id }));
        return one(id);
      },
    }),
    operation({
      ...{ ...common, id: 'replaceWebhookSecret', method: 'post', path: '/webhooks/:id/secret' },
      ...{ status: 200, reply: webhookSecret },
      run: async ({ id, actor }) => {
        const secret = webhooks.newSecret();
        savedBy(await webhooks.rotateSecret(services, actor, { id, secret, mark: '' }));
        return { body: { id: Number(id), secret } };
      },
    }),
    ...deliveryOperations(services),
  ];
}

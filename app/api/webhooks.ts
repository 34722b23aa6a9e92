import { sql } from 'kysely';
import { mayRun } from '../http/policy.ts';
import type { Services } from '../services.ts';
import * as webhooks from '../webhooks/index.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { listOf, sparse } from './schema.ts';
import { numberOf } from './values.ts';
import { versioned } from './versioned.ts';
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

type Stored = Omit<webhooks.Webhook, 'committee' | 'disabledAt' | 'version'>;

const shown = (found: Stored): WebhookReply => ({
  ...{ id: Number(found.id), name: found.name, url: found.url, events: [...found.events] },
  tor_id: numberOf(found.torId),
  disabled_because: found.disabledBecause,
  failing_since: found.failingSince?.toISOString() ?? null,
  created_at: found.createdAt.toISOString(),
});

const tor = (id: number | null | undefined): string | null =>
  id === null || id === undefined ? null : String(id);

/** Webhooks, by the commands of their pages (spec api#webhooks). */
export function webhookOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { find, one, open } = versioned(
    async ({ id }: { readonly id: string }) => existing(await webhooks.findWebhook(db, id)),
    shown,
  );
  return [
    operation({
      ...{ policy, id: 'listWebhooks', method: 'get', path: '/webhooks' },
      ...{ query: webhookQuery, reply: listOf(sparse(webhook)) },
      run: async ({ filter }) => {
        const list = {
          select: sql`e.id, e.name, e.url, e.events, e.tor_id as "torId", e.disabled_because as "disabledBecause",
            e.failing_since as "failingSince", e.created_at as "createdAt"`,
          ...{ from: sql`webhook_endpoints e`, where: sql`true`, order: [sql`e.id`] },
        };
        return listResult(db, list, filter, shown);
      },
    }),
    operation({
      ...{ policy, id: 'getWebhook', method: 'get', path: '/webhooks/:id' },
      ...{ reply: webhook, versioned: true },
      run: (call) => one(call),
    }),
    operation({
      ...{ policy, id: 'createWebhook', method: 'post', path: '/webhooks', status: 201 },
      ...{ body: newWebhook, reply: madeWebhook, refusals: [409], versioned: true },
      run: async ({ actor, input: { tor_id, ...input } }) => {
        const secret = webhooks.newSecret();
        const fields = { ...input, torId: tor(tor_id), secret, mark: '' };
        const made = savedBy(await webhooks.createWebhook(services, actor, fields));
        const found = await find(made);
        const body = { ...shown(found), secret };
        return { body, version: found.version, location: `/webhooks/${made.id}` };
      },
    }),
    operation({
      ...{ policy, id: 'changeWebhook', method: 'patch', path: '/webhooks/:id' },
      ...{ body: webhookChange, reply: webhook, refusals: [409], versioned: true },
      run: async (call) => {
        const { before, version = before.version } = await open(call);
        const { tor_id, name = before.name, url = before.url, events = before.events } = call.input;
        const torId = tor_id === undefined ? before.torId : tor(tor_id);
        const wanted = { id: call.id, name, url, events, torId, version };
        savedBy(await webhooks.updateWebhook(services, call.actor, wanted));
        return one(call);
      },
    }),
    operation({
      ...{ policy, id: 'deleteWebhook', method: 'delete', path: '/webhooks/:id' },
      run: async ({ id, actor }) => {
        savedBy(await webhooks.deleteWebhook(services, actor, { id }));
        return noContent;
      },
    }),
    operation({
      ...{ policy, id: 'enableWebhook', method: 'post', path: '/webhooks/:id/enable' },
      ...{ reply: webhook, refusals: [409], versioned: true },
      run: async ({ id, actor }) => {
        savedBy(await webhooks.enableWebhook(services, actor, { id }));
        return one({ id });
      },
    }),
    operation({
      ...{ policy, id: 'disableWebhook', method: 'post', path: '/webhooks/:id/disable' },
      ...{ reply: webhook, refusals: [409], versioned: true },
      run: async ({ id, actor }) => {
        savedBy(await webhooks.disableWebhook(services, actor, { id }));
        return one({ id });
      },
    }),
    operation({
      ...{ policy, id: 'replaceWebhookSecret', method: 'post', path: '/webhooks/:id/secret' },
      ...{ reply: webhookSecret },
      run: async ({ id, actor }) => {
        const secret = webhooks.newSecret();
        savedBy(await webhooks.rotateSecret(services, actor, { id, secret, mark: '' }));
        return { body: { id: Number(id), secret } };
      },
    }),
    ...deliveryOperations(services),
  ];
}

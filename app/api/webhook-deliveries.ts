import { sql } from 'kysely';
import { mayRun } from '../http/policy.ts';
import type { Services } from '../services.ts';
import * as webhooks from '../webhooks/index.ts';
import { listResult } from './list.ts';
import { type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { listOf, sparse } from './schema.ts';
import {
  type DeliveryReply,
  delivery,
  deliveryQuery,
  type WholeDeliveryReply,
  wholeDelivery,
} from './webhooks-schema.ts';

const policy = mayRun(webhooks.createWebhook);
const path = '/webhooks/:id/deliveries';

type Stored = Omit<webhooks.Delivery, 'body' | 'history'>;

const shown = (found: Stored): DeliveryReply => ({
  ...{ id: Number(found.id), message_id: found.messageId, type: found.type, label: found.label },
  ...{ state: found.state, attempts: found.attempts },
  next_attempt_at: found.state === 'waiting' ? found.dueAt.toISOString() : null,
  created_at: found.createdAt.toISOString(),
});

const whole = (found: webhooks.Delivery): WholeDeliveryReply => ({
  ...shown(found),
  body: found.body,
  history: found.history.map(({ at, outcome, status, detail, response, durationMs }) => ({
    ...{ at: at.toISOString(), outcome, status, detail, response, duration_ms: durationMs },
  })),
});

/** Deliveries of a webhook (spec api#webhooks). */
export function deliveryOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const one = async (webhook: string, id: string): Promise<Result> => ({
    body: whole(existing(await webhooks.findDelivery(db, webhook, id))),
  });
  return [
    operation({
      ...{ policy, id: 'testWebhook', method: 'post', path: '/webhooks/:id/test' },
      ...{ status: 201, reply: wholeDelivery, refusals: [409] },
      run: async ({ id, actor }) => {
        const made = savedBy(await webhooks.testWebhook(services, actor, { id }));
        return { ...(await one(id, made)), location: `/webhooks/${id}/deliveries/${made}` };
      },
    }),
    operation({
      ...{ policy, id: 'listWebhookDeliveries', method: 'get', path },
      ...{ query: deliveryQuery, reply: listOf(sparse(delivery)) },
      run: async ({ id, filter: { state, ...filter } }) => {
        existing(await webhooks.findWebhook(db, id));
        const list = {
          select: sql`e.id, e.message_id as "messageId", e.type, e.label, e.state, e.due_at as "dueAt",
            e.attempts, e.created_at as "createdAt"`,
          from: sql`webhook_deliveries e`,
          where: sql`e.endpoint_id = ${id} and ${state === undefined ? sql`true` : sql`e.state = ${state}`}`,
          ...{ order: [sql`e.id`], falls: true },
        };
        return listResult(db, list, filter, shown);
      },
    }),
    operation({
      ...{ policy, id: 'getWebhookDelivery', method: 'get', path: `${path}/:delivery` },
      ...{ reply: wholeDelivery },
      run: ({ id, delivery: of }) => one(id, of),
    }),
    operation({
      ...{ policy, id: 'resendWebhookDelivery', method: 'post' },
      ...{ path: `${path}/:delivery/resend`, reply: wholeDelivery, refusals: [409] },
      run: async ({ id, actor, delivery: of }) => {
        savedBy(await webhooks.resendDelivery(services, actor, { id, delivery: of }));
        return one(id, of);
      },
    }),
  ];
}

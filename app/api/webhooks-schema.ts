import { z } from 'zod';
import { address, deliveryStates, groups, outcomes } from '../webhooks/index.ts';
import { fieldsQuery, id, moment, pageQuery } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

export const webhook = z
  .object({
    id: id(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()).meta({ description: words.webhookEvents }),
    tor_id: id().nullable().meta({ description: words.webhookTor }),
    disabled_because: z
      .enum(['user', 'failures', 'gone'])
      .nullable()
      .meta({ description: words.disabledBecause }),
    failing_since: moment().nullable(),
    created_at: moment(),
  })
  .meta({ id: 'Webhook' });
export type WebhookReply = z.output<typeof webhook>;

const secret = z.string().meta({ description: words.webhookSecret });

/** Answers that have a secret, which no other answer has. */
export const madeWebhook = webhook.extend({ secret }).meta({ id: 'MadeWebhook' });
export const webhookSecret = z.object({ id: id(), secret }).meta({ id: 'WebhookSecret' });

export const newWebhook = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    url: address,
    events: groups,
    tor_id: id().nullable().optional(),
  })
  .meta({ id: 'NewWebhook' });
export const webhookChange = newWebhook.partial().meta({ id: 'WebhookChange' });

export const delivery = z
  .object({
    id: id(),
    message_id: z.string(),
    type: z.string(),
    label: z.string(),
    state: z.enum(deliveryStates),
    attempts: z.int(),
    next_attempt_at: moment().nullable().meta({ description: words.nextAttempt }),
    created_at: moment(),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryReply = z.output<typeof delivery>;

const attempt = z
  .object({
    at: moment(),
    outcome: z.enum(outcomes),
    status: z.int().nullable(),
    detail: z.string().nullable(),
    response: z.string().nullable().meta({ description: words.webhookResponse }),
    duration_ms: z.int(),
  })
  .meta({ id: 'WebhookAttempt' });

export const wholeDelivery = delivery
  .extend({ body: z.string(), history: z.array(attempt) })
  .meta({ id: 'WholeWebhookDelivery' });
export type WholeDeliveryReply = z.output<typeof wholeDelivery>;

export const webhookQuery = z.object({ ...pageQuery, fields: fieldsQuery(webhook) });
export const deliveryQuery = z.object({
  ...pageQuery,
  state: z.enum(deliveryStates).optional(),
  fields: fieldsQuery(delivery),
});

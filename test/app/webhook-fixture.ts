import { expect } from 'vitest';
import { declaredJobs } from '#app/declared-jobs.ts';
import type { WebhookFields } from '#app/webhooks/endpoint-store.ts';
import { createWebhook, newSecret, testWebhook } from '#app/webhooks/index.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { newActor } from './people-fixture.ts';
import { type Receiver, startReceiver } from './webhook-receiver.ts';

/** A webhook, as a test made it. */
export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

export interface WebhookRow {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly due: number;
  readonly outcome: string | null;
}

/** Webhooks of a server, with the jobs that send them and a receiver that the setting names. */
export async function webhooksOf(server: AppServer) {
  const { services } = server;
  const { pool, db } = services;
  const actor = await newActor(server, 'admin');
  const jobs = declaredJobs(server.services);
  const jobNamed = (name: string) => jobs.find(({ kind }) => kind.name === name);
  const run = (name: string) =>
    jobNamed(name)?.run({}, { id: '1', attempt: 1, signal: new AbortController().signal });
  // A new consumer begins with the next event.
  for (const name of ['events.webhooks', 'events.warnings']) await jobNamed(name)?.wanted?.(db);
  const receivers: Receiver[] = [];
  const name = () =>
    pool.query(
      `update entities set properties = properties || jsonb_build_object('value', $1::text)
       where entity_type = 'setting' and name = 'webhooks.private_addresses'`,
      [receivers.map(({ host }) => host).join(' ')],
    );
  let count = 0;
  return {
    run,
    /** Sends due deliveries. */
    sending: jobs.filter(({ kind }) => kind.name === 'webhooks.deliver'),
    /** Queues new events, and sends due deliveries. Returns how many requests were made. */
    deliver: async () => {
      await run('events.webhooks');
      return run('webhooks.deliver');
    },
    receiver: async (): Promise<Receiver> => {
      const receiver = await startReceiver();
      receivers.push(receiver);
      await name();
      return receiver;
    },
    make: async (
      fields: Pick<WebhookFields, 'url'> & Partial<WebhookFields>,
    ): Promise<MadeWebhook> => {
      count += 1;
      const secret = newSecret();
      const made = await createWebhook(services, actor, {
        ...{ name: `Hook ${count}`, events: ['all'], torId: null, secret, mark: '' },
        ...fields,
      });
      expect(made).toMatchObject({ ok: true });
      return { id: made.ok ? made.value.id : '', secret };
    },
    /** Queues a test event. */
    test: async ({ id }: MadeWebhook) =>
      expect(await testWebhook(services, actor, { id })).toMatchObject({ ok: true }),
    deliveries: async ({ id }: MadeWebhook): Promise<readonly WebhookRow[]> =>
      (
        await pool.query<WebhookRow>(
          `select d.id::text as id, d.type, d.state, d.attempts,
             extract(epoch from d.due_at)::float8 * 1000 as due,
             (select a.outcome from webhook_attempts a where a.delivery_id = d.id order by a.id desc limit 1) as outcome
           from webhook_deliveries d where d.endpoint_id = $1 order by d.id`,
          [id],
        )
      ).rows,
    forget: () => pool.query('delete from webhook_endpoints'),
    dispose: async () => {
      for (const receiver of receivers) await receiver[Symbol.asyncDispose]();
    },
  };
}

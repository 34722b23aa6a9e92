import { newSecret } from '#app/webhooks/index.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** Ids of a webhook and one of its deliveries, which are the same for pages that take both. */
export interface SampleWebhook {
  readonly webhook: string;
  readonly delivery: string;
}

/** A failing webhook with deliveries in each state, unless it exists. */
export async function sampleWebhook({ services: { pool } }: AppServer): Promise<SampleWebhook> {
  const find = async () =>
    (
      await pool.query<SampleWebhook>(
        `select w.id::text as webhook, max(d.id)::text as delivery from webhook_endpoints w
           join webhook_deliveries d on d.endpoint_id = w.id where w.name = 'Decision archive' group by w.id`,
      )
    ).rows[0];
  const known = await find();
  if (known !== undefined) return known;
  await pool.query(
    `with made as (
       insert into webhook_endpoints (name, url, events, failing_since, created_at)
       values ('Decision archive', 'https://archive.example.com/hooks/ahlt?tenant=governance',
         '{decision,meeting,minutes}', now() - interval '3 hours', now() - interval '20 days') returning id),
     secret as (
       insert into webhook_secrets (endpoint_id, secret, created_at) select id, $1, now() from made),
     sent as (
       insert into webhook_deliveries (endpoint_id, event_id, message_id, type, label, body, state, due_at, attempts, created_at)
       select made.id, n, 'msg_' || md5(n::text), type, label,
         json_build_object('type', type, 'timestamp', '2026-03-18T09:30:00.000Z', 'data',
           json_build_object('event_id', n, 'target', json_build_object('type', 'decision', 'label', label)))::text,
         state, now() + interval '2 hours', attempts, now() - n * interval '40 minutes'
       from made, (values
         (6, 'minutes.approved', 'Change Advisory Board, 4 March', 'delivered', 1),
         (5, 'decision.finalized', 'Second data center for the archive', 'failed', 10),
         (4, 'meeting.updated', 'Change Advisory Board', 'delivered', 2),
         (3, 'decision.finalized', 'Two-stage approval of changes', 'waiting', 4),
         (2, 'meeting.created', 'Budget Committee', 'sending', 0),
         (1, 'decision.corrected', 'Two-stage approval of changes', 'waiting', 4))
         as each(n, type, label, state, attempts)
       returning id, state, attempts)
     insert into webhook_attempts (delivery_id, at, outcome, status, detail, response, duration_ms)
     select sent.id, now() - turn * interval '1 hour',
       case when state = 'delivered' and turn = 1 then 'delivered' when turn % 3 = 0 then 'timeout'
         when turn % 3 = 1 then 'status' else 'connection' end,
       case when state = 'delivered' and turn = 1 then 204 when turn % 3 = 1 then 503 end,
       case when turn % 3 = 2 then 'ECONNREFUSED' end,
       case when turn % 3 = 1 and state <> 'delivered' then '{"error":"The archive is being updated. Try again later."}' end,
       case when turn % 3 = 0 then 15000 else 42 end
     from sent, generate_series(1, sent.attempts) turn
     order by sent.id, turn desc`,
    [newSecret()],
  );
  const made = await find();
  if (made === undefined) throw new Error('The sample webhook was not made.');
  return made;
}

import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { deliver } from '#app/webhooks/deliver.ts';
import { claimDue } from '#app/webhooks/queue-store.ts';
import { textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { idIn, itemsOf, proposed } from './item-fixture.ts';
import { replica } from './jobs-fixture.ts';
import { webhooksOf } from './webhook-fixture.ts';
import type { Arrived } from './webhook-receiver.ts';

const server = await startAppServer({ environment: { PUBLIC_URL: 'http://app.test' } });
const { services, advance } = server;
const given = await governance(server);
/** A browser with a session that lasts, wherever the clock is. */
const browser = () => server.signIn('admin');
const { query } = itemsOf(server);
const hooks = await webhooksOf(server);
afterAll(async () => {
  await hooks.dispose();
  await server[Symbol.asyncDispose]();
});
afterEach(() => hooks.forget());

const hour = 3_600_000;
const answerWith = (status: number) => (response: { writeHead(status: number): unknown }) => {
  (response.writeHead(status) as { end(text: string): void }).end('as a test asks');
};
const typesOf = (arrived: readonly Arrived[]) =>
  arrived.map(({ body }) => (JSON.parse(body) as { type: string }).type);
const secretIn = (html: string): string => /whsec_[\w+/]{43}=/.exec(html)?.[0] ?? '';
const idsOf = (arrived: readonly Arrived[]) => arrived.map(({ headers }) => headers['webhook-id']);

describe('spec webhooks#messages', () => {
  test('an event is sent once to each webhook that wants it, signed, with its record', async () => {
    const [all, other] = [await hooks.receiver(), await hooks.receiver()];
    const { secret } = await hooks.make({ url: all.url });
    await hooks.make({ url: other.url, events: ['meeting', 'minutes'] });
    await hooks.make({ url: other.url, torId: given.boardB });
    await hooks.make({ url: `${other.url}/board`, torId: given.boardA, events: ['proposal'] });
    await hooks.deliver();
    all.arrived.splice(0);
    other.arrived.splice(0);
    const proposal = await proposed(given);
    await given.member.post(`${proposal}/submit`);
    expect(await hooks.deliver()).toBe(4);
    expect(await hooks.deliver()).toBe(0);
    expect(typesOf(all.arrived)).toEqual(['proposal.created', 'proposal.submitted']);
    expect(other.arrived.map(({ path }) => path)).toEqual(['/hook/board', '/hook/board']);
    const [, { headers, body }] = all.arrived as [Arrived, Arrived];
    const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'proposal.submitted',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      data: {
        actor: { id: Number(given.member.userId) },
        target: {
          ...{ type: 'proposal', id: Number(idIn(proposal)), label: 'Two-stage approval' },
          url: `http://app.test/tor/${given.boardA}/proposals/${idIn(proposal)}`,
        },
        committee: { id: Number(given.boardA), label: 'Board A' },
        before: { status: 'draft' },
        after: { status: 'submitted' },
      },
    });
  });

  test('a disabled webhook gets no events, and what waits is sent when it is enabled', async () => {
    const admin = await browser();
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['proposal'] });
    await hooks.test(made);
    await admin.post(`/webhooks/${made.id}/disable`);
    await proposed(given);
    expect(await hooks.deliver()).toBe(0);
    const refused = await admin.post(`/webhooks/${made.id}/test`);
    expect(textOf((await admin.get(refused.location ?? '')).text)).toContain('Enable it first.');
    await admin.post(`/webhooks/${made.id}/enable`);
    await hooks.deliver();
    expect(typesOf(receiver.arrived)).toEqual(['webhook.test']);
  });
});

describe('spec webhooks#secrets', () => {
  test('a secret is shown once, and stored in one table only', async () => {
    const admin = await browser();
    const receiver = await hooks.receiver();
    const form = { name: 'Billing', url: `${receiver.url}?key=hidden-key`, scope: 'all' };
    const shown = await admin.post('/webhooks', form);
    const secret = secretIn(shown.text);
    const id = /\/webhooks\/(\d+)/.exec(shown.text)?.[1] ?? '';
    await hooks.test({ id, secret });
    await hooks.deliver();
    const { headers, body } = receiver.arrived.at(-1) as Arrived;
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeTruthy();
    for (const page of ['/webhooks', `/webhooks/${id}`, `/webhooks/${id}/edit`])
      expect((await admin.get(page)).text).not.toContain(secret);
    const elsewhere = await query<{ text: string }>(
      `select a::text as text from audit_log a union all select d::text from domain_events d
       union all select w::text from webhook_deliveries w union all select e::text from entities e`,
    );
    const inside = elsewhere.filter(({ text }) => text.includes(secret.slice(6)));
    expect(inside).toEqual([]);
    expect(elsewhere.filter(({ text }) => text.includes('hidden-key'))).toEqual([]);
  });

  test('a replaced secret signs for a day beside the new one', async () => {
    const admin = await browser();
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url });
    const replaced = secretIn((await admin.post(`/webhooks/${made.id}/secret`)).text);
    expect([replaced.length, replaced === made.secret]).toEqual([50, false]);
    const valid = async () => {
      await hooks.test(made);
      await hooks.run('webhooks.deliver');
      const { headers, body } = receiver.arrived.at(-1) as Arrived;
      const signed = String(headers['webhook-signature']).split(' ');
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      return [replaced, made.secret].map((secret) =>
        signed.includes(new Webhook(secret).sign(String(headers['webhook-id']), at, body)),
      );
    };
    expect(await valid()).toEqual([true, true]);
    advance(24 * hour);
    expect(await valid()).toEqual([true, false]);
    await hooks.run('webhooks.prune');
    expect(await query('select from webhook_secrets')).toHaveLength(1);
    advance(-24 * hour);
  });
});

describe('spec webhooks#retries', () => {
  test('failures are retried until a day has passed; then the webhook is disabled, with a warning', async () => {
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    await hooks.test(made);
    receiver.answer = answerWith(503);
    let moved = 0;
    const gaps: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      expect(await hooks.run('webhooks.deliver')).toBe(1);
      const [{ due = 0 } = {}] = await hooks.deliveries(made);
      const gap = due - services.now().getTime();
      gaps.push(Math.round(gap / 1000));
      expect(await hooks.run('webhooks.deliver')).toBe(0);
      advance(gap + 1_000);
      moved += gap + 1_000;
    }
    const planned = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000];
    for (const [place, seconds] of planned.entries()) {
      expect(gaps[place]).toBeGreaterThanOrEqual(seconds - 2);
      expect(gaps[place]).toBeLessThanOrEqual(seconds * 1.1);
    }
    expect(new Set(idsOf(receiver.arrived)).size).toBe(1);
    const state = await query('select disabled_because from webhook_endpoints');
    expect(state).toEqual([{ disabled_because: 'failures' }]);
    expect(await hooks.run('webhooks.deliver')).toBe(0);
    const [row] = (await auditRows(server, 'webhook.disabled')).slice(-1);
    expect(row).toMatchObject({ actor_name: 'system', after: { disabled: 'failures' } });
    await hooks.run('events.warnings');
    const warned = await query<{ message: string; receipts: number }>(
      `select e.properties ->> 'message' as message, (select count(*)::integer from entities r where r.entity_type = 'warning_receipt') as receipts
       from entities e where e.properties ->> 'source_action' = 'event.webhook.disabled'`,
    );
    expect(warned).toHaveLength(1);
    expect(warned[0]?.message).toContain('disabled: no success for a day');
    expect(warned[0]?.receipts).toBeGreaterThan(0);
    const admin = await browser();
    const page = textOf((await admin.get(`/webhooks/${made.id}`)).text);
    expect(page).toContain('every delivery failed for a day');
    expect(page).toContain('Status 503');
    // Enabled again, the message that waits arrives, and failing is forgotten.
    receiver.answer = answerWith(200);
    await admin.post(`/webhooks/${made.id}/enable`);
    expect(await hooks.run('webhooks.deliver')).toBe(1);
    expect(new Set(idsOf(receiver.arrived)).size).toBe(1);
    expect(await hooks.deliveries(made)).toMatchObject([{ state: 'delivered', attempts: 9 }]);
    expect(await query('select failing_since from webhook_endpoints')).toEqual([
      { failing_since: null },
    ]);
    advance(-moved);
  });

  test('a redirect is a failure, and status 410 disables at once', async () => {
    const admin = await browser();
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    await hooks.test(made);
    receiver.answer = (response) =>
      void response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    await hooks.run('webhooks.deliver');
    expect(await hooks.deliveries(made)).toMatchObject([{ state: 'waiting', outcome: 'redirect' }]);
    receiver.answer = answerWith(410);
    await hooks.test(made);
    await hooks.run('webhooks.deliver');
    expect(await query('select disabled_because from webhook_endpoints')).toEqual([
      { disabled_because: 'gone' },
    ]);
    expect(textOf((await admin.get(`/webhooks/${made.id}`)).text)).toContain('it is gone');
  });

  test('an administrator sends a delivery again: it has the same id', async () => {
    const admin = await browser();
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    await hooks.test(made);
    await hooks.run('webhooks.deliver');
    const [{ id = '' } = {}] = await hooks.deliveries(made);
    const back = await admin.post(`/webhooks/${made.id}/deliveries/${id}/resend`);
    expect(back.location).toMatch(new RegExp(`^/webhooks/${made.id}`));
    await hooks.run('webhooks.deliver');
    expect(new Set(idsOf(receiver.arrived)).size).toBe(1);
    expect(receiver.arrived).toHaveLength(2);
    const detail = textOf((await admin.get(`/webhooks/${made.id}/deliveries/${id}`)).text);
    expect(detail.match(/Status 204/g)).toHaveLength(2);
    expect((await auditRows(server, 'webhook.resent')).at(-1)?.details).toMatchObject({
      event: 'webhook.test',
    });
  });
});

describe('spec webhooks#delivery', () => {
  const noLog = { warn: () => undefined };
  const sending = () =>
    deliver({ ...services, log: noLog, observe: () => undefined }, new AbortController().signal);

  test('a message that was sent and not noted is sent again with the same id', async () => {
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    await hooks.test(made);
    // A process takes it, sends it, and ends before it notes that.
    const [taken] = await claimDue(services.db, { most: 1, now: services.now() });
    await fetch(receiver.url, {
      ...{ method: 'POST', headers: { 'webhook-id': taken?.messageId ?? '' } },
    });
    expect(await hooks.run('webhooks.deliver')).toBe(0);
    advance(61_000);
    expect(await hooks.run('webhooks.deliver')).toBe(1);
    advance(-61_000);
    expect(idsOf(receiver.arrived)).toEqual([taken?.messageId, taken?.messageId]);
  });

  test('two runs at a time send each message once', async () => {
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    for (let n = 0; n < 12; n += 1) await hooks.test(made);
    const sent = await Promise.all([sending(), sending(), sending()]);
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(new Set(idsOf(receiver.arrived)).size).toBe(12);
    expect(receiver.arrived).toHaveLength(12);
  });

  test('two replicas send each message once', async () => {
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    for (let n = 0; n < 6; n += 1) await hooks.test(made);
    replica(server, hooks.sending);
    replica(server, hooks.sending);
    const states = async () => (await hooks.deliveries(made)).map(({ state }) => state);
    await expect.poll(states).toEqual(Array(6).fill('delivered'));
    expect(new Set(idsOf(receiver.arrived)).size).toBe(6);
    expect(receiver.arrived).toHaveLength(6);
  });

  test('a slow endpoint gets two requests at a time and holds up no other', async () => {
    const [slow, fast] = [await hooks.receiver(), await hooks.receiver()];
    const open: (() => void)[] = [];
    slow.answer = (response) => void open.push(() => response.writeHead(204).end());
    const one = await hooks.make({ url: slow.url, events: ['meeting'] });
    const two = await hooks.make({ url: fast.url, events: ['meeting'] });
    for (let n = 0; n < 3; n += 1) await hooks.test(one);
    for (let n = 0; n < 3; n += 1) await hooks.test(two);
    const run = sending();
    await expect.poll(() => [open.length, fast.arrived.length]).toEqual([2, 3]);
    // What becomes due meanwhile is sent, too.
    await hooks.test(two);
    await expect.poll(() => fast.arrived.length).toBe(4);
    expect(open).toHaveLength(2);
    slow.answer = (response) => void response.writeHead(204).end();
    for (const end of open) end();
    expect(await run).toBe(7);
  });

  test('a run that is ended gives its messages back', async () => {
    const receiver = await hooks.receiver();
    const made = await hooks.make({ url: receiver.url, events: ['meeting'] });
    await hooks.test(made);
    const ends = new AbortController();
    receiver.answer = () => ends.abort();
    await deliver({ ...services, log: noLog, observe: () => undefined }, ends.signal);
    expect(await hooks.deliveries(made)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });
});

test('spec webhooks#retention: deliveries are kept for 30 days', async () => {
  const receiver = await hooks.receiver();
  const made = await hooks.make({ url: receiver.url });
  await hooks.test(made);
  advance(29 * 24 * hour);
  await hooks.run('webhooks.prune');
  expect(await hooks.deliveries(made)).toHaveLength(1);
  advance(2 * 24 * hour);
  await hooks.run('webhooks.prune');
  expect(await hooks.deliveries(made)).toEqual([]);
  advance(-31 * 24 * hour);
});

test('spec webhooks#metrics: attempts and what waits', async () => {
  const receiver = await hooks.receiver();
  const made = await hooks.make({ url: receiver.url });
  await hooks.test(made);
  advance(90_000);
  const text = await services.metrics.registry.metrics();
  advance(-90_000);
  expect(text).toMatch(/^webhook_attempts_total\{outcome="delivered"\} \d+$/m);
  expect(text).toMatch(/^webhook_deliveries_waiting 1$/m);
  expect(text).toMatch(/^webhook_oldest_due_seconds (89|9\d)/m);
});

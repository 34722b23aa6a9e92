import { afterAll, beforeEach, expect, test } from 'vitest';
import { declaredJobs } from '#app/declared-jobs.ts';
import { createMailer } from '#app/mail/index.ts';
import { textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { startSmtp } from '#test/support/smtp.ts';
import { governance } from './governance-fixture.ts';
import { itemsOf, proposed } from './item-fixture.ts';
import { jobsOf, replica } from './jobs-fixture.ts';

const smtp = await startSmtp();
const { port, received } = smtp;

const server = await startAppServer({
  environment: {
    ...{ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Ahlt <ahlt@example.com>' },
    ...{ SMTP_USER: 'ahlt', SMTP_PASSWORD: 'p@ss/word:' },
    PUBLIC_URL: 'http://app.test',
  },
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});
const given = await governance(server);
const { query } = itemsOf(server);
const jobs = declaredJobs(server.services);
const { db } = server.services;
const job = (name: string) => jobs.find(({ kind }) => kind.name === name);
await job('events.notifications')?.wanted?.(db);
const run = (name: string) =>
  job(name)?.run({}, { id: '1', attempt: 1, signal: new AbortController().signal });
const mailing = jobs.filter(({ kind }) => kind.name.startsWith('notifications.mail'));
await query(
  `update entities set properties = properties || '{"email":"reviewer@example.com"}' where id = $1`,
  [given.reviewer.userId],
);

const kinds = ['review', 'mention', 'assigned', 'due', 'decided', 'minutes', 'meeting'];
const choose = (way: string) =>
  given.reviewer.post(
    '/account/notifications',
    Object.fromEntries(kinds.map((kind) => [`kind_${kind}`, way])),
  );
const ways = () =>
  query<{ way: string }>(
    `select way from notification_choices where user_id = $1 and kind = 'review'`,
    [given.reviewer.userId],
  );
async function submitted(): Promise<void> {
  await given.member.post(`${await proposed(given)}/submit`);
  await run('events.notifications');
}
/** The text of the newest email, without the line ends of quoted-printable. */
const newestMail = (): string =>
  (received.at(-1)?.source ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=');
const tokenIn = (source: string): string =>
  /List-Unsubscribe: <[^>]*token=([^>]+)>/.exec(source.replaceAll(/\r\n\s+/g, ' '))?.[1] ?? '';

beforeEach(() => {
  received.length = 0;
});

test('spec notifications#email: nothing is sent to a server without TLS that must have it', async () => {
  using mailer = createMailer({
    url: `smtp://127.0.0.1:${port}?requireTLS=true`,
    from: 'ahlt@example.com',
    auth: { user: 'ahlt', pass: 'p@ss/word:' },
  });
  const email = { subject: 'a', text: 'b', html: '<p>b</p>', id: 'c', unsubscribe: 'https://d' };
  await expect(
    mailer.send({ ...email, to: { name: 'R', address: 'r@example.com' } }),
  ).rejects.toThrow(/TLS/);
  expect(received).toEqual([]);
});

test('spec notifications#email: who wants it gets an email at once, again after a failure, but once', async () => {
  expect((await choose('email')).status).toBe(303);
  await smtp.refuse(true);
  await submitted();
  replica(server, mailing);
  await expect
    .poll(async () =>
      (await jobsOf(server, 'notifications.mail')).map((row) => `${row.state} ${row.attempts}`),
    )
    .toEqual(['waiting 1']);
  await smtp.refuse(false);
  server.advance(60_000);
  await expect.poll(() => received.length).toBe(1);
  const source = newestMail();
  expect(received[0]?.to).toEqual(['reviewer@example.com']);
  expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(source).toContain(`http://app.test/tor/${given.boardA}/proposals/`);
  for (const type of ['text/plain', 'text/html']) expect(source).toContain(type);
  await expect
    .poll(async () => (await jobsOf(server, 'notifications.mail')).map((row) => row.state))
    .toEqual(['done']);
});

test('spec notifications#unsubscribing: a mail program ends the emails with one request, a person with two', async () => {
  const stranger = server.visitor();
  await choose('email');
  await submitted();
  replica(server, mailing);
  await expect.poll(() => received.length).toBe(1);
  const token = tokenIn(newestMail());
  const page = await stranger.get(`/unsubscribe?token=${token}`);
  expect([page.status, page.location]).toEqual([303, `/notifications/unsubscribe?token=${token}`]);
  expect(await ways()).toEqual([{ way: 'email' }]);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const post = (given: string) => stranger.send(`/unsubscribe?token=${given}`, 'POST', body, {});
  expect((await post(`${token}x`)).status).toBe(404);
  expect(await ways()).toEqual([{ way: 'email' }]);
  expect((await post(token)).status).toBe(204);
  expect(await ways()).toEqual([{ way: 'here' }]);
  await choose('email');
  const asks = await stranger.get(`/notifications/unsubscribe?token=${token}`);
  expect(textOf(asks.text)).toContain('Stop emails about: Review requested?');
  const stopped = await stranger.post('/notifications/unsubscribe', { token });
  expect(textOf(stopped.text)).toContain('You get no more emails about: Review requested.');
  expect(await ways()).toEqual([{ way: 'here' }]);
  expect((await stranger.get('/notifications/unsubscribe?token=1.review.x')).status).toBe(404);
  expect((await stranger.post('/notifications/unsubscribe', { token: '' })).status).toBe(404);
});

test('the daily email has everything of the day that is unread, once', async () => {
  await choose('digest');
  await submitted();
  await submitted();
  await run('notifications.digest');
  await run('notifications.digest');
  replica(server, mailing);
  await expect.poll(() => received.length).toBe(1);
  expect(newestMail()).toContain('Subject: 2 notifications from');
  await run('notifications.digest');
  expect(await run('notifications.digest')).toBe(0);
  await choose('here');
  await submitted();
  expect(await run('notifications.digest')).toBe(0);
});

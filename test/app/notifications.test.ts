import { afterAll, describe, expect, test } from 'vitest';
import { declaredJobs } from '#app/declared-jobs.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, idIn, itemsOf, proposed } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, newest, set } = itemsOf(server);
const { db } = server.services;
const jobs = declaredJobs(server.services);
const jobNamed = (name: string) => jobs.find(({ kind }) => kind.name === name);
// A new consumer begins with the next event.
await jobNamed('events.notifications')?.wanted?.(db);

const run = (name: string) =>
  jobNamed(name)?.run({}, { id: '1', attempt: 1, signal: new AbortController().signal });
const notify = () => run('events.notifications');

/** Kinds and keys of a person's notifications, the newest last. */
const notificationsOf = async (user: AppClient): Promise<readonly string[]> =>
  (
    await query<{ said: string }>(
      `select kind || ' ' || (details ->> 'what') as said from notifications where user_id = $1 order by id`,
      [user.userId],
    )
  ).map(({ said }) => said);
const forget = () => query('delete from notifications');
const inbox = async (user: AppClient, address = '/notifications'): Promise<string> =>
  textOf((await user.get(address)).text);

describe('spec notifications#kinds', () => {
  test('who may review learns of a proposal, and its author of the outcome; once each', async () => {
    const { member, reviewer, outsider, chair, boardA } = given;
    const proposal = await proposed(given);
    await member.post(`${proposal}/submit`);
    await notify();
    await notify();
    expect(await notificationsOf(reviewer)).toEqual(['review proposal']);
    for (const other of [member, outsider, chair]) expect(await notificationsOf(other)).toEqual([]);
    const page = await reviewer.get('/notifications');
    expect(page.text).toContain(`href="/tor/${boardA}/proposals/${idIn(proposal)}"`);
    expect(textOf(page.text)).toContain(
      'asks you to review the proposal “Two-stage approval” Board A',
    );
    await reviewer.post(`${proposal}/review`);
    await reviewer.post(`${proposal}/approve`);
    await notify();
    expect(await notificationsOf(member)).toEqual(['decided proposal_approved']);
    expect(await notificationsOf(reviewer)).toEqual(['review proposal']);
    await forget();
  });

  test('members who are mentioned learn of it once, also if the comment is edited', async () => {
    const { member, reviewer, boardA } = given;
    const proposal = await proposed(given);
    const [{ name = '' } = {}] = await query<{ name: string }>(
      'select name from entities where id = $1',
      [reviewer.userId],
    );
    const body = `What do you think, @${name}?`;
    await member.post(`${proposal}/comments`, { body });
    await notify();
    const comment = await newest('comment');
    await member.post(`${proposal}/comments/${comment}`, { body: `${body} Today?` });
    await notify();
    expect(await notificationsOf(reviewer)).toEqual(['mention mention']);
    expect((await reviewer.get('/notifications')).text).toContain(
      `href="/tor/${boardA}/proposals/${idIn(proposal)}#comment-${comment}"`,
    );
    await forget();
  });

  test('owners learn of an action item, and once when it is due and when it is overdue', async () => {
    const { chair, member, boardA, positions } = given;
    await chair.post(`/tor/${boardA}/action-items`, {
      ...{ description: 'Call the vendor', owner: positions['a_member'] ?? '' },
      due_date: new Date(server.services.now().getTime() + 2 * 86_400_000)
        .toISOString()
        .slice(0, 10),
    });
    await notify();
    expect(await notificationsOf(member)).toEqual(['assigned assigned']);
    await run('notifications.due');
    await run('notifications.due');
    expect(await notificationsOf(member)).toEqual(['assigned assigned', 'due due']);
    server.advance(4 * 86_400_000);
    await run('notifications.due');
    await run('notifications.due');
    expect(await notificationsOf(member)).toEqual(['assigned assigned', 'due due', 'due overdue']);
    await set(await newest('action_item'), { status: 'done' });
    server.advance(-4 * 86_400_000);
    await forget();
    await run('notifications.due');
    expect(await notificationsOf(member)).toEqual([]);
  });

  test('members learn that a meeting moved or was cancelled', async () => {
    const { chair, member, reviewer, outsider, boardA } = given;
    const made = await chair.post(`/tor/${boardA}/meetings/confirm`, {
      meeting_date: '2027-03-03',
    });
    expect(made.status).toBe(303);
    const meeting = await newest('meeting');
    await chair.post(`/tor/${boardA}/meetings/${meeting}`, { meeting_date: '2027-03-05' });
    await chair.post(`/tor/${boardA}/meetings/${meeting}/transition`, { new_status: 'cancelled' });
    await notify();
    for (const user of [member, reviewer])
      expect(await notificationsOf(user)).toEqual(['meeting moved', 'meeting cancelled']);
    for (const user of [chair, outsider]) expect(await notificationsOf(user)).toEqual([]);
    await forget();
  });
});

describe('spec notifications#choices', () => {
  test('a person turns a kind off and on', async () => {
    const { member, reviewer } = given;
    const form = await reviewer.get('/account/notifications');
    expect(textOf(form.text)).toContain('Review requested');
    const all = Object.fromEntries(
      ['review', 'mention', 'assigned', 'due', 'decided', 'minutes', 'meeting'].map((kind) => [
        `kind_${kind}`,
        'here',
      ]),
    );
    const reply = await reviewer.post('/account/notifications', { ...all, kind_review: 'none' });
    expect([reply.status, reply.location]).toEqual([303, '/account/notifications']);
    await member.post(`${await proposed(given)}/submit`);
    await notify();
    expect(await notificationsOf(reviewer)).toEqual([]);
    await reviewer.post('/account/notifications', all);
    await member.post(`${await proposed(given)}/submit`);
    await notify();
    expect(await notificationsOf(reviewer)).toEqual(['review proposal']);
    await expectRefusals([
      [
        'an unknown way',
        reviewer,
        '/account/notifications',
        { ...all, kind_review: 'pigeon' },
        422,
      ],
      ['no choice', reviewer, '/account/notifications', {}, 422],
    ]);
    expect(await auditRows(server, 'account.notifications_changed')).toHaveLength(2);
  });
});

describe('spec notifications#list', () => {
  test('the bell counts unread notifications; a person reads one, some or all', async () => {
    const { member, reviewer } = given;
    await forget();
    for (const _ of [1, 2, 3]) await member.post(`${await proposed(given)}/submit`);
    await notify();
    const bell = async () =>
      /aria-label="(Notifications[^"]*)"/.exec((await reviewer.get('/dashboard')).text)?.[1];
    expect(await bell()).toBe('Notifications, 3 unread');
    const ids = (await query<{ id: string }>('select id::text from notifications order by id')).map(
      ({ id }) => id,
    );
    const read = await reviewer.post(
      `/notifications/${ids[0]}/read`,
      {},
      { headers: { Accept: 'application/json' } },
    );
    expect([read.status, await bell()]).toEqual([204, 'Notifications, 2 unread']);
    await reviewer.post('/notifications/read', { ids: ids[1] ?? '' });
    expect(await bell()).toBe('Notifications, 1 unread');
    expect(await inbox(reviewer)).toContain('1 unread');
    await expectRefusals([
      ['another’s', member, `/notifications/${ids[2]}/read`, {}, 404],
      ['no selection', reviewer, '/notifications/read', {}, 422],
      ['unknown ids', reviewer, '/notifications/read', { ids: 'x' }, 422],
    ]);
    await member.post('/notifications/read', { ids });
    expect(await bell()).toBe('Notifications, 1 unread');
    await reviewer.post('/notifications/read', { scope: 'all' });
    expect(await bell()).toBe('Notifications');
    expect(await inbox(reviewer)).toContain('No unread notifications');
    const shown = (await reviewer.get('/notifications?show_read=true&kind=review')).text;
    expect(shown.match(/asks you to review the proposal/g)?.length).toBeGreaterThanOrEqual(3);
    expect(await inbox(reviewer, '/notifications?show_read=true&kind=due')).not.toContain('asks');
    const { statements } = server.queries;
    await reviewer.get('/notifications');
    expect(server.queries.statements - statements).toBe(2);
  });

  test('spec notifications#retention: notifications go after 90 days, and with their item', async () => {
    const { member, reviewer } = given;
    const proposal = await proposed(given);
    await member.post(`${proposal}/submit`);
    await notify();
    const before = (await notificationsOf(reviewer)).length;
    await query('delete from entities where id = $1', [idIn(proposal)]);
    expect((await notificationsOf(reviewer)).length).toBe(before - 1);
    server.advance(91 * 86_400_000);
    await run('notifications.prune');
    expect(await notificationsOf(reviewer)).toEqual([]);
  });
});

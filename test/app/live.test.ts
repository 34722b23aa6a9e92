import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { pruneChanges } from '#app/live/change-store.ts';
import { readNotifications } from '#app/notifications/index.ts';
import { raise } from '#app/warnings/raise.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { minutes } from './app-fixture.ts';
import { type Governance, governance } from './governance-fixture.ts';
import { cookiesOf, type OpenPage, openPage, sinceOf } from './live-fixture.ts';
import { raisedWarning } from './warning-fixture.ts';

let server: AppServer;
/** Another replica on the same database, which checks its pages often. */
let other: AppServer;
let own: Governance;
beforeAll(async () => {
  server = await startAppServer();
  other = await startAppServer({
    url: server.databaseUrl,
    sockets: { pingMs: 100, checkMs: 200 },
  });
  own = await governance(server);
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const asProgram = (user: AppClient, path: string, fields: Record<string, string> = {}) =>
  user.post(path, fields, { headers: { Accept: 'application/json' } });

/** Gives someone an unread notification, as a consumer of events does. */
const notified = async (who: AppClient, key: string): Promise<string> =>
  (
    await server.services.pool.query<{ id: string }>(
      `insert into notifications (user_id, kind, key, path, details, at)
       values ($1, 'review', $2, '/my-work', '{"what":"submitted","item":"Plan"}', now()) returning id`,
      [who.userId, key],
    )
  ).rows[0]?.id ?? '';

describe('spec live#connection', () => {
  test('pages of another origin, without a session, or elsewhere are refused', async () => {
    const { viewer } = own;
    const refused = async (opening: Parameters<typeof openPage>[2]) =>
      openPage(server, viewer, opening).ended;
    expect(await refused({ origin: 'https://elsewhere.example' })).toBe(403);
    expect(await refused({ origin: '' })).toBe(403);
    expect(await refused({ cookie: '' })).toBe(401);
    expect(await refused({ cookie: cookiesOf(viewer).replaceAll(/=[^;]+/g, '=x') })).toBe(401);
    expect(await refused({ path: '/ws/other' })).toBe(404);
    const metrics = await server.services.metrics.registry.metrics();
    expect(metrics).toMatch(/live_sockets_refused_total\{status="401"\} 2/);
  });

  test('is not activity: a session ends while its page is open', async () => {
    const client = await other.signIn('admin');
    using page = openPage(other, client);
    await eventually(() => expect(page.count()).toBe(0));
    other.advance(minutes(60 * 24));
    expect(await page.ended).toBe(4401);
    other.advance(-minutes(60 * 24));
  });

  test('ends at once in all processes when the user signs out or is deactivated', async () => {
    const client = await server.signIn('admin');
    using here = openPage(server, client);
    using there = openPage(other, client);
    await eventually(() => expect([here.count(), there.count()]).toEqual([0, 0]));
    await client.post('/logout');
    expect([await here.ended, await there.ended]).toEqual([4401, 4401]);
    const locked = await server.signIn('admin');
    using page = openPage(other, locked);
    await eventually(() => expect(page.count()).toBe(0));
    await server.services.pool.query('update entities set is_active = false where id = $1', [
      locked.userId,
    ]);
    expect(await page.ended).toBe(4401);
  });

  test('a user has ten pages, with short messages, and few of them', async () => {
    const client = await server.signIn('admin');
    const pages = Array.from({ length: 11 }, () => openPage(server, client));
    const codes = await Promise.race(pages.map(({ ended }) => ended));
    expect(codes).toBe(4429);
    await eventually(() => expect(pages.filter((page) => page.count() === 0)).toHaveLength(10));
    expect(await server.services.metrics.registry.metrics()).toMatch(/^live_sockets \d+/m);
    const [long, fast, wrong, ...rest] = pages.filter((page) => page.count() === 0);
    long?.socket.send('x'.repeat(1025));
    expect(await long?.ended).toBe(1009);
    for (let sent = 0; sent < 6; sent += 1) fast?.say({ type: 'nonsense' });
    expect(await fast?.ended).toBe(1008);
    for (const text of ['', '{', '[]', '{"type":"watch","topic":"/my-work","since":"1:0:"}'])
      wrong?.socket.send(text);
    await notified(client, 'still-there');
    await eventually(() => expect(wrong?.count()).toBe(1));
    for (const page of [wrong, ...rest]) page?.[Symbol.dispose]();
  });

  test('a page that no longer answers is ended', async () => {
    const client = await other.signIn('admin');
    using page = openPage(other, client);
    await eventually(() => expect(page.count()).toBe(0));
    const open = async () =>
      Number(/^live_sockets (\d+)/m.exec(await other.services.metrics.registry.metrics())?.[1]);
    expect(await open()).toBe(1);
    page.socket.pause();
    await eventually(async () => expect(await open()).toBe(0));
  });

  test('a page that does not read its messages is closed, and receives the state later', async () => {
    const client = await server.signIn('admin');
    using page = openPage(server, client);
    await eventually(() => expect(page.count()).toBe(0));
    page.socket.pause();
    const warnings = Array.from({ length: 20 }, () => ({
      ...({ source: 'scheduled.test', severity: 'low', category: 'system', details: {} } as const),
      ...{ message: 'x'.repeat(60_000), to: { users: [client.userId] } },
    }));
    const closed = async () => server.services.metrics.registry.metrics();
    let round = 0;
    await eventually(async () => {
      round += 1;
      await server.services.db.transaction().execute((tx) =>
        raise(
          tx,
          warnings.map((one, place) => ({ ...one, key: `${round} ${place}` })),
          new Date(),
        ),
      );
      expect(await closed()).toMatch(/live_socket_closes_total\{code="(1006|1013)"\} [1-9]/);
    });
    using again = openPage(server, client);
    await eventually(() => expect(again.count()).toBe(Math.min(100, round * 20)));
  });

  test('ends with 1001 when the process drains, and no page is accepted then', async () => {
    const drained = await startAppServer({ url: server.databaseUrl });
    using page = openPage(drained, own.viewer);
    await once(page.socket, 'open');
    drained.services.live.close();
    expect(await page.ended).toBe(1001);
    expect(await openPage(drained, own.viewer).ended).toBe(503);
    await drained[Symbol.asyncDispose]();
  });

  test('a page whose session is still being read when the process drains is refused', async () => {
    await using drained = await startAppServer({
      url: server.databaseUrl,
      environment: { DATABASE_POOL_MAX: '1' },
    });
    const { live, pool } = drained.services;
    const held = await pool.connect();
    using page = openPage(drained, own.viewer);
    await eventually(() => expect(pool.waitingCount).toBe(1));
    live.close();
    held.release();
    expect(await page.ended).toBe(503);
  });
});

describe('spec live#messages', () => {
  test('every change of a number reaches all pages of the user, whatever process makes it', async () => {
    const client = await server.signIn('admin');
    using here = openPage(server, client);
    using there = openPage(other, client);
    const both = (count: number) =>
      eventually(() => expect([here.count(), there.count()]).toEqual([count, count]));
    await both(0);
    const first = await raisedWarning(server, client.userId, { message: 'First' });
    await both(1);
    expect(there.messages.at(-1)).toMatchObject({
      ...{ type: 'new_warning', warning_id: first, severity: 'high', title: 'First' },
      ...{ unread_count: 1, unread_warnings: 1 },
    });
    const second = await raisedWarning(other, client.userId);
    const notification = await notified(client, 'one');
    await both(3);
    await asProgram(client, `/notifications/${notification}/read`);
    await both(2);
    await asProgram(client, `/warnings/${first}/read`);
    await both(1);
    await client.post('/warnings/bulk', { action: 'dismiss', 'ids[]': second });
    await both(0);
    const third = await raisedWarning(server, client.userId);
    await both(1);
    await client.post(`/warnings/${third}/resolve`);
    await both(0);
    expect(there.messages.at(-1)).toMatchObject({ type: 'warning_resolved', warning_id: third });
    const fourth = await raisedWarning(server, own.gov.userId);
    await own.gov.post(`/warnings/${fourth}/forward`, { target_user_id: client.userId });
    await both(1);
    await server.services.pool.query('delete from entities where name = $1', [
      `wr.${fourth}.${client.userId}`,
    ]);
    await both(0);
    await notified(client, 'two');
    await both(1);
    await readNotifications(other.services.db, {
      user: client.userId,
      ids: undefined,
      now: new Date(),
    });
    await both(0);
    expect(here.warned()).toEqual(there.warned());
    expect(there.warned()).toEqual([first, second, third, fourth]);
    expect(new Set(there.messages.map((one) => ('since' in one ? 1 : 0)))).toEqual(new Set([1]));
  });

  test('three statements notify any number of users', async () => {
    const pages: { readonly client: AppClient; readonly page: OpenPage }[] = [];
    for (let count = 0; count < 4; count += 1) {
      const client = await server.signIn('admin');
      pages.push({ client, page: openPage(server, client) });
    }
    await eventually(() => expect(pages.every(({ page }) => page.count() === 0)).toBe(true));
    const users = pages.map(({ client }) => client.userId);
    const { statements } = server.queries;
    await raisedWarning(other, users[0] ?? '', { to: { users } });
    await eventually(() => expect(pages.every(({ page }) => page.count() === 1)).toBe(true));
    // One of them may find nothing yet: the slow beat.
    expect(server.queries.statements - statements).toBeLessThanOrEqual(4);
    for (const { page } of pages) page[Symbol.dispose]();
  });

  test('a page that comes back receives the state, and the warnings that it missed, once', async () => {
    const client = await server.signIn('admin');
    const since = await sinceOf(client);
    const missed = await raisedWarning(server, client.userId);
    using late = openPage(server, client, { since });
    await eventually(() => expect(late.warned()).toEqual([missed]));
    const known = late.messages.findLast((one) => 'since' in one);
    const more = await raisedWarning(server, client.userId);
    await eventually(() => expect(late.warned()).toEqual([missed, more]));
    using again = openPage(other, client, { since: known && 'since' in known ? known.since : '' });
    await eventually(() => expect([again.warned(), again.count()]).toEqual([[more], 2]));
    using fresh = openPage(other, client);
    await eventually(() => expect(fresh.count()).toBe(2));
    expect(fresh.warned()).toEqual([]);
    using invented = openPage(other, client, { since: '9:3:' });
    await eventually(() => expect(invented.count()).toBe(2));
  });

  test('the slow beat finds what a lost notification did not say', async () => {
    const client = await server.signIn('admin');
    using page = openPage(server, client);
    await eventually(() => expect(page.count()).toBe(0));
    await server.services.pool.query('alter table live_changes disable trigger live_notify');
    const warning = await raisedWarning(other, client.userId);
    await eventually(() => expect(page.warned()).toEqual([warning]));
    await server.services.pool.query('alter table live_changes enable trigger live_notify');
  });

  test('the log is kept for an hour', async () => {
    const { pool, db } = server.services;
    await pool.query("update live_changes set at = at - interval '61 minutes'");
    const later = await notified(own.viewer, 'kept');
    expect(await pruneChanges(db)).toBeGreaterThan(0);
    const { rows } = await pool.query<{ item: string }>('select item from live_changes');
    expect(rows).toEqual([{ item: later }]);
  });
});

describe('spec live#lists', () => {
  test('a page learns how many items of its list changed since it was read', async () => {
    const topic = `/tor/${own.boardA}/workflow`;
    const since = await sinceOf(own.member, topic);
    await own.member.post(`/tor/${own.boardA}/suggestions`, { title: 'Bikes', description: 'x' });
    using page = openPage(other, own.member);
    await once(page.socket, 'open');
    page.say({ type: 'watch', topic, since });
    const last = () => page.messages.findLast(({ type }) => type === 'list_changed');
    await eventually(() => expect(last()).toMatchObject({ topic, count: 1, new_count: 1 }));
    await own.member.post(`/tor/${own.boardA}/suggestions`, { title: 'Trains', description: 'x' });
    await eventually(() => expect(last()).toMatchObject({ topic, count: 2, new_count: 2 }));
    await own.member.post(`/tor/${own.boardB}/suggestions`, { title: 'Trains', description: 'x' });
    page.say({ type: 'watch', topic, since: await sinceOf(own.member, topic) });
    page.say({ type: 'watch', topic: '/my-work', since });
    await eventually(() => expect(last()).toMatchObject({ topic: '/my-work', count: 2 }));
  });

  test('the palette receives each change of what waits, without a statement for it', async () => {
    const since = await sinceOf(own.member);
    await own.member.post(`/tor/${own.boardA}/suggestions`, { description: 'Boats' });
    using page = openPage(server, own.member, { since });
    await eventually(() => expect(page.count()).toBeDefined());
    page.say({ type: 'watch', topic: '/search', since });
    const changes = () => page.messages.filter(({ type }) => type === 'page_changed');
    await eventually(() => expect(changes()).toEqual([{ type: 'page_changed', topic: '/search' }]));
    const { statements } = server.queries;
    for (const times of [2, 3]) {
      await other.services.pool.query(
        `insert into live_changes (subject, kind, item) values ($1, 'proposal', 1)`,
        [own.boardA],
      );
      await eventually(() => expect(changes()).toHaveLength(times));
    }
    // The log is read for each; one of them may find nothing: the slow beat.
    expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
  });

  test('only for those who may open its page, which is checked again', async () => {
    const topic = `/tor/${own.boardA}/workflow`;
    const client = await server.signIn('test_member');
    const { pool } = server.services;
    const { rows } = await pool.query<{ id: string }>(
      `insert into relations (relation_type_id, source_id, target_id)
       select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'fills_position' returning id`,
      [client.userId, own.positions['a_member']],
    );
    const since = await sinceOf(client);
    using page = openPage(other, client);
    using stranger = openPage(other, own.outsider);
    await Promise.all([once(page.socket, 'open'), once(stranger.socket, 'open')]);
    for (const one of [page, stranger])
      for (const each of [topic, '/users', '/nowhere'])
        one.say({ type: 'watch', topic: each, since });
    const lists = () => page.messages.filter(({ type }) => type === 'list_changed').length;
    const suggest = (title: string) =>
      own.member.post(`/tor/${own.boardA}/suggestions`, { title, description: 'x' });
    await suggest('Seen');
    await eventually(() => expect(lists()).toBe(1));
    await pool.query('delete from relations where id = $1', [rows[0]?.id]);
    const checks = other.queries.statements;
    await eventually(() => expect(other.queries.statements).toBeGreaterThan(checks + 4));
    await suggest('Not seen');
    await notified(client, 'after');
    await eventually(() => expect(page.count()).toBe(1));
    expect(lists()).toBe(1);
    expect(stranger.messages.filter(({ type }) => type === 'list_changed')).toEqual([]);
    expect(page.socket.readyState).toBe(WebSocket.OPEN);
  });
});

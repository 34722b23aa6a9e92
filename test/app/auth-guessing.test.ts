import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { signIn } from '#app/auth/sign-in.ts';
import { sweepAccess } from '#app/auth/sweep.ts';
import { textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';
import { app, auditRows, minutes } from './app-fixture.ts';

describe('spec sign-in#lockout: guessing is slow, and reveals nothing', () => {
  const attempt = async (server: AppServer, name: string, password = 'Wrong-guess-99-vellum') => {
    const { status, text, headers } = await server.visitor().trySignIn(name, password);
    return {
      status,
      text: textOf(text.replaceAll(name, 'NAME')),
      retryAfter: headers.get('retry-after'),
    };
  };

  test('an unknown name, a wrong password, an inactive user (spec sign-in#one-answer) and one without a password get the same answers', async () => {
    const server = await app();
    const [known, inactive, bare] = [
      await server.createUser(),
      await server.createUser(),
      await server.createUser(),
    ];
    await server.services.pool.query('update entities set is_active = false where id = $1', [
      inactive.id,
    ]);
    await server.services.pool.query('delete from credentials where user_id = $1', [bare.id]);
    const names = [known.name, 'nobody_of_that_name', inactive.name, bare.name];
    for (const status of [422, 422, 422, 429]) {
      const replies = [];
      for (const name of names)
        replies.push(await attempt(server, name, name === known.name ? undefined : testPassword));
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
      expect(replies.map((reply) => reply.status)).toEqual(names.map(() => status));
    }
    expect(
      (await auditRows(server, 'auth.login_failed')).map(({ actor_name }) => actor_name),
    ).not.toContain('nobody_of_that_name');
  });

  test('they cost the same work: one hash each', async () => {
    const server = await app();
    const { pool, passwords } = server.services;
    const [known, inactive, bare] = [
      await server.createUser(),
      await server.createUser(),
      await server.createUser(),
    ];
    await pool.query('update entities set is_active = false where id = $1', [inactive.id]);
    await pool.query('delete from credentials where user_id = $1', [bare.id]);
    for (const name of [known.name, 'nobody_of_that_name', inactive.name, bare.name]) {
      let hashes = 0;
      const counted = <Args extends unknown[], Result>(work: (...args: Args) => Result) => {
        return (...args: Args): Result => {
          hashes += 1;
          return work(...args);
        };
      };
      const counting = {
        ...passwords,
        fits: counted(passwords.fits),
        waste: counted(passwords.waste),
        make: counted(passwords.make),
      };
      const result = await signIn(
        { ...server.services, passwords: counting },
        { name, password: 'Wrong-guess-99-vellum', origin: {} },
      );
      expect([name, result.kind, hashes]).toEqual([name, 'wrong', 1]);
    }
  });

  test('V-222432: three failures in 15 minutes lock the account for any password until the time is over', async () => {
    const server = await app();
    const { name } = await server.createUser();
    expect((await attempt(server, name)).text).toContain(
      '2 attempts left before the account is locked for 15 minutes',
    );
    expect((await attempt(server, name)).text).toContain('1 attempt left');
    expect((await attempt(server, name)).text).toContain('The account is locked for 15 minutes.');
    const blocked = await attempt(server, name, testPassword);
    expect(blocked).toMatchObject({
      status: 429,
      text: expect.stringContaining('Try again in 15 minutes'),
    });
    expect(Number(blocked.retryAfter)).toBeGreaterThan(880);
    expect(await auditRows(server, 'auth.account_locked')).toHaveLength(1);
    server.advance(minutes(15) + 1000);
    expect((await attempt(server, name, testPassword)).status).toBe(303);
  });

  test('failures that lie apart, or before a sign-in, do not add up', async () => {
    const server = await app();
    const { name } = await server.createUser();
    for (const _ of [1, 2, 3, 4]) {
      expect((await attempt(server, name)).status).toBe(422);
      server.advance(minutes(16));
    }
    await attempt(server, name);
    await attempt(server, name, testPassword);
    expect((await attempt(server, name)).text).toContain('2 attempts left');
  });

  test('a lock without an end is lifted by an administrator', async () => {
    const server = await app();
    const { name } = await server.createUser();
    await server.services.pool.query(
      "update entity_properties set value = '0' where key = 'value' and entity_id = (select id from entities where name = 'auth.lock_minutes')",
    );
    for (const _ of [1, 2, 3]) await attempt(server, name);
    server.advance(minutes(60 * 24 * 30));
    expect(await attempt(server, name, testPassword)).toMatchObject({
      status: 429,
      text: expect.stringContaining('Ask an administrator'),
    });
    const { forgetFailures, lockedUntil } = await import('#app/auth/index.ts');
    const { rows } = await sql<{
      until: Date;
    }>`select ${lockedUntil(sql`${name}::text`, server.services.now())} as until`.execute(
      server.services.db,
    );
    expect(rows[0]?.until.getUTCFullYear()).toBe(9999);
    await forgetFailures(server.services.db, 'account', name);
    expect((await attempt(server, name, testPassword)).status).toBe(303);
  });

  test('concurrent attempts are counted before they are made', async () => {
    const server = await app();
    const { name } = await server.createUser();
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => (await attempt(server, name)).status),
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(9);
  });

  test('spec sign-in#lockout: one address that tries many names has to wait; another one behind the same ingress does not', async () => {
    const server = await app({ environment: { TRUST_PROXY: '127.0.0.0/8' } });
    const { name } = await server.createUser();
    const from = async (address: string, who: string, password: string): Promise<number> => {
      const browser = server.visitor();
      await browser.get('/login');
      return (
        await browser.post(
          '/login',
          { username: who, password },
          { headers: { 'X-Forwarded-For': address } },
        )
      ).status;
    };
    for (let place = 0; place < 20; place += 1)
      expect(await from('203.0.113.7', `guess_${place}`, 'x')).toBe(422);
    expect(await from('203.0.113.7', name, testPassword)).toBe(429);
    expect(await from('203.0.113.8', name, testPassword)).toBe(303);
  });

  test('an IPv6 client is counted by its network, of whose addresses it has as many as it likes', async () => {
    const server = await app({ environment: { TRUST_PROXY: '127.0.0.0/8' } });
    const from = async (address: string, who: string): Promise<number> => {
      const browser = server.visitor();
      await browser.get('/login');
      return (
        await browser.post(
          '/login',
          { username: who, password: 'x' },
          { headers: { 'X-Forwarded-For': address } },
        )
      ).status;
    };
    for (let place = 1; place <= 20; place += 1)
      expect(await from(`2001:db8:1:2:${place}::7`, `guess_${place}`)).toBe(422);
    expect(await from('2001:db8:1:2:ffff::8', 'guess_21')).toBe(429);
    expect(await from('2001:db8:1:3::8', 'guess_22')).toBe(422);
  });

  test('an attacker who locks an account does not stop its signed-in owner from confirming the password', async () => {
    const server = await app();
    const browser = await server.signIn('admin');
    const { rows } = await server.services.pool.query<{ name: string }>(
      'select name from entities where id = $1',
      [browser.userId],
    );
    for (const _ of [1, 2, 3]) await attempt(server, rows[0]?.name ?? '');
    expect((await attempt(server, rows[0]?.name ?? '', testPassword)).status).toBe(429);
    await server.services.pool.query("update sessions set proved_at = now() - interval '1 hour'");
    const { id } = await server.createUser();
    expect(
      (await browser.post(`/users/${id}/delete`, { proof_password: testPassword })).status,
    ).toBe(303);
  });

  test('refused sign-ins leave one row in the log, and later one with their number, for each account and address', async () => {
    const server = await app();
    const { name } = await server.createUser();
    const browser = server.visitor();
    await browser.get('/login');
    const headers = { 'User-Agent': 'x'.repeat(512) };
    const refused = async () =>
      (await browser.post('/login', { username: name, password: 'x' }, { headers })).status;
    for (const _ of [1, 2, 3]) expect(await refused()).toBe(422);
    for (let place = 0; place < 12; place += 1) expect(await refused()).toBe(429);
    const rows = async () =>
      (await auditRows(server, 'auth.login_failed')).filter(({ outcome }) => outcome === 'denied');
    expect((await rows()).map(({ details }) => details)).toEqual([{ reason: 'blocked' }]);
    const { rows: agents } = await server.services.pool.query(
      'select max(length(user_agent)) as most from audit_log',
    );
    expect(agents).toEqual([{ most: 128 }]);
    await sweepAccess(server.services);
    expect(await rows()).toHaveLength(1);
    server.advance(minutes(16));
    await sweepAccess(server.services);
    await sweepAccess(server.services);
    expect((await rows()).map(({ actor_name, details }) => [actor_name, details])).toEqual([
      [name, { reason: 'blocked' }],
      [
        expect.any(String),
        { reason: 'blocked', attempts: 11, since: expect.any(String), until: expect.any(String) },
      ],
    ]);
  });

  test('all replicas count together', async () => {
    const server = await app();
    await using other = await startAppServer({ url: server.databaseUrl });
    const { name } = await server.createUser();
    for (const each of [server, other, server]) await attempt(each, name);
    expect((await attempt(other, name, testPassword)).status).toBe(429);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';
import { programFor, programOf, sendTo } from './api-fixture.ts';
import { auditRows, minutes } from './app-fixture.ts';

let server: AppServer;
beforeAll(async () => {
  server = await startAppServer({ from: 'base' });
});
afterAll(() => server[Symbol.asyncDispose]());

const secretIn = (html: string): string => /ahlt_pat_[\w-]{43}/.exec(html)?.[0] ?? '';
const input = (more: object = {}) => ({
  name: 'Nightly report',
  days: '30',
  codes: ['users.list'],
  ...more,
});
const with_ = (secret: string) => ({ headers: { Authorization: `Bearer ${secret}` } });
const users = () => `${server.url}/api/v1/users`;

const fresh = 'Quokka-drizzles-88-vellum';

/** A browser in which the owner of a token is signed in. */
async function ownerOf(userId: string) {
  const { rows } = await server.services.pool.query<{ name: string }>(
    'select name from entities where id = $1',
    [userId],
  );
  const browser = server.visitor();
  await browser.signIn(rows[0]?.name ?? '', testPassword);
  return browser;
}

/** Why the tokens of a user were revoked, from the audit log. */
async function revocations(userId: string): Promise<unknown[]> {
  const { rows } = await server.services.pool.query<{ details: unknown }>(
    `select l.details from audit_log l join access_tokens t on t.id = l.target_id
     where l.action = 'token.revoked' and l.target_type = 'access_token' and t.user_id = $1`,
    [userId],
  );
  return rows.map(({ details }) => details);
}

describe('a token on the account page', () => {
  test('is shown once, works, is listed by its end, and is nowhere in the database', async () => {
    const browser = await server.signIn('admin');
    const shown = await browser.post('/account/tokens', input());
    const secret = secretIn(shown.text);
    expect([shown.status, secret.length]).toEqual([200, 52]);
    expect((await sendTo(users(), with_(secret))).status).toBe(200);
    const list = await browser.get('/account/tokens');
    expect(textOf(list.text)).toContain(`Nightly report …${secret.slice(-4)}`);
    expect(list.text).not.toContain(secret);
    const { rows } = await server.services.pool.query<{ row: string }>(
      'select t::text as row from access_tokens t union all select a::text from audit_log a',
    );
    expect(rows.some(({ row }) => row.includes(secret.slice(9)))).toBe(false);
  });

  test.each([
    ['no name', { name: ' ' }, 'Enter a name'],
    ['no permission', { codes: [] }, 'Choose at least one permission'],
    ['a life that is too long', { days: '366' }, 'Choose when the token expires'],
  ])('%s is refused, and the submitted values are kept', async (_, more, words) => {
    const browser = await server.signIn('admin');
    const reply = await browser.post('/account/tokens', input(more));
    expect([reply.status, textOf(reply.text)]).toEqual([
      422,
      expect.stringContaining(words) as string,
    ]);
  });

  test('spec permissions#no-escalation: a token cannot have permissions its owner lacks', async () => {
    const browser = await server.signIn('user');
    const reply = await browser.post(
      '/account/tokens',
      input({ codes: ['users.list', 'users.delete'] }),
    );
    expect([reply.status, textOf(reply.text)]).toEqual([
      422,
      expect.stringContaining('users.delete') as string,
    ]);
    expect((await browser.get('/account/tokens/new')).text).not.toContain('users.delete');
  });

  test('two of one name are refused, and more than twenty', async () => {
    const browser = await server.signIn('admin');
    await browser.post('/account/tokens', input());
    expect((await browser.post('/account/tokens', input())).status).toBe(422);
    for (let place = 1; place < 20; place += 1) await programFor(server, browser.userId, {});
    expect((await browser.post('/account/tokens', input({ name: 'One more' }))).status).toBe(422);
  });

  test('the password has to be given again when it was given long ago', async () => {
    const browser = await server.signIn('user');
    await server.services.pool.query(
      "update sessions set proved_at = now() - interval '1 hour' where user_id = $1",
      [browser.userId],
    );
    const asked = await browser.post('/account/tokens', input());
    expect([asked.status, secretIn(asked.text)]).toEqual([403, '']);
    const wrong = await browser.post('/account/tokens', input({ proof_password: 'wrong' }));
    expect([wrong.status, secretIn(wrong.text)]).toEqual([403, '']);
    expect(
      secretIn(
        (await browser.post('/account/tokens', input({ proof_password: testPassword }))).text,
      ),
    ).not.toBe('');
  });
});

describe('the end of a token', () => {
  test('revoked by its owner: the next request is refused, and the log has all of it', async () => {
    const browser = await server.signIn('admin');
    const secret = secretIn((await browser.post('/account/tokens', input({ name: 'Short' }))).text);
    expect((await sendTo(users(), with_(secret))).status).toBe(200);
    const id = /\/account\/tokens\/(\d+)\/revoke/.exec(
      (await browser.get('/account/tokens')).text,
    )?.[1];
    expect((await (await server.signIn('admin')).post(`/account/tokens/${id}/revoke`)).status).toBe(
      404,
    );
    expect((await browser.post(`/account/tokens/${id}/revoke`)).status).toBe(303);
    const refused = await sendTo(users(), with_(secret));
    expect([refused.status, refused.body]).toEqual([
      401,
      expect.objectContaining({ code: 'invalid_token' }) as object,
    ]);
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
    await sendTo(users(), with_(secret));
    const rows = await auditRows(
      server,
      'token.created',
      'token.first_used',
      'token.revoked',
      'token.refused',
    );
    expect(
      rows
        .filter(({ target_label }) => target_label === 'Short')
        .map(({ action, outcome }) => [action, outcome]),
    ).toEqual([
      ['token.created', 'success'],
      ['token.first_used', 'success'],
      ['token.revoked', 'success'],
      ['token.refused', 'denied'],
    ]);
    expect(textOf((await browser.get('/account/tokens')).text)).toContain('revoked');
  });

  test('its owner is deactivated: at once, and activation does not restore it', async () => {
    const program = await programOf(server, 'user');
    const browser = await server.signIn('admin');
    expect((await program.send('/api/v1/users')).status).toBe(200);
    await browser.post(`/users/${program.userId}/deactivate`);
    expect((await program.send('/api/v1/users')).status).toBe(401);
    await browser.post(`/users/${program.userId}/activate`);
    expect((await program.send('/api/v1/users')).status).toBe(401);
  });

  test('its owner changes the password: the page says so before and after, and the log has a row for each', async () => {
    const program = await programOf(server, 'user');
    const browser = await ownerOf(program.userId);
    const before = await browser.get('/account?tab=security');
    expect(textOf(before.text)).toMatch(
      /Changing the password ends all other sessions and revokes 1 access token: [^.]+\./,
    );
    await server.services.pool.query(
      "update credentials set changed_at = now() - interval '2 days' where user_id = $1",
      [program.userId],
    );
    const input = { current_password: testPassword, new_password: fresh, confirm_password: fresh };
    const { location } = await browser.post('/account', input);
    expect(textOf((await browser.get(location ?? '')).text)).toContain(
      'Password changed; 1 access token revoked: ',
    );
    expect((await program.send('/api/v1/users')).status).toBe(401);
    expect(textOf((await browser.get('/account/tokens')).text)).toContain(
      'revoked by a password change',
    );
    expect(await revocations(program.userId)).toEqual([
      { reason: 'password_changed', user_id: program.userId },
    ]);
  });

  test('its owner signs out everywhere else', async () => {
    const program = await programOf(server, 'user');
    const browser = await ownerOf(program.userId);
    const { location } = await browser.post('/account/sessions/end-others');
    expect(textOf((await browser.get(location ?? '')).text)).toContain('1 access token revoked: ');
    expect((await program.send('/api/v1/users')).status).toBe(401);
    expect(await revocations(program.userId)).toEqual([
      { reason: 'signed_out', user_id: program.userId },
    ]);
  });

  test.each([
    ['signs its owner out', 'sign-out', {}, 'signed_out'],
    ['resets the password', 'reset-password', { initial: 'generated' }, 'password_reset'],
    ['deactivates its owner', 'deactivate', {}, 'deactivated'],
  ])('another user %s', async (_, action, fields, reason) => {
    const program = await programOf(server, 'user');
    const browser = await server.signIn('admin');
    expect((await program.send('/api/v1/users')).status).toBe(200);
    expect((await browser.post(`/users/${program.userId}/${action}`, fields)).status).toBeLessThan(
      400,
    );
    expect((await program.send('/api/v1/users')).status).toBe(401);
    expect(await revocations(program.userId)).toEqual([{ reason, user_id: program.userId }]);
  });

  test('its time is over, its owner is deleted, or has to choose a password', async () => {
    const due = await programOf(server, 'user');
    await server.services.pool.query(
      'update credentials set must_change = true where user_id = $1',
      [due.userId],
    );
    expect((await due.send('/api/v1/users')).body).toMatchObject({
      status: 403,
      code: 'password_due',
    });
    const gone = await programOf(server, 'user');
    await (await server.signIn('admin')).post(`/users/${gone.userId}/delete`);
    expect((await gone.send('/api/v1/users')).status).toBe(401);
    const old = await programOf(server, 'user', { days: 7 });
    server.advance(minutes(7 * 24 * 60 + 1));
    expect((await old.send('/api/v1/users')).status).toBe(401);
    server.advance(-minutes(7 * 24 * 60 + 1));
  });
});

describe('what a token can do', () => {
  test('never more than its owner at this moment, and never more than it was made for', async () => {
    const program = await programOf(server, 'admin', { codes: ['users.list'] });
    expect((await program.send('/api/v1/users')).status).toBe(200);
    expect((await program.send('/api/v1/entities')).status).toBe(403);
    await server.services.pool.query('delete from relations where source_id = $1', [
      program.userId,
    ]);
    expect((await program.send('/api/v1/users')).status).toBe(403);
  });

  test('spec permissions#no-escalation: commands count its permissions, too, not those of its owner', async () => {
    const program = await programOf(server, 'admin', {
      codes: ['users.list', 'users.create', 'users.edit'],
    });
    const role = (
      await server.services.pool.query<{ id: string }>(
        "select id from entities where entity_type = 'role' and name = 'admin'",
      )
    ).rows[0];
    const body = { username: 'by_token', email: 'a@example.com', password: 'Heron-59-basalt-quay' };
    const made = await program.send('/api/v1/users', {
      method: 'POST',
      body: { ...body, role_ids: [Number(role?.id)] },
    });
    expect([made.status, made.text]).toEqual([
      422,
      expect.stringContaining('Assign roles') as string,
    ]);
    const admin = await server.createUser('admin');
    const change = {
      method: 'PATCH',
      body: { display_name: 'Mine' },
      headers: { 'If-Match': '*' },
    };
    expect((await program.send(`/api/v1/users/${admin.id}`, change)).body).toMatchObject({
      status: 422,
      code: 'escalation',
    });
  });

  test('one that may only read changes nothing', async () => {
    const program = await programOf(server, 'admin', { write: false });
    const body = { entity_type: 'tor', name: 'x' };
    const { id } = await server.createUser('user');
    const headers = { 'If-Match': '*' };
    const changes = [
      ['/api/v1/entities', { method: 'POST', body }],
      [`/api/v1/users/${id}`, { method: 'PATCH', body: { display_name: 'Changed' }, headers }],
      [
        `/api/v1/users/${id}`,
        { method: 'PUT', body: { username: 'x', email: 'x@example.org' }, headers },
      ],
      [`/api/v1/users/${id}`, { method: 'DELETE', headers }],
    ] as const;
    for (const [path, change] of changes)
      expect((await program.send(path, change)).body, change.method).toMatchObject({
        status: 403,
        code: 'token_read_only',
      });
    expect((await program.send(`/api/v1/users/${id}`)).body).toMatchObject({
      is_active: true,
      display_name: expect.not.stringMatching('Changed') as string,
    });
    expect((await program.send('/api/v1/entities')).status).toBe(200);
  });

  test('it opens no page, the one about the API included, and needs no token of a form', async () => {
    const program = await programOf(server, 'admin');
    for (const path of ['/dashboard', '/users', '/account/tokens', '/api/v1/docs'])
      expect(
        (await program.send(path, { headers: { Accept: 'text/html' } })).headers.get('location'),
        path,
      ).toMatch(/^\/login/);
    expect(
      (await program.send('/api/v1/user/theme', { method: 'POST', body: { theme: 'dark' } }))
        .status,
    ).toBe(200);
  });

  test("the audit log distinguishes a token's actions from its owner's", async () => {
    const program = await programOf(server, 'admin');
    await program.send('/api/v1/entities', {
      method: 'POST',
      body: { entity_type: 'tor', name: 'made_by_token' },
    });
    const [row] = (await auditRows(server, 'entity.created')).slice(-1);
    expect(row?.session_hash).toBe(`token:${program.tokenId}`);
  });

  test.each(['Bearer', 'Bearer x', `Bearer ahlt_pat_${'A'.repeat(43)}`, 'Basic YTpi'])(
    '%s lets nobody in, a session beside it included',
    async (header) => {
      const browser = await server.signIn('admin');
      const reply = await browser.get('/api/v1/users', {
        headers: { Authorization: header, Accept: 'application/json' },
      });
      expect([reply.status, (reply.json() as { code: string }).code]).toEqual([
        401,
        'invalid_token',
      ]);
    },
  );
});

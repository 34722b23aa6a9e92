import { describe, expect, test } from 'vitest';
import { routeTable } from '#app/server.ts';
import { textOf } from '#test/support/app-client.ts';
import { testPassword } from '#test/support/app-server.ts';
import { app, auditRows, minutes } from './app-fixture.ts';

/** Keeps a session alive for longer than an entered password counts as recent. */
const environment = { SESSION_IDLE_MINUTES: '60', SESSION_IDLE_MINUTES_ADMIN: '60' };

describe('spec sign-in#confirmation, V-222520: sensitive actions ask for the password again', () => {
  test.each([
    ['POST', '/roles/assign'],
    ['POST', '/roles/unassign'],
    ['POST', '/roles/builder/create'],
    ['POST', '/roles/builder/update'],
    ['POST', '/roles/builder/:id/delete'],
    ['POST', '/menu-builder'],
    ['POST', '/settings'],
    ['POST', '/users'],
    ['POST', '/users/:id'],
    ['POST', '/users/bulk-role'],
    ['POST', '/users/:id/delete'],
    ['POST', '/users/:id/reset-password'],
    ['POST', '/users/bulk-delete'],
    ['POST', '/users/:id/deactivate'],
    ['POST', '/users/bulk-deactivate'],
    ['POST', '/users/:id/unlock'],
    ['POST', '/users/:id/sign-out'],
    ['GET', '/users/export.csv'],
    ['GET', '/audit/export.csv'],
    ['GET', '/api/data/export'],
  ])('%s %s', async (method, path) => {
    const server = await app();
    const line = routeTable(server.server).find(
      (each) => each.method === method && each.path === path,
    );
    expect(line?.who).toContain('password given lately');
  });

  test('not within a quarter of an hour; then once, with everything that was typed', async () => {
    const server = await app({ environment });
    const browser = await server.signIn('admin');
    const typed = {
      name: 'night_watch',
      label: 'Night watch',
      description: 'a & b "c"',
      redirect_to: '',
    };
    server.advance(minutes(14));
    expect(
      (await browser.post('/roles/builder/create', { ...typed, name: 'first_watch' })).text,
    ).not.toContain('Confirm your identity');
    server.advance(minutes(2));
    const asked = await browser.post('/roles/builder/create', typed);
    expect([asked.status, textOf(asked.text)]).toEqual([
      403,
      expect.stringContaining('Confirm your identity'),
    ]);
    expect(asked.text).toContain('action="/roles/builder/create"');
    expect(asked.text).toContain('name="description" value="a &amp; b &quot;c&quot;"');
    const { rows } = await server.services.pool.query(
      "select from entities where name = 'night_watch'",
    );
    expect(rows).toEqual([]);

    const wrong = await browser.post('/roles/builder/create', {
      ...typed,
      proof_password: 'Wrong-guess-99-vellum',
    });
    expect([wrong.status, textOf(wrong.text)]).toEqual([
      403,
      expect.stringContaining('Incorrect password.'),
    ]);
    expect(wrong.text).not.toContain('Wrong-guess-99-vellum');
    const right = await browser.post('/roles/builder/create', {
      ...typed,
      proof_password: testPassword,
    });
    expect(textOf(right.text)).not.toContain('Confirm your identity');
    expect((await browser.post('/settings', {})).text).not.toContain('Confirm your identity');
    expect(
      (await auditRows(server, 'auth.reauthenticated', 'auth.reauthentication_failed')).map(
        ({ action }) => action,
      ),
    ).toEqual(['auth.reauthentication_failed', 'auth.reauthenticated']);
  });

  test('a download asks on a page before it, which leads back; programs get an error', async () => {
    const server = await app({ environment });
    const browser = await server.signIn('admin');
    server.advance(minutes(16));
    for (const path of ['/users/export.csv?q=a', '/audit/export.csv', '/api/data/export']) {
      const headers = { Referer: `${server.url}/users?q=a` };
      expect(await browser.get(path, { headers })).toMatchObject({
        status: 303,
        location: '/confirm?back=%2Fusers%3Fq%3Da',
      });
      const program = await browser.get(path, { headers: { Accept: 'application/json' } });
      expect([path, program.status, program.json()]).toEqual([
        path,
        403,
        expect.objectContaining({ code: 'proof_needed' }),
      ]);
    }
    const page = await browser.get('/confirm?back=%2Fusers%3Fq%3Da');
    expect([page.status, textOf(page.text)]).toEqual([
      200,
      expect.stringContaining('Confirm your identity'),
    ]);
    const wrong = await browser.post('/confirm', {
      back: '/users?q=a',
      proof_password: 'Wrong-guess-99-vellum',
    });
    expect([wrong.status, textOf(wrong.text)]).toEqual([
      403,
      expect.stringContaining('Incorrect password.'),
    ]);
    const right = await browser.post('/confirm', {
      back: '/users?q=a',
      proof_password: testPassword,
    });
    expect(right).toMatchObject({ status: 303, location: '/users?q=a' });
    expect((await browser.get('/users/export.csv?q=a')).status).toBe(200);
    const away = await browser.post('/confirm', { back: '/.//example.com' });
    expect(away).toMatchObject({ status: 303, location: '/dashboard' });
  });

  test('several values of one name come along, passwords do not', async () => {
    const server = await app({ environment });
    const browser = await server.signIn('admin');
    server.advance(minutes(16));
    const asked = await browser.post('/users/bulk-delete', {
      ids: ['17', '18'],
      password: 'Umbrella%Teapot-31',
    });
    expect(asked.text).toContain('name="ids" value="17"');
    expect(asked.text).toContain('name="ids" value="18"');
    expect(asked.text).not.toContain('Umbrella');
  });

  test('three wrong answers lock it, as they do at sign-in', async () => {
    const server = await app({ environment });
    const browser = await server.signIn('admin');
    server.advance(minutes(16));
    for (const _ of [1, 2, 3])
      await browser.post('/settings', { proof_password: 'Wrong-guess-99-vellum' });
    const blocked = await browser.post('/settings', { proof_password: testPassword });
    expect([blocked.status, textOf(blocked.text)]).toEqual([
      429,
      expect.stringContaining('Too many wrong passwords'),
    ]);
  });

  test('users without the permission are refused first; programs get an error', async () => {
    const server = await app({ environment });
    const [stranger, program] = [await server.signIn('user'), await server.signIn('admin')];
    server.advance(minutes(16));
    expect(textOf((await stranger.post('/settings', {})).text)).toContain('needs the permission');
    const reply = await program.post('/settings', {}, { headers: { Accept: 'application/json' } });
    expect([reply.status, reply.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'proof_needed' }),
    ]);
  });
});

import { expect, onTestFinished, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppServer, type AppServerOptions, startAppServer, testPassword } from '#test/support/app-server.ts';

async function app(options: AppServerOptions = {}): Promise<AppServer> {
  const server = await startAppServer(options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

test('signing in leads to the start page, and out again to the form', async () => {
  const server = await app();
  const browser = server.visitor();
  const { name } = await server.createUser('admin');
  expect(await browser.get('/account')).toMatchObject({ status: 303, location: '/login?next=%2Faccount' });
  const form = await browser.get('/login?next=%2Faccount');
  expect([form.status, textOf(form.text)]).toEqual([200, expect.stringContaining('Sign in User name Password')]);
  const signedIn = await browser.post('/login', { username: name, password: testPassword, next: '/account' });
  expect(signedIn).toMatchObject({ status: 303, location: expect.stringMatching(/^\/account\?done=/) });
  const account = await browser.get(signedIn.location ?? '');
  expect(textOf(account.text)).toContain('Signed in for the first time.');
  expect(await browser.post('/logout')).toMatchObject({ status: 303, location: '/login?ended=signed-out' });
  expect((await browser.get('/account')).status).toBe(303);
});

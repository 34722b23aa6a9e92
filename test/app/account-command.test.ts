import { expect, onTestFinished, test } from 'vitest';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';
import { runApp } from './app-process.ts';

async function start(): Promise<AppServer> {
  const app = await startAppServer();
  onTestFinished(() => app[Symbol.asyncDispose]());
  return app;
}

const account = ({ databaseUrl }: AppServer, ...words: string[]) =>
  runApp(['account', ...words], { DATABASE_URL: databaseUrl });

async function attempt(app: AppServer, username: string, password: string): Promise<number> {
  const browser = app.visitor();
  await browser.get('/login');
  return (await browser.post('/login', { username, password })).status;
}

test('spec platform#accounts: a locked administrator is let in again, and the log says by what', async () => {
  const app = await start();
  const { name } = await app.createUser('admin');
  for (let failures = 0; failures < 3; failures += 1)
    await attempt(app, name, 'Wrong-guess-99-vellum');
  expect(await attempt(app, name, testPassword)).toBe(429);
  const unlocked = await account(app, name.toUpperCase(), '--unlock');
  expect([unlocked.code, unlocked.stdout]).toEqual([0, ` ✓ unlock     ${name} is unlocked\n`]);
  expect(await attempt(app, name, testPassword)).toBe(303);
  expect((await account(app, name, '--unlock')).stdout).toContain('was not locked');
  const { rows } = await app.services.pool.query(
    "select actor_name, target_label from audit_log where action = 'auth.account_unlocked'",
  );
  expect(rows).toEqual([{ actor_name: 'cli', target_label: expect.any(String) }]);
});

test('a new password is printed once, ends the sessions, and has to be replaced', async () => {
  const app = await start();
  const { name } = await app.createUser('admin');
  await app.services.pool.query('update entities set is_active = false where name = $1', [name]);
  const { code, stdout } = await account(app, name, '--activate', '--reset-password', '--json');
  const document = JSON.parse(stdout) as { password: string };
  expect([code, document]).toEqual([
    0,
    { user: name, activated: true, unlocked: false, password: expect.any(String) },
  ]);
  expect(await attempt(app, name, testPassword)).toBe(422);
  const browser = app.visitor();
  await browser.get('/login');
  await browser.post('/login', { username: name, password: document.password });
  expect(await browser.get('/dashboard')).toMatchObject({
    status: 303,
    location: '/account/password',
  });
  const { rows } = await app.services.pool.query(
    'select row_to_json(a)::text as row from audit_log a',
  );
  expect(rows.map(({ row }) => row).join()).not.toContain(document.password);
});

test('an unknown user, or no change needed: it says so', async () => {
  const app = await start();
  const unknown = await account(app, 'nobody', '--unlock');
  expect([unknown.code, unknown.stderr]).toEqual([
    1,
    expect.stringContaining('User "nobody" not found.'),
  ]);
  const idle = await account(app, 'admin');
  expect([idle.code, idle.stderr]).toEqual([
    2,
    expect.stringContaining('--unlock, --activate or --reset-password'),
  ]);
});

import { expect, onTestFinished, test } from 'vitest';
import { scheduleChecks } from '#app/cli/process-checks.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';

async function start(): Promise<AppServer> {
  const app = await startAppServer();
  onTestFinished(() => app[Symbol.asyncDispose]());
  return app;
}

const metrics = ({ services }: AppServer): Promise<string> => services.metrics.registry.metrics();

test('spec platform#upkeep: a check of a process that fails is logged and does not end the others', async () => {
  const app = await start();
  let checked = 0;
  const auditWatch = {
    ...app.services.auditWatch,
    checkVolume: () => Promise.reject(new Error('no such table')),
    checkWitness: async () => {
      checked += 1;
    },
  };
  const delays = { firstMs: 1, everyMs: 20 };
  using _checks = scheduleChecks({ ...app.services, auditWatch }, delays);
  await expect.poll(() => checked).toBeGreaterThan(1);
  expect(app.log).toContainEqual(
    expect.objectContaining({ msg: 'audit check failed', check: 'volume' }),
  );
});

test('spec platform#metrics: sign-in attempts are counted by outcome, never by user', async () => {
  const app = await start();
  const { name } = await app.createUser();
  const browser = app.visitor();
  for (const password of ['Wrong-guess-99-vellum', testPassword]) {
    await browser.get('/login');
    await browser.post('/login', { username: name, password });
  }
  const text = await metrics(app);
  expect(text).toContain('sign_in_attempts_total{outcome="wrong"} 1');
  expect(text).toContain('sign_in_attempts_total{outcome="signed-in"} 1');
  expect(text).not.toContain(name);
});

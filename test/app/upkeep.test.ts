import { expect, onTestFinished, test } from 'vitest';
import { choresOf, scheduleUpkeep } from '#app/cli/upkeep.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';

async function start(): Promise<AppServer> {
  const app = await startAppServer();
  onTestFinished(() => app[Symbol.asyncDispose]());
  return app;
}

const metrics = ({ services }: AppServer): Promise<string> => services.metrics.registry.metrics();

test('spec platform#upkeep: chores that were done and that failed are counted, and a failure does not end the others', async () => {
  const app = await start();
  const chores = [
    { name: 'gone-wrong', everyMs: 60_000, run: () => Promise.reject(new Error('no such table')) },
    { name: 'tidy', did: 'rows removed', everyMs: 60_000, run: async () => 3 },
  ];
  using _upkeep = scheduleUpkeep(app.services, chores, 1);
  const seen = expect.poll(() => metrics(app), { timeout: 20_000 });
  await seen.toContain('chore_runs_total{chore="tidy",outcome="done"} 1');
  await seen.toContain('chore_runs_total{chore="gone-wrong",outcome="failed"} 1');
  expect(app.log).toContainEqual(expect.objectContaining({ msg: 'rows removed', rows: 3 }));
  expect(app.log).toContainEqual(
    expect.objectContaining({ msg: 'upkeep task failed', chore: 'gone-wrong' }),
  );
});

test('spec platform#upkeep: every chore of a server runs on its database', async () => {
  const app = await start();
  using _upkeep = scheduleUpkeep(app.services, undefined, 1);
  const done = async () =>
    (await metrics(app)).match(/chore_runs_total\{chore="[^"]+",outcome="done"\} 1/g)?.length;
  await expect.poll(done, { timeout: 20_000 }).toBe(choresOf(app.services).length);
  expect(await metrics(app)).not.toContain('outcome="failed"');
});

test('spec platform#metrics: attempts to sign in are counted by how they ended, never by who made them', async () => {
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

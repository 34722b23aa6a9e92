import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '#test/support/postgres.ts';
import { type ServedApp, serveApp } from './app-process.ts';

const eventually = { interval: 50 };
/** Each test starts processes, which is slow on a busy machine. */
const longest = 240_000;

/** A database on which `audit.prune` cannot finish: it waits for the locked end of the chain. */
async function blocked() {
  const database = await createDatabase({ from: 'base' });
  onTestFinished(() => database[Symbol.asyncDispose]());
  const [client, holder] = [1, 2].map(() => new Client({ connectionString: database.url }));
  for (const each of [client, holder]) {
    await each?.connect();
    onTestFinished(() => each?.end());
  }
  await holder?.query('begin');
  await holder?.query('select from audit_head for update');
  return {
    url: database.url,
    release: () => holder?.query('rollback'),
    job: async () =>
      (
        await client?.query(
          "select state, attempts, runner, last_error as error from jobs where kind = 'audit.prune'",
        )
      )?.rows[0],
    endLease: () => client?.query("update jobs set due_at = now() where kind = 'audit.prune'"),
  };
}

const running = { state: 'running', attempts: 1 };

const killed = async (app: ServedApp, signal: NodeJS.Signals) => {
  app.process.kill(signal);
  return app.finished;
};

test(
  'spec jobs#replicas: the job of a process that is killed is done by another',
  async () => {
    const database = await blocked();
    const first = await serveApp({ DATABASE_URL: database.url });
    await expect.poll(database.job, eventually).toMatchObject(running);
    const { runner } = await database.job();
    await killed(first, 'SIGKILL');
    expect(await database.job()).toMatchObject({ ...running, runner });
    await database.release();
    await database.endLease();
    await serveApp({ DATABASE_URL: database.url });
    await expect.poll(database.job, eventually).toMatchObject({
      ...{ state: 'done', attempts: 2, error: 'The replica that ran it stopped.' },
      runner: expect.not.stringContaining(runner),
    });
  },
  longest,
);

test(
  'spec platform#shutdown: a process that is asked to end finishes its job first',
  async () => {
    const database = await blocked();
    const app = await serveApp({ DATABASE_URL: database.url });
    await expect.poll(database.job, eventually).toMatchObject(running);
    app.process.kill('SIGTERM');
    await expect.poll(() => app.log.some(({ msg }) => msg === 'draining'), eventually).toBe(true);
    await database.release();
    expect(await app.finished).toMatchObject({ code: 0, stderr: '' });
    expect(await database.job()).toMatchObject({ state: 'done', attempts: 1 });
  },
  longest,
);

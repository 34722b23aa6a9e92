import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { jobLabels } from '#app/declarations.ts';
import { declaredJobs } from '#app/declared-jobs.ts';
import { AppError } from '#app/errors.ts';
import { enqueue, type JobKind, pruneJobs, scheduledJob } from '#app/jobs/index.ts';
import { claimJobs, type Queued } from '#app/jobs/job-store.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { app, minutes } from './app-fixture.ts';
import { jobsOf, replica, speaking, statesOf, wordKind } from './jobs-fixture.ts';

const eventually = { interval: 20 };

/** Queues a word in its own transaction. */
const queue = (
  { services: { db, now } }: AppServer,
  kind: JobKind<{ word: string }>,
  word: string,
  options: Partial<Queued> = {},
): Promise<void> =>
  db.transaction().execute((tx) => enqueue(tx, kind, { word }, { now: now(), ...options }));

const never = () => new Promise<void>(() => undefined);

describe('spec jobs#queue', () => {
  test('a job is kept with the change that wants it, or not at all', async () => {
    const server = await app();
    const { db, now } = server.services;
    const kind = wordKind();
    const { said, job } = speaking(kind);
    const rolledBack = db.transaction().execute(async (tx) => {
      await enqueue(tx, kind, { word: 'never' }, { now: now() });
      throw new Error('taken back');
    });
    await expect(rolledBack).rejects.toThrow('taken back');
    await queue(server, kind, 'kept');
    replica(server, [job]);
    await expect.poll(() => statesOf(server, kind.name), eventually).toEqual(['done']);
    expect(said).toEqual(['kept']);
  });

  test('a job runs when it is due, not before', async () => {
    const server = await app();
    const kind = wordKind();
    const { said, job } = speaking(kind);
    const dueAt = new Date(Date.now() + minutes(10));
    await queue(server, kind, 'later', { dueAt });
    await queue(server, kind, 'now');
    replica(server, [job]);
    await expect.poll(() => statesOf(server, kind.name), eventually).toEqual(['waiting', 'done']);
    server.advance(minutes(11));
    await expect.poll(() => said, eventually).toEqual(['now', 'later']);
  });

  test('a job that waits is not queued twice; one that runs is queued once more', async () => {
    const server = await app();
    const kind = wordKind();
    const gate = Promise.withResolvers<void>();
    const { said, job } = speaking(kind, () => gate.promise);
    for (const word of ['first', 'second']) await queue(server, kind, word, { key: 'one' });
    await queue(server, kind, 'other', { key: 'two' });
    expect(await statesOf(server, kind.name)).toEqual(['waiting', 'waiting']);
    replica(server, [job], { slots: 4 });
    await expect.poll(() => said.toSorted(), eventually).toEqual(['first', 'other']);
    for (const word of ['third', 'fourth']) await queue(server, kind, word, { key: 'one' });
    expect(await statesOf(server, kind.name)).toEqual(['running', 'running']);
    gate.resolve();
    await expect
      .poll(() => statesOf(server, kind.name), eventually)
      .toEqual(['done', 'done', 'done']);
    expect(said.toSorted()).toEqual(['first', 'first', 'other']);
  });

  test('a payload that is not of its kind is refused when it is queued, and dead when it is stored', async () => {
    const server = await app();
    const kind = wordKind();
    const wrong = { word: 7 } as unknown as { word: string };
    const { db, now, pool } = server.services;
    const queued = db.transaction().execute((tx) => enqueue(tx, kind, wrong, { now: now() }));
    await expect(queued).rejects.toThrow();
    await pool.query(
      `insert into jobs (kind, payload, max_attempts, due_at, created_at) values ($1, '{"word":7}', 8, now(), now())`,
      [kind.name],
    );
    const { said, job } = speaking(kind);
    replica(server, [job]);
    await expect
      .poll(() => jobsOf(server, kind.name), eventually)
      .toMatchObject([
        { state: 'dead', attempts: 1, last_error: 'The payload is not of this kind.' },
      ]);
    expect(said).toEqual([]);
  });

  test('a kind that this version does not know is left to a version that does', async () => {
    const server = await app();
    await queue(server, wordKind({ name: 'test.newer' }), 'word');
    const kind = wordKind();
    const { job } = speaking(kind);
    await queue(server, kind, 'word');
    replica(server, [job]);
    await expect.poll(() => statesOf(server, kind.name), eventually).toEqual(['done']);
    expect(await statesOf(server, 'test.newer')).toEqual(['waiting']);
  });
});

describe('spec jobs#retries', () => {
  test('a job that fails is tried again later, and is dead after its last attempt', async () => {
    const server = await app();
    const kind = wordKind({ maxAttempts: 3 });
    const failing = speaking(kind, () => {
      throw new AppError('full', { message: 'The disk is full.' });
    });
    await queue(server, kind, 'word');
    replica(server, [failing.job]);
    for (const attempts of [1, 2]) {
      await expect
        .poll(() => jobsOf(server, kind.name), eventually)
        .toMatchObject([{ state: 'waiting', attempts, last_error: 'The disk is full.' }]);
      const [waiting] = await jobsOf(server, kind.name);
      expect(waiting?.due_at.getTime()).toBeGreaterThan(server.services.now().getTime());
      server.advance(minutes(2));
    }
    await expect
      .poll(() => jobsOf(server, kind.name), eventually)
      .toMatchObject([{ state: 'dead', attempts: 3, last_error: 'The disk is full.' }]);
    expect(failing.said).toHaveLength(3);
    server.advance(minutes(60 * 24 * 30));
    expect(await pruneJobs(server.services.db, server.services.now())).toBe(0);
    expect(server.log).toContainEqual(
      expect.objectContaining({ msg: 'job dead', kind: kind.name, attempt: 3 }),
    );
  });

  test('one that succeeds at last is done, and removed a week later', async () => {
    const server = await app();
    const kind = wordKind();
    let failures = 0;
    const { job } = speaking(kind, () => {
      failures += 1;
      if (failures === 1) throw new Error('password=hunter2');
    });
    await queue(server, kind, 'word');
    replica(server, [job]);
    await expect
      .poll(() => jobsOf(server, kind.name), eventually)
      .toMatchObject([{ state: 'waiting', last_error: 'Error' }]);
    server.advance(minutes(2));
    await expect.poll(() => statesOf(server, kind.name), eventually).toEqual(['done']);
    const { db, now } = server.services;
    expect(await pruneJobs(db, now())).toBe(0);
    server.advance(minutes(60 * 24 * 8));
    expect(await pruneJobs(db, now())).toBe(1);
  });

  test('a run that takes longer than its deadline is aborted, and another one follows', async () => {
    const server = await app();
    const kind = wordKind({ deadlineMs: 50 });
    const signals: AbortSignal[] = [];
    const { job } = speaking(kind, (_word, signal) => {
      signals.push(signal);
      return signals.length === 1 ? never() : undefined;
    });
    await queue(server, kind, 'word');
    replica(server, [job]);
    await expect
      .poll(() => jobsOf(server, kind.name), eventually)
      .toMatchObject([{ state: 'waiting', last_error: 'The run took longer than its deadline.' }]);
    expect(signals[0]?.aborted).toBe(true);
    server.advance(minutes(2));
    await expect.poll(() => statesOf(server, kind.name), eventually).toEqual(['done']);
  });
});

describe('spec jobs#replicas', () => {
  test('of several replicas one runs each job', async () => {
    const server = await app();
    const kind = wordKind();
    const words = Array.from({ length: 40 }, (_, n) => `word ${n}`);
    for (const word of words) await queue(server, kind, word);
    const replicas = [1, 2, 3].map(() => speaking(kind, () => sleep(1)));
    for (const { job } of replicas) replica(server, [job], { slots: 3 });
    await expect
      .poll(async () => new Set(await statesOf(server, kind.name)), eventually)
      .toEqual(new Set(['done']));
    expect(replicas.flatMap(({ said }) => said).toSorted()).toEqual(words.toSorted());
  });

  test('a job whose replica stopped is taken over when its lease ends, and only then', async () => {
    const server = await app();
    const { db, now } = server.services;
    const kind = wordKind();
    await queue(server, kind, 'word');
    const claimed = await claimJobs(db, {
      ...{ runner: 'a replica that is killed', kinds: [kind.name], most: 1, now: now() },
    });
    expect(claimed).toHaveLength(1);
    const { said, job } = speaking(kind);
    const other = wordKind({ name: 'test.other' });
    const sign = speaking(other);
    replica(server, [job, sign.job]);
    await queue(server, other, 'polled');
    await expect.poll(() => sign.said, eventually).toEqual(['polled']);
    expect(said).toEqual([]);
    server.advance(minutes(2));
    await expect
      .poll(() => jobsOf(server, kind.name), eventually)
      .toMatchObject([
        { state: 'done', attempts: 2, last_error: 'The replica that ran it stopped.' },
      ]);
    expect(said).toEqual(['word']);
  });

  test('a job whose replicas keep stopping is dead after its last attempt', async () => {
    const server = await app();
    const { db, now } = server.services;
    const kind = wordKind({ maxAttempts: 1 });
    await queue(server, kind, 'word');
    await claimJobs(db, { runner: 'killed', kinds: [kind.name], most: 1, now: now() });
    server.advance(minutes(2));
    const { said, job } = speaking(kind);
    replica(server, [job]);
    await expect.poll(() => statesOf(server, kind.name), eventually).toEqual(['dead']);
    expect(said).toEqual([]);
  });

  test('a replica that works on keeps its job, however long it takes', async () => {
    const server = await app();
    const kind = wordKind();
    const gate = Promise.withResolvers<void>();
    const { said, job } = speaking(kind, () => gate.promise);
    await queue(server, kind, 'word');
    replica(server, [job]);
    await expect.poll(() => said, eventually).toEqual(['word']);
    for (let minute = 0; minute < 5; minute += 1) {
      server.advance(50_000);
      const renewed = server.services.now().getTime() + 55_000;
      await expect
        .poll(async () => (await jobsOf(server, kind.name))[0]?.due_at.getTime(), eventually)
        .toBeGreaterThan(renewed);
    }
    gate.resolve();
    await expect
      .poll(() => jobsOf(server, kind.name), eventually)
      .toMatchObject([{ state: 'done', attempts: 1 }]);
  });

  test('a process that shuts down waits for its jobs, and releases unfinished ones', async () => {
    const server = await app();
    const kind = wordKind();
    const { said, job } = speaking(kind, (word) => (word === 'long' ? never() : sleep(50)));
    for (const word of ['short', 'long', 'late']) await queue(server, kind, word);
    const first = replica(server, [job]);
    await expect.poll(() => said, eventually).toHaveLength(2);
    await first.stop(1_000);
    expect(await jobsOf(server, kind.name)).toMatchObject([
      { state: 'done' },
      { state: 'waiting', attempts: 0 },
      { state: 'waiting', attempts: 0 },
    ]);
    const second = speaking(kind);
    replica(server, [second.job]);
    await expect
      .poll(() => statesOf(server, kind.name), eventually)
      .toEqual(['done', 'done', 'done']);
    expect(second.said.toSorted()).toEqual(['late', 'long']);
  });

  test('a database that is away delays jobs and ends nothing', async () => {
    const server = await app();
    const kind = wordKind();
    const { said, job } = speaking(kind);
    const { db } = server.services;
    const begin = vi.spyOn(db, 'getExecutor').mockImplementation(() => {
      throw new Error('ECONNREFUSED');
    });
    replica(server, [job]);
    await expect
      .poll(() => server.log.filter(({ msg }) => msg === 'jobs could not be read'), eventually)
      .toHaveLength(1);
    begin.mockRestore();
    await queue(server, kind, 'word');
    await expect.poll(() => said, eventually).toEqual(['word']);
  });
});

test('every kind of job has words in the declaration of its feature', async () => {
  const { services } = await app();
  const kinds = declaredJobs(services).map(({ kind }) => kind.name);
  expect(kinds.toSorted()).toEqual(Object.keys(jobLabels).toSorted());
});

describe('spec jobs#schedules', () => {
  const daily = (runs: string[]) =>
    scheduledJob({ name: 'test.daily', cron: '0 3 * * *' }, async () => void runs.push('ran'));
  const next = async ({ services }: AppServer): Promise<Date | undefined> =>
    (
      await services.pool.query<{ next_at: Date }>(
        "select next_at from job_schedules where kind = 'test.daily'",
      )
    ).rows[0]?.next_at;

  test('each scheduled time runs once across all replicas, and missed ones are made up once', async () => {
    const server = await app();
    const runs: string[] = [];
    for (let count = 0; count < 3; count += 1) replica(server, [daily(runs)]);
    await expect.poll(() => statesOf(server, 'test.daily'), eventually).toEqual(['done']);
    server.advance(minutes(60 * 24));
    await expect.poll(() => statesOf(server, 'test.daily'), eventually).toEqual(['done', 'done']);
    server.advance(minutes(60 * 24 * 5));
    await expect
      .poll(async () => ((await next(server))?.getTime() ?? 0) > server.services.now().getTime())
      .toBe(true);
    await expect
      .poll(() => statesOf(server, 'test.daily'), eventually)
      .toEqual(['done', 'done', 'done']);
    expect(runs).toHaveLength(3);
  });

  test('the time of day is that of the time zone of the app, also when that changes', async () => {
    const server = await app();
    replica(server, [daily([])]);
    await expect.poll(async () => (await next(server))?.getUTCHours(), eventually).toBe(3);
    await server.services.pool.query(
      `update entity_properties set value = 'Asia/Tokyo' where key = 'value'
         and entity_id = (select id from entities where name = 'app.time_zone')`,
    );
    await expect.poll(async () => (await next(server))?.getUTCHours(), eventually).toBe(18);
  });

  test('spec platform#upkeep: every declared job runs on the database of a server', async () => {
    const server = await app();
    const jobs = declaredJobs(server.services);
    replica(server, jobs);
    const done = async () => {
      const { rows } = await server.services.pool.query<{ kind: string; state: string }>(
        'select kind, state from jobs order by kind',
      );
      return rows;
    };
    const scheduled = jobs.filter(({ cron }) => cron !== undefined);
    await expect
      .poll(done, eventually)
      .toEqual(scheduled.map(({ kind }) => ({ kind: kind.name, state: 'done' })).toSorted(byKind));
  });
});

const byKind = (one: { kind: string }, other: { kind: string }) => (one.kind < other.kind ? -1 : 1);

test('spec jobs#metrics: runs, waiting and dead jobs are counted', async () => {
  const server = await app();
  const { db, now, metrics } = server.services;
  const good = wordKind({ name: 'test.good' });
  const bad = wordKind({ name: 'test.bad', maxAttempts: 1 });
  const failing = speaking(bad, () => {
    throw new Error('no such table');
  });
  await queue(server, good, 'word');
  await queue(server, bad, 'word');
  replica(server, [speaking(good).job, failing.job]);
  await expect.poll(() => statesOf(server, bad.name), eventually).toEqual(['dead']);
  await expect.poll(() => statesOf(server, good.name), eventually).toEqual(['done']);
  await queue({ ...server, services: { ...server.services, db, now } }, wordKind(), 'word', {
    dueAt: new Date(now().getTime() - minutes(5)),
  });
  const text = await metrics.registry.metrics();
  expect(text).toContain('job_runs_total{kind="test.good",outcome="done"} 1');
  expect(text).toContain('job_runs_total{kind="test.bad",outcome="dead"} 1');
  expect(text).toContain('job_run_duration_seconds_count{kind="test.good"} 1');
  expect(text).toContain('jobs{kind="test.bad",state="dead"} 1');
  expect(text).toContain('jobs{kind="test.word",state="waiting"} 1');
  expect(Number(/^job_oldest_due_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(300);
});

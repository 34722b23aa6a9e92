import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { jobsOf, replica, speaking, wordKind } from './jobs-fixture.ts';

const { server, admin } = await administered();
const { pool } = server.services;

interface Values {
  readonly kind?: string;
  readonly key?: string | null;
  readonly state?: string;
  readonly attempts?: number;
  readonly error?: string | null;
}

async function made({
  kind = 'audit.prune',
  key = null,
  state = 'waiting',
  attempts = 0,
  error = null,
}: Values = {}): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into jobs (kind, unique_key, payload, state, attempts, max_attempts, due_at, last_error, created_at, started_at, finished_at)
     values ($1, $2, '{"secret":"hunter2"}', $3, $4, 8, now() + interval '1 hour', $5, now(), now(),
       case when $3 in ('done', 'dead', 'cancelled') then now() + interval '3 seconds' end) returning id`,
    [kind, key, state, attempts, error],
  );
  return rows[0]?.id ?? '';
}

const rowOf = async (id: string) =>
  (await pool.query('select state, attempts, due_at <= now() as due from jobs where id = $1', [id]))
    .rows[0];

const act = async (id: string, action: 'retry' | 'cancel', back = '/jobs') => {
  await admin.get('/jobs');
  const answer = await admin.post(`/jobs/${id}/${action}`, { back });
  return { answer, page: textOf((await admin.get(answer.location ?? '/jobs')).text) };
};

describe('spec jobs#page', () => {
  test('administrators see jobs with their state, attempts, duration and last error, and no payload', async () => {
    await made({ kind: 'tokens.prune', state: 'done', attempts: 1 });
    await made({ kind: 'graph.prune', state: 'dead', attempts: 8, error: 'DatabaseError 57014' });
    const { status, text } = await admin.get('/jobs');
    expect(status).toBe(200);
    const words = textOf(text);
    expect(words).toContain('Remove expired access tokens');
    expect(words).toContain('1 of 8');
    expect(words).toContain('3 s');
    expect(words).toContain('Last error: DatabaseError 57014');
    expect(words).toMatch(/1 job failed for good/);
    expect(text).not.toContain('hunter2');
  });

  test('the list is narrowed by state and by kind, and has pages', async () => {
    await pool.query('delete from jobs');
    for (let n = 0; n < 30; n += 1) await made({ state: 'done', attempts: 1 });
    await made({ kind: 'tokens.prune' });
    const shown = async (query: string) =>
      (await admin.get(`/jobs${query}`)).text.match(/<tr[^>]*role="row"/g)?.length ?? 0;
    expect(await shown('')).toBe(26);
    expect(await shown('?page=2')).toBe(7);
    expect(await shown('?page=9')).toBe(7);
    expect(await shown('?state=waiting')).toBe(2);
    expect(await shown('?kind=audit.prune&state=done&per_page=100')).toBe(31);
    expect(textOf((await admin.get('/jobs?state=dead')).text)).toContain('No jobs match');
  });

  test('a dead job is retried with all its attempts, which the audit log records', async () => {
    const id = await made({ state: 'dead', attempts: 8 });
    const { page } = await act(id, 'retry', '/jobs?state=dead');
    expect(page).toContain('Remove expired audit entries: queued again.');
    expect(await rowOf(id)).toEqual({ state: 'waiting', attempts: 0, due: true });
    const [row] = (await auditRows(server, 'job.retried')).slice(-1);
    expect(row).toMatchObject({
      outcome: 'success',
      target_label: 'audit.prune',
      before: { state: 'dead', attempts: 8 },
      after: { state: 'waiting', attempts: 0 },
    });
  });

  test('a job that waits for another attempt can be run now', async () => {
    const id = await made({ attempts: 3 });
    await act(id, 'retry');
    expect(await rowOf(id)).toEqual({ state: 'waiting', attempts: 0, due: true });
  });

  test('a job that waits is cancelled and not run', async () => {
    const id = await made();
    const { page } = await act(id, 'cancel');
    expect(page).toContain('Remove expired audit entries: cancelled.');
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled' });
    expect((await auditRows(server, 'job.cancelled')).at(-1)).toMatchObject({
      before: { state: 'waiting' },
      after: { state: 'cancelled' },
    });
  });

  test('cancelling a job that runs aborts it', async () => {
    const kind = wordKind();
    const signals: AbortSignal[] = [];
    const { job } = speaking(kind, (_word, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    await pool.query(
      `insert into jobs (kind, payload, max_attempts, due_at, created_at) values ($1, '{"word":"a"}', 8, now(), now())`,
      [kind.name],
    );
    replica(server, [job]);
    await expect.poll(() => signals.length).toBe(1);
    const [row] = await jobsOf(server, kind.name);
    await act(row?.id ?? '', 'cancel');
    await expect.poll(() => signals[0]?.aborted).toBe(true);
    expect(await jobsOf(server, kind.name)).toMatchObject([{ state: 'cancelled' }]);
  });

  test.each([
    ['a job that is done', 'retry', { state: 'done' }, 'can’t be retried'],
    ['a job that runs', 'retry', { state: 'running' }, 'can’t be retried'],
    ['a job that is done', 'cancel', { state: 'done' }, 'can’t be cancelled'],
  ] as const)('%s is no job to %s', async (_, action, values, words) => {
    const id = await made(values);
    const { page } = await act(id, action);
    expect(page.replaceAll("'", '’')).toContain(words);
    expect(await rowOf(id)).toMatchObject(values);
  });

  test('a job is not retried beside another of its key', async () => {
    const id = await made({ state: 'dead', key: 'one' });
    await made({ key: 'one' });
    const { page } = await act(id, 'retry');
    expect(page).toContain('already waiting or running');
    expect(await rowOf(id)).toMatchObject({ state: 'dead' });
  });

  test('a job that is gone is not found, and the way back stays in the list', async () => {
    expect((await act('999999', 'retry')).answer.status).toBe(404);
    const id = await made();
    expect((await act(id, 'cancel', '//evil.example')).answer.location).toBe('/jobs');
  });

  test('schedules are shown with their last and their next run', async () => {
    await pool.query('delete from jobs');
    await pool.query(
      `insert into job_schedules (kind, cron, time_zone, next_at) values
         ('audit.prune', '10 2 * * *', 'Asia/Tokyo', '2026-11-24T17:10:00Z'), ('gone.kind', '0 0 * * *', 'UTC', now())`,
    );
    const before = textOf((await admin.get('/jobs/schedules')).text);
    expect(before).toContain('Not yet');
    await made({ state: 'dead' });
    const words = textOf((await admin.get('/jobs/schedules')).text);
    expect(words).toMatch(
      /Remove expired audit entries.*10 2 \* \* \* Asia\/Tokyo.*Failed for good/s,
    );
    expect(words).not.toContain('gone.kind');
  });

  test('other users do not see or change them', async () => {
    const id = await made();
    const viewer = await server.signIn('viewer');
    await viewer.get('/account');
    expect((await viewer.get('/jobs')).status).toBe(403);
    expect((await viewer.get('/jobs/schedules')).status).toBe(403);
    expect((await viewer.post(`/jobs/${id}/cancel`, {})).status).toBe(403);
    expect(await rowOf(id)).toMatchObject({ state: 'waiting' });
  });
});

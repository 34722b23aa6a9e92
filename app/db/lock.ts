import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { AppError } from '../errors.ts';

/**
 * Advisory lock for schema changes: "ahlt" in ASCII. Locks are per database, so environments do not
 * wait for each other.
 */
const migrationLock = 0x61_68_6c_74;

/**
 * Takes the lock that lets one process migrate at a time, or throws `migration_locked` after
 * `limitMs`. Polls instead of queueing in the server: a session that waits in `pg_advisory_lock`
 * holds a snapshot, and `create index concurrently` in the session that holds the lock would wait
 * for that snapshot, a deadlock.
 */
export async function takeMigrationLock(client: ClientBase, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await tryLock(client))) {
    if (performance.now() >= deadline) throw await lockedBy(client, limitMs);
    await sleep(50 + Math.random() * 150);
  }
}

/** Releases the lock, as the end of the session also would. */
export async function releaseMigrationLock(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_unlock($1)', [migrationLock]);
}

async function tryLock(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock($1) as taken',
    [migrationLock],
  );
  return rows[0]?.taken === true;
}

async function lockedBy(client: ClientBase, limitMs: number): Promise<AppError> {
  const { rows } = await client.query<{ pid: number; since: Date; name: string }>(
    `select a.pid, a.backend_start as since, a.application_name as name
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = $1
       and l.database = (select oid from pg_database where datname = current_database())`,
    [migrationLock],
  );
  const holder = rows[0];
  const who =
    holder === undefined
      ? ''
      : ` Process ${holder.pid} (${holder.name}) has it since ${holder.since.toISOString()}.`;
  return new AppError('migration_locked', {
    message: `Another process is migrating this database; waited ${Math.round(limitMs / 1000)} s for it.${who} Try again.`,
    status: 503,
    details: { waitedMs: limitMs, ...(holder === undefined ? {} : { holder: holder.pid }) },
  });
}

import { type RawBuilder, sql } from 'kysely';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { createAuditTrail } from '#app/audit/record.ts';
import { pruneAudit } from '#app/audit/retention.ts';
import { verifyChain } from '#app/audit/verify.ts';
import { createAuditWatch } from '#app/audit/watch.ts';
import type { Db } from '#app/db/database.ts';
import { systemActor } from '#app/ontology/actor.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { openStore } from './kernel-fixture.ts';

async function watched(limit: number) {
  const store = await openStore('base');
  onTestFinished(() => store[Symbol.asyncDispose]());
  const lines: string[] = [];
  const registry = new Registry();
  const log = {
    info: () => undefined,
    fatal: (_facts: object, message: string) => void lines.push(message),
  };
  const watch = createAuditWatch({
    db: store.db,
    log,
    registry,
    limit,
    now: () => new Date('2026-11-24T10:00:00Z'),
  });
  const audit = createAuditTrail({
    sinks: ['db'],
    environment: 'test',
    log,
    onFailure: watch.failed,
  });
  const metric = async (name: string) =>
    (await registry.getMetricsAsJSON()).find((one) => one.name === name)?.values[0]?.value;
  return { db: store.db, audit, watch, lines, metric };
}

test('spec audit-log#same-transaction: an event that cannot be written takes its change back, and is reported in log and metrics', async () => {
  const { db, audit, watch, lines, metric } = await watched(0);
  const work = inTransaction({ db, audit }, async (tx, record) => {
    await sql`update entities set label = 'changed' where name = 'admin'`.execute(tx);
    // An outcome that the table refuses.
    record([{ action: 'auth.login', actor: systemActor(), outcome: 'other' as 'success' }]);
  });
  await expect(work).rejects.toThrow();
  const { rows } = await sql`select id from entities where label = 'changed'`.execute(db);
  expect(rows).toEqual([]);
  expect(watch.failures()).toEqual({ count: 1, last: new Date('2026-11-24T10:00:00Z') });
  expect(lines).toEqual([expect.stringContaining('could not be written')]);
  expect(await metric('audit_write_failures_total')).toBe(1);
});

test('spec audit-log#volume: a log beyond three quarters of its volume is reported once, not at each look', async () => {
  const { watch, lines, metric } = await watched(100_000);
  await watch.checkVolume();
  await watch.checkVolume();
  expect(lines).toEqual([expect.stringMatching(/75 %|beyond/)]);
  expect(await metric('audit_log_bytes')).toBeGreaterThan(0);
  expect(await metric('audit_log_limit_bytes')).toBe(100_000);
});

test('a log with room raises no alert', async () => {
  const { watch, lines } = await watched(1e12);
  await watch.checkVolume();
  expect(lines).toEqual([]);
});

/**
 * What the owner of the tables can do: recompute every digest after a change, including the end of
 * the chain.
 */
async function rewrite(db: Db, change: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`alter table audit_log disable trigger all`.execute(tx);
    await change.execute(tx);
    await sql`do $$
declare r audit_log; previous bytea := (select pruned_hash from audit_head); place bigint := (select pruned_seq from audit_head);
begin
  for r in select * from audit_log order by seq loop
    place := place + 1;
    update audit_log set seq = place, previous_hash = previous where seq = r.seq;
    update audit_log a set hash = audit_digest(a) where a.seq = place returning a.hash into previous;
  end loop;
  update audit_head set seq = place, hash = previous;
end $$`.execute(tx);
    await sql`alter table audit_log enable trigger all`.execute(tx);
  });
}

test.each([
  [
    'an entry that was changed',
    sql`update audit_log set actor_name = 'nobody' where seq = 1`,
    'does not match the digest',
  ],
  [
    'entries that were removed from the end',
    sql`delete from audit_log where seq >= 2`,
    'is missing',
  ],
])('%s is found though the chain and its end were computed again', async (_, change, words) => {
  const { db, audit, watch, lines, metric } = await watched(0);
  const write = () =>
    inTransaction({ db, audit }, async (_tx, record) =>
      record([{ action: 'auth.login', actor: systemActor(), always: true }]),
    );
  for (const _each of [1, 2, 3]) await write();
  await watch.checkWitness();
  await write();
  await watch.checkWitness();
  expect([lines, watch.rewritten()]).toEqual([[], undefined]);
  await rewrite(db, change);
  expect((await verifyChain(db)).ok).toBe(true);
  await watch.checkWitness();
  expect(lines).toEqual([expect.stringContaining(words)]);
  expect(watch.rewritten()).toContain(words);
  expect(await metric('audit_log_rewrites_total')).toBe(1);
});

test('rows that retention removes are no rewriting', async () => {
  const { db, audit, watch, lines } = await watched(0);
  const write = () =>
    inTransaction({ db, audit }, async (_tx, record) =>
      record([{ action: 'auth.login', actor: systemActor(), always: true }]),
    );
  await write();
  await watch.checkWitness();
  await write();
  await sql`alter table audit_log disable trigger all`.execute(db);
  await sql`update audit_log set at = now() - interval '20 years'`.execute(db);
  await sql`alter table audit_log enable trigger all`.execute(db);
  expect(await pruneAudit({ db, audit }, 'test')).toBeGreaterThan(0);
  await watch.checkWitness();
  expect(lines).toEqual([]);
});

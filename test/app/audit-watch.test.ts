import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { createAuditTrail } from '#app/audit/record.ts';
import { createAuditWatch } from '#app/audit/watch.ts';
import { systemActor } from '#app/ontology/actor.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { openStore } from './kernel-fixture.ts';

async function watched(limit: number) {
  const store = await openStore('base');
  onTestFinished(() => store[Symbol.asyncDispose]());
  const lines: string[] = [];
  const registry = new Registry();
  const log = { info: () => undefined, fatal: (_facts: object, message: string) => void lines.push(message) };
  const watch = createAuditWatch({ db: store.db, log, registry, limit, now: () => new Date('2026-11-24T10:00:00Z') });
  const audit = createAuditTrail({ sinks: ['db'], environment: 'test', log, onFailure: watch.failed });
  const metric = async (name: string) => (await registry.getMetricsAsJSON()).find((one) => one.name === name)?.values[0]?.value;
  return { db: store.db, audit, watch, lines, metric };
}

test('platform 13.4: an event that cannot be written takes its change back, and is told in log and metrics', async () => {
  const { db, audit, watch, lines, metric } = await watched(0);
  const work = inTransaction({ db, audit }, async (tx, record) => {
    await tx.updateTable('entities').set({ label: 'changed' }).where('name', '=', 'admin').execute();
    // An outcome that the table refuses.
    record([{ action: 'auth.login', actor: systemActor(), outcome: 'other' as 'success' }]);
  });
  await expect(work).rejects.toThrow();
  expect(await db.selectFrom('entities').where('label', '=', 'changed').select('id').execute()).toEqual([]);
  expect(watch.failures()).toEqual({ count: 1, last: new Date('2026-11-24T10:00:00Z') });
  expect(lines).toEqual([expect.stringContaining('could not be written')]);
  expect(await metric('audit_write_failures_total')).toBe(1);
});

test('platform 13.4: a log beyond three quarters of its volume is told once, not at each look', async () => {
  const { watch, lines, metric } = await watched(100_000);
  await watch.checkVolume();
  await watch.checkVolume();
  expect(lines).toEqual([expect.stringMatching(/75 %|beyond/)]);
  expect(await metric('audit_log_bytes')).toBeGreaterThan(0);
  expect(await metric('audit_log_limit_bytes')).toBe(100_000);
});

test('a log with room says nothing', async () => {
  const { watch, lines } = await watched(1e12);
  await watch.checkVolume();
  expect(lines).toEqual([]);
});

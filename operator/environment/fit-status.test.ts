import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AhltEnvironmentStatus, environmentStatus } from '#cdk8s/api/index.ts';
import { fitStatus } from './fit-status.ts';

const moment = '2026-11-24T12:00:00Z';
const ready = {
  type: 'Ready',
  status: 'False',
  reason: 'Migrating',
  message: 'It runs.',
  lastTransitionTime: moment,
} as const;
const status: AhltEnvironmentStatus = { step: 'Migrate', conditions: [ready] };
const run = { command: 'migrate', image: 'im-ctrl:1', startedAt: moment } as const;

test('what fits stays as it is', () => {
  expect(fitStatus(status)).toEqual({ status, changes: [] });
});

test.each<[string, object, object, string]>([
  [
    'a request that is too long is cut',
    { requestedAt: 'r'.repeat(300) },
    { requestedAt: `${'r'.repeat(255)}…` },
    'requestedAt was longer than 256 characters',
  ],
  [
    'a plan hash that is too long is cut',
    { migrations: { planHash: 'h'.repeat(5000), current: '0001' } },
    { migrations: { planHash: `${'h'.repeat(255)}…`, current: '0001' } },
    'migrations.planHash was longer than 256 characters',
  ],
  [
    'an error code that is no reason becomes one',
    { conditions: [{ ...ready, reason: '22P02' }] },
    { conditions: [{ ...ready, reason: 'Error22P02' }] },
    'conditions.0.reason was not a reason',
  ],
  [
    'a reason of other characters is at least reported',
    { conditions: [{ ...ready, reason: '…' }] },
    { conditions: [{ ...ready, reason: 'Failed' }] },
    'conditions.0.reason was not a reason',
  ],
  [
    'a run without a moment goes, the others stay',
    { runs: [{ ...run, startedAt: 'long ago' }, run] },
    { runs: [run] },
    'runs.0.startedAt was not a valid value',
  ],
  [
    'runs beyond the tenth go',
    { runs: Array(12).fill(run) },
    { runs: Array(10).fill(run) },
    'runs had more than 10 items',
  ],
  [
    'a grade that nobody knows goes',
    { migrations: { grade: 'odd' } },
    { migrations: {} },
    'migrations.grade was not a known value',
  ],
  [
    'a count that is none goes',
    { graph: { nodes: Number.NaN, relationships: 2 } },
    { graph: { relationships: 2 } },
    'graph.nodes was not a valid value',
  ],
  ['what a newer operator wrote goes', { novelty: 1 }, {}, 'novelty is unknown'],
])('%s', (_, given, expected, change) => {
  const fitted = fitStatus({ ...status, ...given } as AhltEnvironmentStatus);
  expect(fitted.status).toEqual({ ...status, ...expected });
  expect(fitted.changes).toContain(change);
});

test('the definition accepts the result for any input, and the step is kept', () => {
  const anything = fc.record(
    {
      requestedAt: fc.anything(),
      migrations: fc.anything(),
      runs: fc.anything(),
      workload: fc.anything(),
      graph: fc.record({ nodes: fc.anything(), digest: fc.string({ maxLength: 600 }) }),
      conditions: fc.array(
        fc.record({ type: fc.constant('Ready'), reason: fc.string(), message: fc.anything() }),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anything, (given) => {
      const fitted = fitStatus({ step: 'Migrate', ...given } as unknown as AhltEnvironmentStatus);
      expect(environmentStatus.safeParse(fitted.status).success).toBe(true);
      expect(fitted.status.step).toBe('Migrate');
    }),
    { numRuns: 200 },
  );
});

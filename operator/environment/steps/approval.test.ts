import { expect, test } from 'vitest';
import { planHash } from '../keys.ts';
import { desired, ledger, observed, planDocument, planRun, run } from '../plan.fixture.ts';
import { plan } from '../plan.ts';
import type { Desired, Reachable } from '../types.ts';

const destructive = {
  id: '0003',
  grade: 'destructive' as const,
  effect: 'drops column relations.weight',
};
const waiting = planDocument('0002', [destructive, { id: '0004' }]);

/** The plan of 0003 and 0004 waits; what else is known came from earlier images or requests. */
function have(want: Desired, ...earlier: unknown[]): Reachable {
  const there = observed();
  const others = earlier.map((result, index) =>
    run({ command: 'plan', key: `earlier-${index}`, result }),
  );
  return {
    ...there,
    runs: [...others, planRun(want, there, '0002', [destructive, { id: '0004' }])],
  };
}

const committed = (approvedPlan: string) =>
  desired({ spec: { migrations: { backup: 'never', approvedPlan } } });
const annotated = (approvedPlan: string) => desired({ approvedPlan });

function message(want: Desired, there: Reachable): string {
  const { conditions } = plan(want, there);
  const ready = conditions.find(({ type }) => type === 'Ready');
  expect(ready?.reason).toBe('ApprovalNeeded');
  expect(ready?.message.length).toBeLessThan(1_000);
  expect(ready?.message).toMatch(new RegExp(`approved-plan=${waiting.hash}$`));
  return ready?.message ?? '';
}

test('nonsense is named as such, wherever it stands', () => {
  const want = annotated('yes please');
  expect(message(want, have(want))).toContain(
    'The annotation platform.ahlt.dev/approved-plan is "yes please", which is not the hash of a plan (sha256: and 64 hexadecimal digits).',
  );
});

test('an unknown hash is shown beside the waiting one', () => {
  const unknown = `sha256:${'0'.repeat(64)}`;
  const want = committed(unknown);
  expect(message(want, have(want))).toContain(
    `spec.migrations.approvedPlan approves ${unknown}, not ${waiting.hash}: no known plan has that hash.`,
  );
});

const changed = {
  ...planDocument('0002', [{ id: '0003' }]).pending[0],
  checksum: 'as it was before',
};
const long = planDocument('0001', [{ id: '0002' }, { id: '0003' }]);
test.each([
  [
    'its checksums had no room in its result',
    { ...long, pending: long.pending.map(({ checksum: _, ...kept }) => kept) },
    '0002 has already run; 0004 was added.',
  ],
  ['one was added since', planDocument('0002', [destructive]), '0004 was added.'],
  [
    'one is gone since',
    planDocument('0002', [destructive, { id: '0004' }, { id: '0005' }]),
    '0005 is gone.',
  ],
  [
    'one was changed since',
    {
      ...planDocument('0002', [{ id: '0003' }]),
      pending: [changed],
      hash: planHash([changed as never]),
    },
    '0004 was added; 0003 was changed.',
  ],
  [
    'its migrations ran since',
    planDocument('0001', [{ id: '0002' }]),
    '0002 has already run; 0003, 0004 was added.',
  ],
])('an approval of an earlier plan, when %s', (_, earlier, words) => {
  const want = committed(earlier.hash);
  expect(message(want, have(want, earlier))).toContain(
    `approves ${earlier.hash}, not ${waiting.hash}: ${words}`,
  );
});

test('an approval is identified without its plan, by what ran and what waits', () => {
  const ran = planHash(ledger().migrations.slice(-1));
  const part = planHash(waiting.pending.slice(0, 1));
  for (const [hash, words] of [
    [ran, '0002 has already run; 0003, 0004 was added.'],
    [part, '0004 was added.'],
  ] as const) {
    const want = committed(hash);
    expect(message(want, have(want))).toContain(`not ${waiting.hash}: ${words}`);
  }
});

test('both places are reported, and a long effect leaves room for the command', () => {
  const want = {
    ...committed(`sha256:${'1'.repeat(64)}`),
    approvedPlan: `sha256:${'2'.repeat(64)}`,
  };
  const there = observed();
  const long = { ...destructive, effect: `drops ${'column, '.repeat(100)}` };
  const { conditions } = plan(want, {
    ...there,
    runs: [planRun(want, there, '0002', [long, { id: '0004' }])],
  });
  const said = conditions[0]?.message ?? '';
  expect(said).toContain('spec.migrations.approvedPlan approves sha256:111');
  expect(said).toContain('The annotation platform.ahlt.dev/approved-plan approves sha256:222');
  expect(said).toMatch(/approved-plan=sha256:[0-9a-f]{64}$/);
});

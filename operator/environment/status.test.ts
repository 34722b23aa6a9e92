import { expect, test } from 'vitest';
import { environmentStatus } from '#cdk8s/api/status.ts';
import { desired, noon, observed, run, settled, unread, withoutSecrets } from './plan.fixture.ts';
import { plan } from './plan.ts';
import { statusOf } from './status.ts';
import { transitions } from './transitions.ts';
import type { Desired, Observed } from './types.ts';

const after = (
  want: Desired,
  have: Observed,
  before?: ReturnType<typeof statusOf>,
  drift: string[] = [],
) =>
  statusOf(before, {
    desired: want,
    observed: have,
    plan: plan(want, have),
    outcome: { drift, contested: false },
    now: have.now,
  });
const wish = desired();

test.each([
  ['an empty cluster', withoutSecrets(observed())],
  ['everything as wanted', settled(wish)],
])('with %s every condition exists, and the API accepts it', (_, have) => {
  const status = after(wish, have);
  expect(status.conditions).toHaveLength(10);
  expect(environmentStatus.safeParse(status).error).toBeUndefined();
});

test('as wanted it says what runs, on which schema, with which seed', () => {
  expect(after(wish, settled(wish))).toMatchObject({
    step: 'Watching',
    schema: '0002',
    image: '1.4.0',
    graphState: 'off',
    seed: { profile: 'base' },
    workload: { availableReplicas: 1, lastGoodImage: wish.spec.image },
  });
});

test('the same state is the same status, however often it is written', () => {
  const first = after(wish, settled(wish));
  expect(after(wish, { ...settled(wish), now: noon + 60_000 }, first)).toEqual(first);
});

test('a condition keeps the moment at which it became what it is', () => {
  const first = after(wish, settled(wish));
  const later = after(wish, { ...observed(), now: noon + 60_000 }, first);
  const since = (status: typeof first, type: string) =>
    status.conditions?.find((one) => one.type === type)?.lastTransitionTime;
  expect(since(later, 'DatabaseReady')).toBe('2026-11-24T12:00:00Z');
  expect(since(later, 'Ready')).toBe('2026-11-24T12:01:00Z');
});

test('the last ten runs stay, also those whose Jobs are gone', () => {
  const runs = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      run({ command: 'resync', key: `${from + index}`, startedAt: noon + (from + index) * 1000 }),
    );
  const first = after(wish, { ...settled(wish), runs: runs(0, 8) });
  const second = after(wish, { ...settled(wish), runs: runs(6, 6) }, first);
  expect(second.runs?.map(({ startedAt }) => startedAt.slice(17, 19))).toEqual([
    '11',
    '10',
    '09',
    '08',
    '07',
    '06',
    '05',
    '04',
    '03',
    '02',
  ]);
});

test('what others changed stays reported until it happens again', () => {
  const first = after(wish, settled(wish), undefined, [
    'Deployment ahlt-dev: spec.replicas was 3 instead of 1',
  ]);
  const second = after(wish, settled(wish), first);
  expect(second.conditions?.find(({ type }) => type === 'Drifted')).toMatchObject({
    status: 'False',
    reason: 'Repaired',
    message: expect.stringContaining('spec.replicas was 3'),
  });
});

test('each change of a reason is reported once, failures as warnings', () => {
  const beginning = after(wish, withoutSecrets(observed()));
  expect(
    transitions([], beginning.conditions ?? []).map(({ type, reason }) => `${type} ${reason}`),
  ).toEqual(['Normal ProvidingDatabase']);
  expect(transitions(beginning.conditions ?? [], beginning.conditions ?? [])).toEqual([]);
  const lost = after(
    wish,
    unread(settled(wish), { state: 'blocked', reason: 'Unreachable', message: 'no answer' }),
    after(wish, settled(wish)),
  );
  expect(
    transitions(after(wish, settled(wish)).conditions ?? [], lost.conditions ?? []).map(
      ({ type, reason }) => `${type} ${reason}`,
    ),
  ).toContain('Warning Unreachable');
});

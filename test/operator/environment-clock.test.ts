import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionOf, type EnvironmentBed, environmentBed } from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';

// The operator's machine has another time than the cluster: delays after a failure stay the same.

const hour = 3_600_000;
const skewedClock = fileURLToPath(new URL('../support/skewed-clock.ts', import.meta.url));

let bed: EnvironmentBed;
beforeAll(async () => {
  bed = await environmentBed('clock');
});
afterAll(() => bed?.[Symbol.asyncDispose]());

interface MigrateJob {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
  };
  readonly metadata: {
    readonly creationTimestamp: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly lastTransitionTime: string }[];
  };
}

/**
 * The image's first migration that was tried twice: both Jobs. The remainder of a partly applied
 * plan is another one.
 */
async function twoAttempts(image: string): Promise<[MigrateJob, MigrateJob]> {
  const { items } = await bed.get<{ items: MigrateJob[] }>(
    'jobs',
    '-l',
    'platform.ahlt.dev/command=migrate',
  );
  const ofImage = items.filter(({ spec }) => spec.template.spec.containers[0]?.image === image);
  const attempt = (count: string, key?: string) =>
    ofImage.find(
      ({ metadata: { labels } }) =>
        labels['platform.ahlt.dev/attempt'] === count &&
        (!key || labels['platform.ahlt.dev/key'] === key),
    );
  const second = attempt('2');
  const first = second && attempt('1', second.metadata.labels['platform.ahlt.dev/key']);
  if (!first) throw new Error(`no second attempt among ${ofImage.length} Jobs`);
  return [first, second];
}

test.each([
  ['ahead', hour, '1.1.0'],
  ['behind', -hour, '1.2.0'],
])('an hour %s: a failed migration is tried again after its pause', async (_, skewMs, version) => {
  const image = `registry.test/ahlt/im-ctrl:${version}`;
  await bed.images.build({
    name: image,
    migrations: [{ name: 'broken', statements: ['select 1 / 0'] }],
  });
  const operator = await bed.startOperator({
    NODE_OPTIONS: `--import=${skewedClock}`,
    SKEW_MS: String(skewMs),
    RETRY_BASE_SECONDS: '4',
  });
  try {
    await bed.apply({ image });
    const [first, second] = await eventually(() => twoAttempts(image));
    const failedAt = Date.parse(
      first.status?.conditions?.find(({ type }) => type === 'Failed')?.lastTransitionTime ?? '',
    );
    // Both times are the cluster's, in whole seconds.
    expect(Date.parse(second.metadata.creationTimestamp) - failedAt).toBeGreaterThanOrEqual(3_000);
    const transitionAt = Date.parse(
      conditionOf(await bed.environment(), 'Migrated')?.lastTransitionTime ?? '',
    );
    expect(Math.abs(transitionAt - failedAt)).toBeLessThan(hour / 2);
  } finally {
    await operator.stop();
  }
});

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionOf, type EnvironmentBed, environmentBed } from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';

// The operator's machine shows another time than the cluster: pauses after a failure are as long as ever.

const hour = 3_600_000;
const skewedClock = fileURLToPath(new URL('../support/skewed-clock.ts', import.meta.url));

let bed: EnvironmentBed;
beforeAll(async () => {
  bed = await environmentBed('clock');
});
afterAll(() => bed?.[Symbol.asyncDispose]());

interface MigrateJob {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
  readonly metadata: { readonly creationTimestamp: string; readonly labels: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly lastTransitionTime: string }[] };
}

/** Attempts of the image's migration, in order. */
async function attempts(image: string): Promise<MigrateJob[]> {
  const { items } = await bed.get<{ items: MigrateJob[] }>('jobs', '-l', 'platform.ahlt.dev/command=migrate');
  const attempt = ({ metadata }: MigrateJob) => Number(metadata.labels['platform.ahlt.dev/attempt']);
  return items.filter(({ spec }) => spec.template.spec.containers[0]?.image === image).toSorted((a, b) => attempt(a) - attempt(b));
}

test.each([
  ['ahead', hour, '1.1.0'],
  ['behind', -hour, '1.2.0'],
])('an hour %s: a failed migration is tried again after its pause', async (_, skewMs, version) => {
  const image = `registry.test/ahlt/im-ctrl:${version}`;
  await bed.images.build({ name: image, migrations: [{ name: 'broken', statements: ['select 1 / 0'] }] });
  const operator = await bed.startOperator({
    NODE_OPTIONS: `--import=${skewedClock}`,
    SKEW_MS: String(skewMs),
    RETRY_BASE_SECONDS: '4',
  });
  try {
    await bed.apply({ image });
    const [first, second] = await eventually(async () => {
      const made = await attempts(image);
      expect(made.length).toBeGreaterThanOrEqual(2);
      return made;
    }, 60_000);
    const failedAt = Date.parse(first?.status?.conditions?.find(({ type }) => type === 'Failed')?.lastTransitionTime ?? '');
    // Both moments are the cluster's, in whole seconds.
    expect(Date.parse(second?.metadata.creationTimestamp ?? '') - failedAt).toBeGreaterThanOrEqual(3_000);
    const told = Date.parse(conditionOf(await bed.environment(), 'Migrated')?.lastTransitionTime ?? '');
    expect(Math.abs(told - failedAt)).toBeLessThan(hour / 2);
  } finally {
    await operator.stop();
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { desired, image } from './plan.fixture.ts';
import { plan } from './plan.ts';
import { emptyWorld, type ImageNature, seen, settle, type World } from './world.fixture.ts';

const graph = { enabled: true };

const anyWish = fc
  .record({
    replicas: fc.integer({ min: 0, max: 3 }),
    withGraph: fc.boolean(),
    profile: fc.constantFrom('none' as const, 'base' as const, 'demo' as const),
    rotate: fc.option(fc.constant('a'), { nil: undefined }),
    requestedAt: fc.option(fc.constant('2026-11-24T11:00:00Z'), { nil: undefined }),
  })
  .map(({ replicas, withGraph, profile, rotate, requestedAt }) =>
    desired({
      spec: { replicas, ...(withGraph && { graph }), seed: { profile } },
      ...(rotate && { rotate }),
      ...(requestedAt && { requestedAt }),
    }),
  );

const anyNature: fc.Arbitrary<ImageNature> = fc.record({
  migrations: fc
    .integer({ min: 1, max: 4 })
    .map((count) => ['0001', '0002', '0003', '0004'].slice(0, count)),
  failures: fc.integer({ min: 0, max: 2 }),
  lost: fc.integer({ min: 0, max: 2 }),
  serves: fc.constant(true),
});

// Each run is a whole life of an environment, up to 100 passes.
const lives = { numRuns: 40 };

/** For each pass, how many of its actions are executed before the operator is killed. */
const anyCrashes = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 30 });

const unharmed = (_pass: number, actions: number) => actions;
const killed = (crashes: readonly number[]) => (pass: number, actions: number) =>
  crashes[pass] ?? actions;

/** The world as seen from outside, without times. */
const end = (world: World) => ({
  migrations: world.migrations.map(({ id }) => id),
  seeded: world.seeded,
  synced: world.synced !== undefined,
  serving: world.workload.current?.key,
  complete: world.workload.complete,
  acknowledged: world.acknowledged,
});

test('a plan that was carried out leaves nothing to do', () => {
  fc.assert(
    fc.property(anyWish, anyNature, (wish, nature) => {
      const world = emptyWorld({ [image]: nature });
      expect(settle(wish, world, unharmed).step).toBe('Watching');
      expect(
        plan(wish, seen(world, wish)).actions.filter(({ kind }) => kind !== 'RollOut'),
      ).toEqual([]);
    }),
    lives,
  );
});

test('killed at any point, and with results lost, it comes to the same end, and every migration ran once', () => {
  fc.assert(
    fc.property(anyWish, anyNature, anyCrashes, (wish, nature, crashes) => {
      const [quiet, hurt] = [emptyWorld({ [image]: nature }), emptyWorld({ [image]: nature })];
      settle(wish, quiet, unharmed);
      settle(wish, hurt, killed(crashes));
      expect(end(hurt)).toEqual(end(quiet));
      expect([...hurt.ran]).toEqual(nature.migrations.map((id) => [id, 1]));
    }),
    lives,
  );
});

test('an image that never serves ends on the one before, whenever the operator is killed', () => {
  const next = 'registry.example/ahlt/im-ctrl:1.4.1';
  fc.assert(
    fc.property(anyNature, anyCrashes, (nature, crashes) => {
      const world = emptyWorld({ [image]: nature, [next]: { ...nature, serves: false } });
      settle(desired(), world, unharmed);
      const wish = desired({ spec: { image: next } });
      const last = settle(wish, world, killed(crashes), 100);
      expect(last.conditions.find(({ type }) => type === 'Ready')?.reason).toBe('RolledBack');
      expect(world.workload.current?.image).toBe(image);
      expect(world.workload.complete).toBe(true);
    }),
    lives,
  );
});

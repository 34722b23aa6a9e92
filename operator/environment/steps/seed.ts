import { schemaOf } from '../facts.ts';
import { runKey } from '../keys.ts';
import { readSeedResult } from '../results.ts';
import { progressOf } from '../runs.ts';
import type { CommandRun, Desired, Plan, PlannedCondition, Reachable } from '../types.ts';
import { condition, imageVersion } from '../words.ts';
import { planOf } from './unfinished-run.ts';

/** Timeout of seeding; includes pulling the image. */
const seedDeadlineSeconds = 600;

/** Every image seeds once for its profile; it decides by digest whether there is anything to do. */
export function seed(desired: Desired, observed: Reachable): Plan | undefined {
  if (desired.spec.seed.profile === 'none') return undefined;
  const { image, seed: wantedSeed } = desired.spec;
  const wanted = {
    command: 'seed' as const,
    image,
    key: seedKey(desired, observed),
    args: ['seed', '--profile', wantedSeed.profile, '--json'],
    deadlineSeconds: seedDeadlineSeconds,
  };
  const progress = progressOf(wanted, observed, (run) => confirmed(run, desired, observed));
  if (progress.is === 'done') return undefined;
  const what = `Seed ${wantedSeed.profile} of ${imageVersion(image)}`;
  return planOf(
    progress,
    { step: 'Seed', type: 'Seeded', doing: 'Seeding', failed: 'SeedFailed', what },
    observed,
  );
}

const seedKey = ({ spec, requestedAt }: Desired, observed: Reachable) =>
  runKey('seed', spec.image, spec.seed.profile, requestedAt, observed.secretChecksum);

/**
 * A run counts if the database shows its digest, because another database may have replaced the one
 * it ran on.
 */
function confirmed({ result }: CommandRun, { spec }: Desired, { database }: Reachable): boolean {
  const { seed: written } = database.ledger;
  const said = readSeedResult(result);
  if (written === undefined || said === undefined) return false;
  return said.digest === written.digest && written.profile === spec.seed.profile;
}

/** The condition of the seed while another step runs. */
export function seeded({ spec }: Desired, observed: Reachable): PlannedCondition {
  const { profile } = spec.seed;
  if (profile === 'none') return noSeed;
  const { seed: written } = observed.database.ledger;
  if (!written)
    return condition('Seeded', 'False', 'Pending', `Seed ${profile} runs after the migrations.`);
  if (written.profile !== profile)
    return condition(
      'Seeded',
      'False',
      'Pending',
      `Seed ${profile} is requested; the database has ${written.profile}.`,
    );
  return condition(
    'Seeded',
    'True',
    'Seeded',
    `Seed ${profile} ${written.digest.replace('sha256:', '').slice(0, 12)} on schema ${schemaOf(observed)}.`,
  );
}

export const noSeed = condition(
  'Seeded',
  'True',
  'NotWanted',
  'spec.seed.profile is none: the database starts empty.',
);

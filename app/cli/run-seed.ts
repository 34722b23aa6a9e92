import { createPool } from '../db/pool.ts';
import { AppError } from '../errors.ts';
import { appVersion } from '../version.ts';
import type { CommandContext, Outcome } from './commands.ts';

export async function runSeed({ options, config }: CommandContext): Promise<Outcome> {
  const { seed, seedDigest } = await import('../db/seed/index.ts');
  const profile = chosenProfile(options['profile'], config.seed.demo);
  if (options['digest'] === true) {
    const digest = seedDigest(profile);
    return { document: { profile, digest }, lines: [digest] };
  }
  if (config.environment === 'prod' && profile === 'demo') {
    throw new AppError('usage', { message: 'seed --profile demo: prod takes no demo data. Use base.' });
  }
  await using pool = createPool({ ...config.database, applicationName: 'ahlt seed' });
  const { adminPassword: bootstrapPassword } = config.seed;
  const result = await seed(pool, {
    profile,
    now: new Date(),
    appVersion,
    ...(bootstrapPassword === undefined ? {} : { bootstrapPassword }),
  });
  return { document: result, lines: [] };
}

type Profile = 'none' | 'base' | 'demo';

function chosenProfile(option: string | boolean | undefined, demo: boolean): Profile {
  if (option === 'none' || option === 'base' || option === 'demo') return option;
  return demo ? 'demo' : 'base';
}

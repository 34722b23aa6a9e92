import type pg from 'pg';
import { explainConnectionLoss } from '../db/connection.ts';
import { createPool } from '../db/pool.ts';
import { AppError } from '../errors.ts';
import { type SeedProfile, type SeedResult, seed, seedDigest } from '../seed/index.ts';
import { appVersion } from '../version.ts';
import type { CommandContext, Outcome } from './commands.ts';

/**
 * Seeding writes thousands of rows in one transaction; the limit only catches a database that
 * hangs.
 */
const statementTimeoutMs = 300_000;

export async function runSeed({ options, config }: CommandContext): Promise<Outcome> {
  const profile = chosenProfile(options['profile'], config.seed.demo);
  if (options['digest'] === true) {
    const digest = seedDigest(profile);
    return { document: { profile, digest }, lines: [digest] };
  }
  const { environment, database } = config;
  const { adminPassword, demoPassword, showPassword } = config.seed;
  const json = options['json'] === true;
  const relaxed = environment === 'dev' || environment === 'test';
  await using pool = createPool({
    ...database,
    applicationName: 'ahlt seed',
    poolMax: 1,
    statementTimeoutMs,
  });
  const unseen =
    adminPassword === undefined && profile !== 'none' && json && !showPassword && !relaxed;
  if (unseen && (await makesAdmin(pool, database.url))) throw nobodyWouldSeeIt(environment);
  const given = {
    ...(adminPassword === undefined ? {} : { bootstrapPassword: adminPassword }),
    ...(demoPassword === undefined ? {} : { demoPassword }),
  };
  const result = await seed(pool, {
    profile,
    env: environment,
    now: new Date(),
    appVersion,
    ...given,
  }).catch(explainConnectionLoss(database.url));
  return { document: showPassword ? result : withoutPasswords(result), lines: seedLines(result) };
}

function chosenProfile(option: string | boolean | undefined, demo: boolean): SeedProfile {
  if (option === 'none' || option === 'base' || option === 'demo') return option;
  return demo ? 'demo' : 'base';
}

function withoutPasswords({
  adminPassword: _admin,
  demoPassword: _demo,
  ...rest
}: SeedResult): Omit<SeedResult, 'adminPassword' | 'demoPassword'> {
  return rest;
}

/** Output of a seed. Shows a generated password, which cannot be read again. */
function seedLines({
  profile,
  version,
  unchanged,
  entities,
  properties,
  relations,
  adminPassword,
  demoPassword,
}: SeedResult): string[] {
  if (unchanged) return [` – seed   ${profile} ${version} is up to date`];
  const counted = [
    [entities, 'entities'],
    [properties, 'properties'],
    [relations, 'relations'],
  ] as const;
  const counts = counted.map(
    ([{ created, kept }, noun]) =>
      `${(created + kept).toLocaleString('en')} ${noun} (${created.toLocaleString('en')} new)`,
  );
  return [
    ` ✓ seed   ${profile} ${version} · ${counts.join(', ')}`,
    ...(adminPassword === undefined
      ? []
      : ['', '   sign in as  admin', `   one-time password  ${adminPassword}   (shown once)`]),
    ...(demoPassword === undefined
      ? []
      : ['', `   password of the demo users  ${demoPassword}   (shown once)`]),
  ];
}

/**
 * Whether the seed creates the administrator; an existing one keeps its password, so none is
 * needed.
 */
async function makesAdmin(pool: pg.Pool, url: string): Promise<boolean> {
  const query = `select to_regclass('ledger.seeds') is not null as exists`;
  const { rows } = await pool.query<{ exists: boolean }>(query).catch(explainConnectionLoss(url));
  if (!rows[0]?.exists) return true;
  const seeds = await pool.query("select from ledger.seeds where profile <> 'none' limit 1");
  return seeds.rowCount === 0;
}

function nobodyWouldSeeIt(environment: string): AppError {
  return new AppError('configuration', {
    message: `BOOTSTRAP_ADMIN_PASSWORD is not set: expected in ${environment}, because seed --json does not print generated passwords`,
    details: {
      problems: [
        { variable: 'BOOTSTRAP_ADMIN_PASSWORD', expected: 'the initial password of admin' },
      ],
    },
  });
}

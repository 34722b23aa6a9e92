import type pg from 'pg';
import type { AhltEnvironmentSpec } from '#cdk8s/api/index.ts';

/** Passwords of accounts that a seed creates; read from the migrator's Secret. */
export type FirstPassword = 'BOOTSTRAP_ADMIN_PASSWORD' | 'DEMO_PASSWORD';

/**
 * The initial passwords for the next seed. An existing account keeps its password, so a generated
 * one would be shown without being valid: after the environment was recreated with its existing
 * data, or with another Secret.
 * @param seeded profiles that this database was ever seeded with
 */
export function firstPasswords(
  { seed: { profile } }: Pick<AhltEnvironmentSpec, 'seed'>,
  seeded: readonly string[],
): FirstPassword[] {
  if (profile === 'none') return [];
  const hasAdmin = seeded.some((one) => one !== 'none');
  const wantsDemo = profile === 'demo' && !seeded.includes('demo');
  return [
    ...(hasAdmin ? [] : (['BOOTSTRAP_ADMIN_PASSWORD'] as const)),
    ...(wantsDemo ? (['DEMO_PASSWORD'] as const) : []),
  ];
}

/** Profiles that a database was ever seeded with, from its ledger. */
export async function seededProfiles(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('ledger.seeds') is not null as exists",
  );
  if (!rows[0]?.exists) return [];
  const seeds = await client.query<{ profile: string }>(
    'select distinct profile from ledger.seeds',
  );
  return seeds.rows.map(({ profile }) => profile);
}

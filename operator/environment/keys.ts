import { createHash } from 'node:crypto';
import type { AhltEnvironmentSpec } from '#cdk8s/api/index.ts';
import type { AppliedMigration } from './types.ts';

/** Name of a run: a hash of all its inputs. The same inputs always find the same run. */
export const runKey = (...inputs: readonly (string | undefined)[]): string =>
  digest(inputs.map((input) => input ?? null)).slice(0, 16);

/**
 * Name of a revision: the image and every part of the spec that affects its pods, independent of
 * key order.
 */
export function revisionKey(spec: AhltEnvironmentSpec): string {
  const {
    suspend: _suspend,
    deletionPolicy: _policy,
    migrations: _migrations,
    resync: _resync,
    backups: _backups,
    ...workload
  } = spec;
  return digest(sorted(workload)).slice(0, 16);
}

/** Hash of a plan of migrations, as computed by `migrate --plan`: one line each, in order. */
export const planHash = (
  migrations: readonly Pick<AppliedMigration, 'id' | 'name' | 'checksum'>[],
): string =>
  `sha256:${createHash('sha256')
    .update(migrations.map(({ id, name, checksum }) => `${id}_${name} ${checksum}\n`).join(''))
    .digest('hex')}`;

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** The same value with sorted object keys. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}

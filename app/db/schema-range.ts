import type { Migration } from './migration.ts';
import { migrations as ownMigrations } from './migrations/index.ts';

/** Schema versions, as migration ids. */
export interface SchemaRange {
  readonly min: string;
  readonly max: string;
}

/**
 * Oldest schema that this version can serve. Raise it in the version that first needs a newer table
 * or column.
 */
const oldest = '0034';

/**
 * The schemas that this version can serve: from the oldest with everything it needs to one beyond
 * its own newest. One beyond, because a migration must keep the previous version running (expand
 * first, contract one version later), and a rollout that fails after its migration returns to that
 * version.
 */
export function schemaRange(migrations: readonly Migration[] = ownMigrations): SchemaRange {
  const newest = migrations.at(-1)?.id ?? oldest;
  return {
    min: oldest < newest ? oldest : newest,
    max: String(Number(newest) + 1).padStart(4, '0'),
  };
}

/** Whether a database at `current` can be served; `null` is an empty one. */
export const isInside = (current: string | null, { min, max }: SchemaRange): boolean =>
  current !== null && current >= min && current <= max;

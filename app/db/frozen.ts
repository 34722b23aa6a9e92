import { AppError } from '../errors.ts';
import { checksum } from './checksum.ts';
import type { Migration } from './migration.ts';

/**
 * Checksums of the migrations that were committed, by `<id>_<name>`; the content of
 * `migrations/checksums.json`.
 */
export type Checksums = Readonly<Record<string, string>>;

/**
 * What `migrations/checksums.json` has to hold: what it holds already, and the migrations that are
 * new. Throws `migration_edited` when one that it holds was changed or removed: some database may
 * have run it.
 */
export function frozenChecksums(migrations: readonly Migration[], present: Checksums): Checksums {
  const current = Object.fromEntries(
    migrations.map((migration) => [`${migration.id}_${migration.name}`, checksum(migration)]),
  );
  const changed = Object.keys(present).filter((file) => current[file] !== present[file]);
  if (changed.length > 0) throw edited(changed);
  return current;
}

/** The file's text. */
export const checksumsText = (checksums: Checksums): string =>
  `${JSON.stringify(checksums, null, 2)}\n`;

function edited(files: readonly string[]): AppError {
  return new AppError('migration_edited', {
    message: `${files.map((file) => `app/db/migrations/${file}.ts`).join(', ')} was changed after it was committed. Put it back as it was, and write a new migration for the change.`,
    status: 409,
    details: { migrations: files },
  });
}

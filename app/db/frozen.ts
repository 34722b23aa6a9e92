import { AppError } from '../errors.ts';
import { checksum } from './checksum.ts';
import type { Migration } from './migration.ts';

/**
 * Checksums of committed migrations, by `<id>_<name>`; the content of `migrations/checksums.json`.
 */
export type Checksums = Readonly<Record<string, string>>;

/**
 * Returns the expected content of `migrations/checksums.json`: its present entries and the new
 * migrations. Throws `migration_edited` if a listed migration was changed or removed, because a
 * database may have run it.
 */
export function frozenChecksums(migrations: readonly Migration[], present: Checksums): Checksums {
  const current = Object.fromEntries(
    migrations.map((migration) => [`${migration.id}_${migration.name}`, checksum(migration)]),
  );
  const changed = Object.keys(present).filter((file) => current[file] !== present[file]);
  if (changed.length > 0) throw edited(changed);
  return current;
}

/** Formats the file. */
export const checksumsText = (checksums: Checksums): string =>
  `${JSON.stringify(checksums, null, 2)}\n`;

function edited(files: readonly string[]): AppError {
  return new AppError('migration_edited', {
    message: `${files.map((file) => `app/db/migrations/${file}.ts`).join(', ')} was changed after it was committed. Put it back as it was, and write a new migration for the change.`,
    status: 409,
    details: { migrations: files },
  });
}

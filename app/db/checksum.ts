import { createHash } from 'node:crypto';
import type { Migration } from './migration.ts';

/**
 * SHA-256 in hex over the statements of a migration. White space counts: a migration is frozen, not
 * just equivalent.
 */
export function checksum({ statements, outsideTransaction }: Migration): string {
  const hash = createHash('sha256').update(outsideTransaction === true ? 'outside' : 'inside');
  for (const sql of statements) hash.update('\0').update(sql);
  return hash.digest('hex');
}

/**
 * The hash that an approval is bound to: `sha256:` over one line `<id>_<name> <checksum>` per
 * migration. Depends on names and checksums only, so it needs no database.
 */
export function planHash(
  pending: readonly Pick<PlannedMigration, 'id' | 'name' | 'checksum'>[],
): string {
  const hash = createHash('sha256');
  for (const { id, name, checksum: sum } of pending) hash.update(`${id}_${name} ${sum}\n`);
  return `sha256:${hash.digest('hex')}`;
}

interface PlannedMigration {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
}

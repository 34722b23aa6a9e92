import { texts } from '../texts.ts';
import type { ImportProgress } from '../transfer.ts';

/**
 * Describes the progress of an import: the file is received, then read, then its relations are
 * stored, then everything is committed.
 */
export function progressInWords({ received, entities, relations, total }: ImportProgress): string {
  if (received !== undefined) return texts.progress.received(received);
  if (total === undefined) return texts.progress.done(entities, relations);
  if (relations < total.relations)
    return texts.progress.joining(relations, total.relations, entities);
  return texts.progress.finishing(entities, relations);
}

/**
 * The same as a fraction: of the bytes while they are received, again while they are read, then of
 * the relations.
 */
export function shareOf(
  { received, bytes, relations, total }: ImportProgress,
  size: number,
): number {
  if (received !== undefined) return size > 0 ? Math.min(1, received / size) : 0;
  if (total === undefined) return size > 0 ? Math.min(1, bytes / size) : 0;
  return total.relations > 0 ? Math.min(1, relations / total.relations) : 1;
}

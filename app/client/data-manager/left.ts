import type { ImportError } from '../../data-manager/transfer.ts';
import type { Imported } from './send.ts';

/** An item that was not imported, with its file. */
export interface LeftItem extends ImportError {
  readonly file: string;
  /** Distinguishes it from equal items. */
  readonly id: number;
}

/**
 * Returns the items left after a retry. An import that was rolled back leaves all of them; one that
 * was committed, or a dry run, leaves those it reports. Reasons are the newest.
 */
export function leftAfter(
  left: readonly LeftItem[],
  tried: readonly LeftItem[],
  { committed, dry_run: dryRun, errors }: Pick<Imported, 'committed' | 'dry_run' | 'errors'>,
): readonly LeftItem[] {
  const reasons = new Map(errors.map(({ kind, index, reason }) => [`${kind} ${index}`, reason]));
  const places = { entity: 0, relation: 0 };
  const outcomes = new Map(
    tried.map(({ id, kind }) => {
      const place = places[kind];
      places[kind] += 1;
      return [id, reasons.get(`${kind} ${place}`)] as const;
    }),
  );
  const keepsAll = !committed && !dryRun;
  return left.flatMap((item) => {
    if (!outcomes.has(item.id)) return [item];
    const reason = outcomes.get(item.id);
    return reason === undefined ? (keepsAll ? [item] : []) : [{ ...item, reason }];
  });
}

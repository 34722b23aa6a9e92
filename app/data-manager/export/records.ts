import type { Tx } from '../../db/database.ts';
import type { Selection } from '../../ontology/bulk-read.ts';
import type { RecordSink } from '../transfer.ts';

/**
 * Writes the records that belong to the selected entities, in the snapshot of the export (spec
 * data-exchange#records). The last line says how many there are. Returns their number.
 */
export async function writeRecords(
  tx: Tx,
  { types, except }: Selection,
  { kinds, line, file }: RecordSink,
): Promise<number> {
  let count = 0;
  const isSelected = (type: string): boolean =>
    types?.includes(type) !== false && !except.includes(type);
  for (const { kind, type, otherTypes = [], read } of kinds) {
    if (![type, ...otherTypes].some(isSelected)) continue;
    for await (const { fields, file: beside } of read(tx)) {
      const { of_type: named } = fields;
      if (typeof named === 'string' && !isSelected(named)) continue;
      if (beside !== undefined) await file(beside.sha256, beside.content);
      await line(JSON.stringify({ kind, ...fields }));
      count += 1;
    }
  }
  await line(JSON.stringify({ records: count }));
  return count;
}

import type { RawBuilder } from 'kysely';
import type { Tx } from '../db/database.ts';
import { inPipeline } from '../db/pipeline.ts';

/** Rows per statement. Keeps the transition tables of triggers small. */
const portion = 500;

/**
 * Runs a statement for each portion of `items`, and returns its rows. They name an item by its index
 * in the portion, `n`; it is returned as the index in `items`.
 */
export async function inPortions<Item, Row extends { readonly n: number }>(
  tx: Tx,
  items: readonly Item[],
  statementOf: (some: readonly Item[]) => RawBuilder<Row>,
): Promise<readonly Row[]> {
  function* statements() {
    for (let at = 0; at < items.length; at += portion)
      yield statementOf(items.slice(at, at + portion));
  }
  const answers = await inPipeline(tx, statements());
  return answers.flatMap((rows, at) => rows.map((row) => ({ ...row, n: at * portion + row.n })));
}

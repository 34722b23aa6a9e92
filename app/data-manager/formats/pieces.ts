import type { Tx } from '../../db/database.ts';
import type { Selection } from '../../ontology/bulk-read.ts';

/** Counts of an export so far. */
export interface Counts {
  entities: number;
  relations: number;
  /** Records beside the document. */
  records?: number;
}

/** A format: yields the document in pieces and counts entities and relations. */
export type Pieces = (tx: Tx, selection: Selection, counts: Counts) => AsyncGenerator<string>;

/** Minimum length of a piece, so that not every line is a write of its own. */
const enough = 64 * 1024;

/** Joins small pieces. */
export async function* writeSome(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let gathered = '';
  for await (const piece of pieces) {
    gathered += piece;
    if (gathered.length < enough) continue;
    yield gathered;
    gathered = '';
  }
  if (gathered !== '') yield gathered;
}

/** Formats items of a JSON list, one per line, with a comma before all but the first. */
export function jsonLines(): (items: readonly object[]) => string {
  let separator = '\n';
  return (items) => {
    let text = '';
    for (const item of items) {
      text += separator + JSON.stringify(item);
      separator = ',\n';
    }
    return text;
  };
}

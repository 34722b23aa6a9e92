import type { Selection, StoreSnapshot } from '../../ontology/bulk-read.ts';

/** What an export has given so far. */
export interface Counts {
  entities: number;
  relations: number;
}

/** A format: the document in pieces, counting as it goes. */
export type Pieces = (
  snapshot: StoreSnapshot,
  selection: Selection,
  counts: Counts,
) => AsyncGenerator<string>;

/** Characters that one piece has at least, so that not every line becomes a write of its own. */
const enough = 64 * 1024;

/** Puts small pieces together. */
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

/** Items of a JSON list, a line each: the comma stands before all but the first. */
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

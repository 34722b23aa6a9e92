import { type RawBuilder, sql } from 'kysely';
import { type Day, heldPositions } from '../authority/index.ts';
import {
  escaped,
  field,
  holdsWords,
  type ListIndex,
  rowsWithWords,
  searchedIn,
  searchIndex,
} from '../ontology/list/index.ts';

/** The searched text of positions. */
const positionSearch = searchedIn('tor_function', [field('label')]);

export const positionIndices: readonly ListIndex[] = [
  searchIndex('tor_function_search', positionSearch),
];

/** A position that the palette shows. */
export interface FoundPosition {
  readonly id: string;
  readonly label: string;
  readonly committee: { readonly id: string; readonly label: string };
}

/** Positions that are ranked; very many committees have a chair. */
const mostRanked = 100;

/**
 * `select …`: positions of committees that contain the words, as `FoundPosition`: those of the
 * reader's committees first.
 * @param reader who searches, and the day whose terms of office count
 */
export function positionsWith(
  words: string,
  reader: { readonly id: string | null; readonly day: Day },
  most: number,
): RawBuilder<FoundPosition> {
  const body = sql.ref('belongs.target_id');
  return sql<FoundPosition>`
    with own as materialized (
      select distinct ${body} as id ${heldPositions(sql`${reader.id}::bigint`, body, reader.day)})
    select p.id::text as id, p.label, jsonb_build_object('id', tor.id::text, 'label', tor.label) as committee
    from (
      select id from (${rowsWithWords(positionSearch, words, mostRanked)}) found
      union
      select e.id from own
        join committee_positions seat on seat.tor_id = own.id
        join entities e on e.id = seat.position_id
      where ${holdsWords(positionSearch, words)}) found
    join entities p on p.id = found.id
    join committee_positions seat on seat.position_id = p.id
    join entities tor on tor.id = seat.tor_id
    order by tor.id not in (select id from own),
      case when lower(p.label) like ${`${escaped(words.trim())}%`} then 0 else 1 end,
      lower(p.label), lower(tor.label), p.id
    limit ${most}`;
}

import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import { discussionOf, readDiscussion, type StoredDiscussion } from '../comments/index.ts';
import {
  itemColumns,
  itemWithAuthor,
  linkedItem,
  readItem,
  type StoredItem,
} from '../committee-items/index.ts';
import type { Db } from '../db/database.ts';
import { readProperties } from '../entity-properties.ts';
import type { ShownSuggestion, SuggestionWithTalk } from './suggestion.ts';

type Stored = StoredItem & Pick<ShownSuggestion, 'proposal'>;

const columnsOf = (tor: string, now: Date) => sql`${itemColumns('suggestion', tor, now)},
  ${linkedItem('spawns_proposal', 'proposal', 'target')} as proposal`;

export interface SuggestionPath {
  readonly tor: string;
  readonly id: string;
}

const ofCommittee = ({ tor, id }: SuggestionPath) =>
  itemWithAuthor({ kind: 'suggestion', tor, item: id });

/** Returns a suggestion of a committee, in one statement; `undefined` if it has none with the id. */
export async function findSuggestion(
  db: Db,
  path: SuggestionPath,
  now: Date,
): Promise<ShownSuggestion | undefined> {
  const { rows } = await sql<Stored>`
    select ${columnsOf(path.tor, now)} ${ofCommittee(path)}`.execute(db);
  return rows[0] && shown(rows[0]);
}

/** The same with its discussion. */
export async function findSuggestionWithTalk(
  db: Db,
  path: SuggestionPath,
  { now, before }: { readonly now: Date; readonly before?: string | undefined },
): Promise<SuggestionWithTalk | undefined> {
  const place = { item: 'e', committee: sql`${path.tor}::bigint`, day: dayAt(now), before };
  const { rows } = await sql<Stored & { discussion: StoredDiscussion }>`
    select ${columnsOf(path.tor, now)}, ${discussionOf(place)} as discussion ${ofCommittee(path)}`.execute(
    db,
  );
  const [row] = rows;
  return row && { ...shown(row), discussion: readDiscussion(row.discussion) };
}

const shown = (row: Stored): ShownSuggestion =>
  readItem(row, readProperties('suggestion', row.properties));

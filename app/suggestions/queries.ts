import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import { discussionOf, readDiscussion, type StoredDiscussion } from '../comments/index.ts';
import { itemWithAuthor } from '../committee-items/index.ts';
import type { Db } from '../db/database.ts';
import { readProperties } from '../entity-properties.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Texts } from '../ontology/schema.ts';
import { type Workflow, workflowOf } from '../workflow/index.ts';
import type { ShownSuggestion, SuggestionWithTalk } from './suggestion.ts';

interface Stored {
  readonly id: string;
  readonly label: string;
  readonly version: string;
  readonly createdAt: Date;
  readonly properties: Texts;
  readonly author: string | null;
  readonly authorId: string | null;
  readonly proposal: ShownSuggestion['proposal'];
  readonly workflow: Workflow;
}

const proposal = sql`(
  select json_build_object('id', p.id::text, 'label', p.label)
  from relations r join entities p on p.id = r.target_id and p.entity_type = 'proposal'
  where r.source_id = e.id and ${relatedBy('r', 'spawns_proposal')}
  order by p.id limit 1)`;

const columnsOf = (tor: string, now: Date) => sql`e.id, e.label, e.version, e.properties,
  e.created_at as "createdAt", author.label as author, author.id as "authorId", ${proposal} as proposal,
  ${workflowOf('suggestion', { id: sql`e.id`, committee: sql`${tor}::bigint` }, dayAt(now))} as workflow`;

interface SuggestionPath {
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

/** The same with what is said about it. */
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

function shown(row: Stored): ShownSuggestion {
  const { id, label, version, createdAt, properties, author, authorId, workflow } = row;
  const { description, submitted_date } = readProperties('suggestion', properties);
  return {
    ...{ id, label, version, properties, author, authorId, workflow, description },
    proposal: row.proposal,
    status: properties['status'],
    rejectionReason: properties['rejection_reason'],
    submittedAt: submitted_date ?? createdAt,
  };
}

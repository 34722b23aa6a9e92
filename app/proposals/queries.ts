import { sql } from 'kysely';
import { type AmendmentLine, amendmentLines } from '../amendments/index.ts';
import { filesOf, type ListedFile } from '../attachments/index.ts';
import { dayAt } from '../authority/index.ts';
import { discussionOf, readDiscussion, type StoredDiscussion } from '../comments/index.ts';
import { itemWithAuthor } from '../committee-items/index.ts';
import type { Db } from '../db/database.ts';
import { readProperties } from '../entity-properties.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Texts } from '../ontology/schema.ts';
import { type Workflow, workflowOf } from '../workflow/index.ts';
import type { Linked, ProposalWithTalk, ShownProposal } from './proposal.ts';
import { isQueued } from './rules.ts';

/** The other end of a relation of the proposal `e`, as `Linked`. */
const linked = (relation: string, type: string, end: 'source' | 'target') => {
  const [here, there] =
    end === 'target' ? [sql`r.source_id`, sql`r.target_id`] : [sql`r.target_id`, sql`r.source_id`];
  return sql<Linked | null>`(
    select json_build_object('id', o.id::text, 'label', o.label)
    from relations r join entities o on o.id = ${there} and o.entity_type = ${type}
    where ${here} = e.id and ${relatedBy('r', relation)} order by o.id limit 1)`;
};

interface Stored {
  readonly id: string;
  readonly label: string;
  readonly version: string;
  readonly createdAt: Date;
  readonly properties: Texts;
  readonly author: string | null;
  readonly authorId: string | null;
  readonly suggestion: Linked | null;
  readonly agendaPoint: Linked | null;
  readonly workflow: Workflow;
}

const columnsOf = (tor: string, now: Date) => sql`e.id, e.label, e.version, e.properties,
  e.created_at as "createdAt", author.label as author, author.id as "authorId",
  ${linked('spawns_proposal', 'suggestion', 'source')} as suggestion,
  ${linked('spawns_agenda_point', 'agenda_point', 'target')} as "agendaPoint",
  ${workflowOf('proposal', { id: sql`e.id`, committee: sql`${tor}::bigint` }, dayAt(now))} as workflow`;

const ofCommittee = ({ tor, id }: ProposalPath) =>
  itemWithAuthor({ kind: 'proposal', tor, item: id });

export interface ProposalPath {
  readonly tor: string;
  readonly id: string;
}

/** Returns a proposal of a committee, in one statement; `undefined` if it has none with the id. */
export async function findProposal(
  db: Db,
  path: ProposalPath,
  now: Date,
): Promise<ShownProposal | undefined> {
  const { rows } = await sql<Stored>`
    select ${columnsOf(path.tor, now)} ${ofCommittee(path)}`.execute(db);
  return rows[0] && shown(rows[0]);
}

/** The same with what is said about it. */
export async function findProposalWithTalk(
  db: Db,
  path: ProposalPath,
  { now, before }: { readonly now: Date; readonly before?: string | undefined },
): Promise<ProposalWithTalk | undefined> {
  const place = {
    item: 'e',
    committee: sql`${path.tor}::bigint`,
    day: dayAt(now),
    ...(before === undefined ? {} : { before }),
  };
  const { rows } = await sql<
    Stored & {
      discussion: StoredDiscussion;
      amendments: readonly AmendmentLine[];
      files: readonly ListedFile[];
    }
  >`
    select ${columnsOf(path.tor, now)}, ${discussionOf(place)} as discussion,
      ${amendmentLines(sql`e.id`)} as amendments, ${filesOf(sql`e.id`)} as files ${ofCommittee(path)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { discussion, amendments, files } = row;
  return { ...shown(row), discussion: readDiscussion(discussion), amendments, files };
}

function shown(row: Stored): ShownProposal {
  const { id, label, version, createdAt, properties } = row;
  const { author, authorId, suggestion, agendaPoint, workflow } = row;
  const read = readProperties('proposal', properties);
  const status = properties['status'];
  const hasPoint = agendaPoint !== null;
  const facts = { status, isReady: read.ready_for_agenda, hasAgendaPoint: hasPoint };
  return {
    ...{ id, version, properties, author, authorId, suggestion, agendaPoint, workflow, status },
    title: read.title === '' ? label : read.title,
    description: read.description,
    rationale: read.rationale,
    rejectionReason: properties['rejection_reason'],
    submittedAt: read.submitted_date ?? createdAt,
    queue: hasPoint ? 'scheduled' : isQueued(facts) ? 'queued' : 'none',
  };
}

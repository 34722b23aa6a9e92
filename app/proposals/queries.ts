import { sql } from 'kysely';
import { type AmendmentLine, amendmentLines } from '../amendments/index.ts';
import { filesOf, type ListedFile } from '../attachments/index.ts';
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
import type { ProposalWithTalk, ShownProposal } from './proposal.ts';
import { isQueued } from './rules.ts';

type Stored = StoredItem & Pick<ShownProposal, 'suggestion' | 'agendaPoint'>;

const columnsOf = (tor: string, now: Date) => sql`${itemColumns('proposal', tor, now)},
  ${linkedItem('spawns_proposal', 'suggestion', 'source')} as suggestion,
  ${linkedItem('spawns_agenda_point', 'agenda_point', 'target')} as "agendaPoint"`;

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

/** The same with its discussion. */
export async function findProposalWithTalk(
  db: Db,
  path: ProposalPath,
  { now, before }: { readonly now: Date; readonly before?: string | undefined },
): Promise<ProposalWithTalk | undefined> {
  const place = {
    item: 'e',
    committee: sql`${path.tor}::bigint`,
    day: dayAt(now),
    before,
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
  const read = readProperties('proposal', row.properties);
  const item = readItem(row, read);
  const hasPoint = row.agendaPoint !== null;
  const facts = {
    status: item.status,
    isReady: read.ready_for_agenda,
    hasAgendaPoint: hasPoint,
  };
  return {
    ...item,
    title: read.title === '' ? item.label : read.title,
    rationale: read.rationale,
    queue: hasPoint ? 'scheduled' : isQueued(facts) ? 'queued' : 'none',
  };
}

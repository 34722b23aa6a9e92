import { capable, dayAt, findCommittee, inBody, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { askerAt, type Paper, readPapers } from '../documents/index.ts';
import { findMeeting } from '../meetings/index.ts';
import type { Actor } from '../ontology/actor.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { refuse, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { lockItemOf } from '../workflow/index.ts';
import { contentOf } from './content.ts';
import type { PackPath } from './pack.ts';
import { insertPack, writeOpened, writeRead } from './pack-store.ts';
import { findPack, latestContent, readSubstance } from './queries.ts';
import { texts } from './texts.ts';

const { refused } = texts;

/** Most characters of a pack's text; a pack is read and printed as one document. */
const mostCharacters = 5_000_000;

interface IssuePack {
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the meeting. */
  readonly meeting: string;
  /** Ids of documents with an approved version. */
  readonly documents: readonly string[];
}

/**
 * Issues a pack of a meeting as it is now, which never changes from then on (spec
 * meeting-pack#issue). The meeting is locked, so of two requests at once the second finds nothing
 * new. Refused with 403 for a meeting that is neither confirmed nor running, with 409 for an empty
 * agenda and if nothing changed, with 422 for a document that is no paper. Its value is the number.
 */
export const issuePack = command<IssuePack, number>(
  'meeting_pack.issued',
  { may: inItsBody(capable('can_manage_agenda'), ({ tor }) => tor) },
  async (tx, { input, actor, now }) => {
    const { tor, meeting: id } = input;
    const locked = await lockItemOf(tx, 'meeting', { tor, id });
    if (!['confirmed', 'in_progress'].includes(locked.properties['status'] ?? ''))
      throw refuse({ message: refused.notConfirmed, code: 'not_confirmed' }, 403);
    const meeting = await findMeeting(tx, tor, id, now);
    const committee = await findCommittee(tx, actor.id ?? '0', tor, dayAt(now));
    if (meeting === undefined || committee === undefined || actor.id === null)
      throw refuseMissing();
    if (meeting.entries.every(({ kind }) => kind !== 'point'))
      throw refuse({ message: refused.empty, code: 'agenda_empty' }, 409);
    const papers = await chosenPapers(tx, input, actor, now);
    const { points, actions } = await readSubstance(tx, { tor, meeting: id });
    const facts = { committee, meeting, points, actions, papers, now };
    const content = JSON.stringify(contentOf(facts));
    if (content.length > mostCharacters)
      throw refuse({ field: 'document_id', message: refused.tooLong, code: 'too_long' });
    if (content === (await latestContent(tx, id)))
      throw refuse({ message: refused.same, code: 'unchanged' }, 409);
    const by = { id: actor.id, label: actor.label };
    const { number, sha256 } = await insertPack(tx, { meeting: id, content, by, at: now });
    return saved({
      target: meeting,
      after: { version: number, papers: papers.map(({ title }) => title).join(', ') },
      details: { sha256 },
      value: number,
    });
  },
);

/** The chosen documents, if each has an approved version that the actor may see. */
async function chosenPapers(
  tx: Tx,
  { tor, documents }: IssuePack,
  actor: Actor,
  now: Date,
): Promise<readonly Paper[]> {
  const ids = [...new Set(documents)];
  if (ids.length === 0) return [];
  const isReader = actor.permissions.has('document.view');
  const papers = isReader ? await readPapers(tx, { asker: askerAt(actor, now), tor }, ids) : [];
  if (papers.length < ids.length)
    throw refuse({ field: 'document_id', message: refused.paper, code: 'no_paper' });
  return papers;
}

const reads = inItsBody(inBody('meetings.view'), ({ tor }: PackPath) => tor);

/** Notes what the actor did with a pack for the first time; again changes nothing. */
const noting =
  (write: typeof writeOpened | typeof writeRead) =>
  async (tx: Tx, { input, actor, now }: CommandContext<PackPath>) => {
    const found = await findPack(tx, input, now);
    if (found === undefined || actor.id === null) throw refuseMissing();
    const by = { id: actor.id, label: actor.label };
    if (!(await write(tx, { pack: found.pack.id, by, at: now }))) return savedAll([], null);
    const { id, label } = found.meeting;
    return saved({
      ...{ target: { type: 'meeting', id, label }, details: { version: input.number } },
      value: null,
    });
  };

/** Notes that the actor opened a pack (spec meeting-pack#readers). */
export const noteOpened = command<PackPath, null>(
  'meeting_pack.opened',
  { may: reads },
  noting(writeOpened),
);

/** Notes that the actor read a pack. */
export const markRead = command<PackPath, null>(
  'meeting_pack.read',
  { may: reads },
  noting(writeRead),
);

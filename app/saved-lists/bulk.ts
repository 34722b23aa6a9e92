import { type Answer, notAccepted, redirect } from '../http/answers.ts';
import type { SignedIn, Visit } from '../http/visit.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Outcome } from '../ontology/outcome.ts';
import { listSelected } from './queries.ts';
import { type BulkResult, bulkMessage } from './rules.ts';
import { type Asker, listAddress, type SavedList } from './saved-list.ts';
import { mostSelected, type Selection } from './schema.ts';
import { texts } from './texts.ts';

interface Bulk {
  /** Changes one row. */
  readonly change: (actor: Actor, id: string) => Promise<Outcome<unknown>>;
  readonly done: (count: number) => string;
}

/** A request with the selection of a list. */
interface BulkCall {
  readonly actor: SignedIn;
  readonly visit: Pick<Visit, 'timeZone'>;
  readonly input: Omit<Selection, 'timeZone'>;
}

/**
 * Applies the same change to several rows, one after the other, each in its own transaction: a
 * refusal for one does not affect the others. Redirects to the list with the result.
 */
export async function inBulk(
  { db, now }: Pick<CommandServices, 'db' | 'now'>,
  list: SavedList,
  { actor, visit, input }: BulkCall,
  { change, done }: Bulk,
): Promise<Answer> {
  const sent = { ...input, timeZone: visit.timeZone };
  const results: BulkResult[] = [];
  for (const [id, label] of await readSelection(db, list, sent, { id: actor.id, now: now() })) {
    results.push({
      label,
      ...resultOf(await change({ ...actor, origin: withoutSubmission(actor.origin) }, id)),
    });
  }
  return redirect(listAddress(list, sent.query), bulkMessage(results, done, list.noun));
}

/**
 * Returns the rows of a bulk action, by id with their labels. Throws a refusal for an empty
 * selection and for one larger than a request may handle.
 */
export async function readSelection(
  db: CommandServices['db'],
  list: SavedList,
  sent: Selection,
  asker: Asker,
): Promise<ReadonlyMap<string, string>> {
  const refuse = (message: string) => notAccepted('not_accepted', [{ message }]);
  if (sent.scope === 'ids' && sent.ids.length === 0) throw refuse(texts.bulk.none(list.noun));
  if (sent.ids.length > mostSelected) throw refuse(texts.bulk.tooMany(mostSelected, list.noun));
  const found = await listSelected(db, list, sent, asker, mostSelected);
  if (sent.scope === 'all' && found.size === 0) throw refuse(texts.bulk.none(list.noun));
  if (found.size > mostSelected) throw refuse(texts.bulk.tooMany(mostSelected, list.noun));
  const wanted = sent.scope === 'all' ? [...found.keys()] : sent.ids;
  return new Map(wanted.map((id) => [id, found.get(id) ?? `#${id}`]));
}

function resultOf(outcome: Outcome<unknown>): Omit<BulkResult, 'label'> {
  if (outcome.ok) return { unchanged: outcome.changes.length === 0 };
  if (outcome.kind === 'refused')
    return { reason: outcome.reasons.map(({ message }) => message).join(' ') };
  return { reason: `${outcome.kind === 'not-found' ? texts.bulk.gone : texts.bulk.meanwhile}.` };
}

/** The form's token stands for a single change; these are several. */
function withoutSubmission({ submission: _, ...origin }: Actor['origin']): Actor['origin'] {
  return origin;
}

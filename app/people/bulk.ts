import { type Answer, redirect } from '../http/answers.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Outcome } from '../ontology/outcome.ts';
import { readSelection, type Sent } from './page-data.ts';
import { type BulkResult, bulkMessage, listAddress } from './rules.ts';
import { texts } from './texts.ts';

interface Bulk {
  /** Changes one user. */
  readonly change: (actor: Actor, id: string) => Promise<Outcome<unknown>>;
  readonly done: (count: number) => string;
}

/**
 * Applies the same change to several users, one after the other, each in its own transaction: a
 * refusal for one does not affect the others. Redirects to the list with the result.
 */
export async function inBulk(
  services: Pick<CommandServices, 'db'>,
  actor: Actor,
  sent: Sent,
  { change, done }: Bulk,
): Promise<Answer> {
  const results: BulkResult[] = [];
  for (const [id, label] of await readSelection(services.db, sent)) {
    results.push({
      label,
      ...resultOf(await change({ ...actor, origin: withoutSubmission(actor.origin) }, id)),
    });
  }
  return redirect(listAddress(sent.query), bulkMessage(results, done));
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

import { AppError } from '../errors.ts';
import { type Answer, redirect } from '../http/answers.ts';
import type { Actor } from '../ontology/actor.ts';
import type { Command, CommandServices } from '../ontology/command.ts';
import { type BulkResult, bulkMessage, listAddress } from './rules.ts';
import type { Selection } from './schema.ts';
import { readSelection } from './shown.ts';
import { texts } from './texts.ts';

interface Bulk<Saved> {
  readonly command: Command<{ readonly id: string }, Saved>;
  readonly done: (count: number) => string;
  /** Whether it was so already. */
  readonly isUnchanged?: (value: Saved) => boolean;
}

/**
 * Does the same to several users, one after the other, each in a transaction of its own: what is refused for one says so and stops none of
 * the others. Leads back to the list with the result.
 */
export async function inBulk<Saved>(
  services: CommandServices,
  actor: Actor,
  sent: Selection,
  { command, done, isUnchanged = () => false }: Bulk<Saved>,
): Promise<Answer> {
  const results: BulkResult[] = [];
  for (const [id, label] of await readSelection(services.db, sent)) {
    const outcome = await command(services, { ...actor, origin: withoutSubmission(actor.origin) }, { id });
    if (outcome.ok) results.push({ label, unchanged: isUnchanged(outcome.value) });
    else if (outcome.kind === 'refused') results.push({ label, reason: outcome.reasons.map(({ message }) => message).join(' ') });
    else if (outcome.kind === 'not-found') results.push({ label, reason: `${texts.bulk.gone}.` });
    else throw new AppError('conflict', { message: texts.bulk.gone, status: 409 });
  }
  return redirect(listAddress(sent.query), bulkMessage(results, done));
}

/** The form's token stands for one change, and these are several. */
function withoutSubmission({ submission: _, ...origin }: Actor['origin']): Actor['origin'] {
  return origin;
}

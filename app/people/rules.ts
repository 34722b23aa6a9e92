import type { Actor } from '../ontology/actor.ts';
import type { Verdict } from '../ontology/command.ts';
import { texts } from './texts.ts';
import { userNameFault } from './user-name.ts';

/**
 * What users may not do to their own account (spec permissions#own-account), because they could not
 * undo it.
 */
export function mayDoToOwn(
  action: 'delete' | 'deactivate' | 'reset',
  actor: Pick<Actor, 'id'>,
  personId: string,
): Verdict {
  return actor.id !== personId || texts.ownAccount[action];
}

/** The fault of a user name, as a sentence; for callers without a form. */
export function userNameProblem(name: string): string | undefined {
  const fault = userNameFault(name);
  return fault === undefined ? undefined : texts.form.problem.username[fault];
}

import { missing, notAccepted } from '../http/answers.ts';
import type { Outcome } from '../ontology/outcome.ts';
import { changedMeanwhile } from './conditional.ts';

/** Conflicts with the current state instead of invalid input (spec requests#errors). */
const conflicts: ReadonlySet<string> = new Set(['name_taken', 'relation_exists']);

/**
 * The value of a command, or its refusal as a problem document. What a workflow does not allow is a
 * conflict with the current state (spec workflow#refusals).
 * @param members of the request, by the field of the form that reasons name
 */
export function savedBy<Saved>(
  outcome: Outcome<Saved>,
  members: Readonly<Record<string, string>> = {},
): Saved {
  if (outcome.ok) return outcome.value;
  if (outcome.kind === 'not-found') throw missing();
  if (outcome.kind === 'conflict') throw changedMeanwhile();
  const reasons = outcome.reasons.map((reason) =>
    reason.field === undefined
      ? reason
      : { ...reason, field: members[reason.field] ?? reason.field },
  );
  const isConflict = outcome.status === 403;
  const status =
    isConflict || reasons.every(({ code }) => code !== undefined && conflicts.has(code))
      ? 409
      : outcome.status;
  const code = reasons[0]?.code ?? (status === 409 ? 'conflict' : 'not_accepted');
  throw notAccepted(code, reasons, status);
}

/** Throws 404 if there is no value. */
export function existing<T>(found: T | undefined): T {
  if (found === undefined) throw missing();
  return found;
}

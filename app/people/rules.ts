import { wayBack } from '../http/fields.ts';
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

/** What is wrong with a user name, as a sentence; for callers without a form. */
export function userNameProblem(name: string): string | undefined {
  const fault = userNameFault(name);
  return fault === undefined ? undefined : texts.form.problem.username[fault];
}

/** The result for each of several users. */
export interface BulkResult {
  readonly label: string;
  /** Reason for a refusal; omitted if the change was made. */
  readonly reason?: string;
  /** No change was needed. */
  readonly unchanged?: boolean;
}

const namesInFull = 4;

/** The message after a bulk action: how many users changed, and which did not and why. */
export function bulkMessage(
  results: readonly BulkResult[],
  done: (count: number) => string,
): { readonly tone: 'success' | 'warning' | 'error' | 'info'; readonly text: string } {
  const failed = results.filter(({ reason }) => reason !== undefined);
  const unchanged = results.filter((result) => result.unchanged === true).length;
  const changed = results.length - failed.length - unchanged;
  const named = failed.slice(0, namesInFull).map(({ label, reason }) => `${label} – ${reason}`);
  const rest = failed.length - named.length;
  const text = [
    changed > 0 || failed.length + unchanged === 0 ? done(changed) : '',
    unchanged > 0 ? texts.bulk.unchanged(unchanged) : '',
    failed.length > 0
      ? `${texts.bulk.failed(failed.length)} ${named.join(' ')}${rest > 0 ? ` ${texts.bulk.more(rest)}.` : ''}`
      : '',
  ];
  const tone =
    failed.length === 0 ? (changed > 0 ? 'success' : 'info') : changed > 0 ? 'warning' : 'error';
  return { tone, text: text.filter((part) => part !== '').join(' ') };
}

/**
 * The address that a form of the list returns to: only the users' own pages, whatever the form
 * sends (spec requests#redirects).
 */
export const listAddress = (wanted?: string): string => wayBack(wanted, '/users', '/users');

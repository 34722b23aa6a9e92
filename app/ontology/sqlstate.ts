import { DatabaseError } from 'pg';
import { type Reason, type Refusal, refused } from './outcome.ts';
import { texts } from './texts.ts';

const hasCode = (error: unknown, ...codes: readonly string[]): error is DatabaseError =>
  error instanceof DatabaseError && codes.includes(error.code ?? '');

/** Whether PostgreSQL ended a transaction because of a deadlock or a serialization failure. */
export const isDeadlock = (error: unknown): boolean => hasCode(error, '40P01', '40001');

/** Whether the user name is taken in another spelling. */
export const isNamesake = (error: unknown): boolean =>
  hasCode(error, '23505') && error.constraint === 'user_name_keys';

/** Whether a lock was held longer than the wait allowed. */
export const isUnavailable = (error: unknown): boolean => hasCode(error, '55P03');

/** Whether a statement exceeded its timeout, usually while it waited for a lock. */
export const isOverdue = (error: unknown): boolean => hasCode(error, '55P03', '57014');

/**
 * Translates a violated database constraint into a refusal; `undefined` for other errors. Commands
 * check before they write, so this covers two requests that write the same thing at once (spec
 * requests#duplicates).
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof DatabaseError)) return undefined;
  const reason = reasonOf(error);
  return reason && refused(reason, error.code === '23503' || error.code === '23000' ? 409 : 422);
}

const nameTaken: Reason = { field: 'name', message: texts.nameTakenNow, code: 'name_taken' };

/** Refusals by the constraint that was violated. */
const reasons: Readonly<Record<string, Reason>> = {
  user_name_keys: nameTaken,
  entities_type_name_key: nameTaken,
  relations_relation_type_id_fkey: {
    message: texts.relationTypeInUse,
    code: 'relation_type_in_use',
  },
  decision_number_key: { message: texts.decisionNumberTaken, code: 'number_taken' },
  document_versions_stay: { message: texts.approvedStays, code: 'approved' },
  approved_minutes_stay: { message: texts.approvedMinutesStay, code: 'approved' },
  decisions_stay: { message: texts.decisionsStay, code: 'final' },
  ballots_stay: { message: texts.ballotsStay, code: 'final' },
  meeting_packs_stay: { message: texts.packsStay, code: 'final' },
  meeting_motions_stay: { message: texts.motionsStay, code: 'final' },
  tor_versions_tor_fkey: { message: texts.adoptedStays, code: 'final' },
};

function reasonOf({ code, constraint = '', table }: DatabaseError): Reason | undefined {
  if (Object.hasOwn(reasons, constraint)) return reasons[constraint];
  if (code === '23503') return { message: texts.gone, code: 'gone' };
  if (code === '23514' && table === 'entities')
    return { field: 'name', message: texts.nameLength, code: 'name_length' };
  return undefined;
}

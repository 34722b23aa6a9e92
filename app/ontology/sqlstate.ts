import { DatabaseError } from 'pg';
import { type Reason, type Refusal, refused } from './outcome.ts';
import { texts } from './texts.ts';

/** Whether PostgreSQL ended a transaction because of a deadlock or a serialization failure. */
export const isDeadlock = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === '40P01' || error.code === '40001');

/** Whether the user name is taken in another spelling. */
export const isNamesake = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '23505' && error.constraint === 'user_name_keys';

/** Whether a lock was held longer than the wait allowed. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '55P03';

/** Whether a statement exceeded its timeout, usually while it waited for a lock. */
export const isOverdue = (error: unknown): boolean =>
  isUnavailable(error) || (error instanceof DatabaseError && error.code === '57014');

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

/** What is final, by the constraint that keeps it. */
const finals: Readonly<Record<string, Reason>> = {
  '23000 document_versions_stay': { message: texts.approvedStays, code: 'approved' },
  '23000 approved_minutes_stay': { message: texts.approvedMinutesStay, code: 'approved' },
  '23000 decisions_stay': { message: texts.decisionsStay, code: 'final' },
  '23000 ballots_stay': { message: texts.ballotsStay, code: 'final' },
  '23000 meeting_packs_stay': { message: texts.packsStay, code: 'final' },
  '23000 meeting_motions_stay': { message: texts.motionsStay, code: 'final' },
  '23503 tor_versions_tor_fkey': { message: texts.adoptedStays, code: 'final' },
};

function reasonOf(error: DatabaseError): Reason | undefined {
  const { code, constraint, table } = error;
  if (isNamesake(error)) return { field: 'name', message: texts.nameTakenNow, code: 'name_taken' };
  if (code === '23505' && constraint === 'entities_type_name_key')
    return { field: 'name', message: texts.nameTakenNow, code: 'name_taken' };
  if (code === '23503' && constraint === 'relations_relation_type_id_fkey')
    return { message: texts.relationTypeInUse, code: 'relation_type_in_use' };
  const final = finals[`${code} ${constraint ?? ''}`];
  if (final !== undefined) return final;
  if (code === '23505' && constraint === 'decision_number_key')
    return { message: texts.decisionNumberTaken, code: 'number_taken' };
  if (code === '23503') return { message: texts.gone, code: 'gone' };
  if (code === '23514' && table === 'entities')
    return { field: 'name', message: texts.nameLength, code: 'name_length' };
  return undefined;
}

import { DatabaseError } from 'pg';
import { type Reason, type Refusal, refused } from './outcome.ts';
import { texts } from './texts.ts';

const hasCode = (error: unknown, ...codes: readonly string[]): error is DatabaseError =>
  error instanceof DatabaseError && codes.includes(error.code ?? '');

/** Whether PostgreSQL ended a transaction because of a deadlock or a serialization failure. */
export const isDeadlock = (error: unknown): boolean => hasCode(error, '40P01', '40001');

/** Whether a value is taken that a constraint keeps unique. */
export const isTaken = (error: unknown, constraint: string): boolean =>
  hasCode(error, '23505') && error.constraint === constraint;

/** Whether a lock was held longer than the wait allowed. */
export const isUnavailable = (error: unknown): boolean => hasCode(error, '55P03');

/** Whether a statement exceeded its timeout, usually while it waited for a lock. */
export const isOverdue = (error: unknown): boolean => hasCode(error, '55P03', '57014');

/** Refusals by the name of the constraint that a change violates. */
export type Constraints = Readonly<Record<string, Reason>>;

/**
 * Translates a violated database constraint into a refusal; `undefined` for other errors. Commands
 * check before they write, so this covers two requests that write the same thing at once (spec
 * requests#duplicates).
 * @param declared the constraints of features
 */
export function refusalOf(error: unknown, declared: Constraints): Refusal | undefined {
  if (!(error instanceof DatabaseError)) return undefined;
  const reason = reasonOf(error, { ...declared, ...own });
  return reason && refused(reason, error.code === '23503' || error.code === '23000' ? 409 : 422);
}

/** The constraints of the store. */
const own: Constraints = {
  entities_type_name_key: { field: 'name', message: texts.nameTakenNow, code: 'name_taken' },
  relations_relation_type_id_fkey: {
    message: texts.relationTypeInUse,
    code: 'relation_type_in_use',
  },
};

function reasonOf(
  { code, constraint = '', table }: DatabaseError,
  constraints: Constraints,
): Reason | undefined {
  if (Object.hasOwn(constraints, constraint)) return constraints[constraint];
  if (code === '23503') return { message: texts.gone, code: 'gone' };
  if (code === '23514' && table === 'entities')
    return { field: 'name', message: texts.nameLength, code: 'name_length' };
  return undefined;
}

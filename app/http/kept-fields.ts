import type { Fields } from './body.ts';

/** Fields of a single submission or request. */
const aside = /^(csrf_token|proof_password|submission|restore_back)$/;

/**
 * Fields of a form that are shown again: all but secrets (spec requests#validation) and fields of
 * the submission itself.
 */
export const keptFields = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => !aside.test(name) && !/password|secret/i.test(name)),
  );

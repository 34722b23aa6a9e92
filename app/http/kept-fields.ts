import type { Fields } from './body.ts';

/** Belongs to one sending, or to one request. */
const aside = /^(csrf_token|proof_password|submission|restore_back)$/;

/**
 * What of a form comes back to who typed it: everything but secrets (spec requests#validation) and
 * what belongs to this sending alone.
 */
export const keptFields = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => !aside.test(name) && !/password|secret/i.test(name)),
  );

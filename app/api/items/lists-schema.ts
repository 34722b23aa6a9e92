import { z } from 'zod';
import { id, idQuery, pageQuery } from '../schema.ts';

/** The committee of an item in a list. */
export const inCommittee = { tor_id: id().nullable(), tor_name: z.string().nullable() };

/** Filters of a list of items of committees. */
export const ofCommittee = {
  ...pageQuery,
  status: z.string().max(63).optional(),
  tor_id: idQuery,
};

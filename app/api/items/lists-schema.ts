import { z } from 'zod';
import { id, pageQuery } from '../schema.ts';

/** The committee of an item in a list. */
export const inCommittee = { tor_id: id().nullable(), tor_name: z.string().nullable() };

/** A number that names an entity in a query. */
export const idQuery = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .optional();

/** What narrows a list of items of committees. */
export const ofCommittee = {
  ...pageQuery,
  status: z.string().max(63).optional(),
  tor_id: idQuery,
};

import { z } from 'zod';

/**
 * Field of a form: the version that somebody had seen. Eighteen digits are more than any row gets
 * to, and fit into 64 bits.
 */
export const seenVersion = z.string().regex(/^\d{1,18}$/);

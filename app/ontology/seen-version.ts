import { z } from 'zod';

/** Form field: the version that the user saw. Eighteen digits fit into 64 bits. */
export const seenVersion = z.string().regex(/^\d{1,18}$/);

import { z } from 'zod';
import { texts } from './texts.ts';

const { missing, tooLong } = texts.problem;

/**
 * The fields of the sign-in form. A password longer than any valid one is refused before it is
 * hashed.
 */
export const signInInput = z.object({
  username: z
    .string({ error: missing(texts.userName) })
    .min(1, missing(texts.userName))
    .max(255, tooLong(texts.userName, 255)),
  password: z
    .string({ error: missing(texts.password) })
    .min(1, missing(texts.password))
    .max(1024, tooLong(texts.password, 1024)),
  next: z.string().optional(),
  /** A sealed form to restore. */
  kept: z.string().max(160_000).optional().catch(undefined),
  /** From the browser, if JavaScript is enabled. */
  time_zone: z.string().max(64).optional().catch(undefined),
});

/** Query of the sign-in page. Other parameters are ignored. */
export const signInQuery = z.object({ next: z.string().optional().catch(undefined) });

/** Where to go after the password was confirmed. */
export const confirmQuery = z.object({ back: z.string().optional() });

import { z } from 'zod';
import { texts } from './texts.ts';

const { missing, tooLong } = texts.problem;

/**
 * What the sign-in form sends. A password longer than any that can be set is refused before it
 * costs work.
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
  /** A form that waits for its owner, sealed. */
  kept: z.string().max(160_000).optional().catch(undefined),
  /** Of the browser, when a script could say so. */
  time_zone: z.string().max(64).optional().catch(undefined),
});

/** How one comes to the sign-in page. Whatever else stands in the address doesn't matter. */
export const signInQuery = z.object({ next: z.string().optional().catch(undefined) });

/** Where somebody goes on after confirming that it is them. */
export const confirmQuery = z.object({ back: z.string().optional() });

import { z } from 'zod';

/** What the sign-in form sends. A password longer than any that can be set is refused before it costs work. */
export const signInInput = z.object({
  username: z
    .string({ error: 'User name is missing.' })
    .min(1, 'User name is missing.')
    .max(255, 'User name may have at most 255 characters.'),
  password: z
    .string({ error: 'Password is missing.' })
    .min(1, 'Password is missing.')
    .max(1024, 'Password may have at most 1024 characters.'),
  next: z.string().optional(),
});

/** How one comes to the sign-in page. Whatever else stands in the address doesn't matter. */
export const signInQuery = z.object({ next: z.string().optional().catch(undefined), ended: z.string().optional().catch(undefined) });

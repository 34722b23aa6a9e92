import { z } from 'zod';
import { back } from '../http/fields.ts';

/** A button: where it was pressed. */
export const buttonInput = z.object({ back });

/** A rejection; the command asks for the reason, so that an empty one is a message on the page. */
export const rejectionInput = z.object({
  rejection_reason: z.string().trim().max(2000).default(''),
  back,
});

/** A move to a status that has no address of its own. */
export const moveInput = rejectionInput.extend({ to: z.string().max(63).default('') });

/** Which comments the page of an item shows: those before one; an invalid id means the newest. */
export const talkQuery = z.object({
  before: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .optional()
    .catch(undefined),
});

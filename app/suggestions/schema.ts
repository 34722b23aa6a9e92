import { z } from 'zod';
import { area, back } from '../http/fields.ts';
import { mostDescription } from './suggestion.ts';
import { texts } from './texts.ts';

/** The description of a suggestion (spec suggestions#fields). */
export const description = area(texts.fields.description, { most: mostDescription });

export const suggestionInput = z.object({ description });

/** A button: where it was pressed. */
export const buttonInput = z.object({ back });

/** A rejection; the command asks for the reason, so that an empty one is a message on the page. */
export const rejectionInput = z.object({
  rejection_reason: z.string().trim().max(2000).default(''),
  back,
});

/** A move to a status that has no address of its own. */
export const moveInput = z.object({
  to: z.string().max(63).default(''),
  rejection_reason: z.string().trim().max(2000).default(''),
  back,
});

export const talkQuery = z.object({
  before: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .optional()
    .catch(undefined),
});

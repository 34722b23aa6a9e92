import { z } from 'zod';
import { answers } from '../answer.ts';
import { texts } from '../texts.ts';

/** The answer to an invitation. */
export const answerInput = z.object({
  answer: z.enum(answers, texts.answers.refused.answer),
  substitute: z.string().trim().max(255).default(''),
  note: z.string().trim().max(500, texts.answers.refused.note).default(''),
});

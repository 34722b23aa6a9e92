import { z } from 'zod';
import { back } from '../http/fields.ts';
import { texts } from './texts.ts';

const noticeId = z
  .string({ error: texts.problem.range })
  .regex(/^[1-9]\d{0,17}$/, texts.problem.range);

/** Which notices a page showed, and its address. */
export const dismissalInput = z.object({
  from: noticeId,
  until: noticeId,
  back,
});

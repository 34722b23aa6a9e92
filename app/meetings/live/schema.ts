import { z } from 'zod';
import { lines } from '../../http/fields.ts';
import { texts } from '../texts.ts';

const mostNotes = 10_000;

/** The notes on an entry. */
export const notesInput = z.object({
  notes: lines(mostNotes, texts.live.refused.notesLong(mostNotes)).default(''),
  notes_version: z.coerce.number().int().min(0).max(2_147_483_647).catch(0),
});

export const floorInput = z.object({
  to: z.enum(['give', 'end'], texts.live.refused.floor),
});

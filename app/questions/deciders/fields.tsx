import type { VNode } from 'preact';
import { TextField } from '../../ui/text-field.tsx';
import { texts } from './texts.ts';

/** The day, and words of committees. */
export const deciderFields = (day: string, words: string): VNode => (
  <>
    <TextField name="day" label={texts.fields.day} type="date" width="s" value={day} />
    <TextField name="words" label={texts.fields.words} width="m" value={words} optional />
  </>
);

import { isoIn } from '../time-zone.ts';
import { fullMoment, type MomentStyle, momentInWords } from './moments.ts';
import { useShell } from './shell-context.ts';

export interface TimeProps {
  readonly at: Date;
  readonly style?: MomentStyle;
  /** It is part of a sentence. */
  readonly inSentence?: boolean;
}

/**
 * A moment in the reader's language and time zone. `datetime` has it exactly, with UTC offset, and
 * the title shows date, time and zone. "3 min ago" can be focused to show the full form (spec
 * interface#times).
 */
export const Time = ({ at, style = 'date', inSentence = false }: TimeProps) => {
  const shell = useShell();
  const full = fullMoment(at, shell);
  return (
    <time
      class="nowrap"
      dateTime={isoIn(at, shell.timeZone)}
      title={full}
      {...(style === 'relative' ? { 'data-relative': full, tabIndex: 0 } : {})}
    >
      {momentInWords(at, style, { ...shell, inSentence })}
    </time>
  );
};

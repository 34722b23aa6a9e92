import { isoIn } from '../time-zone.ts';
import { fullMoment, type MomentStyle, momentInWords } from './moments.ts';
import { useShell } from './shell-context.ts';

export interface TimeProps {
  readonly at: Date;
  readonly style?: MomentStyle;
  /** It stands within a sentence. */
  readonly inSentence?: boolean;
}

/**
 * A moment in the reader's language and time zone. `datetime` has it exactly, with the distance
 * from UTC, and the title names day, time and zone. "3 min ago" can be reached by keys too and then
 * shows what it stands for (spec interface#times).
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

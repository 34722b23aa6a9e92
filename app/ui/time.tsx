import { fullMoment, type MomentStyle, momentInWords } from './moments.ts';
import { useShell } from './shell-context.ts';

export interface TimeProps {
  readonly at: Date;
  readonly style?: MomentStyle;
  /** It stands within a sentence. */
  readonly inSentence?: boolean;
}

/**
 * A moment in the reader's language and time zone; the exact one is in `datetime`, and shown where the mouse is. "3 min ago" can be reached by
 * keys too and then shows what it stands for (look-and-feel 12.4).
 */
export const Time = ({ at, style = 'date', inSentence = false }: TimeProps) => {
  const shell = useShell();
  const full = fullMoment(at, shell);
  return (
    <time class="nowrap" dateTime={at.toISOString()} title={full} {...(style === 'relative' ? { 'data-relative': full, tabIndex: 0 } : {})}>
      {momentInWords(at, style, { ...shell, inSentence })}
    </time>
  );
};

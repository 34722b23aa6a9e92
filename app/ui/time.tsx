import { fullMoment, type MomentStyle, momentInWords } from './moments.ts';
import { useShell } from './shell-context.ts';

/** A moment in the reader's language and time zone; the exact one is in `datetime` and in the hint. */
export const Time = ({ at, style = 'date' }: { at: Date; style?: MomentStyle }) => {
  const shell = useShell();
  return (
    <time
      class="nowrap"
      dateTime={at.toISOString()}
      title={fullMoment(at, shell)}
      {...(style === 'relative' ? { 'data-relative': '' } : {})}
    >
      {momentInWords(at, style, shell)}
    </time>
  );
};

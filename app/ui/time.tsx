/** A moment in words, with the exact one for programs. Always UTC and says so, because nobody's time zone is known yet. */
export const Moment = ({ at }: { at: Date }) => (
  <time class="nowrap" dateTime={at.toISOString()}>
    {momentInWords(at)}
  </time>
);

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** "24 Nov 2026, 13:31 UTC" */
export const momentInWords = (at: Date): string => `${format.format(at)} UTC`;

/** "3 h 12 min", the two largest units; "under a minute" for less. */
export function durationInWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'under a minute';
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

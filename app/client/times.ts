import { texts } from '../ui/script-texts.ts';
import { all } from './elements.ts';

/** Keeps relative times such as "3 min ago" current while a page is open. */
export function improveTimes(): void {
  setInterval(() => {
    if (document.hidden) return;
    for (const time of all<HTMLTimeElement>('time[data-relative]'))
      time.textContent = inWords(time);
  }, 30_000);
}

/** The server's formats of `relative`; after a day its text stays. */
function inWords(time: HTMLTimeElement): string {
  const minutes = Math.floor((Date.now() - new Date(time.dateTime).getTime()) / 60_000);
  if (minutes < 0 || minutes >= 24 * 60) return time.textContent ?? '';
  if (minutes < 1) return texts.time.now;
  return minutes < 60 ? texts.time.minutes(minutes) : texts.time.hours(Math.floor(minutes / 60));
}

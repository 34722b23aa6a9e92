import { all } from './elements.ts';

/**
 * Tells a sign-in form where the browser is, so that the server says times as the clock beside it
 * does.
 */
export function fillTimeZone(root: ParentNode = document): void {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  for (const field of all<HTMLInputElement>('input[data-time-zone]', root)) field.value = timeZone;
}

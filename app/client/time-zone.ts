import { all } from './elements.ts';

/**
 * Sends the browser's time zone with the sign-in form, so that the server formats times
 * accordingly.
 */
export function fillTimeZone(root: ParentNode = document): void {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  for (const field of all<HTMLInputElement>('input[data-time-zone]', root)) field.value = timeZone;
}

import { one } from './elements.ts';

/** After signing in again: returns to the waiting form without a click. */
export function resumeForm(): void {
  const form = one('form[data-resume]');
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

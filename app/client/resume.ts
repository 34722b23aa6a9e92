import { one } from './elements.ts';

/** After signing in again: the way back to the form that waits, without a click. */
export function resumeForm(): void {
  const form = one('form[data-resume]');
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

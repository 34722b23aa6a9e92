import { texts } from '../ui/script-texts.ts';
import { all, one } from './elements.ts';
import { describe, undescribe } from './field-words.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Shows the server's error of a field, and its line in the summary, only while the field still
 * holds the refused value. Only the next submission can validate a new value.
 * @param control any control of the field
 * @param isShown `false`: another message takes its place. @default as the values say
 */
export function showRefusal(control: Control, isShown?: boolean): void {
  const field = control.closest<HTMLElement>('.field');
  const error = field === null ? null : one('.err:not([data-checked])', field);
  if (field === null || error === null) return;
  const show = isShown ?? controlsOf(field).every(isAsRefused);
  if (error.hidden === !show) return;
  error.hidden = !show;
  const id = error.id.replace(/-error$/, '');
  if (field.matches('fieldset')) tell(field, error.id, show);
  else mark(document.getElementById(id) ?? control, error.id, show);
  showInSummary(error, id, show);
}

function tell(element: HTMLElement, error: string, isShown: boolean): void {
  if (isShown) describe(element, error);
  else undescribe(element, error);
}

function mark(control: HTMLElement, error: string, isShown: boolean): void {
  tell(control, error, isShown);
  if (isShown) control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}

const controlsOf = (field: HTMLElement): Control[] =>
  all<Control>('input, textarea, select', field).filter(({ name }) => name !== '');

/** Whether a control holds its initial value. */
function isAsRefused(control: Control): boolean {
  if (control instanceof HTMLSelectElement)
    return [...control.options].every(
      ({ selected, defaultSelected }) => selected === defaultSelected,
    );
  if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type))
    return control.checked === control.defaultChecked;
  if (control instanceof HTMLInputElement && control.type === 'file') return control.value === '';
  return control.value === control.defaultValue;
}

function showInSummary(error: HTMLElement, id: string, isShown: boolean): void {
  const summary = one('.problems', error.closest('form') ?? document);
  if (summary === null) return;
  for (const link of all<HTMLAnchorElement>('li > a', summary)) {
    if (link.hash === `#${id}` && link.parentElement !== null) link.parentElement.hidden = !isShown;
  }
  const left = all('li', summary).filter(({ hidden }) => !hidden).length;
  summary.hidden = left === 0;
  const title = one('h2', summary);
  if (title !== null && left > 0) title.textContent = texts.problems(left);
}

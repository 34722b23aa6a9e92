import { icon } from '../elements.ts';

/** Shows an error of a field as the server would, and focuses the field. */
export function showProblem(field: HTMLInputElement, message: string): void {
  clearProblem(field);
  const problem = document.createElement('p');
  problem.className = 'err';
  problem.id = `${field.id}-error`;
  const words = document.createElement('span');
  words.textContent = message;
  problem.append(icon('stop', true), words);
  const holder = field.closest('fieldset, .affix') ?? field;
  if (holder instanceof HTMLFieldSetElement) holder.querySelector('legend')?.after(problem);
  else holder.before(problem);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-errormessage', problem.id);
  field.focus();
}

export function clearProblem(field: HTMLInputElement): void {
  document.getElementById(`${field.id}-error`)?.remove();
  field.removeAttribute('aria-invalid');
  field.removeAttribute('aria-errormessage');
}

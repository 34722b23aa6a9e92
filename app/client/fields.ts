import { icon, on, one, whenShown } from './elements.ts';
import { texts } from './texts.ts';

/** Fields: show a password, say how much room is left, check after a field was left, put the focus on what went wrong. */
export function improveFields(): void {
  whenShown('[data-focus]', (element) => element.focus());
  on('click', '[data-show]', toggleSecret);
  whenShown('[data-count]', countLeft);
  on('input', '[data-count]', countLeft);
  on('focusout', '.field .input', (field) => {
    if (isField(field) && (field.value !== '' || field.getAttribute('aria-invalid') === 'true')) check(field);
  });
  // While a field that was wrong is being put right, its error goes as soon as it is.
  on('input', '.field .input[aria-invalid]', (field) => {
    if (isField(field) && problemOf(field) === undefined && field.dataset['checked'] !== undefined) check(field);
  });
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (element: HTMLElement): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;

function toggleSecret(button: HTMLElement): void {
  const field = button.parentElement?.querySelector('input');
  if (field === null || field === undefined) return;
  const show = field.type === 'password';
  field.type = show ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(show));
  const words = button.firstChild;
  if (words !== null) words.textContent = show ? texts.hide : texts.show;
}

/** Appears when more than half is used up, so that short fields stay quiet. */
function countLeft(field: HTMLElement): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  const left = field.maxLength - field.value.length;
  const known = one(`#${CSS.escape(field.id)}-left`);
  if (left > field.maxLength / 2) {
    known?.remove();
    return;
  }
  const words = known ?? document.createElement('p');
  words.id = `${field.id}-left`;
  words.className = 'left';
  words.textContent = texts.left(left);
  if (known !== null) return;
  field.after(words);
  describe(field, words.id);
}

function describe(field: HTMLElement, id: string): void {
  const ids = new Set((field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
  field.setAttribute('aria-describedby', [...ids.add(id)].join(' '));
}

function undescribe(field: HTMLElement, id: string): void {
  const ids = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((other) => other !== '' && other !== id);
  if (ids.length === 0) field.removeAttribute('aria-describedby');
  else field.setAttribute('aria-describedby', ids.join(' '));
}

/** Says what is wrong with a field, in the place where the server would. The server has the last word. */
function check(field: Field): void {
  const problem = problemOf(field);
  const id = `${field.id}-error`;
  const known = document.getElementById(id);
  if (problem === undefined) {
    // An error of the server stays until the form is sent again, unless the field was checked here before.
    if (known === null || field.dataset['checked'] === undefined) return;
    known.remove();
    field.removeAttribute('aria-invalid');
    undescribe(field, id);
    return;
  }
  field.dataset['checked'] = '';
  field.setAttribute('aria-invalid', 'true');
  if (known !== null) {
    const words = one('span', known);
    if (words !== null) words.textContent = problem;
    return;
  }
  const error = document.createElement('p');
  error.className = 'err';
  error.id = id;
  const words = document.createElement('span');
  words.textContent = problem;
  error.append(icon('stop', true), words);
  (field.closest('.affix, .acts, .combo') ?? field).before(error);
  describe(field, id);
}

function problemOf(field: Field): string | undefined {
  const label = field.labels?.[0]?.firstChild?.textContent?.trim() ?? texts.field.unnamed;
  if (field.required && field.value.trim() === '') return texts.field.missing(label);
  if (field instanceof HTMLInputElement && field.type === 'email' && field.validity.typeMismatch) return texts.field.email;
  if (field.dataset['number'] === undefined || field.value === '') return undefined;
  const [least = '', most = ''] = field.dataset['number'].split(' ');
  const value = /^-?\d+$/.test(field.value.trim()) ? Number(field.value) : Number.NaN;
  if (Number.isNaN(value)) return texts.field.wholeNumber;
  if (least !== '' && value < Number(least)) return texts.field.atLeast(least);
  return most !== '' && value > Number(most) ? texts.field.atMost(most) : undefined;
}

import { texts } from '../ui/script-texts.ts';
import { all, icon, on, one } from './elements.ts';
import { describe, undescribe } from './field-words.ts';
import { makeAfterPress } from './presses.ts';
import { showRefusal } from './refusals.ts';

/** Checks a field when the focus leaves it, and removes an error as soon as it is corrected. */
export function improveFieldChecks(): void {
  const afterPress = makeAfterPress();
  on('focusout', '.field .input', (field) => {
    if (!isField(field)) return;
    if (field.value !== '' || field.getAttribute('aria-invalid') === 'true')
      afterPress(() => check(field));
  });
  on('input', '.field .input[aria-invalid]', (field) => {
    if (isField(field) && isChecked(field) && problemOf(field) === undefined) check(field);
  });
  // A file that is too large is not sent.
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    const wrong = all<HTMLInputElement>('input[data-most]', event.target).find(problemOfFiles);
    if (wrong === undefined) return;
    event.preventDefault();
    check(wrong);
    wrong.focus();
  });
  // Files, selects and check boxes are complete after one choice.
  on('change', '.field :is(select, [type="file"], .tick)', (field) => {
    if (isField(field)) check(field);
  });
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (element: HTMLElement): element is Field =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

/** Whether the error shown is from this module. */
const isChecked = (field: Field): boolean => field.dataset['checked'] !== undefined;

/** Shows the error of a field as the server would. */
function check(field: Field): void {
  // The field may have been removed with its region.
  if (!field.isConnected) return;
  const problem = problemOf(field);
  if (problem !== undefined) showProblem(field, problem);
  else {
    if (isChecked(field)) clear(field);
    showRefusal(field);
  }
}

function clear(field: Field): void {
  delete field.dataset['checked'];
  const error = ownError(field);
  error?.remove();
  field.removeAttribute('aria-invalid');
  undescribe(field, error?.id ?? '');
}

const ownError = (field: Field): HTMLElement | null =>
  one('.err[data-checked]', field.closest('.field') ?? document);

function showProblem(field: Field, problem: string): void {
  showRefusal(field, false);
  field.dataset['checked'] = '';
  field.setAttribute('aria-invalid', 'true');
  const known = ownError(field);
  if (known !== null) {
    const words = one('span', known);
    if (words !== null) words.textContent = problem;
    return;
  }
  const error = document.createElement('p');
  error.className = 'err';
  error.dataset['checked'] = '';
  const id = `${field.id}-error`;
  error.id = document.getElementById(id) === null ? id : `${field.id}-checked`;
  const words = document.createElement('span');
  words.textContent = problem;
  error.append(icon('stop', true), words);
  (field.closest('.affix, .acts, .combo') ?? field).before(error);
  describe(field, error.id);
}

function problemOf(field: Field): string | undefined {
  // The select behind a combobox is not a field of its own.
  if (!field.matches('.input:not([hidden])')) return undefined;
  const label = field.labels?.[0]?.firstChild?.textContent?.trim() ?? texts.field.unnamed;
  if (field.required && field.value.trim() === '') return texts.field.missing(label);
  if (!(field instanceof HTMLInputElement)) return undefined;
  if (field.type === 'file') return problemOfFiles(field);
  if (field.type === 'email' && field.validity.typeMismatch) return texts.field.email;
  return problemOfNumber(field);
}

function problemOfFiles({ files, dataset }: HTMLInputElement): string | undefined {
  const most = Number(dataset['most'] ?? Number.POSITIVE_INFINITY);
  return [...(files ?? [])].some(({ size }) => size > most) ? dataset['tooLarge'] : undefined;
}

function problemOfNumber({ dataset, value }: HTMLInputElement): string | undefined {
  if (dataset['number'] === undefined || value === '') return undefined;
  const [least = '', most = ''] = dataset['number'].split(' ');
  const number = /^-?\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) return texts.field.wholeNumber;
  if (least !== '' && number < Number(least)) return texts.field.atLeast(least);
  return most !== '' && number > Number(most) ? texts.field.atMost(most) : undefined;
}

import { texts } from '../ui/script-texts.ts';
import { on, one, whenShown } from './elements.ts';
import { describe, undescribe } from './field-words.ts';

/** Fields: show a password, count the remaining characters, focus the first error. */
export function improveFields(): void {
  whenShown('[data-focus]', (element) => element.focus());
  on('click', '[data-show]', toggleSecret);
  whenShown('[data-count]', countLeft);
  on('input', '[data-count]', countLeft);
}

function toggleSecret(button: HTMLElement): void {
  const field = button.parentElement?.querySelector('input');
  if (field === null || field === undefined) return;
  const show = field.type === 'password';
  field.type = show ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(show));
  const words = button.firstChild;
  if (words !== null) words.textContent = show ? texts.hide : texts.show;
}

/** Appears once more than half is used, so that short fields stay uncluttered. */
function countLeft(field: HTMLElement): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  const left = field.maxLength - field.value.length;
  const known = one(`#${CSS.escape(field.id)}-left`);
  if (left > field.maxLength / 2) {
    known?.remove();
    undescribe(field, `${field.id}-left`);
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

import { texts } from '../../data-manager/texts.ts';
import { nameOfItem } from '../../data-manager/upload/present.ts';
import { one } from '../elements.ts';
import type { LeftItem } from './left.ts';
import { fill } from './rows.ts';

/**
 * Shows an item as JSON; resolves with the edited item, or `undefined` if it was not changed. The
 * dialog restores the focus.
 */
export function editItem(item: LeftItem): Promise<unknown> {
  const dialog = one<HTMLDialogElement>('#item-editor');
  const text = dialog && one<HTMLTextAreaElement>('textarea', dialog);
  const form = dialog && one<HTMLFormElement>('form', dialog);
  if (dialog === null || text === null || form === null) return Promise.resolve(undefined);
  fill(dialog, 'reason', `${nameOfItem(item)}: ${item.reason}`);
  text.value = JSON.stringify(item.item, null, 2) ?? '';
  complain(dialog, text, undefined);
  return new Promise((resolve) => {
    let edited: unknown;
    const submit = (event: Event): void => {
      event.preventDefault();
      const problem = problemOf(text.value);
      complain(dialog, text, problem);
      if (problem === undefined) {
        edited = JSON.parse(text.value) as unknown;
        dialog.close();
      } else {
        text.focus();
      }
    };
    form.addEventListener('submit', submit);
    dialog.addEventListener(
      'close',
      () => {
        form.removeEventListener('submit', submit);
        resolve(edited);
      },
      { once: true },
    );
    dialog.showModal();
    text.focus();
  });
}

function problemOf(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : texts.editor.notObject;
  } catch (error) {
    return texts.editor.notJson(error instanceof Error ? error.message : '');
  }
}

function complain(
  dialog: HTMLElement,
  text: HTMLTextAreaElement,
  problem: string | undefined,
): void {
  const place = one('[data-error]', dialog);
  if (place !== null) {
    place.hidden = problem === undefined;
    place.textContent = problem ?? '';
  }
  if (problem === undefined) text.removeAttribute('aria-invalid');
  else text.setAttribute('aria-invalid', 'true');
}

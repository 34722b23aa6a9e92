import { all } from '../elements.ts';

/**
 * Notes which control of a part has the focus. The returned function focuses the same one of its
 * new content: by form, name, value of a choice, and text. Nothing is returned without a focus.
 */
export function focusIn(part: HTMLElement): (() => void) | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !part.contains(focused)) return undefined;
  const { localName } = focused;
  const key = keyOf(focused);
  const caret = focused instanceof HTMLInputElement ? focused.selectionStart : null;
  return () => {
    const same = all(localName, part).find((other) => keyOf(other) === key);
    same?.focus({ preventScroll: true });
    if (same instanceof HTMLInputElement && caret !== null) same.setSelectionRange(caret, caret);
  };
}

const keyOf = (control: HTMLElement): string =>
  JSON.stringify([
    control.closest('form')?.id ?? '',
    control.getAttribute('name'),
    control instanceof HTMLInputElement ? control.getAttribute('value') : null,
    control.textContent,
  ]);

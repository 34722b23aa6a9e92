import { texts } from '../ui/script-texts.ts';
import { on, one } from './elements.ts';
import { announce } from './messages.ts';

/** Long enough to read. */
const shownMs = 3_000;

/**
 * Buttons that copy a shown text. If the clipboard is not available, the text is selected instead.
 */
export function improveCopies(): void {
  on('click', '[data-copy]', (button) => {
    const shown = document.getElementById(button.dataset['copy'] ?? '');
    if (shown !== null) void copy(shown).then((isCopied) => tell(button, isCopied));
  });
}

async function copy(shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(shown.textContent ?? '');
    return true;
  } catch {
    // The clipboard requires HTTPS, and users may deny access.
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}

function tell(button: HTMLElement, isCopied: boolean): void {
  const words = one('span', button);
  if (words === null) return;
  words.textContent = isCopied ? texts.copy.done : texts.copy.selected;
  announce(words.textContent);
  setTimeout(() => {
    words.textContent = texts.copy.button;
  }, shownMs);
}

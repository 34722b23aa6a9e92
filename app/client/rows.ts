import { announceShown, on } from './elements.ts';
import { fetchRowPart, onButton } from './row-parts.ts';

const opener = '.box > button';

/**
 * The detail of a row is fetched when opened and inserted below it; afterwards its button toggles
 * it. Lists of check boxes can be filtered by text.
 */
export function improveRows(): void {
  onButton('click', opener, (button, event) => {
    event.preventDefault();
    const detail = document.getElementById(button.getAttribute('aria-controls') ?? '');
    if (detail === null) void fetchRowPart(button).then((row) => row && put(row, button));
    else show(detail, button, button.ariaExpanded !== 'true');
  });
  on('input', '[data-narrows] input', (field) => narrow(field as HTMLInputElement));
}

/** Inserts a detail below its row, under an id of its own. */
function put(detail: HTMLElement, button: HTMLButtonElement): void {
  detail.id = `${button.getAttribute('form')}-${button.value}`;
  button.setAttribute('aria-controls', detail.id);
  button.closest('tr')?.after(detail);
  show(detail, button, true);
  announceShown(detail);
}

function show(detail: HTMLElement, button: HTMLButtonElement, isShown: boolean): void {
  detail.hidden = !isShown;
  button.ariaExpanded = String(isShown);
}

/** Hides what does not contain the words, and expands what does. */
function narrow(field: HTMLInputElement): void {
  const kind = field.closest<HTMLElement>('[data-narrows]')?.dataset['narrows'] ?? '';
  const words = field.value.trim().toLowerCase();
  for (const entry of document.querySelectorAll<HTMLElement>(`[data-${CSS.escape(kind)}]`)) {
    entry.hidden = !entry.textContent?.toLowerCase().includes(words);
    const fold = entry.closest('details');
    if (fold !== null && words !== '' && !entry.hidden) fold.open = true;
  }
}

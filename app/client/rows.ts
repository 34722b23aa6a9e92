import { on, whenShown } from './elements.ts';

/** Rows that open below another: a link to the row becomes a button that shows and hides it. Lists of check boxes can be narrowed by words. */
export function improveRows(): void {
  whenShown('[data-opens]', (opener) => {
    opener.setAttribute('role', 'button');
    opener.setAttribute('aria-expanded', String(rowOf(opener)?.matches('.open, :target') === true));
    opener.setAttribute('aria-controls', opener.dataset['opens'] ?? '');
  });
  on('click', '[data-opens]', (opener, event) => {
    event.preventDefault();
    toggle(opener);
  });
  on('keydown', '[data-opens]', (opener, event) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    toggle(opener);
  });
  on('input', '[data-narrows] input', (field) => narrow(field as HTMLInputElement));
}

const rowOf = (opener: HTMLElement): HTMLElement | null => document.getElementById(opener.dataset['opens'] ?? '');

function toggle(opener: HTMLElement): void {
  const open = rowOf(opener)?.classList.toggle('open') === true;
  opener.setAttribute('aria-expanded', String(open));
}

/** Hides what doesn't contain the words, and opens what does. */
function narrow(field: HTMLInputElement): void {
  const kind = field.closest<HTMLElement>('[data-narrows]')?.dataset['narrows'] ?? '';
  const words = field.value.trim().toLowerCase();
  for (const entry of document.querySelectorAll<HTMLElement>(`[data-${CSS.escape(kind)}]`)) {
    entry.hidden = !entry.textContent?.toLowerCase().includes(words);
    const fold = entry.closest('details');
    if (fold !== null && words !== '' && !entry.hidden) fold.open = true;
  }
}

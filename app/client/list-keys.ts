import { all } from './elements.ts';

/**
 * Keys of lists, while the focus is inside one: j and k go to the next and the previous item, the
 * first letter of an action runs it, and ? shows all keys. Enter opens the item, because its link
 * has the focus. Elsewhere the keys do nothing, so that speech input and typing are not disturbed
 * (WCAG 2.2, 2.1.4).
 */
export function improveListKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || isTyping(target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const list = target.closest<HTMLElement>('[data-list-keys]');
    if (list === null) return;
    const act = key === '?' ? help : key === 'j' || key === 'k' ? go : press;
    if (act(list, target, key)) event.preventDefault();
  });
}

const isTyping = (target: HTMLElement): boolean =>
  target.matches('input, textarea, select, [contenteditable]');

function help(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#list-keys');
  dialog?.showModal();
  return dialog !== null;
}

/** The links of all lists of the page, so that the keys go on from one list to the next. */
const links = (): readonly HTMLElement[] => all('[data-list-keys] tbody tr > th a');

/** Goes to the next or the previous item; from the list itself to its first one. */
function go(list: HTMLElement, target: HTMLElement, key: string): boolean {
  const items = links();
  const row = target.closest('tbody tr');
  const at = items.findIndex((link) => link.closest('tr') === row);
  const first = items.findIndex((link) => list.contains(link));
  const next = row === null ? first : at + (key === 'j' ? 1 : -1);
  const link = items[next];
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
  return link !== undefined;
}

/** Runs the action of the item that begins with a letter. */
function press(_list: HTMLElement, target: HTMLElement, key: string): boolean {
  const row = target.closest('tbody tr');
  if (row === null || !/^\p{L}$/u.test(key)) return false;
  const action = all('td button, td summary, td a', row as HTMLElement).find((each) =>
    (each.textContent ?? '').trim().toLowerCase().startsWith(key.toLowerCase()),
  );
  action?.focus();
  action?.click();
  return action !== undefined;
}

import { all, on, one, whenShown } from './elements.ts';

/**
 * Entries of a tree can be dragged, in addition to the move buttons: within their list, and into
 * another of the same level. The form then submits what a button would. A drag that ends where it
 * started, or with Esc, changes nothing.
 */
export function improveTreeOrder(): void {
  whenShown('[data-entry]', (entry) => {
    entry.draggable = true;
  });
  on('dragstart', '[data-entry]', (entry, event) => {
    event.dataTransfer?.setData('text/plain', entry.dataset['entry'] ?? '');
    entry.dataset['from'] = placeOf(entry);
    // Deferred, because changes now would appear in the browser's drag image.
    setTimeout(() => {
      entry.dataset['dragged'] = '';
    });
  });
  on('dragover', '[data-order]', (_list, event) => {
    const dragged = one('[data-dragged][data-entry]');
    if (dragged === null || !(event.target instanceof Element)) return;
    const over = entryAt(event.target, dragged);
    if (over === undefined) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over === dragged) return;
    if (event.clientY < top + height / 2) over.before(dragged);
    else over.after(dragged);
  });
  on('drop', '[data-order]', (_list, event) => event.preventDefault());
  on('dragend', '[data-entry]', (entry, event) => {
    delete entry.dataset['dragged'];
    const from = entry.dataset['from'];
    delete entry.dataset['from'];
    if (from === undefined || from === placeOf(entry)) return;
    if (event.dataTransfer?.dropEffect === 'none') return putBack(entry, from);
    send(entry);
  });
}

const listOf = (entry: Element): HTMLElement | null =>
  entry.parentElement?.closest<HTMLElement>('[data-order]') ?? null;

/** The entry under the pointer that has the same level as the dragged one. */
function entryAt(target: Element, dragged: HTMLElement): HTMLElement | undefined {
  const isTop = (entry: Element) => listOf(entry)?.dataset['order'] === '0';
  let entry = target.closest<HTMLElement>('[data-entry]');
  while (entry !== null && isTop(entry) !== isTop(dragged))
    entry = entry.parentElement?.closest<HTMLElement>('[data-entry]') ?? null;
  return entry ?? undefined;
}

/** In the format of `moveText` in `app/menu/schema.ts`. */
function placeOf(entry: HTMLElement): string {
  const next = entry.nextElementSibling;
  const before = next instanceof HTMLElement ? next.dataset['entry'] : undefined;
  return [entry.dataset['entry'], listOf(entry)?.dataset['order'] ?? '0', before ?? '0'].join('.');
}

function putBack(entry: HTMLElement, place: string): void {
  const [, list = '', before = ''] = place.split('.');
  const home = one(`[data-order="${CSS.escape(list)}"]`);
  home?.insertBefore(entry, one(`:scope > [data-entry="${CSS.escape(before)}"]`, home));
}

function send(entry: HTMLElement): void {
  const form = entry.closest('form');
  if (form === null) return;
  for (const old of all('input[name="place"]', form)) old.remove();
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'place';
  field.value = placeOf(entry);
  form.append(field);
  form.requestSubmit();
}

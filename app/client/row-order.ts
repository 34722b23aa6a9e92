import { on, one, whenShown } from './elements.ts';

/**
 * Rows and list items can be dragged by their handle, in addition to the move buttons (spec
 * interface#order). The form then submits as the button in that direction does, with the place. A
 * drag that ends where it started, or with Esc, changes nothing.
 */
export function improveRowOrder(): void {
  whenShown('[data-drag]', (handle) => {
    handle.draggable = true;
  });
  on('dragstart', '[data-drag]', (handle, event) => {
    const row = handle.closest<HTMLElement>('[data-place]');
    if (row === null) return;
    event.dataTransfer?.setData('text/plain', '');
    event.dataTransfer?.setDragImage(row, 0, 0);
    // Deferred, because changes now would appear in the drag image.
    setTimeout(() => {
      row.dataset['dragged'] = '';
    });
  });
  on('dragover', '[data-place]', (row, event) => {
    const dragged = one('[data-place][data-dragged]');
    if (dragged === null || !isPeer(row, dragged)) return;
    event.preventDefault();
    if (row === dragged) return;
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) row.before(dragged);
    else row.after(dragged);
  });
  on('drop', '[data-place]', (_row, event) => event.preventDefault());
  on('dragend', '[data-drag]', (handle, event) => {
    const row = handle.closest<HTMLElement>('[data-place]');
    if (row === null) return;
    delete row.dataset['dragged'];
    if (event.dataTransfer?.dropEffect === 'none') putBack(row);
    else send(row);
  });
}

const isPeer = (one: HTMLElement, other: HTMLElement): boolean =>
  one.parentElement === other.parentElement && one.dataset['part'] === other.dataset['part'];

const numberOf = (row: Element | null): number | undefined =>
  row instanceof HTMLElement ? Number(row.dataset['place']) : undefined;

function putBack(row: HTMLElement): void {
  const rows = [...(row.parentElement?.children ?? [])];
  const own = numberOf(row) ?? 0;
  const next = rows.find((other) => (numberOf(other) ?? 0) > own);
  row.parentElement?.insertBefore(row, next ?? null);
}

/** Moves the item to the place of the row that it displaced. */
function send(row: HTMLElement): void {
  const own = numberOf(row) ?? 0;
  const above = numberOf(row.previousElementSibling) ?? 0;
  const below = numberOf(row.nextElementSibling) ?? Number.POSITIVE_INFINITY;
  if (above < own && own < below) return;
  const [direction, place] = above > own ? ['down', above] : ['up', below];
  const button = one<HTMLButtonElement>(`button[name="direction"][value="${direction}"]`, row);
  if (button?.form == null) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'place';
  field.value = String(place);
  button.form.append(field);
  button.form.requestSubmit(button);
}

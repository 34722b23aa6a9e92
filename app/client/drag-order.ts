import { all, on, one, whenShown } from './elements.ts';

/**
 * Columns can be dragged, in addition to the move buttons (spec lists#columns). The list is fetched
 * again only if the order changed.
 */
export function improveDragOrder(): void {
  whenShown('[data-column]', (entry) => {
    entry.draggable = true;
  });
  on('dragstart', '[data-column]', (entry, event) => {
    entry.dataset['dragged'] = '';
    event.dataTransfer?.setData('text/plain', entry.dataset['column'] ?? '');
  });
  on('dragover', '[data-column]', (entry, event) => {
    const dragged = draggedIn(entry.parentElement);
    if (dragged === undefined) return;
    event.preventDefault();
    if (dragged === entry) return;
    const { top, height } = entry.getBoundingClientRect();
    if (event.clientY < top + height / 2) entry.before(dragged);
    else entry.after(dragged);
  });
  on('drop', '[data-column]', (_entry, event) => event.preventDefault());
  on('dragend', '[data-column]', (entry) => {
    delete entry.dataset['dragged'];
    keepOrder(entry);
  });
}

const draggedIn = (list: HTMLElement | null): HTMLElement | undefined =>
  list === null ? undefined : all('[data-dragged]', list)[0];

/** Updates the order of columns in the form. */
function keepOrder(entry: HTMLElement): void {
  const form = entry.closest('form');
  const field = form?.elements.namedItem('columns');
  if (form === null || !(field instanceof HTMLInputElement)) return;
  const order = all('[data-column]', form).map(({ dataset }) => dataset['column'] ?? '');
  const known = field.value.split(',').map((key) => key.replace(/^-/, ''));
  const movable = known.filter((key) => order.includes(key));
  if (order.every((key, place) => key === movable[place])) return;
  field.value = [...known.filter((key) => !order.includes(key)), ...order].join(',');
  // Keeps the focus when the list is replaced.
  one('input', entry)?.focus();
  form.requestSubmit();
}

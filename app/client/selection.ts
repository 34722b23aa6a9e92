import { all, on, one, whenShown } from './elements.ts';

/**
 * Selected rows: their number, all on the page (mixed if some are), all in the list, or none. Shift
 * selects a range.
 */
export function improveSelection(): void {
  whenShown('.region', reflect);
  on('click', '.region input[name="ids"]', (box, event) => {
    const region = box.closest<HTMLElement>('.region');
    if (region === null || !(box instanceof HTMLInputElement)) return;
    if (event.shiftKey) tickRange(region, box);
    for (const other of boxesOf(region)) delete other.dataset['last'];
    box.dataset['last'] = '';
    setScope(region, 'ids');
    reflect(region);
  });
  on('change', '.region [data-all]', (head) => {
    const region = head.closest<HTMLElement>('.region');
    if (region !== null && head instanceof HTMLInputElement) tickAll(region, head.checked);
  });
  on('click', '[data-clear] button', (button) => {
    const region = button.closest<HTMLElement>('.region');
    if (region === null) return;
    tickAll(region, false);
    one('[data-all]', region)?.focus();
  });
  on('click', '[data-select-everything]', (button) => {
    const region = button.closest<HTMLElement>('.region');
    if (region === null) return;
    tickAll(region, true);
    setScope(region, 'all');
    reflect(region);
  });
}

const boxesOf = (region: HTMLElement): HTMLInputElement[] =>
  all<HTMLInputElement>('input[name="ids"]', region);

function tickAll(region: HTMLElement, checked: boolean): void {
  for (const box of boxesOf(region)) box.checked = checked;
  setScope(region, 'ids');
  reflect(region);
}

function tickRange(region: HTMLElement, box: HTMLInputElement): void {
  const boxes = boxesOf(region);
  const last = boxes.findIndex(({ dataset }) => 'last' in dataset);
  if (last < 0) return;
  const [from, to] = [last, boxes.indexOf(box)].toSorted((a, b) => a - b);
  for (const between of boxes.slice(from, (to ?? 0) + 1)) between.checked = box.checked;
}

/** `ids`: the selected rows; `all`: every row of the list, including other pages. */
function setScope(region: HTMLElement, scope: 'ids' | 'all'): void {
  const field = one<HTMLInputElement>('[data-selection] input[name="scope"]', region);
  if (field !== null) field.value = scope;
}

function reflect(region: HTMLElement): void {
  const boxes = boxesOf(region);
  const chosen = boxes.filter(({ checked }) => checked).length;
  const head = one<HTMLInputElement>('[data-all]', region);
  if (head !== null) {
    head.checked = chosen > 0 && chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  const words = one('[data-selected]', region);
  if (words === null) return;
  const everything =
    one<HTMLInputElement>('[data-selection] input[name="scope"]', region)?.value === 'all';
  words.textContent = everything
    ? (words.dataset['everything'] ?? '')
    : (words.dataset['selected'] ?? '').replace(/\d+/, String(chosen));
  const button = one('[data-select-everything]', region);
  if (button !== null) button.hidden = everything;
}

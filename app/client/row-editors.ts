import { all, on } from './elements.ts';

/** Tables of fields get another empty row: a copy of the last one, without its values. */
export function improveRowEditors(): void {
  on('click', '[data-add-row]', (button) => {
    const body = document.getElementById(button.dataset['addRow'] ?? '');
    const last = body?.lastElementChild;
    if (!(last instanceof HTMLTableRowElement)) return;
    const added = last.cloneNode(true) as HTMLTableRowElement;
    const controls = all<HTMLInputElement | HTMLSelectElement>('input, select', added);
    for (const control of controls) {
      if (control instanceof HTMLSelectElement) control.selectedIndex = 0;
      else control.value = '';
      renumber(control, last.rowIndex + 1);
    }
    last.after(added);
    controls[0]?.focus();
  });
}

/** The accessible name ends with the number of the row. */
function renumber(control: Element, row: number): void {
  const label = control.getAttribute('aria-label') ?? '';
  control.setAttribute('aria-label', label.replace(/\d+$/, String(row)));
}

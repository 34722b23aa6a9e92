import { all, on } from './elements.ts';

/** A field for several people: a choice becomes a check box, and the field is empty again. */
export function improvePeople(): void {
  on('change', 'select[data-picks]', (select) => {
    if (!(select instanceof HTMLSelectElement) || select.value === '') return;
    const group = select.closest('fieldset');
    const list = group?.querySelector<HTMLElement>('[data-picked]');
    const [option] = select.selectedOptions;
    if (list === null || list === undefined || option === undefined) return;
    const known = all<HTMLInputElement>('input', list).find(({ value }) => value === option.value);
    if (known === undefined) list.append(box(select.name, option));
    else known.checked = true;
    select.value = '';
    const field = group?.querySelector<HTMLInputElement>('[role="combobox"]');
    if (field) field.value = '';
  });
}

/** As `Check` makes it. */
function box(name: string, { value, label }: HTMLOptionElement): HTMLElement {
  const input = Object.assign(document.createElement('input'), {
    ...{ type: 'checkbox', className: 'tick', checked: true, name, value },
  });
  const line = document.createElement('label');
  line.className = 'check';
  line.append(input, Object.assign(document.createElement('span'), { textContent: label }));
  return line;
}

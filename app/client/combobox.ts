import { on, one, whenShown } from './elements.ts';
import { float, sink } from './floats.ts';
import { choose, chooseBy, chosenIn } from './listbox.ts';
import { fetchJson } from './page-request.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/**
 * Turns a long select into a field with suggestions (WAI-ARIA combobox). The select stays in the
 * form and holds the value, so the submission is the same without JavaScript.
 */
export function improveComboboxes(): void {
  whenShown('select[data-combobox]', (select) => {
    if (select instanceof HTMLSelectElement && !select.hidden) build(select);
  });
  // Keeps the focus in the field while the pointer selects: losing it would close the list.
  on('mousedown', '.combo [role="listbox"]', (_list, event) => event.preventDefault());
  on('click', '.combo [role="option"]', (option) => take(option));
  on('focusout', '.combo', (combo, event) => {
    if (!(event.relatedTarget instanceof Node && combo.contains(event.relatedTarget)))
      close(combo, true);
  });
}

function build(select: HTMLSelectElement): void {
  const combo = document.createElement('div');
  combo.className = [...select.classList]
    .filter((name) => name.startsWith('w-'))
    .concat('combo')
    .join(' ');
  const input = document.createElement('input');
  const list = document.createElement('div');
  const id = select.id;
  select.id = `${id}-value`;
  list.id = `${id}-options`;
  list.className = 'pop options';
  list.setAttribute('role', 'listbox');
  list.hidden = true;
  input.id = id;
  input.className = 'input';
  input.autocomplete = 'off';
  input.value = select.selectedOptions[0]?.value ? (select.selectedOptions[0].label ?? '') : '';
  const attributes = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  for (const name of ['aria-describedby', 'aria-invalid']) {
    const value = select.getAttribute(name);
    if (value !== null) input.setAttribute(name, value);
  }
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  if (label !== null) list.setAttribute('aria-label', label.textContent ?? '');
  const hadFocus = document.activeElement === select;
  // The browser may not have moved the focus there yet.
  input.autofocus = select.autofocus;
  select.replaceWith(combo);
  select.hidden = true;
  combo.append(select, input, list);
  if (hadFocus) input.focus();
  input.addEventListener('input', () => void suggest(combo));
  input.addEventListener('click', () => void suggest(combo));
  input.addEventListener('keydown', (event) => move(event, combo));
}

interface Parts {
  readonly select: HTMLSelectElement;
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
}

function partsOf(combo: HTMLElement): Parts | undefined {
  const select = one<HTMLSelectElement>('select', combo);
  const input = one<HTMLInputElement>('input', combo);
  const list = one('[role="listbox"]', combo);
  return select === null || input === null || list === null ? undefined : { select, input, list };
}

const mostOptions = 50;

/** Pixels: about eight suggestions. */
const mostHeight = 256;

async function suggest(combo: HTMLElement): Promise<void> {
  const parts = partsOf(combo);
  if (parts === undefined) return;
  const { select, input, list } = parts;
  const words = input.value;
  const found = await optionsFor(select, words);
  if (input.value !== words) return;
  list.replaceChildren(
    ...found
      .slice(0, mostOptions)
      .map((option, place) => optionElement(option, `${list.id}-${place}`)),
  );
  if (found.length === 0) list.textContent = select.dataset['none'] ?? '';
  list.hidden = false;
  float(list, mostHeight);
  input.setAttribute('aria-expanded', 'true');
  choose(input, list, 0);
}

async function optionsFor(select: HTMLSelectElement, words: string): Promise<readonly Option[]> {
  const source = select.dataset['combobox'];
  if (source !== undefined && source !== '') {
    const url = new URL(source, location.href);
    url.searchParams.set('q', words);
    const answer = await fetchJson(url.href);
    return Array.isArray(answer) ? (answer as Option[]) : [];
  }
  const wanted = words.trim().toLowerCase();
  return [...select.options]
    .filter(({ value, label }) => value !== '' && label.toLowerCase().includes(wanted))
    .map(({ value, label }) => ({ value, label }));
}

function optionElement({ value, label }: Option, id: string): HTMLElement {
  const option = document.createElement('div');
  option.className = 'item';
  option.id = id;
  option.setAttribute('role', 'option');
  option.dataset['value'] = value;
  option.textContent = label;
  return option;
}

function move(event: KeyboardEvent, combo: HTMLElement): void {
  const parts = partsOf(combo);
  if (parts === undefined) return;
  const { input, list } = parts;
  if (event.key === 'Escape' && !list.hidden) {
    event.preventDefault();
    event.stopPropagation();
    close(combo, true);
    return;
  }
  const chosen = chosenIn(list);
  if (event.key === 'Enter' && !list.hidden && chosen !== undefined) {
    event.preventDefault();
    take(chosen);
    return;
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  if (list.hidden) void suggest(combo);
  else chooseBy(event.key, input, list);
}

function take(option: HTMLElement): void {
  const combo = option.closest<HTMLElement>('.combo');
  const parts = combo === null ? undefined : partsOf(combo);
  if (combo === null || parts === undefined) return;
  const { select, input } = parts;
  const value = option.dataset['value'] ?? '';
  const label = option.textContent ?? '';
  if (![...select.options].some((known) => known.value === value))
    select.add(new Option(label, value));
  select.value = value;
  input.value = label;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  close(combo, false);
  input.focus();
}

/** Text that matches no option is discarded: the field shows the selected option, or nothing. */
function close(combo: HTMLElement, restore: boolean): void {
  const parts = partsOf(combo);
  if (parts === undefined) return;
  const { select, input, list } = parts;
  sink(list);
  list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
  if (!restore) return;
  if (input.value.trim() === '') select.value = '';
  input.value = select.value === '' ? '' : (select.selectedOptions[0]?.label ?? '');
}

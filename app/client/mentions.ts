import { all } from './elements.ts';
import { float, sink } from './floats.ts';
import { choose, chooseBy, chosenIn } from './listbox.ts';

/**
 * Suggests members while `@` and a part of a name are typed (spec comments#mentions). The members
 * are the list below the field, which remains without scripts.
 */
export function improveMentions(): void {
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) suggest(target);
  });
  document.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLTextAreaElement) move(event, event.target);
  });
  document.addEventListener('focusout', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) close(target);
  });
  // Keeps the focus in the field while the pointer selects.
  document.addEventListener('mousedown', (event) => {
    const option = optionAt(event.target);
    if (option === null) return;
    event.preventDefault();
    const field = fieldOf(option);
    if (field !== undefined) take(field, option);
  });
}

interface Member {
  readonly name: string;
  readonly label: string;
}

/** The most members that are suggested at once. */
const mostOptions = 8;
/** Pixels: about eight suggestions. */
const mostHeight = 288;

/** The `@` before the caret, with what follows it. */
const begun = /(?:^|[^\p{L}\p{N}_@.])@([\p{L}\p{N}_]{0,50})$/u;

const areaOf = (field: HTMLElement): HTMLElement | null =>
  field.closest<HTMLElement>('[data-mentions]');

const listOf = (field: HTMLElement): HTMLElement | undefined => {
  const list = field.nextElementSibling;
  return list instanceof HTMLElement && list.matches('[role="listbox"]') ? list : undefined;
};

const optionAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-mentions] [role="option"]') : null;

const fieldOf = (option: HTMLElement): HTMLTextAreaElement | undefined => {
  const field = option.parentElement?.previousElementSibling;
  return field instanceof HTMLTextAreaElement ? field : undefined;
};

const wordOf = (field: HTMLTextAreaElement): string | undefined =>
  begun.exec(field.value.slice(0, field.selectionStart))?.[1];

/** The members whose user name begins, or whose display name has a word that begins, with this. */
function membersWith(area: HTMLElement, word: string): readonly Member[] {
  const list = document.getElementById(area.dataset['mentions'] ?? '');
  if (list === null) return [];
  const wanted = word.toLowerCase();
  const members = all('[data-name]', list).map((item) => ({
    name: item.dataset['name'] ?? '',
    label: (item.textContent ?? '').trim(),
  }));
  return members
    .filter(({ name, label }) =>
      [name, ...label.split(/\s+/)].some((part) => part.toLowerCase().startsWith(wanted)),
    )
    .slice(0, mostOptions);
}

function suggest(field: HTMLTextAreaElement): void {
  const area = areaOf(field);
  if (area === null) return;
  const word = wordOf(field);
  const members = word === undefined ? [] : membersWith(area, word);
  if (members.length === 0) {
    close(field);
    return;
  }
  const list = listOf(field) ?? newList(field, area);
  list.replaceChildren(
    ...members.map(({ name, label }, place) => {
      const option = document.createElement('div');
      option.className = 'item';
      option.id = `${list.id}-${place}`;
      option.setAttribute('role', 'option');
      option.dataset['value'] = name;
      option.textContent = label;
      return option;
    }),
  );
  list.hidden = false;
  float(list, mostHeight);
  choose(field, list, 0);
}

function newList(field: HTMLTextAreaElement, area: HTMLElement): HTMLElement {
  const list = document.createElement('div');
  list.id = `${field.id}-suggestions`;
  list.className = 'pop options';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', area.dataset['label'] ?? '');
  field.after(list);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  return list;
}

function move(event: KeyboardEvent, field: HTMLTextAreaElement): void {
  const list = listOf(field);
  if (list === undefined || list.hidden) return;
  const chosen = chosenIn(list);
  if (event.key === 'Escape') close(field);
  else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined)
    take(field, chosen);
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') chooseBy(event.key, field, list);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Completes the name at the caret. */
function take(field: HTMLTextAreaElement, option: HTMLElement): void {
  const word = wordOf(field);
  const name = option.dataset['value'] ?? '';
  if (word !== undefined)
    field.setRangeText(`${name} `, field.selectionStart - word.length, field.selectionStart, 'end');
  close(field);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function close(field: HTMLTextAreaElement): void {
  const list = listOf(field);
  if (list === undefined) return;
  sink(list);
  list.hidden = true;
  field.removeAttribute('aria-activedescendant');
}

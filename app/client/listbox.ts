import { all, step } from './elements.ts';

// A list of options that belongs to a text field: the field keeps the focus, and the arrow keys
// choose an option.

const optionsIn = (list: HTMLElement) => all('[role="option"]', list);

const isChosen = (option: HTMLElement) => option.getAttribute('aria-selected') === 'true';

/** The option that the keys have chosen. */
export const chosenIn = (list: HTMLElement) => optionsIn(list).find(isChosen);

/** Chooses the option at a place, from 0; none if there is no such place. */
export function choose(field: HTMLElement, list: HTMLElement, place: number): void {
  const options = optionsIn(list);
  for (const [at, option] of options.entries())
    option.setAttribute('aria-selected', String(at === place));
  const chosen = options[place];
  if (chosen === undefined) {
    field.removeAttribute('aria-activedescendant');
    return;
  }
  field.setAttribute('aria-activedescendant', chosen.id);
  chosen.scrollIntoView({ block: 'nearest' });
}

/** Chooses the next or previous option, as an arrow key says. */
export function chooseBy(key: string, field: HTMLElement, list: HTMLElement): void {
  const options = optionsIn(list);
  choose(field, list, step(key, options.findIndex(isChosen), options.length) ?? 0);
}

import { announceShown } from './elements.ts';
import { movesInMenu, openAt } from './menus.ts';
import { makeRowParts, onButton } from './row-parts.ts';

const opener = 'button[name="menu"][form]';

/**
 * The menu of a row, and the chooser of columns, come when they are opened, in the place of their
 * button. From then on it is one like all others.
 */
export function improveRowMenus(): void {
  const take = makeRowParts(opener);
  const open = async (button: HTMLButtonElement, event: Event, key?: string): Promise<void> => {
    event.preventDefault();
    const menu = await take(button);
    if (menu instanceof HTMLDetailsElement) show(menu, button, key);
  };
  onButton('click', opener, (button, event) => void open(button, event));
  onButton('keydown', opener, (button, event) => {
    if (movesInMenu(event.key)) void open(button, event, event.key);
  });
}

/**
 * Puts the menu in the place of its button: open and with the focus, unless somebody has gone
 * elsewhere meanwhile.
 */
function show(menu: HTMLDetailsElement, button: HTMLButtonElement, key?: string): void {
  const isAwaited = document.activeElement === button || document.activeElement === document.body;
  menu.removeAttribute('id');
  menu.open = false;
  button.before(menu);
  announceShown(menu);
  if (isAwaited && key !== undefined) openAt(menu, key);
  else if (isAwaited) {
    menu.open = true;
    menu.querySelector('summary')?.focus();
  }
  // Last, so that the focus never falls back to the page.
  button.remove();
}

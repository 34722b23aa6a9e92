import { announceShown } from './elements.ts';
import { movesInMenu, openAt } from './menus.ts';
import { fetchRowPart, onButton } from './row-parts.ts';

const opener = 'button[name="menu"][form]';

/**
 * Row menus and the column chooser are fetched when opened and replace their button; afterwards
 * they are ordinary menus.
 */
export function improveRowMenus(): void {
  const open = async (button: HTMLButtonElement, event: Event, key?: string): Promise<void> => {
    event.preventDefault();
    const menu = await fetchRowPart(button);
    if (menu instanceof HTMLDetailsElement) show(menu, button, key);
  };
  onButton('click', opener, (button, event) => void open(button, event));
  onButton('keydown', opener, (button, event) => {
    if (movesInMenu(event.key)) void open(button, event, event.key);
  });
}

/** Replaces the button with the menu: open and focused, unless the focus has moved elsewhere. */
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

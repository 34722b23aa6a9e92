import { announceShown, on } from './elements.ts';
import { addressOf, makeForesight } from './foresight.ts';
import { movesInMenu, openAt } from './menus.ts';

const opener = '.row-act > button[name="menu"]';

/**
 * The menu of a row isn't in the page until somebody opens it: its button asks for the page with that menu open, and the menu is taken out of
 * the answer. From then on it is one like all others. What the pointer rests on is fetched beforehand.
 */
export function improveRowMenus(): void {
  const { expect, pageAt } = makeForesight();
  const open = async (button: HTMLButtonElement, form: HTMLFormElement, key?: string): Promise<void> => {
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    const address = addressOf(form, button);
    const page = await pageAt(address);
    button.ariaBusy = null;
    // Another list stands there by now.
    if (page === undefined || !button.isConnected) return;
    const found = page.document.getElementById(`${form.id}-open`);
    // Nobody has this row any more, or the list may not be seen: the page says so.
    if (!(found instanceof HTMLDetailsElement)) return location.assign(address);
    show(found, button, key);
  };
  onOpener('click', (button, form, event) => {
    event.preventDefault();
    void open(button, form);
  });
  onOpener('keydown', (button, form, event) => {
    if (!movesInMenu(event.key)) return;
    event.preventDefault();
    void open(button, form, event.key);
  });
  onOpener('mouseover', (button, form) => expect(button, addressOf(form, button)));
}

type Act<Type extends keyof DocumentEventMap> = (button: HTMLButtonElement, form: HTMLFormElement, event: DocumentEventMap[Type]) => void;

const onOpener = <Type extends keyof DocumentEventMap>(type: Type, act: Act<Type>): void =>
  on(type, opener, (button, event) => {
    if (button instanceof HTMLButtonElement && button.form !== null) act(button, button.form, event);
  });

/** Puts the menu in the place of its button: open and with the focus, unless somebody has gone elsewhere meanwhile. */
function show(found: HTMLDetailsElement, button: HTMLButtonElement, key?: string): void {
  const isAwaited = document.activeElement === button || document.activeElement === document.body;
  const menu = document.importNode(found, true);
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

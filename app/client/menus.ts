import { all, on, reachable, step, whenShown } from './elements.ts';
import { float, sink } from './floats.ts';

/**
 * Menus and panels: one open at a time; Esc and a click outside close; arrows, Home and End move;
 * the focus returns to the button.
 */
export function improveMenus(): void {
  // Handled here instead of by the browser, whose event fires after the panel was painted in the
  // page.
  on('click', 'details.menu > summary', (summary, event) => {
    const menu = summary.parentElement;
    if (!(menu instanceof HTMLDetailsElement)) return;
    event.preventDefault();
    menu.open = !menu.open;
    floatMenu(menu);
  });
  whenShown('details.menu[open]', (menu) => floatMenu(menu as HTMLDetailsElement));
  document.addEventListener(
    'toggle',
    (event) => {
      const menu = event.target;
      if (!(menu instanceof HTMLDetailsElement) || !menu.matches('.menu')) return;
      floatMenu(menu);
      if (menu.open) closeMenus(menu);
    },
    { capture: true },
  );
  document.addEventListener('click', (event) => {
    const inside =
      event.target instanceof Element
        ? event.target.closest<HTMLDetailsElement>('details.menu')
        : null;
    closeMenus(inside ?? undefined);
  });
  document.addEventListener('focusin', (event) => {
    for (const menu of openMenus())
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  on('keydown', 'details.menu', (menu, event) => moveInMenu(menu as HTMLDetailsElement, event));
}

function floatMenu(menu: HTMLDetailsElement): void {
  const panel = menu.querySelector<HTMLElement>(':scope > .pop');
  if (panel === null) return;
  if (menu.open) float(panel);
  else sink(panel);
}

const openMenus = (): HTMLDetailsElement[] => all<HTMLDetailsElement>('details.menu[open]');

function closeMenus(except?: HTMLDetailsElement): void {
  for (const menu of openMenus()) if (menu !== except) menu.open = false;
}

function moveInMenu(menu: HTMLDetailsElement, event: KeyboardEvent): void {
  const button = menu.querySelector('summary');
  if (event.key === 'Escape' && menu.open) {
    event.preventDefault();
    menu.open = false;
    button?.focus();
    return;
  }
  // In a text field, arrows belong to the field; in the column chooser they move between lines.
  if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return;
  if (!movesInMenu(event.key)) return;
  event.preventDefault();
  openAt(menu, event.key);
}

/** Whether a key opens a menu and moves in it. */
export const movesInMenu = (key: string): boolean =>
  ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(key);

/** Opens a menu and focuses the line that the key leads to. */
export function openAt(menu: HTMLDetailsElement, key: string): void {
  menu.open = true;
  floatMenu(menu);
  const lines = reachable(menu.querySelector('.pop') ?? menu);
  const place =
    document.activeElement instanceof HTMLElement ? lines.indexOf(document.activeElement) : -1;
  lines[step(key, place, lines.length) ?? 0]?.focus();
}

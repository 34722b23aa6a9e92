import { announceShown, one } from './elements.ts';
import { announce } from './messages.ts';
import type { FetchedPage } from './page-request.ts';

/**
 * `push` a new history entry, `replace` the current one, `keep` it: the browser already navigated.
 */
export type HistoryMove = 'push' | 'replace' | 'keep';

/**
 * Replaces a region with that of a fetched page; updates address, title, focus and screen reader
 * announcements.
 */
export function swapRegion(region: HTMLElement, page: FetchedPage, move: HistoryMove): boolean {
  const found = page.document.getElementById(region.id);
  if (found === null) return false;
  const fresh = document.importNode(found, true);
  const focused =
    document.activeElement instanceof HTMLElement && region.contains(document.activeElement)
      ? document.activeElement
      : undefined;
  const restore = focused === undefined ? undefined : memoryOf(focused);
  remember(region.id, fresh.dataset['region'] ?? page.url, move);
  document.title = page.document.title;
  region.replaceWith(fresh);
  announceShown(fresh);
  restore?.(fresh);
  announce(one('.pager [role="status"], .blank .title', fresh)?.textContent ?? '');
  return true;
}

/**
 * Returns a function that focuses the element in place of the focused one. A row's menu has become
 * a button again.
 */
function memoryOf(focused: HTMLElement): (region: HTMLElement) => void {
  const element =
    focused.closest<HTMLElement>('.row-act > .menu')?.querySelector('summary') ?? focused;
  const isSearch = element instanceof HTMLInputElement && element.matches('[data-search]');
  const selector = selectorOf(element);
  const words = element.textContent;
  return (region) => {
    const same = [...region.querySelectorAll<HTMLElement>(selector)].find(
      (other) => other.textContent === words && !other.matches('[disabled]'),
    );
    if (same === undefined) return focusRegion(region);
    same.focus({ preventScroll: true });
    if (!isSearch || !(same instanceof HTMLInputElement)) return;
    // Text typed since the request is newer than the response.
    same.value = element.value;
    same.setSelectionRange(element.selectionStart, element.selectionEnd);
  };
}

function selectorOf(element: HTMLElement): string {
  const given = ['aria-label', 'name', 'type', 'href'].flatMap((name) => {
    const value = name === 'href' && element.matches('.sort') ? null : element.getAttribute(name);
    return value === null ? [] : [`[${name}="${CSS.escape(value)}"]`];
  });
  const value = element.matches('[type="checkbox"]')
    ? `[value="${CSS.escape(element.getAttribute('value') ?? '')}"]`
    : '';
  return `${element.matches('.row-act > .menu > summary') ? 'button[name="menu"]' : element.localName}${given.join('')}${value}`;
}

function focusRegion(region: HTMLElement): void {
  region.tabIndex = -1;
  region.focus({ preventScroll: true });
}

/** The region of the current history entry. */
export const rememberedRegion = (state: unknown): string | undefined =>
  typeof state === 'object' &&
  state !== null &&
  'region' in state &&
  typeof state.region === 'string'
    ? state.region
    : undefined;

function remember(region: string, url: string, move: HistoryMove): void {
  if (move === 'keep') return;
  // "Back" must find the page as it was.
  if (rememberedRegion(history.state) === undefined) history.replaceState({ region }, '');
  if (move === 'push') history.pushState({ region }, '', url);
  else history.replaceState({ region }, '', url);
}

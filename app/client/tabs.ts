import { all, on, one, step, whenShown } from './elements.ts';

/**
 * Parts of a page as tabs (WAI-ARIA): arrows, Home and End move and select; the address remembers
 * the part.
 */
export function improveTabs(): void {
  whenShown('[data-tabs]', prepare);
  on('click', '[role="tab"]', (tab, event) => {
    event.preventDefault();
    select(tab);
  });
  on('keydown', '[role="tab"]', (tab, event) => {
    const tabs = tabsOf(tab);
    const next =
      event.key === 'ArrowUp' || event.key === 'ArrowDown'
        ? undefined
        : step(event.key, tabs.indexOf(tab), tabs.length);
    const other = next === undefined ? undefined : tabs[next];
    if (other === undefined) return;
    event.preventDefault();
    select(other);
    other.focus();
  });
  addEventListener('hashchange', () => {
    const tab =
      location.hash === ''
        ? null
        : one(`[role="tab"][href="${CSS.escape(location.hash).replace('\\#', '#')}"]`);
    if (tab !== null) select(tab);
  });
}

const tabsOf = (tab: HTMLElement): HTMLElement[] =>
  all('[role="tab"]', tab.closest('[data-tabs]') ?? document);

function prepare(group: HTMLElement): void {
  const list = one('nav', group);
  list?.setAttribute('role', 'tablist');
  for (const tab of all<HTMLAnchorElement>('nav > a', group)) {
    tab.setAttribute('role', 'tab');
    const panel = document.getElementById(tab.hash.slice(1));
    panel?.setAttribute('role', 'tabpanel');
    panel?.setAttribute('tabindex', '0');
    tab.setAttribute('aria-controls', tab.hash.slice(1));
  }
  const tabs = all<HTMLAnchorElement>('[role="tab"]', group);
  // A part with an error comes first, because it could be hidden (spec account#tabs).
  const wrong = tabs.find(
    (tab) =>
      one('.problems', document.getElementById(tab.hash.slice(1)) ?? group) !== null &&
      one(`${tab.hash} .problems`) !== null,
  );
  const asked = tabs.find((tab) => tab.hash === location.hash);
  const current =
    wrong ?? asked ?? tabs.find((tab) => tab.hash.slice(1) === group.dataset['tabs']) ?? tabs[0];
  if (current !== undefined) select(current, false);
}

function select(tab: HTMLElement, remember = true): void {
  for (const other of tabsOf(tab)) {
    const chosen = other === tab;
    other.setAttribute('aria-selected', String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document
      .getElementById(other.getAttribute('aria-controls') ?? '')
      ?.classList.toggle('current', chosen);
  }
  if (remember && tab instanceof HTMLAnchorElement)
    history.replaceState(history.state, '', tab.hash);
}

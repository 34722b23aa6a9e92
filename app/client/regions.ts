import { on } from './elements.ts';
import { addressOf } from './form-address.ts';
import { fetchPage } from './page-request.ts';
import { type HistoryMove, rememberedRegion, swapRegion } from './region-swap.ts';

const typingMs = 250;

/**
 * Updates a region of a page (a list with its controls) without a reload: its links and GET forms
 * are fetched, and only the region with the same id is replaced.
 */
export function improveRegions(): void {
  const replace = makeReplace();
  on('click', '[data-region] a[href]', (link, event) => {
    const region = regionOf(link);
    if (
      region === undefined ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    void replace(region.id, (link as HTMLAnchorElement).href, 'push');
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const id = form instanceof HTMLFormElement ? form.dataset['swap'] : undefined;
    if (id === undefined || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    void replace(
      id,
      addressOf(form, button),
      form.dataset['builder'] === undefined || button?.value === 'apply' ? 'push' : 'replace',
    );
  });
  const send = (field: HTMLElement, move: HistoryMove, action?: string) => {
    const form = field.closest('form');
    const id = form?.dataset['swap'];
    if (form === null || id === undefined) return;
    const url = new URL(addressOf(form, null));
    if (action !== undefined) url.searchParams.set('do', action);
    void replace(id, url.href, move);
  };
  const later = debounced(typingMs);
  on('input', 'form[data-swap] [data-search]', (field) => later(() => send(field, 'replace')));
  // The operators depend on the field, so the server renders the line again.
  on('change', '[data-rebuild]', (field) => send(field, 'replace', 'rebuild'));
  on('change', '[data-columns] input[type="checkbox"]', (box) => send(box, 'push'));
  addEventListener('popstate', (event) => {
    const region = rememberedRegion(event.state);
    if (region !== undefined) void replace(region, location.href, 'keep');
  });
}

/** The region of a link to another state of it; a link to a row's page is an ordinary one. */
function regionOf(link: HTMLElement): HTMLElement | undefined {
  const region = link.closest<HTMLElement>('[data-region]');
  if (
    region === null ||
    !(link instanceof HTMLAnchorElement) ||
    link.matches('[download], [data-dialog]') ||
    link.hash !== ''
  )
    return undefined;
  const own = new URL(region.dataset['region'] ?? '', location.href);
  return link.origin === own.origin && link.pathname === own.pathname ? region : undefined;
}

type Replace = (id: string, url: string, move: HistoryMove) => Promise<void>;

/** Replaces regions; only the response to the latest request is shown. */
function makeReplace(): Replace {
  let newest = 0;
  return async (id, url, move) => {
    const region = document.getElementById(id);
    newest += 1;
    const mine = newest;
    region?.setAttribute('aria-busy', 'true');
    const page = await fetchPage(url);
    if (mine !== newest) return;
    region?.removeAttribute('aria-busy');
    if (page === undefined) return;
    if (region === null || !swapRegion(region, page, move)) location.assign(url);
  };
}

/** Calls the last function given, after a pause without new ones. */
function debounced(wait: number): (act: () => void) => void {
  let timer = 0;
  return (act) => {
    clearTimeout(timer);
    timer = window.setTimeout(act, wait);
  };
}

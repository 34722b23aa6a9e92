import { type FetchedPage, fetchPage, glanceAt } from './page-request.ts';

const hoverMs = 60;
const keepMs = 10_000;

/** Prefetched pages. */
export interface Foresight {
  /**
   * The pointer is on an element that leads to an address; if it stays there, the page is fetched.
   */
  readonly expect: (element: HTMLElement, url: string) => void;
  /**
   * Returns the page at an address: the prefetched one if it is recent, otherwise a new one;
   * `undefined` after a reported failure.
   */
  readonly pageAt: (url: string) => Promise<FetchedPage | undefined>;
}

/**
 * Using one prefetched page invalidates the others, because the user should see the state after a
 * change.
 */
export function makeForesight(): Foresight {
  const fetched = new Map<
    string,
    { readonly page: Promise<FetchedPage | undefined>; readonly at: number }
  >();
  const young = (url: string): Promise<FetchedPage | undefined> | undefined => {
    const known = fetched.get(url);
    return known !== undefined && Date.now() - known.at < keepMs ? known.page : undefined;
  };
  const later = debounced(hoverMs);
  return {
    expect: (element, url) =>
      later(() => {
        if (element.matches(':hover') && young(url) === undefined)
          fetched.set(url, { page: glanceAt(url), at: Date.now() });
      }),
    pageAt: async (url) => {
      const ahead = young(url);
      fetched.clear();
      // An immediate click needs no prefetch.
      later(() => undefined);
      return (await ahead) ?? fetchPage(url);
    },
  };
}

/** Calls the last function given, after a pause without new ones. */
export function debounced(wait: number): (act: () => void) => void {
  let timer = 0;
  return (act) => {
    clearTimeout(timer);
    timer = window.setTimeout(act, wait);
  };
}

/**
 * The address that a form submits to. Omits empty values, except in the filter builder, where an
 * empty line is still a line.
 */
export function addressOf(form: HTMLFormElement, button: HTMLButtonElement | null): string {
  const keepsEmpty = form.dataset['builder'] !== undefined;
  const values = [...new FormData(form, button)].filter(([, value]) => keepsEmpty || value !== '');
  // Reads the attribute, because a field named `action`, as in the log, hides `form.action`.
  const url = new URL(form.getAttribute('action') ?? '', document.baseURI);
  url.search = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return url.href;
}

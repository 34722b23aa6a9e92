import { type FetchedPage, fetchPage, glanceAt } from './page-request.ts';

const hoverMs = 60;
const keepMs = 10_000;

/** Pages that are fetched before somebody asks for them. */
export interface Foresight {
  /**
   * The pointer is on an element that leads to an address; if it rests there the page is fetched.
   */
  readonly expect: (element: HTMLElement, url: string) => void;
  /**
   * The page at an address: the one fetched beforehand if it is young, a new one otherwise. Nothing
   * when there is none, which was said.
   */
  readonly pageAt: (url: string) => Promise<FetchedPage | undefined>;
}

/**
 * What is asked for once makes the rest worthless: after a change somebody should see the page as
 * it is then.
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
      // Whoever clicks at once has nothing to wait for any more.
      later(() => undefined);
      return (await ahead) ?? fetchPage(url);
    },
  };
}

/** Calls only what was last given, when nothing more was given for a while. */
export function debounced(wait: number): (act: () => void) => void {
  let timer = 0;
  return (act) => {
    clearTimeout(timer);
    timer = window.setTimeout(act, wait);
  };
}

/**
 * A form as an address. Empty values are left out, except in the filter builder: a line that says
 * nothing yet is still a line.
 */
export function addressOf(form: HTMLFormElement, button: HTMLButtonElement | null): string {
  const keepsEmpty = form.dataset['builder'] !== undefined;
  const values = [...new FormData(form, button)].filter(([, value]) => keepsEmpty || value !== '');
  // By its attribute: where a field is called `action`, as in the log, `form.action` is that field.
  const url = new URL(form.getAttribute('action') ?? '', document.baseURI);
  url.search = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return url.href;
}

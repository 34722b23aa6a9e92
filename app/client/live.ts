import { all, one } from './elements.ts';
import { fetchPage } from './page-request.ts';

/** Long enough to check several boxes in a row, short enough to feel immediate. */
const restMs = 200;

/** The same between words of a text. */
const typingMs = 600;

/**
 * A form with a live preview: parts of the page (`data-live-part`, matched by id) follow the input
 * within `data-live`, whose value is the address that returns the page for the form. Without
 * JavaScript a button loads that page.
 */
export function improveLiveForms(): void {
  let timer = 0;
  let newest = 0;
  const follow = (event: Event, pauseMs: number) => {
    const scope =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-live]') : null;
    const form = scope?.closest('form');
    if (scope === null || form === null || form === undefined) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      newest += 1;
      const mine = newest;
      void refresh(form, scope.dataset['live'] ?? '', () => mine === newest);
    }, pauseMs);
  };
  document.addEventListener('change', (event) => follow(event, restMs));
  document.addEventListener('input', (event) => {
    if (event.target instanceof HTMLTextAreaElement) follow(event, typingMs);
  });
}

async function refresh(
  form: HTMLFormElement,
  address: string,
  isNewest: () => boolean,
): Promise<void> {
  const values = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const page = await fetchPage(address, {
    method: 'POST',
    body: new URLSearchParams([...values, ['do', 'preview']]),
  });
  if (page === undefined || page.status !== 200 || !isNewest()) return;
  for (const part of all('[data-live-part]', form)) {
    const fresh = one(`#${CSS.escape(part.id)}`, page.document);
    if (fresh !== null) part.replaceChildren(...fresh.childNodes);
  }
}

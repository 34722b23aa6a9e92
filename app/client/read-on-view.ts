import { all, one } from './elements.ts';
import { fetchQuietly } from './page-request.ts';

/**
 * Sends the form of an item that is read by being shown (`data-read-on-view`), once the page is
 * visible: a page that the browser prefetched was not read. The bell follows.
 */
export function improveReadOnView(): void {
  const form = one<HTMLFormElement>('form[data-read-on-view]');
  if (form === null) return;
  if (document.visibilityState === 'visible') void read(form);
  else document.addEventListener('visibilitychange', () => void read(form), { once: true });
}

async function read(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]),
  );
  const answer = await fetch(form.action, {
    ...{ method: 'POST', body, credentials: 'same-origin' },
    headers: { Accept: 'application/json' },
  }).catch(() => undefined);
  if (answer?.ok !== true) return;
  const page = await fetchQuietly(location.href);
  if (page === undefined) return;
  for (const part of all('[data-follows-reading]')) {
    const fresh = one(`#${CSS.escape(part.id)}`, page.document);
    if (fresh !== null) part.replaceWith(fresh);
  }
}

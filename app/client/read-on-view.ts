import { all, on, one } from './elements.ts';
import { fetchQuietly } from './page-request.ts';

/**
 * Sends the form of an item that is read by being shown (`data-read-on-view`), once the page is
 * visible: a page that the browser prefetched was not read. The bell follows. A link to an item
 * elsewhere names the address that marks it as read (`data-reads`).
 */
export function improveReadOnView(): void {
  on('click', 'a[data-reads]', (link) => void send(link.dataset['reads'] ?? '', token()));
  const form = one<HTMLFormElement>('form[data-read-on-view]');
  if (form === null) return;
  if (document.visibilityState === 'visible') void read(form);
  else document.addEventListener('visibilitychange', () => void read(form), { once: true });
}

async function read(form: HTMLFormElement): Promise<void> {
  const answer = await send(form.action, token());
  if (answer?.ok !== true) return;
  const page = await fetchQuietly(location.href);
  if (page === undefined) return;
  for (const part of all('[data-follows-reading]')) {
    const fresh = one(`#${CSS.escape(part.id)}`, page.document);
    if (fresh !== null) part.replaceWith(fresh);
  }
}

const token = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';

/** Arrives also when the page is left at the same time. */
const send = (url: string, csrf: string): Promise<Response | undefined> =>
  fetch(url, {
    ...{ method: 'POST', credentials: 'same-origin', keepalive: true },
    body: new URLSearchParams({ csrf_token: csrf }),
    headers: { Accept: 'application/json' },
  }).catch(() => undefined);
